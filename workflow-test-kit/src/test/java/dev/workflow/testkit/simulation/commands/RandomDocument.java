package dev.workflow.testkit.simulation.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes documents of all kinds of step, nested, that end whatever happens. Used by one thread. */
final class RandomDocument {

  private static final String RETRY = "{\"maxAttempts\": 2, \"initialDelay\": \"PT1M\"}";

  private final Random random;
  private int steps;

  RandomDocument(Random random) {
    this.random = random;
  }

  private boolean maybe(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  ObjectNode workflow(String key, String event, String concurrency, ArrayNode list) {
    ObjectNode document = Json.object().put("key", key);
    document.putArray("triggers").addObject().put("event", event);
    document.putArray("exit").addObject().put("event", "lead.gone");
    if (!concurrency.isEmpty()) {
      document.putObject("concurrency").put("key", "{{subject.id}}").put("policy", concurrency);
    }
    return document.set("steps", list);
  }

  /** A list of one to some steps. */
  ArrayNode steps(int depth, int most) {
    ArrayNode list = Json.array();
    List<String> before = new ArrayList<>();
    for (int i = random.nextInt(most); i >= 0; i--) {
      ObjectNode step = depth > 0 && maybe(50) ? container(depth) : leaf(before);
      step.put("id", "s" + steps++);
      if (maybe(6)) {
        step.putObject("when").put("field", "x").put("operator", "eq").put("value", 1);
      }
      list.add(step);
      before.add(step.get("id").textValue());
    }
    return list;
  }

  private ObjectNode leaf(List<String> before) {
    return switch (random.nextInt(7)) {
      case 0 -> work();
      case 1 -> Json.object().put("delay", "PT1H");
      case 2 -> wait("P1D");
      case 3 -> Json.object().put("workflow", "child");
      default -> approval(before);
    };
  }

  private static ObjectNode wait(String timeout) {
    ObjectNode step = Json.object();
    step.putObject("wait").put("event", "go").put("timeout", timeout);
    return step;
  }

  private ObjectNode work() {
    ObjectNode step = Json.object().put("action", "work");
    step.set("retry", Json.read(RETRY));
    if (maybe(20)) {
      step.put("allowFailure", true);
    }
    if (maybe(15)) {
      step.putObject("compensate").put("action", "work");
    }
    if (maybe(15)) {
      step.set("onFailure", steps(0, 1));
    }
    return step;
  }

  /** A step that people do, with settings of all sorts. */
  ObjectNode approval(List<String> before) {
    ObjectNode step = Json.object().put("action", "approval");
    if (!before.isEmpty() && maybe(40)) {
      step.put("sendBack", oneOf(before));
    }
    if (maybe(15)) {
      step.put("early", true);
    } else if (maybe(15)) {
      step.putObject("quorum").put("approvals", 2);
    }
    if (maybe(20)) {
      step.put("timeout", "P1D").put("onTimeout", maybe(60) ? "skip" : "fail");
    }
    if (maybe(15)) {
      step.put("revocable", "PT1H");
    }
    if (maybe(10)) {
      step.put("delay", "PT1H");
    }
    if (maybe(10)) {
      step.put("claimFor", "PT2H");
    }
    return step;
  }

  private ObjectNode container(int depth) {
    ObjectNode step = Json.object();
    switch (random.nextInt(5)) {
      case 0 -> {
        ArrayNode cases = step.putArray("branch");
        ObjectNode first = cases.addObject();
        first.putObject("when").put("field", "x").put("operator", "eq").put("value", 1);
        first.set("steps", steps(depth - 1, 2));
        cases.addObject().put("otherwise", true).set("steps", steps(depth - 1, 2));
      }
      case 1, 2 -> {
        ArrayNode branches = step.putArray("parallel");
        for (int i = 0; i < 3; i++) {
          branches.addObject().set("steps", steps(depth - 1, 2));
        }
        if (maybe(50)) {
          step.set("join", oneOf(List.of(Json.read("\"any\""), Json.read("2"))));
        }
      }
      case 3 -> {
        ObjectNode each = step.putObject("each").put("maxConcurrent", 1 + random.nextInt(3));
        each.putArray("items").add(1).add(2).add(3);
        each.set("steps", steps(depth - 1, 2));
      }
      default -> {
        ObjectNode repeat = step.putObject("repeat").put("max", 3);
        repeat
            .putObject(maybe(50) ? "while" : "until")
            .put("field", "iteration")
            .put("operator", "lt")
            .put("value", 2);
        repeat.set("steps", steps(depth - 1, 2));
      }
    }
    if (maybe(15)) {
      step.put("timeout", "P2D");
    }
    return step;
  }

  /** The same steps with one or two differences. */
  ArrayNode changed(ArrayNode steps) {
    ArrayNode changed = steps.deepCopy();
    List<ArrayNode> lists = new ArrayList<>();
    collect(changed, lists);
    for (int i = random.nextInt(2); i >= 0; i--) {
      ArrayNode list = oneOf(lists);
      if (maybe(50)) {
        list.insert(random.nextInt(list.size() + 1), steps(0, 1).get(0));
      } else if (list.size() > 1) {
        list.remove(random.nextInt(list.size()));
      }
    }
    return changed;
  }

  private static void collect(JsonNode node, List<ArrayNode> lists) {
    if (node instanceof ArrayNode list && list.path(0).has("id")) {
      lists.add(list);
    }
    node.forEach(inner -> collect(inner, lists));
  }

  /** Where a step can be sent back to; null: nowhere. */
  static String target(JsonNode steps, String id) {
    for (JsonNode step : steps.findParents("sendBack")) {
      if (step.path("id").asText().equals(id)) {
        return step.get("sendBack").textValue();
      }
    }
    return null;
  }
}
