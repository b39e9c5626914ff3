package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.EngineOptions;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.EngineListener;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.testkit.Invariants;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The engine with its own threads, and several engines on one store. */
public abstract class WorkersContract {

  private static final TenantId TENANT = TenantId.of("test");
  private static final long PATIENCE_SECONDS = 60;

  private WorkflowStore store;
  private final List<WorkflowEngine> engines = new ArrayList<>();
  private final Map<String, Set<String>> completedOnce = new ConcurrentHashMap<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final Semaphore ended = new Semaphore(0);
  private final Semaphore sending = new Semaphore(0);
  private final CountDownLatch maySend = new CountDownLatch(1);
  private volatile Hook hook = context -> {};

  @FunctionalInterface
  private interface Hook {
    void before(ActionContext context) throws Exception;
  }

  /** An empty store; closed after the test. */
  protected abstract WorkflowStore createStore();

  @BeforeEach
  void openStore() {
    store = createStore();
  }

  @AfterEach
  void closeAll() {
    engines.forEach(WorkflowEngine::close);
    try (WorkflowEngine reader =
        WorkflowEngine.builder().store(store).handler(new Work()).build()) {
      Invariants.check(reader, TENANT);
    }
    store.close();
  }

  private final class Work implements ActionHandler {

    @Override
    public String type() {
      return "work";
    }

    @Override
    public ActionResult start(ActionContext context) throws Exception {
      calls.incrementAndGet();
      hook.before(context);
      completedOnce
          .computeIfAbsent(context.idempotencyKey(), key -> ConcurrentHashMap.newKeySet())
          .add(context.attempt() + "");
      return ActionResult.completed();
    }
  }

  private final class Sms implements ChannelSender {

    @Override
    public String channel() {
      return "sms";
    }

    @Override
    public SendResult send(OutboundMessage message) throws Exception {
      sending.release();
      assertThat(maySend.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      return SendResult.sent("provider-1");
    }
  }

  private WorkflowEngine engine(String node, Duration lease) {
    WorkflowEngine engine =
        WorkflowEngine.builder()
            .store(store)
            .handler(new Work())
            .sender(new Sms())
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
                EngineOptions.defaults()
                    .withNodeId(node)
                    .withLease(lease)
                    .withPollInterval(Duration.ofMillis(20)))
            .build();
    engines.add(engine);
    return engine;
  }

  private static WorkflowDefinition steps(String steps) {
    return WorkflowDefinition.parse(
        "{\"key\": \"w\", \"name\": \"W\", \"triggers\": [{\"event\": \"go\"}], \"steps\": "
            + steps
            + "}");
  }

  private static Event go(int number) {
    return Event.of(
            TENANT, "go", SubjectRef.of("lead", "l-" + number), Json.object().put("n", number))
        .withId("go-" + number);
  }

  private void awaitEnds(int count) throws InterruptedException {
    assertThat(ended.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS))
        .as(
            "%s instances end within %s s; %s have",
            count, PATIENCE_SECONDS, ended.availablePermits())
        .isTrue();
  }

  private static final String FOUR_STEPS =
      """
      [{"id": "a", "action": "work"}, {"id": "b", "action": "work"},
       {"id": "both", "parallel": [{"steps": [{"id": "c", "action": "work"}]}, {"steps": [{"id": "d", "action": "work"}]}]}]
      """;

  @Test
  void many_publishers_many_instances_every_step_once() throws Exception {
    WorkflowEngine engine = engine("one", Duration.ofSeconds(15));
    engine.definitions().publish(TENANT, steps(FOUR_STEPS));
    engine.start();
    int threads = 8;
    int each = 50;
    List<Thread> publishers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int first = t * each;
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  engine.events().publish(go(first + i));
                }
              });
      publishers.add(thread);
      thread.start();
    }
    for (Thread thread : publishers) {
      thread.join();
    }
    awaitEnds(threads * each);
    assertThat(engine.instances().count(TENANT))
        .singleElement()
        .satisfies(
            count -> {
              assertThat(count.state()).isEqualTo(InstanceState.COMPLETED);
              assertThat(count.instances()).isEqualTo(threads * each);
            });
    assertThat(calls.get()).isEqualTo(threads * each * 4);
  }

  @Test
  void two_engines_share_the_work_and_call_every_step_once() throws Exception {
    WorkflowEngine one = engine("one", Duration.ofSeconds(15));
    WorkflowEngine two = engine("two", Duration.ofSeconds(15));
    one.definitions().publish(TENANT, steps(FOUR_STEPS));
    for (int i = 0; i < 200; i++) {
      one.events().publish(go(i));
    }
    one.start();
    two.start();
    awaitEnds(200);
    assertThat(calls.get()).isEqualTo(800);
  }

  @Test
  void engines_that_accept_events_at_the_same_time_keep_one_limit() throws Exception {
    List<WorkflowEngine> both =
        List.of(engine("one", Duration.ofSeconds(15)), engine("two", Duration.ofSeconds(15)));
    both.get(0)
        .definitions()
        .publish(
            TENANT,
            WorkflowDefinition.parse(
                """
                {"key": "w", "triggers": [{"event": "go"}], "rateLimit": {"permits": 10, "per": "PT1H"},
                 "steps": [{"id": "a", "action": "work"}]}
                """));
    both.forEach(WorkflowEngine::start);
    List<Thread> publishers = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      int first = t * 25;
      Thread thread =
          new Thread(
              () -> {
                for (int i = first; i < first + 25; i++) {
                  both.get(i % 2).events().publish(go(i));
                }
              });
      publishers.add(thread);
      thread.start();
    }
    for (Thread thread : publishers) {
      thread.join();
    }
    awaitEnds(10);
    both.forEach(WorkflowEngine::close);
    assertThat(calls.get()).isEqualTo(10);
    assertThat(both.get(0).instances().count(TENANT))
        .extracting(count -> count.state() + " " + count.instances())
        .containsExactlyInAnyOrder("ACTIVE 190", "COMPLETED 10");
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
    WorkflowEngine engine = engine("one", Duration.ofSeconds(15));
    engine
        .definitions()
        .publish(
            TENANT,
            steps(
                """
                [{"id": "a", "action": "work", "timeout": "PT0.2S",
                  "retry": {"maxAttempts": 2, "initialDelay": "PT0.1S", "jitter": 0}}]
                """));
    engine.start();
    InstanceId id = engine.events().publish(go(1)).started().get(0).instance();
    awaitEnds(1);
    var instance = engine.instances().get(TENANT, id);
    assertThat(instance.state()).isEqualTo(InstanceState.COMPLETED);
    assertThat(instance.step("a").attempt()).isEqualTo(2);
  }

  @Test
  void work_of_a_node_that_vanished_is_taken_over_after_its_lease_with_the_same_key()
      throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    hook =
        context -> {
          if (context.step().equals("b") && began.getCount() > 0) {
            began.countDown();
            never.await();
          }
        };
    // An engine that never renews its leases stands for a node that is gone: it claims by hand and
    // then does nothing.
    WorkflowEngine vanished = engine("vanished", Duration.ofSeconds(1));
    vanished.definitions().publish(TENANT, steps("[{\"id\": \"b\", \"action\": \"work\"}]"));
    InstanceId id = vanished.events().publish(go(1)).started().get(0).instance();
    Thread stuck = new Thread(vanished::runUntilIdle);
    stuck.setDaemon(true);
    stuck.start();
    assertThat(began.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

    WorkflowEngine heir = engine("heir", Duration.ofSeconds(15));
    heir.start();
    awaitEnds(1);
    assertThat(heir.instances().get(TENANT, id).step("b").state()).isEqualTo(StepState.COMPLETED);
    assertThat(calls.get()).isEqualTo(2);
    assertThat(completedOnce).hasSize(1);
    stuck.interrupt();
    stuck.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    assertThat(
            heir.history().of(TENANT, id).stream()
                .filter(move -> move.toString().contains("to=COMPLETED")))
        .hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void a_listener_may_publish_what_starts_the_next_instance() throws Exception {
    WorkflowEngine engine =
        WorkflowEngine.builder()
            .store(store)
            .handler(new Work())
            .listener(
                new EngineListener() {
                  @Override
                  public void instanceMoved(InstanceMove move) {
                    if (InstanceState.valueOf(move.to()).ended()) {
                      ended.release();
                      if (calls.get() < 5) {
                        engines.get(0).events().publish(go(calls.get()));
                      }
                    }
                  }
                })
            .build();
    engines.add(engine);
    engine.definitions().publish(TENANT, steps("[{\"id\": \"a\", \"action\": \"work\"}]"));
    engine.start();
    engine.events().publish(go(0));
    awaitEnds(5);
    assertThat(calls).hasValue(5);
  }

  @Test
  void instances_with_one_concurrency_key_run_one_after_the_other_wherever_they_were_started()
      throws Exception {
    WorkflowEngine one = engine("node-1", Duration.ofSeconds(15));
    WorkflowEngine two = engine("node-2", Duration.ofSeconds(15));
    one.definitions()
        .publish(
            TENANT,
            WorkflowDefinition.parse(
                """
                {"key": "w", "name": "W", "triggers": [{"event": "go"}],
                 "concurrency": {"key": "only", "policy": "queue"},
                 "steps": [{"id": "a", "action": "work"}]}
                """));
    AtomicInteger active = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    hook =
        context -> {
          most.accumulateAndGet(active.incrementAndGet(), Math::max);
          Thread.yield();
          active.decrementAndGet();
        };
    one.start();
    two.start();
    int each = 40;
    List<Thread> publishers = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int first = t * each;
      WorkflowEngine engine = t % 2 == 0 ? one : two;
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  engine.events().publish(go(first + i));
                }
              });
      publishers.add(thread);
      thread.start();
    }
    for (Thread thread : publishers) {
      thread.join();
    }
    awaitEnds(4 * each);
    assertThat(most).hasValue(1);
  }

  @Test
  void a_message_stays_with_the_node_that_sends_it_however_long_its_sender_takes()
      throws Exception {
    WorkflowEngine one = engine("node-1", Duration.ofSeconds(1));
    WorkflowEngine two = engine("node-2", Duration.ofSeconds(1));
    one.definitions()
        .publish(
            TENANT,
            steps(
                "[{\"id\": \"a\", \"action\": \"send_sms\", \"config\": {\"to\": \"+31612345678\", \"text\": \"Hello\"}}]"));
    one.start();
    two.start();
    one.events().publish(go(1));
    awaitEnds(1);
    assertThat(sending.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    Instant afterTwoLeases = Instant.now().plusSeconds(2);
    awaitMessage(message -> message.dueAt() != null && message.dueAt().isAfter(afterTwoLeases));
    maySend.countDown();
    awaitMessage(message -> message.state().equals("SENT"));
    assertThat(sending.availablePermits()).as("further sends").isZero();
    assertThat(message().attempts()).isEqualTo(1);
  }

  private MessageRow message() {
    return store.transact(
        transaction -> transaction.messages().list(TENANT, null, null, null, 10).get(0));
  }

  /** Looks again and again. */
  private void awaitMessage(Predicate<MessageRow> condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.test(message())) {
      assertThat(System.nanoTime()).as("%s", message()).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  @Test
  void closing_waits_for_running_handlers_and_leaves_nothing_leased() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    hook =
        context -> {
          if (context.step().equals("a")) {
            began.countDown();
            go.await();
          }
        };
    WorkflowEngine engine = engine("one", Duration.ofHours(1));
    engine.definitions().publish(TENANT, steps(FOUR_STEPS));
    engine.start();
    engine.events().publish(go(1));
    assertThat(began.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    Thread closing = new Thread(engine::close);
    closing.start();
    go.countDown();
    closing.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    assertThat(closing.isAlive()).isFalse();
    engine.close();

    WorkflowEngine next = engine("two", Duration.ofSeconds(15));
    next.start();
    awaitEnds(1);
    assertThat(completedOnce).hasSize(4);
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
    WorkflowEngine engine = engine("one", Duration.ofSeconds(15));
    engine.definitions().publish(TENANT, steps("[{\"id\": \"a\", \"action\": \"work\"}]"));
    engine.start();
    InstanceId id = engine.events().publish(go(1)).started().get(0).instance();
    assertThat(began.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    engine.instances().cancel(TENANT, id, dev.workflow.Actor.of("boss"), "not wanted");
    assertThat(interrupted.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(engine.instances().get(TENANT, id).state()).isEqualTo(InstanceState.CANCELED);
  }
}
