package dev.workflow.testkit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;

/** JSON beyond what an engine stores. */
final class HostileJson {

  private HostileJson() {}

  /** Arrays in arrays. */
  static JsonNode deep(int levels) {
    ArrayNode outer = Json.array();
    ArrayNode inner = outer;
    for (int i = 1; i < levels; i++) {
      inner = inner.addArray();
    }
    return outer;
  }

  static ObjectNode large() {
    return Json.object().put("x", "x".repeat(50_000_000));
  }
}
