package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Telling.MAIN;
import static dev.workflow.testkit.simulation.features.Telling.SECOND;
import static dev.workflow.testkit.simulation.features.Telling.delay;
import static dev.workflow.testkit.simulation.features.Telling.runsChild;
import static dev.workflow.testkit.simulation.features.Telling.send;
import static dev.workflow.testkit.simulation.features.Telling.work;

import java.util.List;
import java.util.Set;

/** Something ends while something of it is still to happen. */
final class EndingPlots {

  private static final Set<Topic> MESSAGES = Set.of(Topic.MESSAGES, Topic.HANDLING, Topic.ENDING);

  static final List<Plot> ALL =
      List.of(
          Plot.of(
              "a message waits, its instance has ended, and is ended",
              MESSAGES,
              t -> t.main(t.waitingMessage("tell")).exits().go().work().ends(MAIN, 0).later(1_000)),
          Plot.of(
              "a message waits, its instance has ended, and is cancelled",
              MESSAGES,
              t -> t.main(t.waitingMessage("tell")).go().work().on(Verb.CANCEL, MAIN).later(1_000)),
          Plot.of(
              "a message waits, its sub-workflow has ended, and the parent is ended",
              Set.of(Topic.CHILDREN, Topic.MESSAGES, Topic.HANDLING, Topic.ENDING),
              t ->
                  t.child(t.waitingMessage("tell"))
                      .main(runsChild("sub"), delay("then", 3_600))
                      .exits()
                      .go()
                      .work()
                      .on(Verb.CANCEL, MAIN)
                      .later(1_000)),
          Plot.of(
              "a message waits, and another instance takes the place of its own",
              Set.of(Topic.MESSAGES, Topic.HANDLING, Topic.CONCURRENCY),
              t ->
                  t.main(t.waitingMessage("tell"))
                      .concurrency(Documents.MAIN, "replace")
                      .go()
                      .work()
                      .go()
                      .later(1_000)),
          Plot.of(
              "a message was given up, its instance is ended, and it is sent again",
              Set.of(Topic.MESSAGES, Topic.ENDING),
              t ->
                  t.main(send("tell", "'provider': 'rejects'"), delay("then", 3_600))
                      .exits()
                      .go()
                      .work()
                      .ends(MAIN, 0)
                      .on(Verb.MESSAGE_RESEND, MAIN + "/tell!0")
                      .work()),
          Plot.of(
              "a digest is put off by the provider, and one of its messages is cancelled",
              MESSAGES,
              t ->
                  t.main(send("tell", "'digest': 60, 'provider': 'defers'"))
                      .go()
                      .go()
                      .work()
                      .later(61)
                      .on(Verb.CANCEL, MAIN)
                      .later(8)
                      .later(41)),
          Plot.of(
              "an answer comes before the fallback",
              Set.of(Topic.MESSAGES, Topic.HANDLING),
              t ->
                  t.main(send("tell", "'fallback': " + t.number(30, 60)), delay("then", 3_600))
                      .go()
                      .work()
                      .on(Verb.REPLY, MAIN + "/tell!0", Cast.ADMIN, t.pick("Thanks", "Yes please"))
                      .later(100)),
          Plot.of(
              "a workflow is deleted while messages of its instances wait",
              Set.of(Topic.MESSAGES, Topic.HANDLING, Topic.VERSIONS),
              t ->
                  t.main(t.waitingMessage("tell"))
                      .go()
                      .work()
                      .on(Verb.DELETE, "a/" + Documents.MAIN)
                      .later(1_000)),
          Plot.of(
              "instances are removed while their messages wait",
              MESSAGES,
              t ->
                  t.main(t.waitingMessage("tell"))
                      .go()
                      .work()
                      .time(1)
                      .on(Verb.PURGE, "a")
                      .later(1_000)),
          Plot.of(
              "what is queued is cancelled",
              Set.of(Topic.CONCURRENCY, Topic.ENDING),
              t ->
                  t.main(delay("first", 40), work("then"))
                      .concurrency(Documents.MAIN, "queue")
                      .go()
                      .go()
                      .work()
                      .on(Verb.CANCEL, SECOND)
                      .later(41)),
          Plot.of(
              "the parent of a queued sub-workflow is ended",
              Set.of(Topic.CONCURRENCY, Topic.CHILDREN, Topic.ENDING, Topic.TIMES),
              t ->
                  t.child(delay("first", 40), work("then"))
                      .concurrency(Documents.CHILD, "queue")
                      .main(runsChild("sub"))
                      .exits()
                      .go()
                      .work()
                      .go()
                      .work()
                      .go()
                      .work()
                      .on(Verb.CANCEL, SECOND)
                      .later(41)
                      .later(41)),
          Plot.of(
              "what is sent is announced to its own instance, which it ends",
              MESSAGES,
              t ->
                  t.main(
                          send(
                              "tell",
                              t.pick("'window': 5", "'digest': 60", "'category': 'FOLLOW_UP'")
                                  + ", 'announces': 'sim.exit'"))
                      .exits()
                      .go()
                      .work()
                      .later(1_000)));

  private EndingPlots() {}
}
