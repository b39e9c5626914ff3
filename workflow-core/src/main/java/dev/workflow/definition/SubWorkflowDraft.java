package dev.workflow.definition;

/** A step that starts another workflow. Not thread-safe. */
public final class SubWorkflowDraft extends StepDraft<SubWorkflowDraft> {

  SubWorkflowDraft(String id, String workflow) {
    super(id);
    json().putObject("workflow").put("key", workflow);
  }

  /** One key of a sub-workflow's input. */
  public SubWorkflowDraft input(String key, Object value) {
    json().withObject("/workflow").withObject("/input").set(key, Steps.json(value));
    return this;
  }

  /** Starts a fixed version of the sub-workflow; the newest published one by default. */
  public SubWorkflowDraft version(int version) {
    json().withObject("/workflow").put("version", version);
    return this;
  }

  /** Continues without waiting for the sub-workflow. */
  public SubWorkflowDraft inBackground() {
    json().withObject("/workflow").put("wait", false);
    return this;
  }
}
