package dev.workflow.examples.host.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.SubjectRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Executes a rule by hand.
 *
 * @param entityType what it is about, such as {@code deal}
 * @param entityId a text or a number
 * @param context what the rule sees, key by key
 */
record Execute(
    @Nullable String entityType, @Nullable JsonNode entityId, @Nullable ObjectNode context) {

  Execute {
    entityId = entityId == null || entityId.isNull() ? null : entityId;
  }

  @Nullable SubjectRef subject() {
    if (entityType == null && entityId == null) {
      return null;
    }
    if (entityType == null || entityId == null) {
      throw wrong(
          entityType == null ? "/entity_type" : "/entity_id",
          "is missing: \"entity_type\" and \"entity_id\" go together");
    }
    if (!entityId.isTextual() && !entityId.isNumber()) {
      throw wrong("/entity_id", "expected a text or a number");
    }
    try {
      return SubjectRef.of(entityType, entityId.asText());
    } catch (InvalidInputException e) {
      throw wrong(
          "/entity_id", "expected 1 to 200 characters on one line, of a type of at most 100");
    }
  }

  private static InvalidDefinitionException wrong(String pointer, String message) {
    return new InvalidDefinitionException("The execution", List.of(new Problem(pointer, message)));
  }

  /** The context, and what it is about. */
  ObjectNode input() {
    ObjectNode input = context == null ? Json.object() : context.deepCopy();
    if (entityType != null && entityId != null) {
      input.putIfAbsent("entity_type", input.textNode(entityType));
      input.putIfAbsent("entity_id", entityId);
      input.putIfAbsent(entityType + "_id", entityId);
    }
    return input;
  }
}
