package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Json;
import dev.workflow.WorkflowEngine;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.FrequencyCap;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nodes that send to the same people at the same time keep the caps together. */
public abstract class FrequencyCapRaceContract extends StartedEngines {

  private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
  private static final Duration WINDOW = Duration.ofHours(1);
  private static final int MOST = 3;
  private static final int NODES = 3;
  private static final int PERSONS = 4;
  private static final int EVENTS = 60;

  private final AtomicReference<Instant> time = new AtomicReference<>(START);
  private final Map<String, AtomicInteger> sent = new ConcurrentHashMap<>();

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .messaging(m -> m.sender(new Mail()))
        .clock(time::get)
        .messaging(
            m -> m.frequencyCaps(List.of(new FrequencyCap(Category.FOLLOW_UP, MOST, WINDOW))));
  }

  private final class Mail implements ChannelSender {

    @Override
    public String channel() {
      return "email";
    }

    @Override
    public SendResult send(OutboundMessage message) {
      sent.computeIfAbsent(message.recipient(), person -> new AtomicInteger()).incrementAndGet();
      return SendResult.sent("p-" + message.id());
    }
  }

  @Test
  void nobody_gets_more_in_a_window_and_everybody_gets_all_in_the_end() throws Exception {
    hook =
        context -> {
          String person = "p" + context.data().path("n").asInt() % PERSONS;
          context.send(
              OutboundMessage.draft(context, "email", person, Json.object())
                  .withHandling(
                      Handling.NONE.withPurpose(Handling.Purpose.NONE.withPerson(person))));
        };
    List<WorkflowEngine> nodes =
        IntStream.range(0, NODES).mapToObj(n -> engine("node-" + n)).toList();
    nodes.get(0).definitions().publish(TENANT, steps(ONE_STEP));
    AtomicInteger next = new AtomicInteger();
    together(
        nodes,
        node -> {
          for (int n = next.getAndIncrement(); n < EVENTS; n = next.getAndIncrement()) {
            node.events().publish(go(n));
            node.runUntilIdle();
          }
        });
    int each = EVENTS / PERSONS;
    for (int window = 1; window * MOST <= each; window++) {
      assertThat(sent).hasSize(PERSONS);
      int most = window * MOST;
      assertThat(sent.values()).allMatch(count -> count.get() == most);
      time.updateAndGet(now -> now.plus(WINDOW));
      together(nodes, WorkflowEngine::runUntilIdle);
    }
    assertThat(sent.values()).allMatch(count -> count.get() == each);
  }

  @FunctionalInterface
  private interface Deed {
    void on(WorkflowEngine node);
  }

  private static void together(List<WorkflowEngine> nodes, Deed deed) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(NODES);
    try {
      List<Future<?>> all = new ArrayList<>();
      nodes.forEach(node -> all.add(threads.submit(() -> deed.on(node))));
      for (Future<?> one : all) {
        one.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
