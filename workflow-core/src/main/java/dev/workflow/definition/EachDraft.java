package dev.workflow.definition;

import dev.workflow.condition.Condition;

/** A step that runs its steps for every element of a list. Not thread-safe. */
public final class EachDraft extends StepDraft<EachDraft> {

  EachDraft(String id, String items, StepDraft<?>... steps) {
    super(id);
    json().putObject("each").put("items", items).set("steps", Steps.list(steps));
  }

  /** The name of the element inside an {@code each}; {@code item} by default. */
  public EachDraft as(String name) {
    json().withObject("/each").put("as", name);
    return this;
  }

  /** How many elements of an {@code each} run at once; one by default. */
  public EachDraft maxConcurrent(int elements) {
    json().withObject("/each").put("maxConcurrent", elements);
    return this;
  }

  /** An {@code each} ends when this holds after a round that has completed. */
  public EachDraft joinWhen(Condition condition) {
    json().withObject("/each").putObject("join").set("when", condition.toJson());
    return this;
  }

  /** Events about the subject add elements to an {@code each} while it runs: their payloads. */
  public EachDraft adding(String event) {
    json().withObject("/each").withObject("/add").put("event", event);
    return this;
  }

  /** An expression that gives the element that {@link #adding} adds; the payload by default. */
  public EachDraft addingItem(String expression) {
    json().withObject("/each").withObject("/add").put("item", expression);
    return this;
  }

  /** {@link #adding} takes events with this correlation key, regardless of their subject. */
  public EachDraft addingCorrelated(String expression) {
    json().withObject("/each").withObject("/add").put("correlation", expression);
    return this;
  }

  /** {@link #adding} takes only events that fit. */
  public EachDraft addingFitting(Condition condition) {
    DefinitionWriter.when(json().withObject("/each").withObject("/add"), "when", condition);
    return this;
  }

  /** How many rounds must complete. */
  public EachDraft join(int some) {
    json().withObject("/each").put("join", some);
    return this;
  }

  /** The rounds that have begun go on when the join is reached. */
  public EachDraft finishingTheRest() {
    json().withObject("/each").put("rest", "finish");
    return this;
  }
}
