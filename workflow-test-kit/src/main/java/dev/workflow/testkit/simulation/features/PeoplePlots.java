package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Telling.MAIN;
import static dev.workflow.testkit.simulation.features.Telling.delay;
import static dev.workflow.testkit.simulation.features.Telling.task;
import static dev.workflow.testkit.simulation.features.Telling.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import java.util.List;
import java.util.Set;

/** Somebody does something to a step. */
final class PeoplePlots {

  private static final Set<Topic> PEOPLE = Set.of(Topic.PEOPLE);

  static final List<Plot> ALL =
      List.of(
          Plot.of(
              "nobody knows who has which role",
              Set.of(Topic.PEOPLE, Topic.HOST),
              t ->
                  t.main(task("ask", t.pick("'assignee': '{{owner}}'", "")))
                      .go()
                      .work()
                      .on(Verb.HOST_FAILS, "", "", Host.ACTORS)
                      .on(Verb.CLAIM, MAIN + "/ask", Cast.LAWYER, "")
                      .on(Verb.COMPLETE, MAIN + "/ask", Cast.LAWYER, "")),
          Plot.of(
              "somebody has the engine's name",
              PEOPLE,
              t ->
                  t.main(task("ask", ""))
                      .go()
                      .work()
                      .on(t.pick(Verb.CLAIM, Verb.COMPLETE), MAIN + "/ask", Cast.RESERVED, "")),
          Plot.of(
              "a task is assigned to nobody",
              PEOPLE,
              t ->
                  t.main(task("ask", "'assignee': '{{owner}}'"))
                      .event("a", Documents.GO, 0, nobody(t))
                      .work()
                      .on(
                          t.pick(Verb.CLAIM, Verb.COMPLETE),
                          MAIN + "/ask",
                          t.pick(Cast.STRANGER, Cast.LAWYER),
                          "")),
          Plot.of(
              "somebody answers what another holds",
              PEOPLE,
              t ->
                  t.main(task("ask", "'required': false, 'role': 'LAWYER'"))
                      .go()
                      .work()
                      .on(Verb.CLAIM, MAIN + "/ask", Cast.LAWYER, "")
                      .on(
                          t.pick(Verb.COMPLETE, Verb.SKIP, Verb.FAIL),
                          MAIN + "/ask",
                          Cast.DEPUTY,
                          "")),
          Plot.of(
              "a task with a time limit is claimed",
              Set.of(Topic.PEOPLE, Topic.TIMES),
              t -> {
                t.main(task("ask", "'role': 'LAWYER', 'timeout': 'PT60S'"))
                    .go()
                    .work()
                    .on(Verb.CLAIM, MAIN + "/ask", Cast.LAWYER, "");
                if (t.pick(true, false)) {
                  t.on(Verb.RELEASE, MAIN + "/ask", Cast.LAWYER, "")
                      .on(Verb.CLAIM, MAIN + "/ask", Cast.LAWYER, "");
                }
                t.later(61);
              }),
          Plot.of(
              "somebody claims what is no task, or not yet",
              Set.of(Topic.PEOPLE, Topic.TIMES),
              t ->
                  t.main(
                          t.pick(
                              delay("ask", 60),
                              task("ask", "'role': 'LAWYER', 'delay': 'PT60S'"),
                              "{'id': 'ask', 'action': 'sim_work', 'config': {}, 'delay': 'PT60S'}"),
                          work("then"))
                      .go()
                      .work()
                      .on(Verb.CLAIM, MAIN + "/ask", t.pick(Cast.LAWYER, Cast.ADMIN), "")
                      .on(Verb.RELEASE, MAIN + "/ask", t.pick(Cast.LAWYER, Cast.ADMIN), "")
                      .later(61)),
          Plot.of(
              "a stranger answers what waits for its callback",
              Set.of(Topic.PEOPLE, Topic.CALLBACK),
              t ->
                  t.main("{'id': 'ask', 'action': 'sim_callback', 'config': {'name': 'ask'}}")
                      .go()
                      .work()
                      .on(
                          t.pick(Verb.COMPLETE, Verb.CLAIM, Verb.FAIL),
                          MAIN + "/ask",
                          Cast.STRANGER,
                          "")),
          Plot.of(
              "what has the key of a step answers it",
              Set.of(Topic.CALLBACK),
              t ->
                  t.main("{'id': 'ask', 'action': 'sim_callback', 'config': {'name': 'ask'}}")
                      .go()
                      .work()
                      .answer(MAIN + "/ask")
                      .work()),
          Plot.of(
              "somebody has a role for one subject alone",
              PEOPLE,
              t ->
                  t.main(task("ask", "'role': 'LAWYER'"))
                      .go()
                      .go()
                      .work()
                      .on(Verb.INBOX, "a", Cast.DEPUTY, "")));

  private PeoplePlots() {}

  private static ObjectNode nobody(Telling t) {
    ObjectNode nobody = Json.object();
    switch (t.number(0, 2)) {
      case 0 -> nobody.put("owner", "");
      case 1 -> nobody.putArray("owner");
      default -> nobody.putNull("owner");
    }
    return nobody;
  }
}
