package dev.workflow.testkit.simulation.features;

import java.util.List;

/** Faults in what is asked of the host's records, and in what is told of it. */
final class PlantedRecords {

  static final List<Plant> ALL =
      List.of(
          Plant.of(
              "a condition over a record asks what was",
              "internal/decide/RecordGate.java",
              "entry.getValue().read() == RecordUse.Read.START && decision.host().records()",
              "decision.host().records()"),
          Plant.of(
              "a record that cannot be read is taken for one that is gone",
              "internal/decide/RecordGate.java",
              "} else if (!fault.passing()) {",
              "} else if (fault.passing()) {\n      return true;\n    } else if (!fault.passing()) {"),
          Plant.of(
              "an exit that asks for a record is not asked before a step",
              "internal/decide/RecordGate.java",
              "if (!atHand(run)) {\n      return false;\n    }\n    askExits();",
              "if (!atHand(run)) {\n      return false;\n    }"),
          Plant.of(
              "an exit that asks for a record is not asked before a message",
              "internal/engine/ExitLook.java",
              "if (!workflows(key.tenant()).exitsByCondition(workflow)) {",
              "if (workflows(key.tenant()) != null) {"),
          Plant.of(
              "which instance an event has started is not told",
              "decision/internal/PastCandidates.java",
              "new Location(row.id(), one.instance(), null),",
              "Location.of(row.id()),"),
          Plant.of(
              "a calendar shows what is to come in other tenants",
              "memory/MemoryInstances.java",
              ".filter(row -> row.key().tenant().equals(filter.tenant()))\n        .filter(row -> row.progress().state().equals(\"ACTIVE\"))",
              ".filter(row -> row.progress().state().equals(\"ACTIVE\"))"),
          Plant.of(
              "the log shows what was done in other tenants",
              "memory/MemoryInstances.java",
              ".filter(row -> row.key().tenant().equals(filter.tenant()))\n        .filter(row -> filter.instance() == null",
              ".filter(row -> filter.instance() == null"));

  private PlantedRecords() {}
}
