package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.HistoryEntry;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.store.MessageFilter;
import dev.workflow.spi.store.MessageRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Several engines on one store: they share the work and keep one promise together. */
public abstract class NodesContract extends StartedEngines {

  private static final Actor ANN = Actor.of("ann");

  private final Semaphore sending = new Semaphore(0);
  private final CountDownLatch maySend = new CountDownLatch(1);

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).messaging(m -> m.sender(new Sms()));
  }

  private final class Sms implements ChannelSender {

    @Override
    public String channel() {
      return "sms";
    }

    @Override
    public SendResult send(OutboundMessage message) throws Exception {
      sending.release();
      await(maySend);
      return SendResult.sent("provider-1");
    }
  }

  @Test
  void two_engines_share_the_work_and_call_every_step_once() throws Exception {
    WorkflowEngine one = engine("one");
    WorkflowEngine two = engine("two");
    one.definitions().publish(TENANT, steps(FOUR_STEPS));
    for (int i = 0; i < 200; i++) {
      one.events().publish(go(i));
    }
    one.start();
    two.start();
    ended.await(200);
    assertThat(calls).hasValue(800);
  }

  @Test
  void what_one_node_publishes_counts_at_once_on_another() {
    WorkflowEngine one = engine("one");
    WorkflowEngine two = engine("two");
    two.events().publish(go(1)); // has looked at the tenant's workflows
    one.definitions().publish(TENANT, steps(FOUR_STEPS));
    assertThat(two.events().publish(go(2)).started()).hasSize(1);

    one.definitions()
        .publish(TENANT, WorkflowDefinition.parse("{\"key\": \"by-hand\", \"steps\": []}"));
    assertThat(two.instances().start(TENANT, "by-hand", null, Json.object(), ANN)).isPresent();
  }

  @Test
  void an_event_on_another_node_ends_and_answers_instances_of_a_version_it_does_not_know_yet() {
    WorkflowEngine one = engine("one");
    WorkflowEngine two = engine("two");
    two.events().publish(go(1));
    one.definitions()
        .publish(
            TENANT,
            WorkflowDefinition.parse(
                """
                {"key": "new", "triggers": [{"event": "lead.new"}], "exit": [{"event": "lead.won"}],
                 "steps": [{"id": "w", "wait": {"event": "lead.seen"}}, {"id": "d", "delay": "P1D"}]}
                """));
    InstanceId id = one.events().publish(event("lead.new")).started().get(0).instance();
    one.runUntilIdle();

    assertThat(two.events().publish(event("lead.seen")).answered()).hasSize(1);
    assertThat(two.events().publish(event("lead.won")).exited()).containsExactly(id);
  }

  private static Event event(String type) {
    return Event.of(TENANT, type, SubjectRef.of("lead", "1"), Json.object());
  }

  @Test
  void engines_that_accept_events_at_the_same_time_keep_one_limit() throws Exception {
    WorkflowEngine one = engine("one");
    WorkflowEngine two = engine("two");
    one.definitions()
        .publish(TENANT, steps("\"rateLimit\": {\"permits\": 10, \"per\": \"PT1H\"},", ONE_STEP));
    one.start();
    two.start();
    publishAtOnce(8, 25, one, two);
    ended.await(10);
    one.close();
    two.close();
    assertThat(calls).hasValue(10);
    assertThat(one.instances().count(TENANT))
        .extracting(count -> count.state() + " " + count.instances())
        .containsExactlyInAnyOrder("ACTIVE 190", "COMPLETED 10");
  }

  @Test
  void work_of_a_node_that_vanished_is_taken_over_after_its_lease_with_the_same_key()
      throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Set<String> keys = ConcurrentHashMap.newKeySet();
    hook =
        context -> {
          keys.add(context.idempotencyKey());
          if (began.getCount() > 0) {
            began.countDown();
            never.await();
          }
        };
    // An engine that never renews its leases stands for a node that is gone: it claims by hand and
    // then does nothing.
    WorkflowEngine vanished = engine("vanished", Duration.ofSeconds(1));
    vanished.definitions().publish(TENANT, steps(ONE_STEP));
    InstanceId id = vanished.events().publish(go(1)).started().get(0).instance();
    Thread stuck = new Thread(vanished::runUntilIdle);
    stuck.setDaemon(true);
    stuck.start();
    await(began);

    WorkflowEngine heir = engine("heir");
    heir.start();
    ended.await(1);
    assertThat(heir.instances().get(TENANT, id).step("a").state()).isEqualTo(StepState.COMPLETED);
    assertThat(calls).hasValue(2);
    assertThat(keys).hasSize(1);
    stuck.interrupt();
    stuck.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    assertThat(
            heir.history().of(TENANT, id).stream()
                .filter(
                    entry ->
                        entry instanceof HistoryEntry.StepMove move
                            && move.to() == StepState.COMPLETED))
        .hasSize(1);
  }

  @Test
  void instances_with_one_concurrency_key_run_one_after_the_other_wherever_they_were_started()
      throws Exception {
    WorkflowEngine one = engine("one");
    WorkflowEngine two = engine("two");
    one.definitions()
        .publish(
            TENANT,
            steps("\"concurrency\": {\"key\": \"only\", \"policy\": \"queue\"},", ONE_STEP));
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
    publishAtOnce(4, 40, one, two);
    ended.await(160);
    assertThat(most).hasValue(1);
  }

  @Test
  void a_message_stays_with_the_node_that_sends_it_however_long_its_sender_takes()
      throws Exception {
    WorkflowEngine one = engine("one", Duration.ofSeconds(1));
    WorkflowEngine two = engine("two", Duration.ofSeconds(1));
    one.definitions()
        .publish(
            TENANT,
            steps(
                "[{\"id\": \"a\", \"action\": \"send_sms\", \"config\": {\"to\": \"+31612345678\", \"text\": \"Hello\"}}]"));
    one.start();
    two.start();
    one.events().publish(go(1));
    ended.await(1);
    assertThat(sending.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    Instant afterTwoLeases = Instant.now().plusSeconds(2);
    awaitMessage(message -> message.dueAt() != null && message.dueAt().isAfter(afterTwoLeases));
    maySend.countDown();
    awaitMessage(message -> message.is(MessageState.SENT));
    assertThat(sending.availablePermits()).as("further sends").isZero();
    assertThat(message().attempts()).isEqualTo(1);
  }

  private MessageRow message() {
    return store.transact(
        transaction -> transaction.messages().list(MessageFilter.of(TENANT), null, 10).get(0));
  }

  /** Looks again and again. */
  private void awaitMessage(Predicate<MessageRow> condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.test(message())) {
      assertThat(System.nanoTime()).as("%s", message()).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }
}
