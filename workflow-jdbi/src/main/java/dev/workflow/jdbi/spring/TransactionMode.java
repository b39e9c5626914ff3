package dev.workflow.jdbi.spring;

/**
 * How the engine treats the transaction that Spring has on the thread of its caller: the property
 * {@code workflow.transactions}.
 */
public enum TransactionMode {

  /**
   * It takes part in a transaction of its own {@code DataSource}: what is published, started,
   * answered or defined exists if and only if that transaction commits. In a transaction that it
   * cannot take part in, such as one of another {@code DataSource}, these calls are refused with an
   * {@link IllegalStateException}. Calls that never take part, such as those on assignments and
   * messages, have a transaction of their own, of which a WARN tells once.
   */
  JOIN,

  /** It always has transactions of its own: what it did stays when Spring's is rolled back. */
  SEPARATE
}
