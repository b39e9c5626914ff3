package dev.workflow.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.WorkflowException;
import dev.workflow.memory.InMemoryWorkflowStore;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class InMemorySimulationTest {

  private static final int SEEDS = 5_000;

  private final EngineLog log = new EngineLog();

  @AfterEach
  void closeTheLog() {
    log.close();
  }

  @Test
  void the_guarantees_hold_under_every_seed_and_the_engine_complains_of_nothing_but_the_faults() {
    Simulation.on(InMemoryWorkflowStore::new).run(Simulation.seeds(SEEDS).parallel());

    assertThat(log.unexplained()).isEmpty();
  }

  @Test
  void the_engine_complains_of_faults() {
    Simulation.on(InMemoryWorkflowStore::new).run(LongStream.range(0, 100));

    assertThat(log.injected()).isGreaterThan(50);
    assertThat(log.unexplained()).isEmpty();
  }

  @Test
  void a_line_that_no_fault_explains_is_kept() {
    Logger logger = LoggerFactory.getLogger("dev.workflow.internal.engine.Anything");
    logger.error("Went wrong", new WorkflowException("the change failed", new Crashed()));
    logger.error("Went wrong too", new WorkflowException("the change failed", null));
    logger.warn("{} is away: {}", "the store", "simulated: the connection broke");
    logger.warn("{} is away: {}", "the store", "the connection broke");

    assertThat(log.injected()).isEqualTo(2);
    assertThat(log.unexplained())
        .containsExactly(
            "[ERROR] Went wrong too: dev.workflow.WorkflowException: the change failed",
            "[WARN] the store is away: the connection broke");
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
