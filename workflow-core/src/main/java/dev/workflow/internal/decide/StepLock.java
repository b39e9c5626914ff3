package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * The place of a step among all that want the same lock.
 *
 * @param key what only one of them may have at a time
 * @param claim names the place within the instance; a step that wants the lock once more takes
 *     another one, at the end
 * @param held whether its turn has come
 */
public record StepLock(String key, String claim, boolean held) {

  StepLock granted() {
    return new StepLock(key, claim, true);
  }

  ObjectNode toJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("key", key)
        .put("claim", claim)
        .put("held", held);
  }

  static @Nullable StepLock of(@Nullable JsonNode json) {
    return json == null
        ? null
        : new StepLock(
            json.path("key").asText(), json.path("claim").asText(), json.path("held").asBoolean());
  }
}
