package dev.workflow.testkit.simulation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Random workflows, and the events that are published to them. */
final class Workload {

  static final TenantId TENANT = TenantId.of("simulation");
  static final String GO = "sim.go";
  static final String ANSWER = "sim.answer";
  static final String EXIT = "sim.exit";
  static final String MAIN = "main";
  static final String CHILD = "child";
  static final Duration WINDOW = Duration.ofSeconds(20);

  private static final String OTHER = "other";

  private final SplittableRandom random;
  private final Map<String, RandomSteps> workflows = new LinkedHashMap<>();
  private final boolean dedupes;
  private final List<Planned> plan;

  /**
   * An event to be published.
   *
   * @param after when, counted from the beginning
   * @param copies how many publishers publish it with one id
   * @param atWindowEnd publish it when a dedupe window ends, this many microseconds later; null: at
   *     its own time
   */
  record Planned(Duration after, Event event, int copies, @Nullable Integer atWindowEnd) {}

  Workload(SplittableRandom random) {
    this.random = random;
    this.dedupes = random.nextInt(3) > 0;
    workflows.put(CHILD, new RandomSteps(random, false, 1 + random.nextInt(2)));
    workflows.put(MAIN, new RandomSteps(random, true, 1 + random.nextInt(4)));
    if (random.nextInt(4) == 0) {
      workflows.put(OTHER, new RandomSteps(random, false, 1));
    }
    this.plan = plan();
  }

  private List<Planned> plan() {
    List<Planned> planned = new ArrayList<>();
    int starts = 1 + random.nextInt(3);
    for (int i = 0; i < starts; i++) {
      boolean edge = dedupes && i > 0 && random.nextInt(2) == 0;
      planned.add(
          new Planned(
              Duration.ofMillis(random.nextInt(30_000)),
              event(GO, "go-" + i),
              1 + random.nextInt(2),
              edge ? random.nextInt(3) - 1 : null));
    }
    int others = random.nextInt(4);
    for (int i = 0; i < others; i++) {
      String type = random.nextInt(4) == 0 ? EXIT : ANSWER;
      planned.add(
          new Planned(
              Duration.ofMillis(random.nextInt(90_000)),
              event(type, "event-" + i),
              1 + random.nextInt(2),
              null));
    }
    planned.sort(Comparator.comparing(Planned::after));
    return planned;
  }

  private Event event(String type, String id) {
    ObjectNode payload =
        Json.object().put("key", "k" + random.nextInt(2)).put("n", random.nextInt(5));
    return Event.of(TENANT, type, SubjectRef.of("lead", "" + random.nextInt(2)), payload)
        .withId(id);
  }

  List<Planned> planned() {
    return plan;
  }

  boolean dedupes() {
    return dedupes;
  }

  /** What every event starts. */
  List<String> alwaysStarted() {
    return workflows.containsKey(OTHER) ? List.of(OTHER) : List.of();
  }

  /** The documents, in the order in which they can be published. */
  List<String> documents() {
    return workflows.entrySet().stream()
        .map(entry -> document(entry.getKey(), entry.getValue()).toString())
        .toList();
  }

  private ObjectNode document(String key, RandomSteps steps) {
    ObjectNode document = Json.object().put("key", key);
    if (!key.equals(CHILD)) {
      ArrayNode triggers = document.putArray("triggers");
      ObjectNode trigger = triggers.addObject().put("event", GO);
      if (key.equals(MAIN)) {
        if (dedupes) {
          trigger.putObject("dedupe").put("key", "{{key}}").put("window", WINDOW.toString());
        }
        document.putArray("exit").addObject().put("event", EXIT);
      }
    }
    document.set("steps", steps.json());
    return document;
  }

  private RandomSteps steps(String workflow) {
    RandomSteps steps = workflows.get(workflow);
    if (steps == null) {
      throw new IllegalArgumentException("no workflow " + workflow);
    }
    return steps;
  }

  @Nullable String before(String workflow, String step) {
    return steps(workflow).before(step);
  }

  @Nullable String around(String workflow, String step) {
    return steps(workflow).around(step);
  }

  boolean waits(String workflow, String step) {
    return steps(workflow).waits(step);
  }

  /** The steps of the outermost sequence. */
  List<String> first(String workflow) {
    return steps(workflow).first();
  }
}
