package dev.workflow.definition;

/** An A/B split. Not thread-safe. */
public final class SplitDraft extends StepDraft<SplitDraft> {

  SplitDraft(String id) {
    super(id);
    json().putArray("split");
  }

  /** An arm of a split. */
  public SplitDraft arm(String name, int weight, StepDraft<?>... steps) {
    json()
        .withArray("split")
        .addObject()
        .put("name", name)
        .put("weight", weight)
        .set("steps", Steps.list(steps));
    return this;
  }
}
