package dev.workflow.testkit.simulation.features;

import java.util.List;

/** Faults in what stands alone, so that nothing else waits for it, and in what is kept then. */
final class PlantedPoison {

  private static final String RUNS = "internal/engine/LeasedInstances.java";

  static final List<Plant> ALL =
      List.of(
          Plant.of(
              "one instance that cannot be read stops the claims of all",
              RUNS,
              "if (!SetAsides.ofTheRow(e)) {",
              "if (!SetAsides.ofTheRow(e) || stored != null) {"),
          Plant.of(
              "one message that cannot be read stops the sending of all",
              "messaging/internal/outbox/MessageClaimer.java",
              "if (e instanceof StoreException) {\n        throw e;\n      }\n      log.debug",
              "if (limit > 0) {\n        throw e;\n      }\n      log.debug"),
          Plant.of(
              "one tenant whose directory throws stops the claims of all",
              "internal/engine/TenantCache.java",
              "} catch (TenantFaultException e) {\n      return true;",
              "} catch (TenantFaultException e) {\n      throw e;"),
          Plant.of(
              "what happens to an instance that is set aside is forgotten",
              "internal/engine/SetAsideInstances.java",
              "ObjectNode missed = MissedInputs.json(what);",
              "ObjectNode missed = null;"),
          Plant.of(
              "what the database refuses of a result is called for again",
              "internal/engine/LeasedInstance.java",
              "if (passing ? postponed(reason) : failsInstead(reason)) {",
              "if (passing && postponed(reason)) {"),
          Plant.of(
              "a provider's id is kept as it is",
              "messaging/internal/outbox/ProviderId.java",
              "if (id.length() <= Limits.INDEXED_BYTES",
              "if (!id.isEmpty() || id.length() <= Limits.INDEXED_BYTES"));

  private PlantedPoison() {}
}
