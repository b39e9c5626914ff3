package dev.workflow.testkit.simulation.features;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/** Writes down what a {@link Plot} is about: its workflows and what happens, in order. */
final class Telling {

  /** The first instance of the workflow that an event starts. */
  static final String MAIN = "a/main#1";

  static final String SECOND = "a/main#2";
  static final String THIRD = "a/main#3";
  static final String CHILD = "a/child#1";

  /** As many acts as happen while a node stands still, but for one. */
  private static final int REST_OF_A_STANDSTILL = 3;

  private final SplittableRandom random;
  private final Map<String, ObjectNode> documents = new LinkedHashMap<>();
  private final List<Act> acts = new ArrayList<>();
  private int events;

  Telling(SplittableRandom random) {
    this.random = random;
  }

  Map<String, ObjectNode> documents() {
    return documents;
  }

  List<Act> acts() {
    return acts;
  }

  /** Something else each time. */
  @SafeVarargs
  final <T> T pick(T... from) {
    return from[random.nextInt(from.length)];
  }

  int number(int from, int to) {
    return from + random.nextInt(to - from + 1);
  }

  /**
   * The workflow that an event starts.
   *
   * @param steps as JSON, with {@code '} for {@code "}
   */
  Telling main(String... steps) {
    ObjectNode document = document(Documents.MAIN, steps);
    document.putArray("triggers").addObject().put("event", Documents.GO);
    return this;
  }

  /** The one that a step starts. It is published first. */
  Telling child(String... steps) {
    document(Documents.CHILD, steps);
    return this;
  }

  private ObjectNode document(String key, String... steps) {
    ObjectNode document = Json.object().put("key", key);
    ArrayNode all = document.putArray("steps");
    for (String step : steps) {
      all.add(Json.read(step.replace('\'', '"')));
    }
    if (key.equals(Documents.MAIN) && random.nextInt(5) == 0) {
      // The same inside another step.
      ArrayNode around = Json.object().arrayNode();
      ArrayNode branches = around.addObject().put("id", "around").putArray("parallel");
      branches.addObject().set("steps", all);
      branches
          .addObject()
          .putArray("steps")
          .addObject()
          .put("id", "outside")
          .put("action", "sim_work")
          .putObject("config");
      document.set("steps", around);
    }
    documents.put(key, document);
    return document;
  }

  private ObjectNode document(String workflow) {
    return Objects.requireNonNull(documents.get(workflow));
  }

  /**
   * Something more that a workflow says.
   *
   * @param json with {@code '} for {@code "}
   */
  Telling with(String workflow, String key, String json) {
    document(workflow).set(key, Json.read(json.replace('\'', '"')));
    return this;
  }

  /** Events that end it. */
  Telling exits() {
    ArrayNode exits = document(Documents.MAIN).putArray("exit");
    exits.addObject().put("event", Documents.EXIT);
    exits.addObject().put("event", Documents.RECEIVED);
    return this;
  }

  Telling concurrency(String workflow, String policy) {
    return concurrency(workflow, policy, "{{key}}");
  }

  Telling concurrency(String workflow, String policy, String key) {
    document(workflow).putObject("concurrency").put("key", key).put("policy", policy);
    return this;
  }

  /** An event with the key of a step that waits. */
  Telling answer(String step) {
    ObjectNode said = Json.object().put("id", "c" + ++events).put("subject", "9");
    said.put("correlation", step).putObject("payload").put("done", true);
    return on(Verb.PUBLISH, "a/" + Documents.ANSWER, "", said.toString());
  }

  /** An instance begins, about a subject of its own. */
  Telling go() {
    return event("a", Documents.GO, events);
  }

  /** The other tenant begins something. */
  Telling goBeside() {
    return event("b", Documents.GO, 0);
  }

  Telling event(String tenant, String type, int subject) {
    return event(tenant, type, subject, Json.object().put("owner", Cast.LAWYER));
  }

  Telling event(String tenant, String type, int subject, ObjectNode more) {
    ObjectNode said = Json.object().put("id", "p" + ++events).put("subject", "" + subject);
    ObjectNode payload = said.putObject("payload").put("key", "k0").put("n", 4);
    payload.putArray("list").add(0).add(1).add(2);
    payload.setAll(more);
    return on(Verb.PUBLISH, tenant + "/" + type, "", said.toString());
  }

  /** Nodes do what is due. */
  Telling work() {
    return on(Verb.WORK, "", "", "");
  }

  /** Time passes, and nodes do what is due. */
  Telling later(int seconds) {
    return time(seconds).work();
  }

  Telling time(int seconds) {
    return on(Verb.ADVANCE, "", "", "PT" + seconds + "S");
  }

  /** The administrator does something. */
  Telling on(Verb verb, String target) {
    return on(verb, target, Cast.ADMIN, "");
  }

  Telling on(Verb verb, String target, String actor, String argument) {
    acts.add(Act.of(verb, target, actor, argument));
    return this;
  }

  /**
   * A node stands still in its call of a handler or a sender, and meanwhile something happens.
   *
   * @param call which call, from 1
   */
  Telling standsInCall(int call, Verb verb, String target) {
    acts.add(Act.of(Verb.WORK, "").with(new Fault(Fault.Kind.STANDS_IN_CALL, call)));
    on(verb, target);
    for (int i = 0; i < REST_OF_A_STANDSTILL; i++) {
      on(Verb.INBOX, "a", Cast.LAWYER, "");
    }
    return this;
  }

  /** Somebody erases a subject, as a rule while something goes wrong at the node. */
  Telling erases(int subject) {
    Fault fault =
        pick(
            Fault.NONE,
            new Fault(Fault.Kind.DIES, number(1, 12)),
            new Fault(Fault.Kind.FAILS, number(1, 12)),
            new Fault(Fault.Kind.STANDS_STILL, number(1, 12)));
    acts.add(Act.of(Verb.ERASE, "a/" + subject, Cast.ADMIN, "").with(fault));
    return this;
  }

  /** One of the ways in which somebody ends an instance on purpose. */
  Telling ends(String instance, int subject) {
    return switch (random.nextInt(3)) {
      case 0 -> event("a", Documents.EXIT, subject);
      case 1 -> on(Verb.BULK, "a", Cast.ADMIN, "CANCEL").on(Verb.CANCEL, instance);
      default -> on(Verb.CANCEL, instance);
    };
  }

  /** Something that waits for a time before it is sent. */
  String waitingMessage(String id) {
    String window = "'window': " + number(5, 15);
    String how = pick(window, window, window, "'digest': " + number(120, 240));
    return send(id, how + ", 'category': 'TRANSACTIONAL'");
  }

  static String send(String id, String config) {
    return "{'id': '%s', 'action': 'sim_send', 'config': {'to': '{{key}}@example.com', %s}}"
        .formatted(id, config);
  }

  static String work(String id) {
    return work(id, "");
  }

  static String work(String id, String config) {
    return "{'id': '%s', 'action': 'sim_work', 'config': {%s}}".formatted(id, config);
  }

  /** A step that fails for good until its cause is mended. */
  static String fails(String id) {
    return work(id, "'final': true");
  }

  static String delay(String id, int seconds) {
    return "{'id': '%s', 'delay': 'PT%dS'}".formatted(id, seconds);
  }

  /**
   * @param more such as {@code 'role': 'LAWYER'}; empty: nobody is named
   */
  static String task(String id, String more) {
    String json = "{'id': '%s', 'action': 'sim_task', 'config': {'message': 'Well?'}%s}";
    return json.formatted(id, more.isEmpty() ? "" : ", " + more);
  }

  static String runsChild(String id) {
    return "{'id': '%s', 'workflow': {'key': 'child', 'input': {'key': '{{key}}', 'n': '{{n}}', 'list': '{{list}}'}}}"
        .formatted(id);
  }
}
