package dev.workflow.examples.host.crm;

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
 * Starts a workflow by hand.
 *
 * @param triggeredBy what the value is, such as {@code lead_id}: then the workflow is about that
 *     lead; any other word is for people
 * @param triggeredByValue a text or a number
 * @param additionalData what the workflow sees, key by key
 */
record StartByHand(
    @Nullable String triggeredBy,
    @Nullable JsonNode triggeredByValue,
    @Nullable ObjectNode additionalData) {

  private static final String ID = "_id";

  StartByHand {
    triggeredByValue =
        triggeredByValue == null || triggeredByValue.isNull() ? null : triggeredByValue;
  }

  /** What the workflow is about; null: nothing. */
  @Nullable SubjectRef subject() {
    if (triggeredBy == null && triggeredByValue == null) {
      return null;
    }
    if (triggeredBy == null || triggeredByValue == null) {
      throw wrong(
          triggeredBy == null ? "/triggered_by" : "/triggered_by_value",
          "is missing: \"triggered_by\" and \"triggered_by_value\" go together");
    }
    if (!triggeredByValue.isTextual() && !triggeredByValue.isNumber()) {
      throw wrong("/triggered_by_value", "expected a text or a number");
    }
    if (!isSubject()) {
      return null;
    }
    try {
      String type = triggeredBy.substring(0, triggeredBy.length() - ID.length());
      return SubjectRef.of(type, triggeredByValue.asText());
    } catch (InvalidInputException e) {
      throw wrong(
          "/triggered_by_value",
          "expected 1 to 200 characters on one line, of a type of at most 100");
    }
  }

  private boolean isSubject() {
    return triggeredBy != null && triggeredBy.length() > ID.length() && triggeredBy.endsWith(ID);
  }

  private static InvalidDefinitionException wrong(String pointer, String message) {
    return new InvalidDefinitionException("The start", List.of(new Problem(pointer, message)));
  }

  /** What the workflow sees: also by what it was triggered. */
  ObjectNode input() {
    ObjectNode input = additionalData == null ? Json.object() : additionalData.deepCopy();
    if (triggeredBy != null && triggeredByValue != null) {
      if (isSubject()) {
        input.putIfAbsent(triggeredBy, triggeredByValue);
      }
      input.putIfAbsent("triggered_by", input.textNode(triggeredBy));
      input.putIfAbsent("triggered_by_value", triggeredByValue);
    }
    return input;
  }
}
