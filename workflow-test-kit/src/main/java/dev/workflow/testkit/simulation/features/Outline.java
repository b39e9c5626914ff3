package dev.workflow.testkit.simulation.features;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The outline of a document, as a reader of its JSON understands it. */
final class Outline {

  /**
   * One step.
   *
   * @param around the step that holds it; null on the outermost level
   * @param branch in which branch of that one; -1: in its onFailure
   */
  record Part(String id, ObjectNode json, @Nullable String around, int branch) {

    boolean is(String kind) {
      return json.has(kind);
    }

    String text(String key) {
      return json.path(key).asText("");
    }

    boolean people() {
      return text("action").equals("sim_task");
    }

    boolean callback() {
      return text("action").equals("sim_callback");
    }

    boolean onlyDelay() {
      return json.has("delay")
          && List.of("action", "wait", "branch", "parallel", "split", "each", "repeat").stream()
              .noneMatch(json::has)
          && !json.has("workflow")
          && !json.has("stop");
    }

    @Nullable Duration span(String key) {
      return json.path(key).isTextual() ? Duration.parse(text(key)) : null;
    }

    boolean allowsFailure() {
      return json.path("allowFailure").asBoolean();
    }
  }

  private final ObjectNode document;
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final List<String> first;

  Outline(ObjectNode document) {
    this.document = document;
    this.first = read(document.path("steps"), null, 0);
  }

  private List<String> read(JsonNode steps, @Nullable String around, int branch) {
    List<String> ids = new ArrayList<>();
    for (JsonNode step : steps) {
      String id = step.get("id").asText();
      ids.add(id);
      parts.put(id, new Part(id, (ObjectNode) step, around, branch));
      for (List<JsonNode> sequence : List.of(branches(step))) {
        for (int i = 0; i < sequence.size(); i++) {
          read(sequence.get(i), id, i);
        }
      }
      read(step.path("onFailure"), id, -1);
    }
    return ids;
  }

  /** The sequences of steps inside a step. */
  static List<JsonNode> branches(JsonNode step) {
    List<JsonNode> branches = new ArrayList<>();
    for (String kind : List.of("branch", "parallel", "split")) {
      step.path(kind).forEach(branch -> branches.add(branch.path("steps")));
    }
    for (String kind : List.of("each", "repeat")) {
      if (step.has(kind)) {
        branches.add(step.path(kind).path("steps"));
      }
    }
    return branches;
  }

  ObjectNode document() {
    return document;
  }

  @Nullable Part part(String id) {
    return parts.get(id);
  }

  /** The steps of the outermost sequence. */
  List<String> first() {
    return first;
  }

  /** The ids of the steps in an branch of a step. */
  List<String> inside(String around, int branch) {
    return parts.values().stream()
        .filter(part -> around.equals(part.around()) && part.branch() == branch)
        .map(Part::id)
        .toList();
  }

  int branches(String id) {
    Part part = parts.get(id);
    return part == null ? 0 : branches(part.json()).size();
  }

  boolean exitsOn(String event) {
    for (JsonNode exit : document.path("exit")) {
      if (exit.path("event").asText().equals(event)) {
        return true;
      }
    }
    return false;
  }

  String policy() {
    return document.path("concurrency").path("policy").asText("allow");
  }

  /** The id of a step's key, without its rounds. */
  static String id(String key) {
    return Act.before(Act.before(Act.before(key, '['), '#'), '~');
  }

  /** The rounds of a step's key, as written: empty, or {@code [0.1]}. */
  static String rounds(String key) {
    int bracket = key.indexOf('[');
    return bracket < 0 ? "" : key.substring(bracket, key.indexOf(']') + 1);
  }

  /** The key of a step in a further round of the one around it. */
  static String inRound(String id, String roundsOfAround, int round) {
    return roundsOfAround.isEmpty()
        ? id + "[" + round + "]"
        : id + roundsOfAround.replace("]", "." + round + "]");
  }
}
