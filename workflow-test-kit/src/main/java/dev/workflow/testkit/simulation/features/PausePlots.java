package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Telling.CHILD;
import static dev.workflow.testkit.simulation.features.Telling.MAIN;
import static dev.workflow.testkit.simulation.features.Telling.SECOND;
import static dev.workflow.testkit.simulation.features.Telling.delay;
import static dev.workflow.testkit.simulation.features.Telling.runsChild;
import static dev.workflow.testkit.simulation.features.Telling.send;
import static dev.workflow.testkit.simulation.features.Telling.task;
import static dev.workflow.testkit.simulation.features.Telling.work;

import java.util.List;
import java.util.Set;

/** Something is paused while something of it is under way. */
final class PausePlots {

  private static final Set<Topic> MESSAGES =
      Set.of(Topic.MESSAGES, Topic.HANDLING, Topic.PAUSING, Topic.TIMES);
  private static final Set<Topic> CHILDREN = Set.of(Topic.CHILDREN, Topic.PAUSING, Topic.TIMES);
  private static final Set<Topic> TASKS = Set.of(Topic.PEOPLE, Topic.PAUSING, Topic.TIMES);

  static final List<Plot> ALL =
      List.of(
          Plot.of(
              "a message waits while its instance is paused",
              MESSAGES,
              t ->
                  t.main(t.waitingMessage("tell"), delay("then", 3_600))
                      .go()
                      .work()
                      .on(Verb.PAUSE, MAIN)
                      .later(1_000)),
          Plot.of(
              "a provider puts a message off while its instance is paused",
              MESSAGES,
              t ->
                  t.main(send("tell", "'provider': 'defers'"), delay("then", 3_600))
                      .go()
                      .standsInCall(2, Verb.PAUSE, MAIN)
                      .later(8)
                      .later(41)),
          Plot.of(
              "a sub-workflow is under way while its parent is paused",
              CHILDREN,
              t ->
                  t.child(delay("first", 30), work("then"))
                      .main(runsChild("sub"))
                      .go()
                      .work()
                      .on(Verb.PAUSE, MAIN)
                      .later(40)),
          Plot.of(
              "a sub-workflow is resumed while its parent is paused",
              CHILDREN,
              t ->
                  t.child(delay("first", 30), work("then"))
                      .main(runsChild("sub"))
                      .go()
                      .work()
                      .on(Verb.PAUSE, MAIN)
                      .on(Verb.RESUME, CHILD)
                      .later(40)),
          Plot.of(
              "a message of a sub-workflow that has ended waits while its parent is paused",
              Set.of(Topic.CHILDREN, Topic.MESSAGES, Topic.HANDLING, Topic.PAUSING, Topic.TIMES),
              t ->
                  t.child(t.waitingMessage("tell"))
                      .main(runsChild("sub"), delay("then", 3_600))
                      .go()
                      .work()
                      .on(Verb.PAUSE, MAIN)
                      .later(1_000)),
          Plot.of(
              "a sub-workflow is queued while its parent is paused",
              Set.of(Topic.CONCURRENCY, Topic.CHILDREN, Topic.PAUSING, Topic.TIMES),
              t ->
                  t.child(delay("first", 30), work("then"))
                      .concurrency(Documents.CHILD, "queue")
                      .main(runsChild("sub"))
                      .go()
                      .work()
                      .go()
                      .work()
                      .on(Verb.PAUSE, SECOND)
                      .later(31)
                      .later(40)
                      .on(Verb.RESUME, SECOND)
                      .later(40)),
          Plot.of(
              "a task has a time limit while its instance is paused",
              TASKS,
              t -> {
                t.main(task("ask", "'role': 'LAWYER', 'timeout': 'PT60S'")).go().work();
                if (t.pick(true, false)) {
                  t.on(Verb.CLAIM, MAIN + "/ask", Cast.LAWYER, "");
                }
                t.time(10).on(Verb.PAUSE, MAIN).later(40).on(Verb.RESUME, MAIN).later(20);
              }),
          Plot.of(
              "a task is done while its instance is paused",
              TASKS,
              t -> {
                t.main(task("ask", "'role': 'LAWYER'")).go().work();
                if (t.pick(true, false)) {
                  t.on(Verb.CLAIM, MAIN + "/ask", Cast.LAWYER, "");
                }
                t.on(Verb.PAUSE, MAIN)
                    .on(
                        t.pick(Verb.COMPLETE, Verb.FAIL, Verb.CLAIM),
                        MAIN + "/ask",
                        t.pick(Cast.LAWYER, Cast.ADMIN),
                        "");
              }));

  private PausePlots() {}
}
