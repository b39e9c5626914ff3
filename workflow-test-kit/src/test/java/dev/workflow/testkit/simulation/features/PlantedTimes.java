package dev.workflow.testkit.simulation.features;

import java.util.List;

/** Faults in when something happens. */
final class PlantedTimes {

  static final List<Plant> ALL =
      List.of(
          Plant.of(
              "the time of a task runs on during a pause",
              "internal/decide/TaskClock.java",
              "return paused(ready).plus(task.times().held());",
              "return task.times().held();"),
          Plant.of(
              "a window opens on holidays",
              "internal/decide/WindowSchedule.java",
              "&& !(window.skipsHolidays() && !calendar",
              "&& !(window.skipsHolidays() && date == null && !calendar"),
          Plant.of(
              "a frequency cap lets one more through",
              "messaging/internal/outbox/SentLog.java",
              "return times.size() < cap.most()",
              "return times.size() <= cap.most()"));

  private PlantedTimes() {}
}
