package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.internal.text.Wording;
import org.jspecify.annotations.Nullable;

/**
 * One difference between two versions of a definition. Immutable and thread-safe; the trees it
 * gives are shared and must not be changed. {@code toString} is one line for people.
 */
public sealed interface DefinitionChange {

  /**
   * Where it is as a JSON pointer into {@link WorkflowDefinition#toJson()}: of the newer version,
   * or of the older one where the newer has nothing left to point at.
   */
  String pointer();

  /** {@code {"change": .., "pointer": .., ..}}. A new tree each time. */
  ObjectNode toJson();

  /**
   * A step the older version does not have. Every step nested in it is a change of its own.
   *
   * @param json the step without the steps nested in it
   */
  record StepAdded(String step, String pointer, JsonNode json) implements DefinitionChange {
    @Override
    public ObjectNode toJson() {
      return object("step_added", pointer).put("step", step).set("after", json.deepCopy());
    }

    /** {@code step call: added at /steps/2}. */
    @Override
    public String toString() {
      return "step " + step + ": added at " + pointer;
    }
  }

  /**
   * A step the newer version does not have. Every step that was nested in it and is gone too is a
   * change of its own.
   *
   * @param json the step without the steps nested in it
   */
  record StepRemoved(String step, String pointer, JsonNode json) implements DefinitionChange {
    @Override
    public ObjectNode toJson() {
      return object("step_removed", pointer).put("step", step).set("before", json.deepCopy());
    }

    /** {@code step call: removed from /steps/2}. */
    @Override
    public String toString() {
      return "step " + step + ": removed from " + pointer;
    }
  }

  /**
   * A step whose turn comes elsewhere: in another list, or before or after other steps than it did.
   * Steps that only gave way to others have not moved, and neither have the steps nested in it.
   *
   * @param from where it was in the older version
   */
  record StepMoved(String step, String from, String pointer) implements DefinitionChange {
    @Override
    public ObjectNode toJson() {
      return object("step_moved", pointer).put("step", step).put("from", from);
    }

    /** {@code step call: moved from /steps/2 to /steps/0}. */
    @Override
    public String toString() {
      return "step " + step + ": moved from " + from + " to " + pointer;
    }
  }

  /**
   * A value that is another one, or new, or gone.
   *
   * @param step the step it belongs to; null: the workflow itself
   * @param before null: the older version has no such value
   * @param after null: the newer version has no such value
   */
  record ValueChanged(
      @Nullable String step, String pointer, @Nullable JsonNode before, @Nullable JsonNode after)
      implements DefinitionChange {
    @Override
    public ObjectNode toJson() {
      ObjectNode json = object("value_changed", pointer);
      if (step != null) {
        json.put("step", step);
      }
      if (before != null) {
        json.set("before", before.deepCopy());
      }
      if (after != null) {
        json.set("after", after.deepCopy());
      }
      return json;
    }

    /** {@code step call, /steps/2/config/title: "Call" -> "Ring"}. */
    @Override
    public String toString() {
      String place = (step == null ? "" : "step " + step + ", ") + pointer + ": ";
      if (before == null) {
        return place + "added " + shown(after);
      }
      return place
          + (after == null ? "removed " + shown(before) : shown(before) + " -> " + shown(after));
    }
  }

  private static ObjectNode object(String change, String pointer) {
    return JsonNodeFactory.instance.objectNode().put("change", change).put("pointer", pointer);
  }

  private static String shown(@Nullable JsonNode json) {
    return Wording.clip(String.valueOf(json));
  }
}
