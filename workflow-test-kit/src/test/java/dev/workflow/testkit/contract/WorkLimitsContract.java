package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.TenantLimits;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much work of a tenant several engines with threads do at the same time. */
public abstract class WorkLimitsContract extends StartedEngines {

  private static final TenantId LIMITED = TenantId.of("limited");
  private static final TenantId FREE = TenantId.of("free");

  private TenantLimits limits = TenantLimits.NONE;
  private final Semaphore entered = new Semaphore(0);
  private final Semaphore gate = new Semaphore(0);
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  @Override
  List<TenantId> tenants() {
    return List.of(LIMITED, FREE);
  }

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .actors(ActorDirectory.open())
        .tenants(
            tenant ->
                Optional.of(
                    tenant.equals(LIMITED)
                        ? TenantDirectory.Settings.DEFAULT.withLimits(limits)
                        : TenantDirectory.Settings.DEFAULT));
  }

  @BeforeEach
  void closeGate() {
    hook = this::pass;
  }

  @AfterEach
  void openGate() {
    gate.release(1_000);
  }

  /** Waits behind the gate in the tenant with limits, and returns at once in others. */
  private void pass(ActionContext context) throws InterruptedException {
    if (context.tenant().equals(FREE) || context.workflow().key().equals("open")) {
      return;
    }
    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
    entered.release();
    gate.acquire();
    inside.decrementAndGet();
  }

  private static void publish(WorkflowEngine engine, TenantId tenant, String workflow, String on) {
    engine
        .definitions()
        .publish(
            tenant,
            WorkflowDefinition.parse(
                "{\"key\": \"%s\", \"triggers\": [{\"event\": \"%s\"}], \"steps\": %s}"
                    .formatted(workflow, on, ONE_STEP)));
  }

  /** Published on the engines in turn. */
  private static void events(TenantId tenant, String type, int count, WorkflowEngine... engines) {
    for (int i = 0; i < count; i++) {
      engines[i % engines.length]
          .events()
          .publish(Event.of(tenant, type, SubjectRef.of("lead", String.valueOf(i)), Json.object()));
    }
  }

  private void awaitEntered(int count) throws InterruptedException {
    assertThat(entered.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS))
        .as("%s of %s come within %s s", count, entered, PATIENCE_SECONDS)
        .isTrue();
  }

  @Test
  void a_tenant_has_so_many_instances_at_work_over_all_nodes() throws Exception {
    limits = TenantLimits.NONE.withConcurrent(3);
    WorkflowEngine one = engine("one");
    WorkflowEngine two = engine("two");
    one.start();
    two.start();
    publish(one, LIMITED, "w", "go");
    publish(one, FREE, "w", "go");
    events(LIMITED, "go", 30, one, two);
    events(FREE, "go", 30, one, two);
    ended.await(30);
    awaitEntered(3);
    for (int i = 3; i < 30; i++) {
      gate.release();
      awaitEntered(1);
    }
    gate.release(3);
    ended.await(30);
    assertThat(most).hasValue(3);
  }

  @Test
  void a_workflow_at_its_limit_does_not_hold_up_the_tenants_others() throws Exception {
    limits = TenantLimits.NONE.withConcurrent("w", 1);
    WorkflowEngine one = engine("one");
    one.start();
    publish(one, LIMITED, "w", "go");
    publish(one, LIMITED, "open", "knock");
    events(LIMITED, "go", 20, one);
    events(LIMITED, "knock", 20, one);
    ended.await(20);
    gate.release(20);
    ended.await(20);
    assertThat(most).hasValue(1);
  }
}
