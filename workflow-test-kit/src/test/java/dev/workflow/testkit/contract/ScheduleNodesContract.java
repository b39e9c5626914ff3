package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.schedule.Schedule;
import dev.workflow.schedule.ScheduledTask;
import dev.workflow.schedule.Tick;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoreUnavailableException;
import dev.workflow.spi.store.StoreWork;
import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.testkit.VirtualClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Several engines on one store start each tick once, also if one of them dies. */
public abstract class ScheduleNodesContract extends StartedEngines {

  private static final Actor ANN = Actor.of("ann");
  private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");

  private final VirtualClock clock = new VirtualClock(START);

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).clock(clock);
  }

  private static Schedule create(WorkflowEngine engine, int n) {
    return engine
        .schedules()
        .create(
            TENANT,
            ScheduledTask.parse(
                "{\"name\": \"task %d\", \"type\": \"workflow\", \"config\": {\"workflow_id\": \"w\"}, \"every\": \"PT1H\"}"
                    .formatted(n)),
            ANN);
  }

  private static void publish(WorkflowEngine engine) {
    engine
        .definitions()
        .publish(TENANT, WorkflowDefinition.parse("{\"key\": \"w\", \"steps\": " + ONE_STEP + "}"));
  }

  private List<Tick> history(WorkflowEngine engine, Schedule schedule) {
    return engine.schedules().history(TENANT, schedule.id(), null, 10).items();
  }

  @Test
  void schedules_that_are_due_together_are_shared_and_each_starts_once() throws Exception {
    WorkflowEngine one = engine("one");
    WorkflowEngine two = engine("two");
    publish(one);
    List<Schedule> all =
        java.util.stream.IntStream.range(0, 600).mapToObj(n -> create(one, n)).toList();
    clock.advance(Duration.ofHours(1));
    one.start();
    two.start();
    ended.await(600);
    one.close();
    two.close();

    assertThat(calls).hasValue(600);
    try (WorkflowEngine reader = customize(WorkflowEngine.builder().store(store)).build()) {
      reader.runUntilIdle();
      assertThat(all)
          .allSatisfy(
              schedule ->
                  assertThat(history(reader, schedule))
                      .extracting(Tick::state)
                      .containsExactly(Tick.State.COMPLETED));
    }
  }

  @Test
  void a_node_that_dies_between_the_claim_and_the_start_leaves_the_tick_to_another() {
    WorkflowEngine healthy = engine("healthy");
    publish(healthy);
    Schedule schedule = create(healthy, 1);
    clock.advance(Duration.ofHours(1));
    Dying dying = new Dying(store, new AtomicInteger());
    WorkflowEngine dies = opened(customize(WorkflowEngine.builder().store(dying)));

    assertThatThrownBy(dies::runUntilIdle).isInstanceOf(StoreUnavailableException.class);
    assertThat(dying.deaths()).hasPositiveValue();
    assertThat(history(healthy, schedule)).isEmpty();
    healthy.runUntilIdle();
    assertThat(history(healthy, schedule))
        .extracting(Tick::state)
        .containsExactly(Tick.State.COMPLETED);
    assertThat(calls).hasValue(1);
  }

  @Test
  void news_of_an_instance_that_ended_on_one_node_is_taken_up_on_another() {
    WorkflowEngine one = engine("one");
    publish(one);
    Schedule schedule = create(one, 1);
    clock.advance(Duration.ofHours(1));
    one.runUntilIdle();
    clock.advance(Duration.ofHours(1));
    WorkflowEngine two = engine("two");
    two.runUntilIdle();
    assertThat(history(two, schedule))
        .extracting(Tick::state)
        .containsExactly(Tick.State.COMPLETED, Tick.State.COMPLETED);
  }

  /**
   * A store whose node is killed when it has written an instance and has not committed.
   *
   * @param deaths how often
   */
  private record Dying(WorkflowStore store, AtomicInteger deaths) implements WorkflowStore {

    @Override
    public <T, X extends Exception> T transact(StoreWork<T, X> work) throws X {
      return store.transact(transaction -> work.in(watched(transaction)));
    }

    private StoreTransaction watched(StoreTransaction transaction) {
      return (StoreTransaction)
          Proxy.newProxyInstance(
              Dying.class.getClassLoader(),
              new Class<?>[] {StoreTransaction.class},
              (proxy, method, arguments) -> {
                Object result;
                try {
                  result = method.invoke(transaction, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
                if (method.getName().equals("finish") && !((List<?>) arguments[1]).isEmpty()) {
                  deaths.incrementAndGet();
                  throw new StoreUnavailableException("the node is dead", null);
                }
                return result;
              });
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
