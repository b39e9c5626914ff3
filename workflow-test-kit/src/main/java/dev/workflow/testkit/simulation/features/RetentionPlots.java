package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Telling.MAIN;
import static dev.workflow.testkit.simulation.features.Telling.delay;
import static dev.workflow.testkit.simulation.features.Telling.runsChild;
import static dev.workflow.testkit.simulation.features.Telling.send;
import static dev.workflow.testkit.simulation.features.Telling.work;

import java.util.List;
import java.util.Set;

/** What has ended is removed, unless somebody keeps it, and one subject is erased. */
final class RetentionPlots {

  private static final Set<Topic> RETENTION = Set.of(Topic.RETENTION, Topic.TIMES);

  static final List<Plot> ALL =
      List.of(
          Plot.of(
              "what is under hold is purged",
              RETENTION,
              t ->
                  t.main(work("then"))
                      .go()
                      .go()
                      .work()
                      .on(Verb.SUBJECT_HOLD, "a/0")
                      .time(1)
                      .on(Verb.PURGE, "a")
                      .on(Verb.SUBJECT_FREE, "a/" + t.pick(0, 1))
                      .on(Verb.PURGE, "a")),
          Plot.of(
              "a subject is erased while its instances run",
              Set.of(Topic.RETENTION, Topic.TIMES, Topic.CHILDREN, Topic.MESSAGES),
              t ->
                  t.child(send("tell", "'window': 5"), delay("wait", 60))
                      .main(work("first"), runsChild("sub"), work("then"))
                      .go()
                      .go()
                      .work()
                      .erases(0)
                      .on(Verb.ERASE, "a/0")
                      .later(61)),
          Plot.of(
              "a subject under hold is erased",
              RETENTION,
              t ->
                  t.main(delay("first", 60), work("then"))
                      .go()
                      .work()
                      .on(Verb.SUBJECT_HOLD, "a/0")
                      .on(Verb.ERASE, "a/0")
                      .on(t.pick(Verb.SUBJECT_FREE, Verb.CANCEL), t.pick("a/0", MAIN))
                      .erases(0)
                      .later(61)));

  private RetentionPlots() {}
}
