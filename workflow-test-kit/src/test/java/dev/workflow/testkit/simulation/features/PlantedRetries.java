package dev.workflow.testkit.simulation.features;

import java.util.List;

/** Faults in how an instance goes on after a failure, and in what steps start. */
final class PlantedRetries {

  private static final String RETRIES = "internal/engine/InstanceRetry.java";
  private static final String REVIVAL = "internal/decide/RetryFromFailure.java";

  static final List<Plant> ALL =
      List.of(
          Plant.of(
                  "a loop that fails forgets its elements",
                  "internal/decide/StepStamps.java",
                  "return ended.memory().items() != null\n        && (ended",
                  "return ended.key().undo()\n        && (ended")
              .and(REVIVAL, "return run.memory().items() != null;", "return true;"),
          Plant.of(
              "what an exit has ended can be retried",
              REVIVAL,
              "Since since = ending == null ? null : ending.since();",
              "Since since = ending == null || ending.since() != null ? null : ending.since();"),
          Plant.of(
              "what a timeout cut off stays left out after a retry",
              "internal/decide/StepRun.java",
              ".memory(memory.cut(true));",
              ".memory(memory);"),
          Plant.of(
              "a retry of the parent does the work of the sub-workflow again",
              RETRIES,
              """
              children(InstanceUpdate above, RetryFromFailure revival) {
              """,
              """
              children(InstanceUpdate above, RetryFromFailure revival) {
                  if (above != null) {
                    return Map.of();
                  }
              """),
          Plant.of(
              "a retry of the sub-workflow alone leaves its parent behind",
              RETRIES,
              "if (above == null || step == null) {",
              "if (above == null || step == null || above.key() != null) {"),
          Plant.of(
              "a stop as failed is retried",
              REVIVAL,
              "          && stop.failed()) {",
              "          && stop.failed() && tree == null) {"),
          Plant.of(
              "what was undone is gone on with",
              REVIVAL,
              "if (undone.isEmpty()) {",
              "if (undone.size() < 99) {"),
          Plant.of(
              "what a step starts does not obey its concurrency",
              "internal/engine/Starts.java",
              "Admitted admitted = admit(identity.tenant(), tree, key);",
              "Admitted admitted = Admitted.NOW;"),
          Plant.of(
              "an instance is retried beside the one that has its concurrency key now",
              RETRIES,
              "if (key == null\n        || failed.tree()",
              "if (key == null || key.length() < 100\n        || failed.tree()"),
          Plant.of(
              "a wait is answered by what was published before it began",
              "internal/engine/EventDelivery.java",
              "instance == publisher ? later : Set.of()",
              "Set.of()"),
          Plant.of(
              "a join that cannot be reached is waited for",
              "internal/decide/JoinRule.java",
              "return tally.grows() || tally.count() - tally.failed() >= some",
              "return tally.grows() || tally.failed() < tally.count()"));

  private PlantedRetries() {}
}
