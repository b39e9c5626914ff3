package dev.workflow.testkit.simulation;

/** The promises of the engine, as far as a simulation checks them. */
public enum Guarantee {
  /** An accepted event is durable, once, with everything it starts, answers and ends. */
  ACCEPTED_EVENTS_TAKE_EFFECT("an accepted event has its effect"),
  /** What the store acknowledged is there, in order, and a step begins after the one before it. */
  DURABLE_IN_ORDER("a step's result is durable before the next step of its branch begins"),
  /** A result is recorded once, and its step is not called after that. */
  DURABLE_RESULTS_STAY("a step whose result is durable never runs again"),
  /** Every attempt of a step has the same key, and no other step has it. */
  SAME_IDEMPOTENCY_KEY("every attempt of a step has the same idempotency key"),
  /** A node that lost its lease cannot write. */
  FENCED_NODES_WRITE_NOTHING("a node that lost its lease writes nothing"),
  /** What a transactional handler wrote is there if and only if its step's result is. */
  TRANSACTIONAL_ONCE("a transactional handler's rows are there exactly once"),
  /** A message is sent at least once, or cancelled with its instance. */
  MESSAGES_ARE_NOT_LOST("a message that entered the outbox is sent at least once"),
  /** When no more faults happen, everything ends. */
  NOTHING_IS_STUCK("killing nodes loses nothing, and no lease is stuck"),
  /** Within a dedupe window one event starts an instance, and the first after it the next. */
  DEDUPE_WINDOWS_HOLD("a dedupe window suppresses until it ends, and no longer"),
  /** Statistics count what the histories tell, each once. */
  COUNTED_ONCE("what has happened is counted once");

  private final String text;

  Guarantee(String text) {
    this.text = text;
  }

  /** For people. */
  @Override
  public String toString() {
    return name() + " (" + text + ")";
  }
}
