package dev.workflow.testkit.simulation.features;

import java.util.List;

/** Faults in what an ending and a pause reach. */
final class PlantedEndings {

  private static final String REACTIONS = "internal/decide/InputHandler.java";

  static final List<Plant> ALL =
      List.of(
          Plant.of(
              "an exit does not find what has ended: its messages are sent",
              "memory/MemoryUnfinished.java",
              "boolean failed = progress.state().equals(\"FAILED\");",
              """
              boolean failed = progress.state().equals("FAILED");
                  if (progress.endedAt() != null) {
                    return false;
                  }"""),
          Plant.of(
              "the end of a parent does not reach sub-workflows that have ended",
              "internal/decide/InstanceEnding.java",
              "decision.effect(new Effect.EndSince(children, reason));",
              ""),
          Plant.of(
              "a replacement does not reach what has ended",
              "internal/engine/Starts.java",
              "others.addAll(work.reach().unfinished(tenant, workflow, concurrencyKey));",
              ""),
          Plant.of(
              "messages of an instance that is paused are sent",
              REACTIONS,
              "decision.effect(new Effect.PauseMessages());",
              ""),
          Plant.of(
              "sub-workflows go on while the instance that waits for them is paused",
              REACTIONS,
              "withChildren(Effect.PauseChildren::new);",
              ""),
          Plant.of(
              "a purge removes messages that are still to be sent",
              "memory/MemoryInstances.java",
              ".filter(row -> messages.ofInstance(row.key()).noneMatch(messages::isOnItsWay))",
              ""),
          Plant.of(
              "a message that was given up is sent again after the end",
              "messaging/internal/service/MessageChanges.java",
              "InstanceKey instance = row.instance();\n    if (instance == null || row.isCarrier()) {\n      return;",
              "InstanceKey instance = row.instance();\n    if (instance == null || true) {\n      return;"),
          Plant.of(
              "what is sent and cancelled in one change goes out",
              "messaging/internal/outbox/MessageSideRows.java",
              "messages.replaceAll(row -> MessageRowMapper.canceled(row, now));",
              ""),
          Plant.of(
              "a message that is put off during a pause is sent",
              "messaging/internal/outbox/CancelledInstances.java",
              "return row.attempts() > 0 || row.status().inDoubt();",
              "return false;"));

  /** Those about digests, and about what is below something that is paused. */
  static final List<Plant> BELOW =
      List.of(
          Plant.of(
              "a digest that is tried again goes out with what has ended since",
              "messaging/internal/outbox/SendChecks.java",
              "EndedParts.leaveOut(engine, transaction, bundles);",
              ""),
          Plant.of(
              "a sub-workflow is resumed although the instance that waits for it is paused",
              "internal/engine/CommandContext.java",
              "unit.pausing().refuseBelowPaused(working);",
              ""),
          Plant.of(
              "messages of sub-workflows that have ended are sent during a pause",
              "internal/engine/Pausing.java",
              "if (ended.isEmpty()) {",
              "if (ended != null) {"),
          Plant.of(
              "a queued sub-workflow starts while the instance that waits for it is paused",
              "internal/engine/Effects.java",
              ".filter(next -> work.pausing().pausedAbove(next).isEmpty())",
              ""));

  /** Those about what is queued, removed, answered, or cancelled after its end. */
  static final List<Plant> OTHERS =
      List.of(
          Plant.of(
              "a cancel does not reach what has ended",
              "internal/engine/CommandContext.java",
              """
              unit.reach().isUnfinished(working)
                             ? new InstanceInput.EndSince""",
              """
              unit.reach().isUnfinished(working) && reason == null && actor == null
                             ? new InstanceInput.EndSince"""),
          Plant.of(
              "what is queued begins before it is cancelled",
              REACTIONS,
              "new InstanceEnding(decision).end(InstanceState.CANCELED, InstanceOutcome.CANCELED,"
                  + " cancel.reason());",
              """
              if (before.state() == InstanceState.DRAFT) {
                      decision.activate("start");
                    }
                    new InstanceEnding(decision).end(InstanceState.CANCELED, InstanceOutcome.CANCELED, cancel.reason());"""),
          Plant.of(
              "the end of a parent does not reach its queued sub-workflow",
              "internal/engine/Effects.java",
              "} else if (effect instanceof Effect.CancelChild cancel) {",
              """
              } else if (effect instanceof Effect.CancelChild draft
                      && work.instances().state(new InstanceKey(working.key().tenant(), draft.child()))
                          == InstanceState.DRAFT) {
                    return;
                  } else if (effect instanceof Effect.CancelChild cancel) {"""),
          Plant.of(
              "a deleted workflow leaves messages behind",
              "internal/service/WorkflowRemoval.java",
              "cancelWaiting(tenant, key, by);\n    cancelInDigests(tenant, key, by);",
              ""),
          Plant.of(
              "a fallback goes out although the message was answered",
              "messaging/internal/outbox/Fallbacks.java",
              "if (arrived(one, row, before)) {",
              "if (arrived(one, row, before) && !row.state().equals(\"PENDING\")) {"));

  private PlantedEndings() {}
}
