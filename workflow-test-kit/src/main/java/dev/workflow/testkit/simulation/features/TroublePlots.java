package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Telling.MAIN;
import static dev.workflow.testkit.simulation.features.Telling.delay;
import static dev.workflow.testkit.simulation.features.Telling.runsChild;
import static dev.workflow.testkit.simulation.features.Telling.send;
import static dev.workflow.testkit.simulation.features.Telling.work;

import dev.workflow.Json;
import java.util.List;
import java.util.Set;

/** Something cannot be read, kept or asked. */
final class TroublePlots {

  private static final int REFUSED = 7;

  static final List<Plot> ALL =
      List.of(
          Plot.of(
              "an instance cannot be read",
              Set.of(Topic.POISON, Topic.TIMES),
              t ->
                  t.main(delay("first", 20), work("then"))
                      .go()
                      .work()
                      .on(Verb.POISON, MAIN, "", "")
                      .goBeside()
                      .later(21)),
          Plot.of(
              "a message cannot be read",
              Set.of(Topic.POISON, Topic.MESSAGES, Topic.HANDLING),
              t ->
                  t.main(send("tell", "'window': 5"))
                      .go()
                      .goBeside()
                      .work()
                      .on(Verb.POISON_MESSAGE, MAIN + "/tell!0", "", "")
                      .later(400)),
          Plot.of(
              "a workflow cannot be read",
              Set.of(Topic.POISON, Topic.TIMES),
              t ->
                  t.main(delay("first", 20), work("then"))
                      .go()
                      .work()
                      .on(Verb.POISON_WORKFLOW, "a/main", "", "")
                      .goBeside()
                      .later(21)),
          Plot.of(
              "something happens to what is set aside",
              Set.of(Topic.POISON, Topic.TIMES, Topic.ENDING),
              t -> {
                t.main(delay("first", 20), delay("then", 600), work("last"))
                    .exits()
                    .go()
                    .work()
                    .on(Verb.POISON, MAIN, "", "")
                    .later(21);
                if (t.pick(true, false)) {
                  t.event("a", Documents.EXIT, 0);
                } else {
                  t.on(Verb.CANCEL, MAIN);
                }
                t.on(Verb.HEAL, "").on(Verb.ASIDE_RETRY, MAIN).work();
              }),
          Plot.of(
              "a sub-workflow ends while its parent is set aside",
              Set.of(Topic.POISON, Topic.TIMES, Topic.CHILDREN),
              t ->
                  t.child(delay("first", 20), work("then"))
                      .main(runsChild("sub"), work("after"))
                      .go()
                      .work()
                      .on(Verb.POISON, MAIN, "", "")
                      .later(21)
                      .on(Verb.HEAL, "")
                      .on(Verb.ASIDE_RETRY, MAIN)
                      .work()),
          Plot.of(
              "a tenant's directory throws",
              Set.of(Topic.HOST, Topic.TIMES),
              t ->
                  t.main(delay("first", 90), work("then"))
                      .go()
                      .work()
                      .on(Verb.HOST_FAILS, "", "", Host.TENANTS)
                      .goBeside()
                      .later(91)
                      .later(10)
                      .on(Verb.HOST_RECOVERS, "", "", Host.TENANTS)
                      .later(70)),
          Plot.of(
              "the host's calendar throws after a result",
              Set.of(Topic.HOST, Topic.TIMES, Topic.CHILDREN),
              t ->
                  t.child(work("then"))
                      .main(
                          work("first"),
                          runsChild("sub").replace("'n': ", "'day': '{{today+2b}}', 'n': "))
                      .go()
                      .on(Verb.HOST_FAILS, "", "", Host.CALENDAR)
                      .work()
                      .later(20)
                      .on(Verb.HOST_RECOVERS, "", "", Host.CALENDAR)
                      .later(20)),
          Plot.of(
              "the database refuses a result",
              Set.of(Topic.BAD_INPUT),
              t ->
                  t.main(work("first", "'output': " + REFUSED), work("then"))
                      .go()
                      .later(20)
                      .later(20)),
          Plot.of(
              "somebody says what cannot be kept",
              Set.of(Topic.BAD_INPUT, Topic.PAUSING, Topic.ENDING),
              t ->
                  t.main(delay("first", 60))
                      .exits()
                      .go()
                      .work()
                      .on(
                          t.pick(Verb.PAUSE, Verb.CANCEL),
                          MAIN,
                          Cast.ADMIN,
                          "nasty-" + t.number(0, Nasty.TEXTS.size() - 1))
                      .later(61)),
          Plot.of(
              "somebody publishes what cannot be kept",
              Set.of(Topic.BAD_INPUT),
              t ->
                  t.main(work("first"))
                      .event(
                          "a",
                          Documents.GO,
                          0,
                          Json.object().put("nasty", t.number(0, Nasty.RESULTS.size() - 1)))
                      .work()),
          Plot.of(
              "a handler gives what cannot be kept",
              Set.of(Topic.BAD_INPUT),
              t ->
                  t.main(
                          work("first", "'output': " + t.number(0, Nasty.RESULTS.size() - 1)),
                          work("second", "'sets': 400"),
                          work("third", "'sets': 400"),
                          work("fourth", "'sets': 400"))
                      .go()
                      .work()),
          Plot.of(
              "a key is too long for an index",
              Set.of(Topic.BAD_INPUT, Topic.CONCURRENCY),
              t ->
                  t.main(work("first"))
                      .concurrency(Documents.MAIN, "queue", "{{key}}{{long | default: \"\"}}")
                      .event("a", Documents.GO, 0, Json.object().put("long", Nasty.LONG))
                      .work()),
          Plot.of(
              "a provider gives what cannot be kept",
              Set.of(Topic.BAD_INPUT, Topic.MESSAGES),
              t ->
                  t.main(
                          send("tell", "'providerId': " + t.number(0, Nasty.TEXTS.size() - 1)),
                          work("then"))
                      .go()
                      .work()
                      .later(60)
                      .later(600)));

  private TroublePlots() {}
}
