package dev.workflow.testkit.simulation.features;

import java.util.List;

/** Faults in what links steps with each other, and in what is let in one after the other. */
final class PlantedLinks {

  static final List<Plant> ALL =
      List.of(
          Plant.of(
              "a step does not wait for one that is under way in another branch",
              "internal/decide/Links.java",
              "case READY, IN_PROGRESS, BLOCKED, UNRECOGNIZED -> Progress.OPEN;",
              "case READY, IN_PROGRESS, BLOCKED, UNRECOGNIZED -> Progress.DONE;"),
          Plant.of(
              "what a step withdraws and is still to come begins all the same",
              "internal/decide/Cancelling.java",
              "if (run.state() == StepState.PENDING) {",
              "if (run.state() == StepState.UNRECOGNIZED) {"),
          Plant.of(
              "a task is offered although its condition no longer holds",
              "internal/decide/Offering.java",
              "if (holds(step, scope)) {",
              "if (run.state() == StepState.READY || holds(step, scope)) {"),
          Plant.of(
              "an event that came early answers two waits",
              "internal/decide/EarlierEvents.java",
              "used(one.path(\"id\"));",
              ""),
          Plant.of(
              "events that come before their wait are forgotten",
              "internal/decide/EarlierEvents.java",
              "if (fits && kept(run).size() < MOST) {",
              "if (fits && kept(run).size() < 0) {"),
          Plant.of(
              "an element that is added to a loop is lost",
              "internal/decide/ArrivedEvent.java",
              "StepRun more = run.memory(run.memory().items(items));",
              "StepRun more = run;"),
          Plant.of(
              "whoever wants a lock has it",
              "internal/engine/LockQueues.java",
              "if (queue.size() == 1) {",
              "if (queue.size() >= 1) {"),
          Plant.of(
              "a lock that is free is given to nobody",
              "internal/engine/LockQueues.java",
              "if (next != null) {",
              "if (next == null) {"),
          Plant.of(
              "a limit on starts lets one more through",
              "internal/engine/RateWindow.java",
              "if (given == limit.permits()) {\n      at = Math.max(at, groups.get(0).at() + window);\n    }\n    keep",
              "if (given > limit.permits()) {\n      at = Math.max(at, groups.get(0).at() + window);\n    }\n    keep"),
          Plant.of(
              "what is sent on a channel is not counted",
              "messaging/internal/outbox/ChannelWindow.java",
              "sent.give(rate, counted);",
              ""));

  private PlantedLinks() {}
}
