package dev.workflow;

import dev.workflow.internal.text.Ids;

/**
 * One published version of a workflow definition.
 *
 * @param key the definition's key, unique in its tenant
 * @param version 1 and up; 0 names a definition that was never published
 */
public record WorkflowRef(String key, int version) {

  public WorkflowRef {
    Ids.requireText("workflow key", key, 100);
  }

  public static WorkflowRef of(String key, int version) {
    return new WorkflowRef(key, version);
  }

  @Override
  public String toString() {
    return key + " v" + version;
  }
}
