package dev.workflow.definition;

import dev.workflow.condition.Condition;

/** A step that waits for an event. Not thread-safe. */
public final class WaitDraft extends StepDraft<WaitDraft> {

  WaitDraft(String id, String event) {
    super(id);
    json().putObject("wait").put("event", event);
  }

  /** A wait takes only events that fit. */
  public WaitDraft fitting(Condition condition) {
    DefinitionWriter.when(json().withObject("/wait"), "when", condition);
    return this;
  }

  /** A wait takes events with this correlation key, regardless of their subject. */
  public WaitDraft correlation(String expression) {
    json().withObject("/wait").put("correlation", expression);
    return this;
  }

  /** A wait counts events, too, that came since the instance began. */
  public WaitDraft takingEarlier() {
    json().withObject("/wait").put("earlier", true);
    return this;
  }

  /** How long it waits. */
  @Override
  public WaitDraft timeout(String span) {
    json().withObject("/wait").put("timeout", span);
    return this;
  }
}
