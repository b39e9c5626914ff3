package dev.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.definition.DefinitionDiff;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An edit of one instance while it runs, from {@link Instances#edit}. Changes are collected and
 * then made together, or not at all, if nobody has changed the instance's steps in between. Each
 * method that collects gives this edit. Not thread-safe.
 *
 * <p>A step that has begun stays as it is, where it is. One that is open and that nobody has begun
 * is withdrawn if it, or what stands before it, changes, and opens anew. In loops the rounds that
 * have begun keep the steps they had; later ones get the new steps.
 */
public interface InstanceEdit {

  /**
   * The {@linkplain WorkflowInstance#revision() revision} that the edit is of; by default the one
   * that the instance had when the edit was begun.
   */
  InstanceEdit revision(int revision);

  /** Adds a step, written as in a document. */
  InstanceEdit add(JsonNode step, Place at);

  /** Puts another step in the place of the one that has its id. */
  InstanceEdit change(JsonNode step);

  /** Removes a step, with those it holds. */
  InstanceEdit remove(String step);

  /** Puts a step elsewhere. */
  InstanceEdit move(String step, Place to);

  /** Gives the instance a name of its own. */
  InstanceEdit rename(String name);

  /**
   * Adds elements to the list that a step {@code each} goes through now.
   *
   * @param loop the step, inside loops with its round, such as {@code send[2]}
   */
  InstanceEdit addItems(String loop, List<? extends JsonNode> items);

  /**
   * What is against the edit, each with its place; empty: nothing. The steps are those that the
   * instance had when the edit was begun. The revision, the actor's rights and the instance's state
   * are checked by {@link #apply} alone.
   */
  List<Problem> check();

  /**
   * Makes the changes.
   *
   * @return what is different now; without changes nothing happened
   * @throws AccessDeniedException if the actor is neither ADMIN nor has the owner's role
   * @throws IllegalTransitionException if the instance has ended; one that has failed and may be
   *     retried can be edited
   * @throws ConflictException if the instance is not at this revision any more
   * @throws InvalidDefinitionException with every problem: what cannot be changed any more, at its
   *     place among the {@code /changes}, otherwise what is wrong with the document as it would be
   */
  Edited apply();

  /**
   * An edit that was made.
   *
   * @param revision the instance's revision now
   */
  record Edited(int revision, DefinitionDiff difference) {}

  /**
   * Where a step is put.
   *
   * @param where {@code after}, {@code before}, {@code in}, {@code onFailure} or {@code end}
   * @param step of which step; null: of the document
   * @param list which list of a step that holds others, from 0: the case, branch or arm
   */
  record Place(String where, @Nullable String step, int list) {

    public static Place after(String step) {
      return new Place("after", step, 0);
    }

    public static Place before(String step) {
      return new Place("before", step, 0);
    }

    /** Behind all other steps. */
    public static Place end() {
      return new Place("end", null, 0);
    }

    /** The end of a list inside a step. */
    public static Place in(String step, int list) {
      return new Place("in", step, list);
    }

    /** The end of the steps that answer a step's failure. */
    public static Place onFailure(String step) {
      return new Place("onFailure", step, 0);
    }

    /** {@code {"after": "a"}}. A new tree each time. */
    public ObjectNode toJson() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      if (step != null) {
        json.put(where, step);
      }
      return where.equals("in") ? json.put("list", list) : json;
    }
  }
}
