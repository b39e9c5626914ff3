package dev.workflow.examples.host.forms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Problems;
import org.jspecify.annotations.Nullable;

/** The key of a workflow, which every form may write as {@code id} or as {@code key}. */
final class WorkflowKey {

  private WorkflowKey() {}

  /** Whether somebody has written it. */
  static boolean isIn(ObjectNode written) {
    return written.hasNonNull("id") || written.hasNonNull("key");
  }

  /**
   * Writes the key into the document.
   *
   * @param given what it is; null: what is written, or else made from the name
   */
  static void give(ObjectNode written, @Nullable String given, Draft draft, Problems problems) {
    String place = written.hasNonNull("id") ? "id" : "key";
    JsonNode key = written.path(place);
    JsonNode other = written.path("key");
    if (isIn(written) && !other.isMissingNode() && !other.equals(key)) {
      problems.at("key").add("is not the same as \"id\"; leave one of them out");
    }
    if (given != null) {
      draft.document().put("key", given);
      if (isIn(written) && !given.equals(key.textValue())) {
        problems.at(place).add("the workflow is \"" + given + "\", and its id stays");
      }
    } else if (isIn(written)) {
      draft.document().set("key", key);
      draft.places().put("/key", "/" + place);
    } else {
      draft.document().put("key", Names.key(written.path("name").asText(), "workflow"));
      draft.places().put("/key", "/name");
    }
  }
}
