package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Telling.MAIN;
import static dev.workflow.testkit.simulation.features.Telling.SECOND;
import static dev.workflow.testkit.simulation.features.Telling.delay;
import static dev.workflow.testkit.simulation.features.Telling.send;
import static dev.workflow.testkit.simulation.features.Telling.task;
import static dev.workflow.testkit.simulation.features.Telling.work;

import java.util.List;
import java.util.Set;

/** A step waits for others, withdraws them, listens before its turn, or has what others want. */
final class LinkPlots {

  private static final Set<Topic> LINKS = Set.of(Topic.LINKS, Topic.TIMES, Topic.PEOPLE);
  private static final Set<Topic> EVENTS = Set.of(Topic.LINKS, Topic.TIMES, Topic.EVENTS);
  private static final Set<Topic> LIMITS = Set.of(Topic.LIMITS, Topic.TIMES);

  private static final String EARLIER =
      "{'id': '%s', 'wait': {'event': 'sim.answer', 'earlier': true, 'timeout': 'PT300S'}}";

  static final List<Plot> ALL =
      List.of(
          Plot.of(
              "a step waits for one of another branch",
              LINKS,
              t ->
                  t.main(
                          branches(
                              t.pick(work("b", "'x': 1"), task("b", "'role': 'LAWYER'"))
                                  .replace("'id': 'b'", "'id': 'b', 'after': 'a'"),
                              t.pick(
                                  work("first") + ", " + delay("a", 30),
                                  delay("first", 30) + ", " + work("a"),
                                  task("a", "'role': 'LAWYER'"))),
                          work("then"))
                      .go()
                      .work()
                      .on(Verb.COMPLETE, MAIN + "/a", Cast.LAWYER, "")
                      .later(31)),
          Plot.of(
              "a step withdraws others",
              LINKS,
              t ->
                  t.main(
                          branches(
                              task("a", "'role': 'LAWYER', 'cancels': 'b'"),
                              t.pick(
                                  delay("b", 60),
                                  task("b", "'role': 'CLIENT'"),
                                  delay("first", 60) + ", " + work("b"),
                                  "{'id': 'b', 'action': 'sim_work', 'config': {}, 'delay': 'PT60S'}")),
                          work("then"))
                      .go()
                      .work()
                      .on(Verb.COMPLETE, MAIN + "/a", Cast.LAWYER, "")
                      .later(61)),
          Plot.of(
              "a task is offered while another step is under way",
              LINKS,
              t ->
                  t.main(
                          branches(
                              t.pick(task("a", "'role': 'LAWYER'"), delay("a", 30)),
                              task(
                                  "b",
                                  "'role': 'CLIENT', 'while': {'field': 'steps.a.state',"
                                      + " 'operator': 'ne', 'value': 'COMPLETED'}")))
                      .go()
                      .work()
                      .on(t.pick(Verb.CLAIM, Verb.INBOX), MAIN + "/b", Cast.CLIENT, "")
                      .on(Verb.COMPLETE, MAIN + "/a", Cast.LAWYER, "")
                      .later(31)
                      .on(t.pick(Verb.COMPLETE, Verb.CLAIM), MAIN + "/b", Cast.CLIENT, "")),
          Plot.of(
              "events come before the steps that wait for them",
              EVENTS,
              t ->
                  t.main(
                          delay("first", 30),
                          EARLIER.formatted("one"),
                          EARLIER.formatted("two"),
                          work("then"))
                      .go()
                      .work()
                      .event("a", Documents.ANSWER, 0)
                      .later(31)
                      .event("a", Documents.ANSWER, t.pick(0, 1))
                      .work()
                      .event("a", Documents.ANSWER, 0)
                      .work()),
          Plot.of(
              "elements are added to a loop that is under way",
              EVENTS,
              t ->
                  t.main(
                          "{'id': 'all', 'each': {'items': [1, 2], 'add': {'event': 'sim.add'}, 'steps': ["
                              + delay("wait", 30)
                              + ", "
                              + work("do")
                              + "]}}",
                          work("then"))
                      .go()
                      .work()
                      .event("a", Documents.ADD, 0)
                      .work()
                      .event("a", Documents.ADD, t.pick(0, 1))
                      .later(31)
                      .event("a", Documents.ADD, 0)
                      .later(31)),
          Plot.of(
              "instances want one lock",
              LINKS,
              t ->
                  t.main(
                          t.pick(
                                  task("ask", "'role': 'LAWYER'"),
                                  work("ask", "'fails': 1"),
                                  "{'id': 'ask', 'action': 'sim_callback', 'config': {'name': 'ask'}}")
                              .replace("'id': 'ask'", "'id': 'ask', 'lock': 'room'"),
                          work("then"))
                      .go()
                      .go()
                      .go()
                      .work()
                      .on(
                          t.pick(Verb.COMPLETE, Verb.CANCEL, Verb.PAUSE),
                          MAIN + "/ask",
                          Cast.ADMIN,
                          "")
                      .work()
                      .on(Verb.COMPLETE, SECOND + "/ask", Cast.ADMIN, "")
                      .later(20)),
          Plot.of(
              "more instances begin than a limit lets",
              LIMITS,
              t ->
                  t.main(work("then"))
                      .with(
                          Documents.MAIN,
                          "rateLimit",
                          "{'permits': " + t.number(1, 2) + ", 'per': 'PT1M'}")
                      .go()
                      .go()
                      .go()
                      .later(t.number(1, 44))
                      .go()
                      .later(30)
                      .later(31)
                      .later(61)),
          Plot.of(
              "a workflow sends more than its channel lets",
              Set.of(Topic.LIMITS, Topic.MESSAGES),
              t ->
                  t.main(send("tell", "'category': 'TRANSACTIONAL'"))
                      .with(
                          Documents.MAIN,
                          "channelLimits",
                          "{'email': {'permits': " + t.number(1, 2) + ", 'per': 'PT1M'}}")
                      .go()
                      .go()
                      .go()
                      .work()
                      .on(
                          t.pick(Verb.MESSAGE_SEND_NOW, Verb.MESSAGE_SKIP),
                          SECOND + "/tell!0",
                          Cast.ADMIN,
                          "")
                      .later(t.number(1, 44))
                      .go()
                      .later(61)
                      .later(61)));

  private LinkPlots() {}

  private static String branches(String... all) {
    StringBuilder arms = new StringBuilder();
    for (String one : all) {
      arms.append(arms.isEmpty() ? "" : ", ").append("{'steps': [").append(one).append("]}");
    }
    return "{'id': 'all', 'parallel': [" + arms + "]}";
  }
}
