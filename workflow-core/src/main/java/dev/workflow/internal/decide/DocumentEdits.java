package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.Problems;
import dev.workflow.definition.WorkflowDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes steps of a document, each by its id:
 *
 * <ul>
 *   <li>{@code {"add": step, "at": place}}
 *   <li>{@code {"change": step}}: another step in the place of the one with its id
 *   <li>{@code {"remove": id}}
 *   <li>{@code {"move": id, "at": place}}
 *   <li>{@code {"rename": name}}
 *   <li>of triggers: those of {@link TriggerEdits}
 * </ul>
 *
 * A place is {@code {"after": id}}, {@code {"before": id}}, {@code {"in": id, "list": number}} for
 * the end of a list of a step that holds others, {@code {"onFailure": id}}; without one, the end of
 * the document. What is done here is read again from journals, so it stays as it is.
 */
public final class DocumentEdits {

  private final ArrayNode steps;
  private final ObjectNode document;

  private DocumentEdits(ObjectNode document) {
    this.document = document;
    this.steps = document.withArray("steps");
  }

  /** A list of steps and a place in it. */
  private record Spot(ArrayNode list, int index) {}

  /**
   * The document after the changes, with the version that it has.
   *
   * @throws InvalidDefinitionException naming every change that cannot be made, by its place among
   *     them, or what is wrong with the document then
   */
  public static WorkflowDefinition apply(String what, WorkflowDefinition before, JsonNode changes) {
    Problems problems = Problems.none();
    DocumentEdits edits = new DocumentEdits(before.toJson());
    for (int i = 0; i < changes.size(); i++) {
      edits.make(changes.get(i), problems.at("changes").at(i));
    }
    problems.throwIfAny(list -> new InvalidDefinitionException(what, list));
    try {
      return WorkflowDefinition.parse(edits.document).withVersion(before.version());
    } catch (InvalidDefinitionException e) {
      throw new InvalidDefinitionException(what, e.problems());
    }
  }

  private void make(JsonNode change, Problems place) {
    if (change.has("add")) {
      JsonNode step = step(change, "add", place);
      if (step != null && find(steps, step.path("id").textValue()) != null) {
        place.at("add").at("id").add(named(step.path("id").textValue()) + " is there already");
      } else if (step != null) {
        insert(step, change.path("at"), place);
      }
    } else if (change.has("change")) {
      JsonNode step = step(change, "change", place);
      Spot spot = step == null ? null : known(step.path("id").textValue(), place.at("change"));
      if (step != null && spot != null) {
        spot.list().set(spot.index(), step.deepCopy());
      }
    } else if (change.has("remove")) {
      Spot spot = known(change.path("remove").asText(), place.at("remove"));
      if (spot != null) {
        spot.list().remove(spot.index());
      }
    } else if (change.has("move")) {
      move(change, place);
    } else if (TriggerEdits.is(change)) {
      new TriggerEdits(document).make(change, place);
    } else {
      document.set("name", change.path("rename"));
    }
  }

  private void move(JsonNode change, Problems place) {
    Spot spot = known(change.path("move").asText(), place.at("move"));
    if (spot == null) {
      return;
    }
    JsonNode step = spot.list().remove(spot.index());
    if (!insert(step, change.path("at"), place)) {
      spot.list().insert(spot.index(), step);
    }
  }

  private static @Nullable JsonNode step(JsonNode change, String key, Problems place) {
    JsonNode step = change.path(key);
    if (step.isObject() && step.path("id").isTextual()) {
      return step;
    }
    place.at(key).add("is not a step: write an object with an \"id\"");
    return null;
  }

  private boolean insert(JsonNode step, JsonNode at, Problems place) {
    if (at.has("after") || at.has("before")) {
      String key = at.has("after") ? "after" : "before";
      Spot spot = known(at.path(key).asText(), place.at("at").at(key));
      if (spot != null) {
        spot.list().insert(spot.index() + (key.equals("after") ? 1 : 0), step.deepCopy());
      }
      return spot != null;
    } else if (at.has("onFailure")) {
      Spot spot = known(at.path("onFailure").asText(), place.at("at").at("onFailure"));
      if (spot != null) {
        ((ObjectNode) spot.list().get(spot.index())).withArray("onFailure").add(step.deepCopy());
      }
      return spot != null;
    } else if (at.has("in")) {
      return into(step, at, place.at("at"));
    }
    steps.add(step.deepCopy());
    return true;
  }

  private boolean into(JsonNode step, JsonNode at, Problems place) {
    Spot spot = known(at.path("in").asText(), place.at("in"));
    if (spot == null) {
      return false;
    }
    List<ArrayNode> lists = nested(spot.list().get(spot.index()));
    int list = at.path("list").asInt(0);
    if (list < 0 || list >= lists.size()) {
      place
          .at("list")
          .add(
              named(at.path("in").asText())
                  + (lists.isEmpty()
                      ? " holds no other steps"
                      : " has the lists 0 to " + (lists.size() - 1)));
      return false;
    }
    lists.get(list).add(step.deepCopy());
    return true;
  }

  private @Nullable Spot known(@Nullable String id, Problems place) {
    Spot spot = find(steps, id);
    if (spot == null) {
      place.add("there is no step " + quoted(id));
    }
    return spot;
  }

  private static String named(@Nullable String id) {
    return "step " + quoted(id);
  }

  private static String quoted(@Nullable String id) {
    String text = String.valueOf(id);
    return "\"" + (text.length() > 100 ? text.substring(0, 100) + "…" : text) + "\"";
  }

  private static @Nullable Spot find(ArrayNode list, @Nullable String id) {
    for (int i = 0; i < list.size(); i++) {
      JsonNode step = list.get(i);
      if (id != null && id.equals(step.path("id").textValue())) {
        return new Spot(list, i);
      }
      List<ArrayNode> inner = nested(step);
      if (step.path("onFailure") instanceof ArrayNode answers) {
        inner.add(answers);
      }
      for (ArrayNode one : inner) {
        Spot spot = find(one, id);
        if (spot != null) {
          return spot;
        }
      }
    }
    return null;
  }

  /** The lists of steps that a step holds, but for the one that answers its failure. */
  static List<ArrayNode> nested(JsonNode step) {
    List<ArrayNode> lists = new ArrayList<>();
    for (String kind : List.of("branch", "parallel", "split")) {
      step.path(kind).forEach(part -> steps(part, lists));
    }
    steps(step.path("each"), lists);
    steps(step.path("repeat"), lists);
    return lists;
  }

  private static void steps(JsonNode part, List<ArrayNode> lists) {
    if (part.path("steps") instanceof ArrayNode steps) {
      lists.add(steps);
    }
  }
}
