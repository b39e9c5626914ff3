package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.EngineOptions;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowInstance;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The host's records, read by engines with threads of their own. */
public abstract class RecordsNodesContract extends StartedEngines {

  private static final TenantId OTHER = TenantId.of("other");
  private static final String LEAD =
      "\"records\": {\"lead\": {\"type\": \"lead\", \"id\": \"{{subject.id}}\"}},";

  private final HostRecords records = new HostRecords();

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).records(records);
  }

  @Override
  List<TenantId> tenants() {
    return List.of(TENANT, OTHER);
  }

  private static InstanceId started(WorkflowEngine engine, TenantId tenant) {
    engine.definitions().publish(tenant, steps(LEAD, ONE_STEP));
    Event event = Event.of(tenant, "go", SubjectRef.of("lead", "1"), Json.object());
    return engine.events().publish(event).started().get(0).instance();
  }

  private static WorkflowInstance until(
      WorkflowEngine engine, TenantId tenant, InstanceId id, Predicate<WorkflowInstance> fits) {
    WorkflowInstance instance = engine.instances().get(tenant, id);
    while (!fits.test(instance)) {
      LockSupport.parkNanos(1_000_000);
      instance = engine.instances().get(tenant, id);
    }
    return instance;
  }

  @Test
  void a_host_that_hangs_on_takes_no_more_than_four_threads() {
    CountDownLatch released = new CountDownLatch(1);
    records.reading =
        request -> {
          boolean back = false;
          while (!back) {
            try {
              await(released);
              back = true;
            } catch (InterruptedException e) {
              back = false; // it does not listen
            }
          }
          return Map.of();
        };
    WorkflowEngine engine =
        opened(
            customize(WorkflowEngine.builder().store(store))
                .options(EngineOptions.defaults().withHandlerTimeout(Duration.ofMillis(20))));
    engine.start();
    engine.definitions().publish(TENANT, steps(LEAD, ONE_STEP));
    List<String> reasons = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      InstanceId id = engine.events().publish(go(i)).started().get(0).instance();
      WorkflowInstance waiting =
          until(engine, TENANT, id, instance -> instance.step("a").reason() != null);
      reasons.add(String.valueOf(waiting.step("a").reason()));
    }
    released.countDown();
    assertThat(records.requests).hasSize(4);
    assertThat(reasons.get(5))
        .isEqualTo("its records cannot be read: 4 calls of the RecordGateway have not returned");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      await(latch);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_host_that_hangs_is_cut_off_and_the_step_says_so() {
    CountDownLatch never = new CountDownLatch(1);
    records.reading =
        request -> {
          never.await();
          return Map.of();
        };
    WorkflowEngine engine =
        opened(
            customize(WorkflowEngine.builder().store(store))
                .options(EngineOptions.defaults().withHandlerTimeout(Duration.ofMillis(50))));
    engine.start();
    InstanceId id = started(engine, TENANT);
    WorkflowInstance waiting =
        until(engine, TENANT, id, instance -> instance.step("a").reason() != null);
    assertThat(waiting.state()).isEqualTo(InstanceState.ACTIVE);
    assertThat(waiting.step("a").reason())
        .isEqualTo("its records cannot be read: the RecordGateway did not answer within PT0.05S");
    assertThat(calls).hasValue(0);
  }

  @Test
  void events_of_one_subject_that_come_to_two_nodes_at_once_settle_in_one_instance()
      throws InterruptedException {
    WorkflowEngine one = engine("one");
    WorkflowEngine two = engine("two");
    one.definitions()
        .publish(
            TENANT,
            WorkflowDefinition.parse(
                """
                {"key": "w", "triggers": [{"event": "go", "settle": "PT1H"}],
                 "steps": [{"id": "a", "action": "work"}]}
                """));
    List<Thread> publishers = new ArrayList<>();
    CountDownLatch begin = new CountDownLatch(1);
    for (WorkflowEngine engine : List.of(one, two, one, two)) {
      Thread thread =
          new Thread(
              () -> {
                awaitQuietly(begin);
                for (int i = 0; i < 5; i++) {
                  engine
                      .events()
                      .publish(Event.of(TENANT, "go", SubjectRef.of("lead", "1"), Json.object()));
                }
              });
      publishers.add(thread);
      thread.start();
    }
    begin.countDown();
    for (Thread thread : publishers) {
      thread.join();
    }
    assertThat(one.instances().list(Instances.Query.of(TENANT), null, 10).items()).hasSize(1);
  }

  @Test
  void a_tenant_whose_host_hangs_keeps_no_other_tenant_waiting() throws InterruptedException {
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    records.reading =
        request -> {
          if (request.tenant().equals(TENANT)) {
            hangs.countDown();
            await(goOn);
          }
          return Map.of();
        };
    WorkflowEngine engine = engine("one");
    engine.start();
    InstanceId waiting = started(engine, TENANT);
    await(hangs);
    InstanceId other = started(engine, OTHER);
    until(engine, OTHER, other, instance -> instance.state().ended());
    assertThat(engine.instances().get(TENANT, waiting).state()).isEqualTo(InstanceState.ACTIVE);
    goOn.countDown();
    until(engine, TENANT, waiting, instance -> instance.state().ended());
    assertThat(calls).hasValue(2);
  }
}
