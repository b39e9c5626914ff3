package dev.workflow.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.workflow.memory.InMemoryWorkflowStore;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class InMemorySimulationTest {

  /** As many as take less than a minute on two cores. */
  private static final int SEEDS = 3_000;

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

  @Test
  void the_histories_hold_every_kind_of_fault_at_every_kind_of_place() {
    Simulation simulation = Simulation.on(InMemoryWorkflowStore::new);
    String decisions =
        LongStream.range(0, 300)
            .boxed()
            .flatMap(seed -> simulation.run(seed).stream())
            .collect(Collectors.joining("\n"));
    for (String fault : List.of("dies", "stands still for PT", "waits")) {
      for (String place :
          List.of(
              "before a transaction",
              "after a transaction",
              "before the handler of",
              "after the handler of",
              "before a message is sent",
              "after a message was sent")) {
        assertThat(decisions).containsPattern(fault + "[^\n]* " + place);
      }
    }
    assertThat(decisions)
        .contains(
            "dies inside the transaction of",
            "the transaction fails before its commit",
            "the answer of the commit is lost",
            "publishes sim.go",
            "publishes sim.answer",
            "publishes sim.exit");
  }
}
