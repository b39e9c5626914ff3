package dev.workflow.testkit.simulation.features;

import java.util.List;

/** Faults in what is accepted, and in what one thing that cannot be read or decided holds up. */
final class PlantedReadable {

  private static final String JSON = "Json.java";

  static final List<Plant> ALL =
      List.of(
          Plant.of(
              "a reason that no store keeps is accepted",
              "internal/text/Limits.java",
              "if (reason != null) {\n      require(\"The reason\"",
              "if (reason != null && reason.isEmpty()) {\n      require(\"The reason\""),
          Plant.of(
              "half a character in a payload is accepted",
              JSON,
              "return Limits.holdsHalfACharacter(text)\n",
              "return Limits.holdsHalfACharacter(text) && text.isEmpty()\n"),
          Plant.of(
                  "a number is accepted that no reader takes",
                  JSON,
                  ".maxNumberLength(2 * MAX_NUMBER)",
                  ".maxNumberLength(MAX_NUMBER)")
              .and(JSON, "return wrongNumber(node);", "return null;"),
          Plant.of(
                  "a key is accepted that no reader takes",
                  JSON,
                  ".maxNameLength(2 * MAX_KEY)",
                  ".maxNameLength(MAX_KEY)")
              .and(JSON, "name.length() > MAX_KEY\n", "name.length() < 0\n"),
          Plant.of(
              "a key is measured by its letters and not by its bytes",
              "internal/text/Limits.java",
              "bytes(text) > INDEXED_BYTES) {",
              "bytes(text) > 9 * INDEXED_BYTES) {"),
          Plant.of(
              "what steps set grows without a limit",
              "internal/decide/DecisionBuilder.java",
              "if (set.isEmpty()) {",
              "if (set.size() < 9) {"),
          Plant.of(
              "a reason looks like lines of the story",
              "internal/service/Story.java",
              "Limits.oneLine(words.line(entry))",
              "words.line(entry)"),
          Plant.of(
              "what the host's calendar cannot say takes the result before it along",
              "internal/decide/StepWalker.java",
              "| ArithmeticException e) {\n      progress = undecidable(run.key(), e);",
              "| ArithmeticException e) {\n      throw e;"));

  private PlantedReadable() {}
}
