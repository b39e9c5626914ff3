package dev.workflow.examples.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.spi.store.StoreWork;
import dev.workflow.spi.store.WorkflowStore;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class SimulateProgramTest {

  /** Does not keep to its contract: sooner or later a transaction ends in a fault of its own. */
  private static final class FaultyStore implements WorkflowStore {

    private final WorkflowStore store;
    private int transactions;

    FaultyStore(InstantSource clock) {
      this.store = new InMemoryWorkflowStore(clock);
    }

    @Override
    public <T, X extends Exception> T transact(StoreWork<T, X> work) throws X {
      if (++transactions == 40) {
        throw new IllegalStateException("the store is at fault");
      }
      return store.transact(work);
    }

    @Override
    public Instant now() {
      return store.now();
    }

    @Override
    public String describe() {
      return store.describe();
    }

    @Override
    public void close() {
      store.close();
    }
  }

  @Test
  void stories_of_any_seeds_are_played() throws Exception {
    Report report = SimulateProgram.run(Options.of("--seeds", "6", "--from", "9000000000"));
    assertThat(report.broken()).isEmpty();
    assertThat(report.count("seeds")).isEqualTo(6);
    assertThat(report.count("from")).isEqualTo(9_000_000_000L);
  }

  @Test
  void a_story_that_breaks_a_promise_is_told_with_its_seed() throws Exception {
    Report report =
        SimulateProgram.run(
            Options.of("--seeds", "2", "--from", "7", "--short", "0", "--threads", "1"),
            FaultyStore::new);
    int failing = (int) report.count("failing");
    assertThat(failing).isPositive();
    assertThat(report.broken()).hasSize(1 + failing).last().asString().startsWith("seed ");
  }
}
