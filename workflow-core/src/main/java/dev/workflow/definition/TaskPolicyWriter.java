package dev.workflow.definition;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes how a step that people do is taken on, held and seen. */
final class TaskPolicyWriter {

  private TaskPolicyWriter() {}

  static void write(ObjectNode json, TaskPolicy policy) {
    TaskPolicy usual = TaskPolicy.USUAL;
    if (policy.begin() != usual.begin()) {
      json.put("begin", DefinitionWriter.name(policy.begin()));
    }
    if (policy.claimFor() != null) {
      json.put("claimFor", TimeSpan.of(policy.claimFor()).toString());
    }
    if (!policy.clock().equals(usual.clock())) {
      ArrayNode clock = json.putArray("clock");
      policy.clock().forEach(stop -> clock.add(DefinitionWriter.name(stop)));
    }
    visibility(json, policy.visibility());
    if (!policy.fields().isEmpty()) {
      ObjectNode fields = json.putObject("taskFields");
      policy.fields().forEach((name, value) -> fields.put(name, value.text()));
    }
  }

  private static void visibility(ObjectNode json, TaskPolicy.Visibility visibility) {
    if (visibility.equals(TaskPolicy.Visibility.USUAL)) {
      return;
    }
    if (visibility.upcoming() == null && visibility.offered() == visibility.claimed()) {
      json.put("visibility", DefinitionWriter.name(visibility.offered()));
      return;
    }
    ObjectNode one = json.putObject("visibility");
    if (visibility.upcoming() != null) {
      one.put("upcoming", DefinitionWriter.name(visibility.upcoming()));
    }
    if (visibility.offered() != TaskPolicy.Audience.ALL) {
      one.put("offered", DefinitionWriter.name(visibility.offered()));
    }
    if (visibility.claimed() != TaskPolicy.Audience.ALL) {
      one.put("claimed", DefinitionWriter.name(visibility.claimed()));
    }
  }
}
