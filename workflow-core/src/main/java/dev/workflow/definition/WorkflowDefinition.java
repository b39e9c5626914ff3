package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** PLACEHOLDER_DOC */
public record WorkflowDefinition(
    String key,
    int version,
    String name,
    @Nullable String description,
    boolean enabled,
    int priority,
    @Nullable String subject,
    List<Trigger> triggers,
    Concurrency concurrency,
    List<Exit> exits,
    @Nullable RateLimit rateLimit,
    Backlog backlog,
    Map<String, JsonNode> terms,
    List<Step> steps) {
  public dev.workflow.WorkflowRef ref() {
    return dev.workflow.WorkflowRef.of(key, version);
  }
  public static WorkflowDefinition parse(String s){ throw new UnsupportedOperationException(); }
  public WorkflowDefinition withVersion(int v){ return this;}
 public com.fasterxml.jackson.databind.node.ObjectNode toJson(){ return null;}
}
