package dev.workflow.testkit.simulation.features;

import java.util.List;
import java.util.stream.Stream;

/** The faults that the simulation is shown to find: mends that are taken out again. */
final class Plants {

  private Plants() {}

  /** Some that are found soon. */
  static List<Plant> quick() {
    return List.of(PlantedCommands.ALL.get(0), PlantedEndings.ALL.get(0));
  }

  static List<Plant> all() {
    return Stream.of(
            PlantedCommands.ALL,
            PlantedEndings.ALL,
            PlantedEndings.BELOW,
            PlantedEndings.OTHERS,
            PlantedRetries.ALL,
            PlantedTimes.ALL,
            PlantedReadable.ALL,
            PlantedPoison.ALL,
            PlantedLinks.ALL,
            PlantedRecords.ALL,
            PlantedCalendar.ALL)
        .flatMap(List::stream)
        .toList();
  }
}
