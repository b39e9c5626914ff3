package dev.workflow.testkit.simulation.features;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** The steps of a random workflow. */
final class RandomSteps {

  private static final int DEEPEST = 2;

  private final SplittableRandom random;
  private final Set<Topic> topics;
  private final Theme theme;
  private final String workflow;
  private int count;

  RandomSteps(SplittableRandom random, Set<Topic> topics, Theme theme, String workflow) {
    this.random = random;
    this.topics = topics;
    this.theme = theme;
    this.workflow = workflow;
  }

  ArrayNode sequence(int length, int depth) {
    ArrayNode steps = Json.object().arrayNode();
    for (int i = 0; i < length; i++) {
      steps.add(step(depth, i));
    }
    return steps;
  }

  private ArrayNode inner(int depth) {
    return sequence(1 + random.nextInt(2), depth + 1);
  }

  /**
   * @param place in its sequence, from 0
   */
  private ObjectNode step(int depth, int place) {
    ObjectNode step = Json.object().put("id", "s" + ++count);
    String kind = kind(depth, place);
    switch (kind) {
      case "delay" -> step.put("delay", seconds(60));
      case "wait" -> waiting(step);
      case "branch" -> branch(step, depth);
      case "parallel" -> parallel(step, depth);
      case "split" -> split(step, depth);
      case "each" -> each(step, depth);
      case "repeat" -> repeat(step, depth);
      case "child" -> child(step);
      case "stop" -> stop(step);
      default -> new RandomActions(random, topics, theme).action(step, kind);
    }
    common(step, kind, depth);
    return step;
  }

  private String kind(int depth, int place) {
    List<String> kinds = new ArrayList<>(List.of("work", "work"));
    add(kinds, Topic.PEOPLE, "person", "person", "person");
    add(kinds, Topic.CALLBACK, "callback", "callback");
    add(kinds, Topic.MESSAGES, "send", "send", "send");
    add(kinds, Topic.TIMES, "delay");
    add(kinds, Topic.EVENTS, "wait", "wait", "announce");
    add(kinds, Topic.STOP, "stop");
    if (depth < DEEPEST) {
      add(kinds, Topic.FORKS, "branch", "parallel", "parallel", "split");
      add(kinds, Topic.LOOPS, "each", "each", "repeat");
    }
    if (!workflow.equals(Documents.CHILD)) {
      add(kinds, Topic.CHILDREN, "child", "child");
    }
    String next = theme.kind(kinds, place);
    if (depth == 0 && next != null && !one(3)) {
      return next;
    }
    List<String> possible = theme.kinds(kinds);
    return possible.get(random.nextInt(possible.size()));
  }

  private void add(List<String> kinds, Topic topic, String... some) {
    if (topics.contains(topic)) {
      kinds.addAll(List.of(some));
    }
  }

  private String seconds(int most) {
    return "PT" + (5 + random.nextInt(most)) + "S";
  }

  private boolean one(int of) {
    return random.nextInt(of) == 0;
  }

  /** The same without drawing: what other steps are does not depend on it. */
  private static boolean some(ObjectNode step, int of) {
    return Math.floorMod(step.path("id").asText().hashCode(), of) == 0;
  }

  /** Many times more often where the theme wants it. */
  private boolean one(int of, String trait) {
    return one(theme.often(trait) ? 2 : of);
  }

  private void common(ObjectNode step, String kind, int depth) {
    if (topics.contains(Topic.TIMES) && !kind.equals("delay")) {
      if (one(4, Theme.DELAY)) {
        step.put("delay", seconds(40));
      }
      if (one(4, Theme.TIMEOUT)
          && !kind.equals("wait")
          && !kind.equals("stop")
          && !kind.equals("branch")) {
        step.put("timeout", seconds(90));
      }
    }
    if (topics.contains(Topic.RECORDS)
        && !workflow.equals(Documents.CHILD)
        && !kind.equals("stop")
        && one(2)) {
      step.set("when", Documents.status("eq", Leads.NEW));
    }
    if (topics.contains(Topic.FORKS) && kind.equals("work") && some(step, 4)) {
      step.put("lock", "room");
    }
    if (topics.contains(Topic.FAILURE) && !kind.equals("stop") && !kind.equals("delay")) {
      if (one(6)) {
        step.put("allowFailure", true);
      }
      if (one(8) && depth < DEEPEST) {
        step.set("onFailure", inner(DEEPEST));
      }
    }
  }

  private void waiting(ObjectNode step) {
    ObjectNode wait = step.putObject("wait").put("event", Documents.ANSWER);
    if (!one(4)) {
      wait.put("timeout", seconds(90));
    }
    if (topics.contains(Topic.LINKS) && one(2)) {
      wait.put("earlier", true);
    }
  }

  private void branch(ObjectNode step, int depth) {
    ArrayNode cases = step.putArray("branch");
    ObjectNode first = cases.addObject();
    first
        .putObject("when")
        .put("field", "n")
        .put("operator", "gte")
        .put("value", random.nextInt(4));
    first.set("steps", inner(depth));
    cases.addObject().put("otherwise", true).set("steps", inner(depth));
  }

  private void parallel(ObjectNode step, int depth) {
    ArrayNode branches = step.putArray("parallel");
    int count = 2 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      branches.addObject().set("steps", inner(depth));
    }
    if (topics.contains(Topic.LINKS) && depth == 0) {
      link(branches.get(0).get("steps"), branches.get(1).get("steps"));
    }
    if (one(2)) {
      int join = 1 + random.nextInt(count);
      step.put("join", join);
      if (join < count && some(step, 2)) {
        step.put("rest", "finish");
      }
    }
  }

  /**
   * The second branch waits for the first, or is withdrawn by it, or a task of it is offered while
   * the first is under way.
   */
  private void link(JsonNode first, JsonNode second) {
    ObjectNode one = (ObjectNode) first.get(first.size() - 1);
    ObjectNode other = (ObjectNode) second.get(0);
    String id = one.get("id").asText();
    if (other.path("action").asText().equals("sim_task") && one(2)) {
      other
          .putObject("while")
          .put("field", "steps." + id + ".state")
          .put("operator", "ne")
          .put("value", "COMPLETED");
    } else if (one(2)) {
      other.put("after", id);
    } else {
      one.put("cancels", other.get("id").asText());
    }
  }

  private void split(ObjectNode step, int depth) {
    ArrayNode branches = step.putArray("split");
    branches.addObject().set("steps", inner(depth));
    branches.addObject().set("steps", inner(depth));
  }

  private void each(ObjectNode step, int depth) {
    ObjectNode each = step.putObject("each");
    if (theme.often(Theme.ONE_AT_A_TIME)) {
      each.put("maxConcurrent", 1);
    } else if (one(2)) {
      each.put("maxConcurrent", 1 + random.nextInt(3));
    }
    if (one(3)) {
      each.put("items", "{{list}}");
    } else {
      ArrayNode items = each.putArray("items");
      for (int i = 0; i < 2 + random.nextInt(3); i++) {
        items.add(i);
      }
    }
    if (topics.contains(Topic.LINKS) && one(2)) {
      each.putObject("add").put("event", Documents.ADD);
    }
    each.set("steps", inner(depth));
  }

  private void repeat(ObjectNode step, int depth) {
    ObjectNode repeat = step.putObject("repeat").put("max", 1 + random.nextInt(3));
    repeat
        .putObject(one(2) ? "while" : "until")
        .put("field", "n")
        .put("operator", "gte")
        .put("value", random.nextInt(5));
    repeat.set("steps", inner(depth));
  }

  private void child(ObjectNode step) {
    ObjectNode child = step.putObject("workflow").put("key", Documents.CHILD);
    if (one(4)) {
      child.put("wait", false);
    }
    child
        .putObject("input")
        .put("key", "{{key}}")
        .put("n", "{{n}}")
        .put("owner", "{{owner}}")
        .put("list", "{{list}}");
    if (topics.contains(Topic.HOST) && one(theme.often(Theme.CALENDAR) ? 1 : 2)) {
      ((ObjectNode) child.get("input")).put("day", "{{today+2b}}");
    }
  }

  private void stop(ObjectNode step) {
    step.putObject("stop").put("as", one(2) ? "failed" : "completed").put("reason", "simulated");
    step.putObject("when")
        .put("field", "n")
        .put("operator", "gte")
        .put("value", 1 + random.nextInt(4));
  }
}
