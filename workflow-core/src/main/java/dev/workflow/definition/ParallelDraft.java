package dev.workflow.definition;

/** A step that runs its branches at once. Not thread-safe. */
public final class ParallelDraft extends StepDraft<ParallelDraft> {

  ParallelDraft(String id) {
    super(id);
    json().putArray("parallel");
  }

  /** A branch of a parallel. */
  public ParallelDraft branch(StepDraft<?>... steps) {
    json().withArray("parallel").addObject().set("steps", Steps.list(steps));
    return this;
  }

  /** A branch of a parallel with a name. */
  public ParallelDraft branch(String name, StepDraft<?>... steps) {
    json().withArray("parallel").addObject().put("name", name).set("steps", Steps.list(steps));
    return this;
  }

  /** How many branches must complete. */
  public ParallelDraft join(int some) {
    json().put("join", some);
    return this;
  }

  /** The other branches go on when the join is reached. */
  public ParallelDraft finishingTheRest() {
    json().put("rest", "finish");
    return this;
  }
}
