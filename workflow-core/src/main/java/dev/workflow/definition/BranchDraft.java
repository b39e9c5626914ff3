package dev.workflow.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.condition.Condition;

/** A step that runs the first of its cases that holds. Not thread-safe. */
public final class BranchDraft extends StepDraft<BranchDraft> {

  BranchDraft(String id) {
    super(id);
    json().putArray("branch");
  }

  /** A case of a branch. */
  public BranchDraft when(Condition condition, StepDraft<?>... steps) {
    ObjectNode option = json().withArray("branch").addObject();
    option.set("when", condition.toJson());
    option.set("steps", Steps.list(steps));
    return this;
  }

  /** A case of a branch with a name, which is then its output. */
  public BranchDraft when(String name, Condition condition, StepDraft<?>... steps) {
    ObjectNode option = json().withArray("branch").addObject().put("name", name);
    option.set("when", condition.toJson());
    option.set("steps", Steps.list(steps));
    return this;
  }

  /** The last case of a branch, with a name. */
  public BranchDraft otherwise(String name, StepDraft<?>... steps) {
    json()
        .withArray("branch")
        .addObject()
        .put("name", name)
        .put("otherwise", true)
        .set("steps", Steps.list(steps));
    return this;
  }

  /** The last case of a branch. */
  public BranchDraft otherwise(StepDraft<?>... steps) {
    json().withArray("branch").addObject().put("otherwise", true).set("steps", Steps.list(steps));
    return this;
  }
}
