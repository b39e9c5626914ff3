package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Telling.MAIN;
import static dev.workflow.testkit.simulation.features.Telling.delay;
import static dev.workflow.testkit.simulation.features.Telling.task;
import static dev.workflow.testkit.simulation.features.Telling.work;

import java.util.List;
import java.util.Set;

/** Somebody changes when a step begins, or for how long it waits. */
final class CalendarPlots {

  private static final Set<Topic> CALENDAR = Set.of(Topic.CALENDAR, Topic.TIMES);

  static final List<Plot> ALL =
      List.of(
          Plot.of(
              "a step is held beyond its time",
              CALENDAR,
              t ->
                  t.main(later(t), work("then"))
                      .go()
                      .work()
                      .on(Verb.STEP_HOLD, MAIN + "/ask")
                      .later(t.number(20, 90))
                      .on(t.pick(Verb.STEP_LET, Verb.STEP_NOW, Verb.PAUSE), MAIN + "/ask")
                      .later(61)),
          Plot.of(
              "a step is moved",
              CALENDAR,
              t ->
                  t.main(later(t), work("then"))
                      .go()
                      .work()
                      .on(
                          Verb.STEP_MOVE,
                          MAIN + "/ask",
                          Cast.ADMIN,
                          t.pick("PT200S", "PT5S", "PT90S"))
                      .later(61)
                      .later(140)),
          Plot.of(
              "a step is left out before its time",
              CALENDAR,
              t ->
                  t.main(later(t), work("then"))
                      .go()
                      .work()
                      .on(
                          Verb.STEP_SKIP,
                          MAIN + "/ask",
                          t.pick(Cast.ADMIN, Cast.ADMIN, Cast.LAWYER),
                          "")
                      .later(61)),
          Plot.of(
              "a step begins before its time",
              CALENDAR,
              t ->
                  t.main(later(t), work("then"))
                      .go()
                      .work()
                      .on(Verb.STEP_NOW, MAIN + "/ask")
                      .work()),
          Plot.of(
              "a wait has another limit",
              Set.of(Topic.CALENDAR, Topic.EVENTS),
              t ->
                  t.main(
                          "{'id': 'ask', 'wait': {'event': 'sim.answer', 'timeout': 'PT60S'}}",
                          work("then"))
                      .go()
                      .work()
                      .on(
                          t.pick(Verb.STEP_MOVE, Verb.STEP_MOVE, Verb.STEP_SKIP, Verb.STEP_NOW),
                          MAIN + "/ask",
                          Cast.ADMIN,
                          "PT120S")
                      .later(61)
                      .later(61)));

  private CalendarPlots() {}

  /** Something that begins after a minute. */
  private static String later(Telling t) {
    return t.pick(
        delay("ask", 60),
        "{'id': 'ask', 'action': 'sim_work', 'config': {}, 'delay': 'PT60S'}",
        task("ask", "'role': 'LAWYER', 'delay': 'PT60S'"));
  }
}
