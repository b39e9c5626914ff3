package dev.workflow.jdbi.internal.sql;

/** The settings that the statements of one store share. Thread-safe. */
public final class SqlSettings {

  private final NamedSql.Cache texts;
  private final int timeoutSeconds;
  private final ManyRows manyRows;

  /**
   * @param prefix of all tables
   * @param timeoutSeconds the longest that a statement may take
   */
  public SqlSettings(String prefix, int timeoutSeconds, ManyRows manyRows) {
    this.texts = new NamedSql.Cache(prefix);
    this.timeoutSeconds = timeoutSeconds;
    this.manyRows = manyRows;
  }

  /** A statement with its lists in the form that the database takes them in. */
  NamedSql named(String text, Binding binding) {
    return texts.get(manyRows.withLists(text, binding));
  }

  int timeoutSeconds() {
    return timeoutSeconds;
  }

  ManyRows manyRows() {
    return manyRows;
  }
}
