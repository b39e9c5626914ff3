package dev.workflow.testkit.simulation.features;

import dev.workflow.memory.InMemoryWorkflowStore;

/** Plays stories inside the class loader of an engine with a planted fault. */
public final class PlantedRun {

  private PlantedRun() {}

  /**
   * The seed, the promise and the message of the first story that finds something; nothing if none
   * does.
   */
  public static Object[] find(long from, long to, boolean shortened) {
    FeatureSimulation simulation = FeatureSimulation.on(InMemoryWorkflowStore::new);
    FeatureSimulation played = shortened ? simulation : simulation.asTheyAre();
    for (long seed = from; seed < to; seed++) {
      try {
        played.run(seed);
      } catch (StoryFailure e) {
        return new Object[] {seed, e.promise().name(), String.valueOf(e.getMessage())};
      }
    }
    return new Object[0];
  }
}
