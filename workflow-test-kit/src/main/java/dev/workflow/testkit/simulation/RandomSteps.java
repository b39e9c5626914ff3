package dev.workflow.testkit.simulation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The steps of a random workflow, and what is before and around each of them. */
final class RandomSteps {

  private static final int DEEPEST = 2;

  private final SplittableRandom random;
  private final boolean children;
  private final Map<String, String> before = new HashMap<>();
  private final Map<String, String> around = new HashMap<>();
  private final Set<String> waits = new HashSet<>();
  private final Set<String> loops = new HashSet<>();
  private final List<String> first = new ArrayList<>();
  private final ArrayNode json;
  private int count;

  /**
   * @param children whether the workflow may start others
   */
  RandomSteps(SplittableRandom random, boolean children, int length) {
    this.random = random;
    this.children = children;
    this.json = sequence(length, 0, null);
    json.forEach(step -> first.add(step.get("id").asText()));
  }

  ArrayNode json() {
    return json;
  }

  List<String> first() {
    return first;
  }

  boolean waits(String id) {
    return waits.contains(id);
  }

  /** The step before a step in the same sequence and round. */
  @Nullable String before(String key) {
    String id = id(key);
    String found = before.get(id);
    return found == null ? null : found + key.substring(id.length());
  }

  /** The step that holds a step's sequence. */
  @Nullable String around(String key) {
    String id = id(key);
    String found = around.get(id);
    return found == null || loops.contains(found) ? found : found + key.substring(id.length());
  }

  private static String id(String key) {
    int bracket = key.indexOf('[');
    return bracket < 0 ? key : key.substring(0, bracket);
  }

  private ArrayNode sequence(int length, int depth, @Nullable String parent) {
    ArrayNode steps = Json.object().arrayNode();
    String previous = null;
    for (int i = 0; i < length; i++) {
      String id = "s" + ++count;
      if (previous != null) {
        before.put(id, previous);
      }
      if (parent != null) {
        around.put(id, parent);
      }
      steps.add(step(Json.object().put("id", id), id, depth));
      previous = id;
    }
    return steps;
  }

  private ObjectNode step(ObjectNode step, String id, int depth) {
    int kind = random.nextInt(depth < DEEPEST ? 14 : 9);
    switch (kind) {
      case 0 -> step.put("delay", seconds(40));
      case 1, 2 -> {
        waits.add(id);
        step.putObject("wait").put("event", Workload.ANSWER).put("timeout", seconds(60));
      }
      case 3 -> action(step, "sim_rows");
      case 4 -> action(step, "sim_send");
      case 9 -> parallel(step, id, depth);
      case 10 -> branch(step, id, depth);
      case 11 -> each(step, id, depth);
      case 12, 13 -> {
        if (children) {
          step.put("workflow", Workload.CHILD);
        } else {
          parallel(step, id, depth);
        }
      }
      default -> work(step);
    }
    return step;
  }

  private String seconds(int most) {
    return "PT" + (1 + random.nextInt(most)) + "S";
  }

  private void action(ObjectNode step, String type) {
    step.put("action", type);
    ObjectNode config = step.putObject("config");
    if (random.nextInt(3) == 0) {
      config.put("fails", 1 + random.nextInt(2));
      config.put("throws", random.nextBoolean());
    }
    step.putObject("retry")
        .put("maxAttempts", 4)
        .put("initialDelay", seconds(10))
        .put("multiplier", 2)
        .put("jitter", 0);
  }

  private void work(ObjectNode step) {
    action(step, "sim_work");
    ObjectNode config = (ObjectNode) step.get("config");
    switch (random.nextInt(10)) {
      case 0 -> step.put("delay", seconds(30));
      case 1 -> {
        config.put("final", true);
        step.put("allowFailure", random.nextInt(4) > 0);
      }
      case 2 -> config.put("blocks", 1 + random.nextInt(2));
      case 3 -> step.putObject("compensate").put("action", "sim_work").putObject("config");
      default -> {}
    }
  }

  private void parallel(ObjectNode step, String id, int depth) {
    if (random.nextInt(3) == 0) {
      step.put("join", "any");
    }
    ArrayNode branches = step.putArray("parallel");
    int arms = 2 + random.nextInt(2);
    for (int i = 0; i < arms; i++) {
      branches.addObject().set("steps", sequence(1 + random.nextInt(2), depth + 1, id));
    }
  }

  private void branch(ObjectNode step, String id, int depth) {
    ArrayNode cases = step.putArray("branch");
    ObjectNode one = cases.addObject();
    one.putObject("when").put("field", "n").put("operator", "gte").put("value", random.nextInt(5));
    one.set("steps", sequence(1 + random.nextInt(2), depth + 1, id));
    cases
        .addObject()
        .put("otherwise", true)
        .set("steps", sequence(random.nextInt(2), depth + 1, id));
  }

  private void each(ObjectNode step, String id, int depth) {
    loops.add(id);
    ObjectNode each = step.putObject("each").put("maxConcurrent", 1 + random.nextInt(2));
    each.putArray("items").add("a").add("b");
    each.set("steps", sequence(1 + random.nextInt(2), DEEPEST + depth, id));
  }
}
