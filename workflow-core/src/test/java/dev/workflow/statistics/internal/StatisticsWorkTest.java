package dev.workflow.statistics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.store.StatisticsRows;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoreUnavailableException;
import dev.workflow.spi.store.StoreWork;
import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.statistics.Statistics.Query;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StatisticsWorkTest {

  private static final TenantId TENANT = TenantId.of("t");
  private static final Query ALL =
      Query.of(
          TENANT, Instant.parse("2000-01-01T00:00:00Z"), Instant.parse("2100-01-01T00:00:00Z"));

  private final WorkflowStore memory = new InMemoryWorkflowStore();

  private static WorkflowEngine engine(WorkflowStore store) {
    return WorkflowEngine.builder().store(store).actors(ActorDirectory.open()).build();
  }

  private static void start(WorkflowEngine engine) {
    engine
        .definitions()
        .publish(
            TENANT,
            WorkflowDefinition.parse(
                "{\"key\": \"w\", \"steps\": [{\"id\": \"a\", \"delay\": \"P1D\"}]}"));
    engine.instances().start(TENANT, "w", null, Json.object(), Actor.of("ann"));
  }

  @Test
  void a_started_engine_counts_by_itself() throws Exception {
    CountDownLatch counted = new CountDownLatch(1);
    WorkflowStore told = new After(memory, "removeFacts", counted::countDown);
    try (WorkflowEngine engine = engine(told)) {
      engine.start();
      start(engine);
      assertThat(counted.await(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  @Test
  void what_a_dying_node_had_counted_is_counted_again_by_another_and_once() {
    try (WorkflowEngine healthy = engine(memory)) {
      start(healthy);
      for (String last : new String[] {"insert", "removeFacts"}) {
        WorkflowStore dies =
            new After(
                memory,
                last,
                () -> {
                  throw new StoreUnavailableException("the node is dead", null);
                });
        try (WorkflowEngine dying = engine(dies)) {
          assertThatThrownBy(() -> dying.statistics().runs(ALL))
              .isInstanceOf(StoreUnavailableException.class)
              .hasMessage("the node is dead");
        }
      }
      assertThat(healthy.statistics().runs(ALL).get(0).started()).isEqualTo(1);
      assertThat(healthy.statistics().runs(ALL).get(0).started()).isEqualTo(1);
    }
  }

  /** A store that does something after a call of its statistics, in the transaction. */
  private record After(WorkflowStore store, String call, Runnable deed) implements WorkflowStore {

    @Override
    public <T, X extends Exception> T transact(StoreWork<T, X> work) throws X {
      return store.transact(transaction -> work.in(around(StoreTransaction.class, transaction)));
    }

    private <T> T around(Class<T> type, Object what) {
      return type.cast(
          Proxy.newProxyInstance(
              After.class.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) -> {
                Object result;
                try {
                  result = method.invoke(what, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
                if (method.getName().equals("statistics")) {
                  return around(StatisticsRows.class, result);
                }
                if (type == StatisticsRows.class && method.getName().equals(call)) {
                  deed.run();
                }
                return result;
              }));
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
    public void close() {}
  }
}
