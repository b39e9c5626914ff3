package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.InstanceState;
import dev.workflow.spi.EngineListener;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An engine with its own threads: every step is done once, whoever publishes, hangs or closes. */
public abstract class WorkersContract extends StartedEngines {

  private static final String CUT_OFF =
      """
      [{"id": "a", "action": "work", "timeout": "PT0.2S",
        "retry": {"maxAttempts": 2, "initialDelay": "PT0.1S", "jitter": 0}}]
      """;

  @Test
  void many_publishers_many_instances_every_step_once() throws Exception {
    WorkflowEngine engine = engine("one");
    engine.definitions().publish(TENANT, steps(FOUR_STEPS));
    engine.start();
    publishAtOnce(8, 50, engine);
    ended.await(400);
    assertThat(engine.instances().count(TENANT))
        .singleElement()
        .satisfies(
            count -> {
              assertThat(count.state()).isEqualTo(InstanceState.COMPLETED);
              assertThat(count.instances()).isEqualTo(400);
            });
    assertThat(calls).hasValue(400 * 4);
  }

  @Test
  void a_handler_that_hangs_is_cut_off_and_tried_again() throws Exception {
    AtomicInteger hanging = new AtomicInteger();
    hook =
        context -> {
          if (hanging.getAndIncrement() == 0) {
            new CountDownLatch(1).await();
          }
        };
    WorkflowEngine engine = engine("one");
    engine.definitions().publish(TENANT, steps(CUT_OFF));
    engine.start();
    InstanceId id = engine.events().publish(go(1)).started().get(0).instance();
    ended.await(1);
    var instance = engine.instances().get(TENANT, id);
    assertThat(instance.state()).isEqualTo(InstanceState.COMPLETED);
    assertThat(instance.step("a").attempt()).isEqualTo(2);
  }

  @Test
  void a_handler_may_take_months() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    hook =
        context -> {
          if (context.step().equals("slow")) {
            began.countDown();
            mayEnd.await();
          } else if (context.attempt() == 1) {
            new CountDownLatch(1).await();
          }
        };
    WorkflowEngine engine = engine("one");
    engine
        .definitions()
        .publish(TENANT, steps("[{\"id\": \"slow\", \"action\": \"work\", \"timeout\": \"P1M\"}]"));
    engine.start();
    InstanceId slow = engine.events().publish(go(1)).started().get(0).instance();
    await(began);
    engine.definitions().publish(TENANT, steps(CUT_OFF));
    engine.events().publish(go(2));
    ended.await(1);
    mayEnd.countDown();
    ended.await(1);
    var instance = engine.instances().get(TENANT, slow);
    assertThat(instance.state()).isEqualTo(InstanceState.COMPLETED);
    assertThat(instance.step("slow").attempt()).isEqualTo(1);
  }

  /** Publishes the next event when an instance ends, until five have been worked at. */
  private final class Chain implements EngineListener {

    private volatile WorkflowEngine engine;

    @Override
    public void instanceMoved(InstanceMove move) {
      if (move.to().ended() && calls.get() < 5) {
        engine.events().publish(go(calls.get()));
      }
    }
  }

  @Test
  void a_listener_may_publish_what_starts_the_next_instance() throws Exception {
    Chain chain = new Chain();
    WorkflowEngine engine =
        opened(customize(WorkflowEngine.builder().store(store)).listener(chain));
    chain.engine = engine;
    engine.definitions().publish(TENANT, steps(ONE_STEP));
    engine.start();
    engine.events().publish(go(0));
    ended.await(5);
    assertThat(calls).hasValue(5);
  }

  @Test
  void closing_waits_for_running_handlers_and_leaves_nothing_leased() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Set<String> completed = ConcurrentHashMap.newKeySet();
    hook =
        context -> {
          if (context.step().equals("a")) {
            began.countDown();
            go.await();
          }
          completed.add(context.idempotencyKey());
        };
    WorkflowEngine engine = engine("one", Duration.ofHours(1));
    engine.definitions().publish(TENANT, steps(FOUR_STEPS));
    engine.start();
    engine.events().publish(go(1));
    await(began);
    Thread closing = new Thread(engine::close);
    closing.start();
    go.countDown();
    closing.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    assertThat(closing.isAlive()).isFalse();
    engine.close();

    WorkflowEngine next = engine("two");
    next.start();
    ended.await(1);
    assertThat(completed).hasSize(4);
  }

  @Test
  void a_command_reaches_an_instance_while_its_handler_runs() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    hook =
        context -> {
          began.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
        };
    WorkflowEngine engine = engine("one");
    engine.definitions().publish(TENANT, steps(ONE_STEP));
    engine.start();
    InstanceId id = engine.events().publish(go(1)).started().get(0).instance();
    await(began);
    engine.instances().cancel(TENANT, id, Actor.of("boss"), "not wanted");
    await(interrupted);
    assertThat(engine.instances().get(TENANT, id).state()).isEqualTo(InstanceState.CANCELED);
  }
}
