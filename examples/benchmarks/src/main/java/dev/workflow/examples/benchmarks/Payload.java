package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The payload of the events: a small lead. */
final class Payload {

  private Payload() {}

  static ObjectNode of(String id) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload
        .putObject("lead")
        .put("id", id)
        .put("email", "someone@example.com")
        .put("company_name", "Example Company")
        .put("status", "new");
    payload.put("lead_score", 42);
    return payload;
  }
}
