package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.EngineOptions;
import dev.workflow.WorkflowEngine;
import dev.workflow.messaging.Messages.Query;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.testkit.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What happens to a message between its claim and its sender, and how soon it is claimed. */
public abstract class LastLookContract extends StartedEngines {

  private static final Actor ANNA = Actor.of("anna");

  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-05T09:00:00Z"));
  private final BlockingQueue<Runnable> parked = new LinkedBlockingQueue<>();
  private final Semaphore sent = new Semaphore(0);
  private int number;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).messaging(m -> m.sender(new Fax()));
  }

  private final class Fax implements ChannelSender {

    @Override
    public String channel() {
      return "fax";
    }

    @Override
    public SendResult send(OutboundMessage message) {
      sent.release();
      return SendResult.sent(null);
    }
  }

  private WorkflowEngine started(Executor executor, Duration poll) {
    WorkflowEngine engine =
        opened(
            customize(WorkflowEngine.builder().store(store))
                .clock(clock)
                .executor(executor)
                .options(EngineOptions.defaults().withLease(LEASE).withPollInterval(poll)));
    engine.start();
    return engine;
  }

  private UUID queue(MessageRow.Status status) {
    UUID id = new UUID(0x7000, ++number);
    MessageRow row =
        MessageRow.builder(TENANT, id, "k" + number)
            .channel("fax")
            .recipient(MessageRow.Recipient.of("+3120"))
            .body("{}")
            .createdAt(clock.instant())
            .revision(0)
            .status(status)
            .build();
    store.transact(
        transaction -> {
          transaction.messages().insert(List.of(row));
          return null;
        });
    return id;
  }

  private UUID queue() {
    return queue(MessageRow.Status.pending(clock.instant()));
  }

  private Runnable parkedCall() throws InterruptedException {
    Runnable call = parked.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(call).isNotNull();
    return call;
  }

  private void awaitSent() throws InterruptedException {
    assertThat(sent.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void one_that_is_cancelled_while_it_waits_for_a_thread_is_not_sent() throws Exception {
    WorkflowEngine engine = started(parked::add, Duration.ofMillis(20));
    UUID id = queue();
    Runnable call = parkedCall();
    clock.moveTo(clock.instant().plusSeconds(2));
    assertThat(engine.messaging().messages().cancel(Query.of(TENANT), ANNA, "replied"))
        .isEqualTo(1);
    call.run();
    assertThat(sent.availablePermits()).isZero();
    assertThat(engine.messaging().messages().get(TENANT, id).state())
        .isEqualTo(MessageState.CANCELED);
  }

  @Test
  void one_that_only_waits_for_a_thread_is_sent() throws Exception {
    started(parked::add, Duration.ofMillis(20));
    queue();
    Runnable call = parkedCall();
    clock.moveTo(clock.instant().plusSeconds(2));
    call.run();
    awaitSent();
  }

  @Test
  void what_is_sent_now_released_or_resent_does_not_wait_for_the_next_poll() throws Exception {
    WorkflowEngine engine = started(Runnable::run, Duration.ofHours(1));
    UUID later = queue(MessageRow.Status.pending(clock.instant().plusSeconds(3_600)));
    engine.messaging().messages().sendNow(TENANT, later, ANNA);
    awaitSent();
    UUID held = queue(MessageRow.Status.pending(clock.instant()).held());
    engine.messaging().messages().release(TENANT, held, ANNA);
    awaitSent();
    UUID failed =
        queue(
            MessageRow.Status.pending(clock.instant()).ended(MessageState.FAILED, clock.instant()));
    engine.messaging().messages().resend(TENANT, failed, ANNA);
    awaitSent();
  }

  @Test
  void what_was_stopped_does_not_wait_for_the_next_poll_when_it_is_resumed() throws Exception {
    WorkflowEngine engine = started(Runnable::run, Duration.ofHours(1));
    engine.messaging().messages().stop(TENANT, "fax", null, ANNA, "wrong number");
    UUID id = queue();
    engine.messaging().messages().sendNow(TENANT, id, ANNA);
    engine
        .messaging()
        .messages()
        .resume(TENANT, engine.messaging().messages().stops(TENANT).get(0), ANNA);
    awaitSent();
  }
}
