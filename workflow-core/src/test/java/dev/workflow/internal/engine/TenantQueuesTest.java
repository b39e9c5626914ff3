package dev.workflow.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.TenantId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class TenantQueuesTest {

  private final List<String> ran = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();

  private final class Named implements TenantQueues.Call {

    private final String tenant;
    private final int number;

    Named(String tenant, int number) {
      this.tenant = tenant;
      this.number = number;
    }

    @Override
    public TenantId tenant() {
      return TenantId.of(tenant);
    }

    @Override
    public void run() {
      ran.add(tenant + number);
    }

    @Override
    public void refused(Throwable reason) {
      refused.add(tenant + number + " " + reason.getMessage());
    }
  }

  private void flood(TenantQueues queues, String tenant, int count) {
    for (int i = 0; i < count; i++) {
      queues.execute(new Named(tenant, i));
    }
  }

  @Test
  void tenantsAreServedInTurnOnceTheExecutorIsBusy() {
    Deque<Runnable> pool = new ArrayDeque<>();
    TenantQueues queues = new TenantQueues(pool::add);
    flood(queues, "flood", 100);
    flood(queues, "calm", 3);
    flood(queues, "other", 1);
    while (!pool.isEmpty()) {
      pool.remove().run();
    }
    assertThat(ran).hasSize(104).doesNotHaveDuplicates();
    assertThat(ran.subList(16, 24))
        .containsExactly(
            "flood16", "calm0", "other0", "flood17", "calm1", "flood18", "calm2", "flood19");
  }

  @Test
  void anExecutorThatRunsOnTheCallersThreadRunsEachCallAtOnce() {
    TenantQueues queues = new TenantQueues(Runnable::run);
    flood(queues, "a", 10_000);
    assertThat(ran).hasSize(10_000);
    assertThat(ran.get(9_999)).isEqualTo("a9999");
  }

  @Test
  void aCallThatTheExecutorRefusesHearsOfItAndTheOthersGoOn() {
    Executor full =
        task -> {
          throw new RejectedExecutionException("full");
        };
    TenantQueues queues = new TenantQueues(full);
    flood(queues, "a", 40);
    assertThat(ran).isEmpty();
    assertThat(refused).hasSize(40).startsWith("a0 full", "a1 full");
  }
}
