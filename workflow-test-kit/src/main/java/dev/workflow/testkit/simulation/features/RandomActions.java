package dev.workflow.testkit.simulation.features;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.SplittableRandom;

/** The actions of a random workflow: automatic ones, people's, and those answered from outside. */
final class RandomActions {

  private final SplittableRandom random;
  private final Set<Topic> topics;
  private final Theme theme;

  RandomActions(SplittableRandom random, Set<Topic> topics, Theme theme) {
    this.random = random;
    this.topics = topics;
    this.theme = theme;
  }

  private boolean one(int of) {
    return random.nextInt(of) == 0;
  }

  void action(ObjectNode step, String kind) {
    switch (kind) {
      case "person" -> person(step);
      case "callback" -> callback(step);
      case "send" -> send(step);
      case "announce" -> {
        step.put("action", "sim_announce");
        step.putObject("config");
      }
      default -> work(step);
    }
    step.putObject("retry")
        .put("maxAttempts", 1 + random.nextInt(3))
        .put("initialDelay", "PT" + (1 + random.nextInt(10)) + "S")
        .put("multiplier", 2)
        .put("jitter", 0);
  }

  private void work(ObjectNode step) {
    step.put("action", "sim_work");
    ObjectNode config = step.putObject("config").put("item", "{{item | default: \"-\"}}");
    if (topics.contains(Topic.FAILURE)) {
      switch (random.nextInt(theme.often(Theme.FAILS) ? 2 : 6)) {
        case 0 -> config.put("bad", random.nextInt(4));
        case 1 -> config.put("final", true);
        case 2 -> config.put("fails", 1 + random.nextInt(2)).put("throws", one(2));
        case 3 ->
            step.putObject("compensate")
                .put("action", "sim_work")
                .putObject("config")
                .put("undoes", true);
        default -> {}
      }
    }
    if (topics.contains(Topic.HOST) && one(3)) {
      config.put("day", "{{today+2b}}");
    }
    if (topics.contains(Topic.BAD_INPUT) && one(theme.often(Theme.NASTY) ? 2 : 4)) {
      config.put("output", random.nextInt(Nasty.RESULTS.size()));
    } else if (topics.contains(Topic.BAD_INPUT) && one(theme.often(Theme.NASTY) ? 2 : 8)) {
      config.put("sets", 400);
    }
  }

  private void person(ObjectNode step) {
    step.put("action", "sim_task");
    step.putObject("config").put("message", "Well, {{key}}?");
    switch (kindOfPerformer()) {
      case 0 -> step.put("assignee", "{{owner}}");
      case 1 -> {}
      case 2 -> step.put("role", "CLIENT");
      default -> step.put("role", "LAWYER");
    }
    if (step.has("role") && one(4)) {
      step.put("allocate", one(2) ? "round-robin" : "least-loaded");
    }
    if (one(3)) {
      step.put("required", false);
    }
    if (one(4)) {
      step.put("begin", "by-hand");
    }
    if (one(4)) {
      step.put("claimFor", "PT2H");
    }
  }

  private int kindOfPerformer() {
    if (theme.often(Theme.ASSIGNEE) && one(2)) {
      return 0;
    }
    return theme.often(Theme.ROLE) ? 2 + random.nextInt(4) : random.nextInt(6);
  }

  private void callback(ObjectNode step) {
    step.put("action", "sim_callback");
    step.putObject("config").put("name", step.get("id").asText());
    if (one(3)) {
      step.put("role", "CLIENT");
    }
  }

  private void send(ObjectNode step) {
    step.put("action", "sim_send");
    ObjectNode config = step.putObject("config").put("to", "{{key}}@example.com");
    config.put("category", one(2) ? "MARKETING" : one(2) ? "FOLLOW_UP" : "TRANSACTIONAL");
    int bound = theme.often(Theme.DEFERRED) ? 1 : theme.often(Theme.REFUSED) ? 2 : 8;
    switch (random.nextInt(bound)) {
      case 0 -> config.put("provider", "defers");
      case 1 -> config.put("provider", "rejects");
      default -> {}
    }
    if (topics.contains(Topic.HANDLING)) {
      switch (theme.often(Theme.DIGESTS) ? 1 : random.nextInt(theme.often(Theme.WAITS) ? 2 : 5)) {
        case 0 -> config.put("window", 1 + random.nextInt(20));
        case 1 -> config.put("digest", 60 + random.nextInt(120));
        case 2 -> config.put("fallback", 30 + random.nextInt(60));
        default -> {}
      }
    }
    if (topics.contains(Topic.ENDING) && one(theme.often(Theme.ANNOUNCES) ? 2 : 12)) {
      config.put("announces", Documents.EXIT);
    }
    if (topics.contains(Topic.BAD_INPUT) && one(theme.often(Theme.NASTY) ? 2 : 4)) {
      config.put("providerId", random.nextInt(Nasty.RESULTS.size()));
    }
  }
}
