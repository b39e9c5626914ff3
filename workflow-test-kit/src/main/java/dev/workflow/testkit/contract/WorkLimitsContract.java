package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.EngineOptions;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.EngineListener;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.TenantLimits;
import dev.workflow.spi.store.WorkflowStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much work of a tenant several engines with threads do at the same time. */
public abstract class WorkLimitsContract {

  private static final TenantId LIMITED = TenantId.of("limited");
  private static final TenantId FREE = TenantId.of("free");
  private static final long PATIENCE_SECONDS = 60;

  private WorkflowStore store;
  private TenantLimits limits = TenantLimits.NONE;
  private final List<WorkflowEngine> engines = new ArrayList<>();
  private final Semaphore entered = new Semaphore(0);
  private final Semaphore gate = new Semaphore(0);
  private final Semaphore ended = new Semaphore(0);
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  /** An empty store; closed after the test. */
  protected abstract WorkflowStore createStore();

  @BeforeEach
  void openStore() {
    store = createStore();
  }

  @AfterEach
  void closeAll() {
    gate.release(1_000);
    engines.forEach(WorkflowEngine::close);
    store.close();
  }

  /** Waits behind the gate in the tenant with limits, and returns at once in others. */
  private final class Gated implements ActionHandler {

    @Override
    public String type() {
      return "gated";
    }

    @Override
    public ActionResult start(ActionContext context) throws InterruptedException {
      if (context.tenant().equals(FREE) || context.workflow().key().equals("open")) {
        return ActionResult.completed();
      }
      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
      entered.release();
      gate.acquire();
      inside.decrementAndGet();
      return ActionResult.completed();
    }
  }

  private WorkflowEngine started(String node) {
    WorkflowEngine engine =
        WorkflowEngine.builder()
            .store(store)
            .handler(new Gated())
            .actors(ActorDirectory.open())
            .tenants(
                tenant ->
                    Optional.of(
                        tenant.equals(LIMITED)
                            ? TenantDirectory.Settings.DEFAULT.withLimits(limits)
                            : TenantDirectory.Settings.DEFAULT))
            .listener(
                new EngineListener() {
                  @Override
                  public void instanceMoved(InstanceMove move) {
                    if (InstanceState.valueOf(move.to()).ended()) {
                      ended.release();
                    }
                  }
                })
            .options(
                EngineOptions.defaults().withNodeId(node).withPollInterval(Duration.ofMillis(20)))
            .build();
    engines.add(engine);
    engine.start();
    return engine;
  }

  private static void publish(WorkflowEngine engine, TenantId tenant, String workflow, String on) {
    engine
        .definitions()
        .publish(
            tenant,
            WorkflowDefinition.parse(
                "{\"key\": \"%s\", \"triggers\": [{\"event\": \"%s\"}], \"steps\": [{\"id\": \"a\", \"action\": \"gated\"}]}"
                    .formatted(workflow, on)));
  }

  private void events(TenantId tenant, String type, int count) {
    for (int i = 0; i < count; i++) {
      engines
          .get(i % engines.size())
          .events()
          .publish(Event.of(tenant, type, SubjectRef.of("lead", String.valueOf(i)), Json.object()));
    }
  }

  private static void await(Semaphore semaphore, int permits) throws InterruptedException {
    assertThat(semaphore.tryAcquire(permits, PATIENCE_SECONDS, TimeUnit.SECONDS))
        .as("%s of %s come within %s s", permits, semaphore, PATIENCE_SECONDS)
        .isTrue();
  }

  @Test
  void a_tenant_has_so_many_instances_at_work_over_all_nodes() throws Exception {
    limits = TenantLimits.NONE.withConcurrent(3);
    WorkflowEngine one = started("one");
    started("two");
    publish(one, LIMITED, "w", "go");
    publish(one, FREE, "w", "go");
    events(LIMITED, "go", 30);
    events(FREE, "go", 30);
    await(ended, 30);
    await(entered, 3);
    for (int i = 3; i < 30; i++) {
      gate.release();
      await(entered, 1);
    }
    gate.release(3);
    await(ended, 30);
    assertThat(most.get()).isEqualTo(3);
  }

  @Test
  void a_workflow_at_its_limit_does_not_hold_up_the_tenants_others() throws Exception {
    limits = TenantLimits.NONE.withConcurrent("w", 1);
    WorkflowEngine one = started("one");
    publish(one, LIMITED, "w", "go");
    publish(one, LIMITED, "open", "knock");
    events(LIMITED, "go", 20);
    events(LIMITED, "knock", 20);
    await(ended, 20);
    gate.release(20);
    await(ended, 20);
    assertThat(most.get()).isEqualTo(1);
  }
}
