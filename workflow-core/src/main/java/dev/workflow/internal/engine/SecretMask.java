package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.workflow.Json;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.spi.ActionResult;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Shows {@code ••••} in the place of the secrets that a step has read, in what is kept of it: a
 * server may echo what it was sent. Secrets of less than 4 characters would mask what is none.
 * Thread-safe.
 */
final class SecretMask {

  private static final String MASK = "••••";
  private static final int SHORTEST = 4;

  private final Set<String> secrets = ConcurrentHashMap.newKeySet();

  /** A secret that the step has read. */
  void reveal(String secret) {
    if (secret.length() >= SHORTEST) {
      secrets.add(secret);
    }
  }

  ActionResult masked(ActionResult result) {
    if (secrets.isEmpty()) {
      return result;
    } else if (result instanceof ActionResult.Completed completed) {
      return ActionResult.completed(masked(completed.output()));
    } else if (result instanceof ActionResult.Waiting waiting && waiting.session() != null) {
      return ActionResult.waiting(waiting.correlationKey(), masked(waiting.session()));
    } else if (result instanceof ActionResult.Failed failed) {
      return ActionResult.failed(masked(failed.reason()), failed.retryable());
    } else if (result instanceof ActionResult.Blocked blocked) {
      return ActionResult.blocked(masked(blocked.reason()));
    }
    return result;
  }

  InstanceInput.Variable masked(InstanceInput.Variable variable) {
    return secrets.isEmpty()
        ? variable
        : new InstanceInput.Variable(variable.name(), masked(variable.value()));
  }

  private String masked(String text) {
    String masked = text;
    for (String secret : secrets) {
      masked = masked.replace(secret, MASK);
    }
    return masked;
  }

  private JsonNode masked(JsonNode json) {
    if (json.isTextual()) {
      String masked = masked(json.textValue());
      return masked.equals(json.textValue()) ? json : TextNode.valueOf(masked);
    } else if (json.isArray()) {
      ArrayNode copy = Json.array();
      json.forEach(element -> copy.add(masked(element)));
      return copy;
    } else if (json.isObject()) {
      ObjectNode copy = Json.object();
      json.properties()
          .forEach(field -> copy.set(masked(field.getKey()), masked(field.getValue())));
      return copy;
    }
    return json;
  }
}
