package dev.workflow.testkit.simulation.features;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Random workflows. */
final class Documents {

  static final String MAIN = "main";
  static final String SIDE = "side";
  static final String CHILD = "child";
  static final String QUIET = "quiet";
  static final String GO = "sim.go";
  static final String SIDE_GO = "sim.side";
  static final String ANSWER = "sim.answer";
  static final String EXIT = "sim.exit";
  static final String ADD = "sim.add";
  static final String RECEIVED = "message.received";

  private final SplittableRandom random;
  private final Set<Topic> topics;
  private final Theme theme;

  Documents(SplittableRandom random, Set<Topic> topics, Theme theme) {
    this.random = random;
    this.topics = topics;
    this.theme = theme;
  }

  /** The workflows of the tenant to which things happen, in the order of their publishing. */
  Map<String, ObjectNode> random() {
    Map<String, ObjectNode> documents = new LinkedHashMap<>();
    if (topics.contains(Topic.CHILDREN)) {
      documents.put(CHILD, document(CHILD, 1 + random.nextInt(3)));
    }
    int length = Math.max(theme.length(random), 1 + random.nextInt(4));
    documents.put(MAIN, document(MAIN, length));
    if (random.nextInt(3) == 0 || topics.contains(Topic.CONCURRENCY)) {
      documents.put(SIDE, document(SIDE, 1 + random.nextInt(3)));
    }
    return documents;
  }

  /** Another version of a workflow. */
  ObjectNode another(String key) {
    return document(key, 1 + random.nextInt(4));
  }

  /** The workflow of the tenant that has nothing to do with it. */
  static ObjectNode quiet() {
    ObjectNode document = Json.object().put("key", QUIET);
    document.putArray("triggers").addObject().put("event", GO);
    ArrayNode steps = document.putArray("steps");
    steps.addObject().put("id", "begin").put("action", "sim_work");
    steps.addObject().put("id", "timer").put("delay", "PT1S");
    ObjectNode send = steps.addObject().put("id", "tell").put("action", "sim_send");
    send.putObject("config").put("to", "quiet@example.com");
    return document;
  }

  private ObjectNode document(String key, int length) {
    ObjectNode document = Json.object().put("key", key);
    if (!key.equals(CHILD)) {
      ArrayNode triggers = document.putArray("triggers");
      triggers.addObject().put("event", key.equals(MAIN) ? GO : SIDE_GO);
      if (topics.contains(Topic.ENDING)) {
        ArrayNode exits = document.putArray("exit");
        exits.addObject().put("event", EXIT);
        exits.addObject().put("event", RECEIVED);
      }
    }
    if (topics.contains(Topic.RECORDS) && !key.equals(CHILD)) {
      ObjectNode lead = document.putObject("records").putObject("lead");
      lead.put("type", "lead").put("id", "{{subject.id}}");
      if (random.nextInt(3) == 0) {
        document.withArray("exit").addObject().set("when", status("eq", Leads.WON));
      }
    }
    if (topics.contains(Topic.CONCURRENCY)) {
      String policy =
          theme.often(Theme.REPLACES)
              ? "replace"
              : theme.often(Theme.QUEUES)
                  ? key.equals(CHILD) ? "queue" : "allow"
                  : List.of("skip", "queue", "replace", "allow").get(random.nextInt(4));
      document
          .putObject("concurrency")
          .put("key", "{{key}}{{long | default: \"\"}}")
          .put("policy", policy);
    }
    if (topics.contains(Topic.LIMITS)) {
      limits(document);
    }
    RandomSteps steps = new RandomSteps(random, topics, theme, key);
    document.set("steps", steps.sequence(length, 0));
    return document;
  }

  /** A condition over the record of the subject. */
  static ObjectNode status(String operator, String value) {
    return Json.object().put("field", "lead.status").put("operator", operator).put("value", value);
  }

  private void limits(ObjectNode document) {
    int permits = 1 + random.nextInt(3);
    if (random.nextInt(2) == 0) {
      document.putObject("rateLimit").put("permits", permits).put("per", "PT1M");
    } else {
      ObjectNode limits = document.putObject("channelLimits");
      limits.putObject(SimActions.EMAIL).put("permits", permits).put("per", "PT1M");
    }
  }
}
