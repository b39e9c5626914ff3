package dev.workflow.definition;

/**
 * A step with nothing besides what every kind of step may have: a delay, a repeat, a stop. Not
 * thread-safe.
 */
public final class PlainDraft extends StepDraft<PlainDraft> {

  PlainDraft(String id) {
    super(id);
  }
}
