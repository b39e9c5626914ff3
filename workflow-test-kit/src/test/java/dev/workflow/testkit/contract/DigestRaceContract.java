package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.WorkflowEngine;
import dev.workflow.messaging.Messages.Message;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Digest;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Digests that close while messages enter them, on several nodes at the same time. The clock is the
 * test's: every event moves it on by a second, and a digest closes every minute.
 */
public abstract class DigestRaceContract extends StartedEngines {

  private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
  private static final int NODES = 3;

  /** Longer than the test's clock goes, so that a node that is slow for a moment is not dead. */
  private static final Duration LONG_LEASE = Duration.ofHours(1);

  private static final int EVENTS = 240;
  private static final int KEYS = 3;

  private final AtomicReference<Instant> time = new AtomicReference<>(START);
  private final List<OutboundMessage> sent = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).messaging(m -> m.sender(new Mail())).clock(time::get);
  }

  /** Takes every third message at the second attempt only. */
  private final class Mail implements ChannelSender {

    @Override
    public String channel() {
      return "email";
    }

    @Override
    public SendResult send(OutboundMessage message) {
      int attempt = attempts.merge(message.id(), 1, Integer::sum);
      if (attempt == 1 && message.id().hashCode() % 3 == 0) {
        return SendResult.deferred("busy", Duration.ofSeconds(20));
      }
      sent.add(message);
      return SendResult.sent("p-" + message.id());
    }
  }

  @Test
  void nothing_is_lost_and_nothing_is_sent_twice_when_nodes_race() throws Exception {
    hook =
        context -> {
          int n = context.data().path("n").asInt();
          Instant closes =
              context.clock().instant().truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(1));
          context.send(
              OutboundMessage.draft(
                      context, "email", "ann@x.nl", Json.object().put("subject", "s").put("n", n))
                  .withHandling(Handling.NONE.withDigest(new Digest("key-" + n % KEYS, closes))));
        };
    List<WorkflowEngine> nodes =
        IntStream.range(0, NODES).mapToObj(n -> engine("node-" + n, LONG_LEASE)).toList();
    nodes.get(0).definitions().publish(TENANT, steps(ONE_STEP));
    AtomicInteger next = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(NODES);
    try {
      List<Future<?>> all = new ArrayList<>();
      nodes.forEach(node -> all.add(threads.submit(() -> publishAndRun(node, next))));
      for (Future<?> one : all) {
        one.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    for (int round = 0; round < 3; round++) {
      time.updateAndGet(now -> now.plus(Duration.ofMinutes(2)));
      nodes.forEach(WorkflowEngine::runUntilIdle);
    }
    assertThat(items()).hasSize(EVENTS).containsExactlyInAnyOrderElementsOf(numbers());
    List<Message> messages =
        nodes.get(0).messaging().messages().list(TENANT, null, null, null, 1_000).items();
    assertThat(messages)
        .extracting(Message::state)
        .isSubsetOf(MessageState.SENT, MessageState.MERGED, MessageState.SKIPPED)
        .filteredOn(MessageState.SENT::equals)
        .hasSize(sent.size());
    assertThat(sent.size()).isLessThan(EVENTS / 4);
  }

  private void publishAndRun(WorkflowEngine node, AtomicInteger next) {
    for (int n = next.getAndIncrement(); n < EVENTS; n = next.getAndIncrement()) {
      node.events().publish(go(n));
      time.updateAndGet(now -> now.plusSeconds(1));
      node.runUntilIdle();
    }
  }

  /** What was sent, one by one. */
  private List<Integer> items() {
    List<Integer> items = new ArrayList<>();
    for (OutboundMessage message : sent) {
      for (JsonNode item : message.content().path("items")) {
        items.add(item.path("n").asInt());
      }
    }
    return items;
  }

  private static List<Integer> numbers() {
    return IntStream.range(0, EVENTS).boxed().toList();
  }
}
