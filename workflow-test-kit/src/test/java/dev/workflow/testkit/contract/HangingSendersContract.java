package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.EngineOptions;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.store.MessageRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A sender that does not answer holds up neither another channel nor another tenant. */
public abstract class HangingSendersContract extends StartedEngines {

  private static final TenantId OTHER = TenantId.of("other");
  private static final int PLACES = 8;

  private final CountDownLatch answer = new CountDownLatch(1);
  private final Semaphore hanging = new Semaphore(0);
  private final AtomicInteger hangingAtOnce = new AtomicInteger();
  private final Semaphore sent = new Semaphore(0);

  @Override
  List<TenantId> tenants() {
    return List.of(TENANT, OTHER);
  }

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .messaging(m -> m.sender(new Sender("email")).sender(new Sender("sms")));
  }

  /** What goes to {@code nobody} hangs until the test ends. */
  private final class Sender implements ChannelSender {

    private final String channel;

    Sender(String channel) {
      this.channel = channel;
    }

    @Override
    public String channel() {
      return channel;
    }

    @Override
    public SendResult send(OutboundMessage message) throws Exception {
      if (message.recipient().equals("nobody")) {
        hangingAtOnce.incrementAndGet();
        hanging.release();
        await(answer);
        hangingAtOnce.decrementAndGet();
      }
      sent.release();
      return SendResult.sent(null);
    }
  }

  @AfterEach
  void letGo() {
    answer.countDown();
  }

  private WorkflowEngine started() {
    WorkflowEngine engine =
        opened(
            customize(WorkflowEngine.builder().store(store))
                .options(
                    EngineOptions.defaults()
                        .withNodeId("one")
                        .withLease(LEASE)
                        .withPollInterval(Duration.ofMillis(20))
                        .withMaxSendsPerChannel(PLACES)));
    engine.start();
    return engine;
  }

  private void queue(TenantId tenant, String channel, String recipient, int count) {
    List<MessageRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      UUID id = UUID.randomUUID();
      rows.add(
          MessageRow.builder(tenant, id, id.toString())
              .channel(channel)
              .recipient(MessageRow.Recipient.of(recipient))
              .body("{}")
              .createdAt(store.now())
              .revision(0)
              .status(MessageRow.Status.pending(store.now()))
              .build());
    }
    store.transact(
        transaction -> {
          transaction.messages().insert(rows);
          return null;
        });
  }

  private static void await(Semaphore semaphore, int count) throws InterruptedException {
    assertThat(semaphore.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_channel_that_hangs_holds_up_no_other_channel() throws Exception {
    queue(TENANT, "sms", "nobody", 300);
    started();
    await(hanging, PLACES / 2);
    queue(TENANT, "email", "jane", 40);
    await(sent, 40);
    assertThat(hangingAtOnce).hasValue(PLACES / 2);
    answer.countDown();
    await(sent, 300);
  }

  @Test
  void a_tenant_whose_messages_hang_holds_up_no_other_tenant_on_the_same_channel()
      throws Exception {
    queue(TENANT, "email", "nobody", 300);
    started();
    await(hanging, PLACES / 2);
    queue(OTHER, "email", "joan", 40);
    await(sent, 40);
    assertThat(hangingAtOnce).hasValue(PLACES / 2);
    answer.countDown();
    await(sent, 300);
  }

  @Test
  void tenants_that_hang_leave_a_place_in_their_channel() throws Exception {
    queue(TENANT, "email", "nobody", 300);
    started();
    await(hanging, PLACES / 2);
    queue(OTHER, "email", "nobody", 300);
    await(hanging, 2);
    queue(TenantId.of("third"), "email", "jane", 3);
    await(sent, 3);
    assertThat(hangingAtOnce).hasValueLessThan(PLACES);
    answer.countDown();
    await(sent, 600);
  }
}
