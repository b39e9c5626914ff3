package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Telling.CHILD;
import static dev.workflow.testkit.simulation.features.Telling.MAIN;
import static dev.workflow.testkit.simulation.features.Telling.SECOND;
import static dev.workflow.testkit.simulation.features.Telling.delay;
import static dev.workflow.testkit.simulation.features.Telling.fails;
import static dev.workflow.testkit.simulation.features.Telling.runsChild;
import static dev.workflow.testkit.simulation.features.Telling.task;
import static dev.workflow.testkit.simulation.features.Telling.work;

import java.util.List;
import java.util.Set;

/** Something fails, and continues. */
final class FailurePlots {

  private static final Set<Topic> CHILDREN = Set.of(Topic.FAILURE, Topic.CHILDREN);

  static final List<Plot> ALL =
      List.of(
          Plot.of(
              "an element of a loop fails, and the instance is retried",
              Set.of(Topic.FAILURE, Topic.LOOPS),
              t ->
                  retried(
                      t.main(
                              "{'id': 'loop', 'each': {'items': [0, 1, 2, 3, 4], 'maxConcurrent': %d, 'steps': [%s]}}"
                                  .formatted(
                                      t.number(1, 2), work("one", "'item': '{{item}}', 'bad': 2")),
                              work("then"))
                          .go()
                          .work(),
                      t)),
          Plot.of(
              "the time of what holds steps is over, and the instance is retried",
              Set.of(Topic.FAILURE, Topic.FORKS, Topic.PEOPLE, Topic.TIMES),
              t -> {
                String branches =
                    "[{'steps': [%s]}, {'steps': [%s]}]"
                        .formatted(task("ask", "'role': 'LAWYER'"), work("beside"));
                t.main(
                        t.pick(
                            "{'id': 'fork', 'timeout': 'PT30S', 'parallel': " + branches + "}",
                            "{'id': 'fork', 'timeout': 'PT30S', 'split': " + branches + "}",
                            "{'id': 'fork', 'timeout': 'PT30S', 'each': {'items': [0, 1], 'steps': ["
                                + task("ask", "'role': 'LAWYER'")
                                + "]}}"),
                        work("then"))
                    .go()
                    .later(31);
                retried(t, t);
              }),
          Plot.of(
              "a sub-workflow fails, and its parent is retried",
              CHILDREN,
              t ->
                  retried(
                      t.child(work("pay"), fails("f"), work("then"))
                          .main(runsChild("sub"), work("after"))
                          .go()
                          .work(),
                      t)),
          Plot.of(
              "a sub-workflow fails, and is retried alone",
              CHILDREN,
              t ->
                  t.child(work("pay"), fails("f"))
                      .main(runsChild("sub"), work("after"))
                      .go()
                      .work()
                      .on(Verb.MEND, "")
                      .on(Verb.RETRY, CHILD)
                      .work()),
          Plot.of(
              "an instance is stopped as failed, and retried",
              Set.of(Topic.FAILURE, Topic.STOP),
              t ->
                  retried(
                      t.main(
                              work("first"),
                              "{'id': 'stop', 'stop': {'as': 'failed', 'reason': 'simulated'}}")
                          .go()
                          .work(),
                      t)),
          Plot.of(
              "an instance fails, exits, and is retried",
              Set.of(Topic.FAILURE, Topic.ENDING),
              t ->
                  retried(
                      t.main(work("first"), fails("f"))
                          .exits()
                          .go()
                          .work()
                          .event("a", Documents.EXIT, 0),
                      t)),
          Plot.of(
              "an instance fails, undoes what it had done, and is retried",
              Set.of(Topic.FAILURE),
              t ->
                  retried(
                      t.main(
                              "{'id': 'pay', 'action': 'sim_work', 'config': {}, 'compensate': {'action': 'sim_work', 'config': {'undoes': true}}}",
                              fails("f"))
                          .go()
                          .work(),
                      t)),
          Plot.of(
              "an instance fails, another has its key, and it is retried",
              Set.of(Topic.FAILURE, Topic.CONCURRENCY),
              t ->
                  retried(
                      t.main(fails("f"), delay("then", 60))
                          .concurrency(Documents.MAIN, t.pick("skip", "queue"))
                          .go()
                          .work()
                          .on(Verb.MEND, "")
                          .go()
                          .work(),
                      t)),
          Plot.of(
              "what a step starts has a key that another has",
              Set.of(Topic.CHILDREN, Topic.CONCURRENCY, Topic.TIMES),
              t ->
                  t.child(delay("first", 30), work("then"))
                      .concurrency(Documents.CHILD, t.pick("skip", "queue", "replace"))
                      .main(runsChild("sub"))
                      .go()
                      .work()
                      .go()
                      .work()
                      .later(31)
                      .on(Verb.CANCEL, SECOND)),
          Plot.of(
              "a step publishes what a later one waits for",
              Set.of(Topic.EVENTS),
              t ->
                  t.main(
                          "{'id': 'say', 'action': 'sim_announce', 'config': {}}",
                          "{'id': 'hear', 'wait': {'event': 'sim.answer', 'timeout': 'PT60S'}}")
                      .go()
                      .work()
                      .later(61)),
          Plot.of(
              "a join can no longer be reached",
              Set.of(Topic.FAILURE, Topic.FORKS, Topic.PEOPLE),
              t ->
                  retried(
                      t.main(
                              "{'id': 'fork', 'join': 2, 'parallel': [{'steps': [%s]}, {'steps': [%s]}, {'steps': [%s]}]}"
                                  .formatted(
                                      fails("one"), fails("two"), task("ask", "'role': 'LAWYER'")),
                              work("then"))
                          .go()
                          .work(),
                      t)));

  private FailurePlots() {}

  /** Alone, or together with all others. */
  private static void retried(Telling told, Telling t) {
    told.on(Verb.MEND, "");
    if (t.pick(true, false)) {
      t.on(Verb.RETRY, MAIN);
    } else {
      t.on(Verb.BULK, "a", Cast.ADMIN, "RETRY");
    }
    t.work();
  }
}
