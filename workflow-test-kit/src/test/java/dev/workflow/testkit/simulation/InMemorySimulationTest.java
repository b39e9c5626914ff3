package dev.workflow.testkit.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.workflow.memory.InMemoryWorkflowStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class InMemorySimulationTest {

  private static final int SEEDS = 10_000;
  private static final Logger ENGINE = (Logger) LoggerFactory.getLogger("dev.workflow.execution");

  @BeforeAll
  static void silenceTheEngine() {
    ENGINE.setLevel(Level.OFF);
  }

  @AfterAll
  static void letTheEngineSpeak() {
    ENGINE.setLevel(null);
  }

  @Test
  void the_guarantees_hold_under_every_seed() {
    Simulation.on(InMemoryWorkflowStore::new).run(Simulation.seeds(SEEDS).parallel());
  }
}
