package dev.workflow.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.TenantId;
import dev.workflow.spi.store.InstanceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UnitQueueTest {

  private final UnitQueue queue = new UnitQueue();

  private record Named(@Nullable String of, int number) implements Committer.Unit {

    @Override
    public @Nullable TenantId tenant() {
      return of == null ? null : TenantId.of(of);
    }

    @Override
    public void apply(UnitOfWork work) {}

    @Override
    public void committed(UnitOfWork work, Set<InstanceKey> fenced) {}

    @Override
    public void failed(RuntimeException reason) {}

    @Override
    public String toString() {
      return of + number;
    }
  }

  private void add(@Nullable String tenant, int count) {
    for (int i = 0; i < count; i++) {
      queue.add(new Named(tenant, i));
    }
  }

  private List<String> taken(int most) {
    List<Committer.Unit> units = new ArrayList<>();
    queue.drainTo(units, most);
    return units.stream().map(Object::toString).toList();
  }

  @Test
  void tenants_take_turns_and_each_keeps_its_order() {
    add("flood", 1_000);
    add("calm", 2);
    add(null, 1);
    assertThat(taken(7))
        .containsExactly("flood0", "calm0", "null0", "flood1", "calm1", "flood2", "flood3");
    assertThat(taken(2_000)).hasSize(996).startsWith("flood4").endsWith("flood999");
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void one_that_comes_late_is_in_the_next_batch() {
    add("flood", 1_000);
    assertThat(taken(256)).hasSize(256);
    add("calm", 1);
    assertThat(taken(256)).contains("calm0");
  }

  @Test
  void it_is_shared_as_soon_as_a_second_tenant_hands_something_in() {
    assertThat(queue.shared()).isFalse();
    add("flood", 3);
    add(null, 1);
    assertThat(queue.shared()).isFalse();
    add("calm", 1);
    assertThat(queue.shared()).isTrue();
  }

  @Test
  void whoever_waits_gets_what_is_handed_in() throws Exception {
    assertThat(queue.poll(0, TimeUnit.SECONDS)).isNull();
    AtomicReference<Committer.Unit> got = new AtomicReference<>();
    CountDownLatch begins = new CountDownLatch(1);
    Thread waiter =
        new Thread(
            () -> {
              begins.countDown();
              try {
                got.set(queue.poll(60, TimeUnit.SECONDS));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    waiter.start();
    begins.await();
    add("calm", 1);
    waiter.join();
    assertThat(got.get()).hasToString("calm0");
  }
}
