package dev.workflow.examples.reliability;

import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import java.util.ArrayList;
import java.util.List;

/**
 * The workflows under test.
 *
 * @param key the workflow's, and the {@code kind} of the event that starts it
 * @param trigger what starts it
 * @param steps its steps, as JSON
 * @param results the actions and waits that must have a result when it has ended, as {@code
 *     step:action}
 */
record Kind(String key, String trigger, String steps, List<String> results) {

  static final TenantId TENANT = TenantId.of("reliability");
  static final String PLACED = "order.placed";
  static final String ANNOUNCED = "order.announced";
  static final String ANSWERED = "order.answered";
  static final String NEVER = "order.never";
  static final String CANCELED = "order.canceled";

  private static final String CHILD = "child";
  private static final String FOLLOWUP = "followup";
  private static final String NOTHING = "[]";

  /** A handler whose own database is away fails: then it is tried until the database is back. */
  private static final String RETRY =
      """
      "retry": {"maxAttempts": 1000, "initialDelay": "PT0.1S", "maxDelay": "PT1S"}""";

  /** What events start. */
  static final List<Kind> STARTED =
      List.of(
          new Kind(
              "plain",
              placed("plain"),
              action("a", "work") + "," + action("b", "work") + "," + action("c", "work"),
              List.of("a:work", "b:work", "c:work")),
          new Kind(
              "waiting",
              placed("waiting"),
              action("a", "work") + "," + waitFor("reply", ANSWERED) + "," + action("b", "work"),
              List.of("a:work", "reply:wait", "b:work")),
          new Kind(
              "parallel",
              placed("parallel"),
              "{\"id\": \"both\", \"parallel\": [{\"steps\": ["
                  + action("a", "work")
                  + "]}, {\"steps\": ["
                  + action("b", "work")
                  + ","
                  + waitFor("reply", ANSWERED)
                  + "]}]},"
                  + action("c", "work"),
              List.of("a:work", "b:work", "reply:wait", "c:work")),
          new Kind(
              "parent",
              placed("parent"),
              action("a", "work")
                  + ",{\"id\": \"sub\", \"workflow\": {\"key\": \"child\"}},"
                  + action("b", "work"),
              List.of("a:work", "sub:workflow", "b:work")),
          new Kind(
              "retried",
              placed("retried"),
              action("a", "flaky") + "," + action("b", "work"),
              List.of("a:flaky", "b:work")),
          new Kind(
              "exited",
              placed("exited"),
              action("a", "work") + "," + waitFor("reply", NEVER) + "," + action("b", "work"),
              List.of("a:work")),
          new Kind(
              "booked",
              placed("booked"),
              action("a", "book")
                  + ",{\"id\": \"pause\", \"delay\": \"PT0.3S\"},"
                  + action("b", "book"),
              List.of("a:book", "b:book")),
          new Kind(
              "told",
              placed("told"),
              action("a", "announce") + "," + action("b", "notify"),
              List.of("a:announce", "b:notify")));

  /** What those start. */
  static final List<Kind> FOLLOWING =
      List.of(
          new Kind(
              CHILD,
              NOTHING,
              action("x", "work") + "," + action("y", "work"),
              List.of("x:work", "y:work")),
          new Kind(
              FOLLOWUP,
              "[{\"event\": \"" + ANNOUNCED + "\"}]",
              action("x", "work"),
              List.of("x:work")));

  /** One step that nodes can be told to keep open. */
  static final Kind HELD =
      new Kind(
          "held",
          placed("held"),
          action("a", "hold") + "," + action("b", "work"),
          List.of("a:hold", "b:work"));

  /** The same with a step whose handler is transactional. */
  static final Kind HELD_BOOKING =
      new Kind(
          "held-booking",
          placed("held-booking"),
          action("a", "hold_book") + "," + action("b", "work"),
          List.of("a:hold_book", "b:work"));

  private static String placed(String kind) {
    return "[{\"event\": \""
        + PLACED
        + "\", \"when\": {\"field\": \"kind\", \"operator\": \"eq\", \"value\": \""
        + kind
        + "\"}}]";
  }

  private static String action(String id, String type) {
    return "{\"id\": \"" + id + "\", \"action\": \"" + type + "\", " + RETRY + "}";
  }

  private static String waitFor(String id, String event) {
    return "{\"id\": \"" + id + "\", \"wait\": {\"event\": \"" + event + "\"}}";
  }

  /** The event that starts one of this kind, with an id that is also the subject's. */
  Event event(String id) {
    return Event.of(TENANT, PLACED, SubjectRef.of("order", id), Json.object().put("kind", key))
        .withId(id);
  }

  private WorkflowDefinition definition() {
    String exit = key.equals("exited") ? ", \"exit\": [{\"event\": \"" + CANCELED + "\"}]" : "";
    return WorkflowDefinition.parse(
        "{\"key\": \"%s\", \"name\": \"%s\", \"triggers\": %s%s, \"steps\": [%s]}"
            .formatted(key, key, trigger, exit, steps));
  }

  /** Every one; a sub-workflow before those that name it. */
  static List<Kind> all() {
    List<Kind> all = new ArrayList<>(FOLLOWING);
    all.addAll(STARTED);
    all.add(HELD);
    all.add(HELD_BOOKING);
    return all;
  }

  /** Publishes all definitions. */
  static void define(WorkflowEngine engine) {
    all().forEach(kind -> engine.definitions().publish(TENANT, kind.definition()));
  }
}
