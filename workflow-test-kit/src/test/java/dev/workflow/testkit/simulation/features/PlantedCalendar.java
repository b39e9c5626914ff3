package dev.workflow.testkit.simulation.features;

import java.util.List;

/** Faults in what somebody does to upcoming steps, and in what stays and what goes. */
final class PlantedCalendar {

  private static final String TIMES = "internal/decide/TimeChanges.java";
  private static final String ERASURE = "retention/internal/Erasure.java";

  static final List<Plant> ALL =
      List.of(
          Plant.of(
                  "a step that is held begins at its time",
                  "internal/decide/StepWalker.java",
                  "if (run.memory().held()) {",
                  "if (run.memory().held() && run.attempt() > 9) {")
              .and(
                  "internal/decide/StepWalker.java",
                  "case READY -> !run.memory().held() && (passed",
                  "case READY -> (passed"),
          Plant.of(
              "a step that is moved keeps its time",
              TIMES,
              "case MOVE -> put(run, time(on), \"moved from \" + due, on.reason());",
              "case MOVE -> put(run, due, \"moved from \" + due, on.reason());"),
          Plant.of(
              "a limit that is moved keeps its time",
              TIMES,
              "case MOVE -> put(run, time(on), \"its limit",
              "case MOVE -> put(run, due, \"its limit"),
          Plant.of(
              "a step that is left out before its time begins at its time",
              TIMES,
              "decision.move(run.memory(run.memory().held(false)), StepState.SKIPPED, reason);",
              ""),
          Plant.of(
              "a step that is to begin at once begins at its time",
              TIMES,
              "decision.now(),\n              \"begun before",
              "due,\n              \"begun before"),
          Plant.of(
              "a calendar does not say what is held",
              "internal/decide/UpcomingTimes.java",
              "kind, due, run.memory().held(), 0",
              "kind, due, false, 0"),
          Plant.of(
              "what is under hold is purged",
              "memory/MemoryInstances.java",
              ".filter(row -> !MemoryHolds.held(tables, tenant, row.subject()))",
              ""),
          Plant.of(
              "what is under hold is erased",
              ERASURE,
              "if (hold != null) {",
              "if (hold != null && hold.reason().isEmpty()) {"),
          Plant.of(
              "an erasure leaves the events of its subject",
              ERASURE,
              "store -> store.events().removeAbout(tenant, subject, BATCH)",
              "store -> 0"));

  private PlantedCalendar() {}
}
