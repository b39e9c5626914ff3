package dev.workflow.spi;

/**
 * Opens sessions in which somebody outside does a step, such as signing or paying, and reads what
 * is called back about them.
 *
 * <p>Thread-safe: one object serves all tenants and instances at once.
 *
 * @param <R> what is asked for
 */
public sealed interface TaskProvider<R>
    permits SignatureProvider, DocumentProvider, PaymentProvider {

  /** What {@code provider} in a step's configuration calls it: lower snake case. Fixed. */
  String name();

  /**
   * Opens a session. Called on a thread of the engine, once per attempt, with the step's timeout;
   * it may block. The same idempotency key must give the same session. The session has to carry
   * {@link ProviderStep#reference()}, so that callbacks give it back.
   *
   * @throws Exception fails the attempt, which is tried again as the step's {@code retry} says
   */
  ProviderSession open(R request) throws Exception;

  /**
   * The session is not wanted any more: its step was skipped, timed out, was answered by a person,
   * or its instance was cancelled. Called on a thread of the engine after that is durable, once at
   * most: if the process ends in between, it is not called. A session that has ended is left as it
   * is. What it throws is logged. By default nothing is done.
   */
  default void cancel(ProviderSession session) throws Exception {}

  /**
   * Reads a callback: verifies it on the raw bytes first. Called on the thread of whoever handed it
   * in, outside a transaction. It should not call out.
   *
   * @throws Exception reaches that caller: nothing was stored
   */
  ProviderReport read(ProviderCall call) throws Exception;
}
