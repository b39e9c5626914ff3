package dev.workflow.testkit.simulation.features;

import org.jspecify.annotations.Nullable;

/**
 * How an act ended.
 *
 * @param refusal why it was refused; null if it was done
 * @param value what it gave; null: nothing
 */
record Outcome(Kind kind, @Nullable Throwable refusal, @Nullable Object value) {

  /** How it can end. */
  enum Kind {
    DONE,
    REFUSED,
    /** A fault of the story came between. */
    IN_DOUBT,
    /** What it is about is not there. */
    NOTHING
  }

  static final Outcome NOTHING = new Outcome(Kind.NOTHING, null, null);

  static Outcome done(@Nullable Object value) {
    return new Outcome(Kind.DONE, null, value);
  }

  static Outcome thrown(Throwable thrown) {
    return new Outcome(StageStore.injected(thrown) ? Kind.IN_DOUBT : Kind.REFUSED, thrown, null);
  }

  boolean done() {
    return kind == Kind.DONE;
  }

  boolean refused() {
    return kind == Kind.REFUSED;
  }

  String shown() {
    return refusal == null
        ? kind.name()
        : kind + ": " + refusal.getClass().getSimpleName() + ": " + refusal.getMessage();
  }
}
