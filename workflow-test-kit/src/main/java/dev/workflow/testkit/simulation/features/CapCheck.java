package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.IN_TIME;

import dev.workflow.spi.FrequencyCap;
import dev.workflow.spi.Handling;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.MessageRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Nobody gets more marketing than the frequency cap allows. */
final class CapCheck implements Check {

  /** The cap of all engines on a stage. */
  static final FrequencyCap CAP =
      new FrequencyCap(Handling.Category.MARKETING, 2, Duration.ofMinutes(5));

  private final Stage stage;
  private final Map<String, List<Instant>> sent = new HashMap<>();
  private final Map<String, Instant> handedOver = new HashMap<>();

  CapCheck(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void sent(Calls.Sending sending) {
    handedOver.put(sending.message().id(), stage.clock().instant());
  }

  /** A message counts when it has been sent: what a provider refuses or puts off has not. */
  @Override
  public void message(MessageRow before, MessageRow after) {
    if (!stage.caps().contains(CAP)
        || before.is(MessageState.SENT)
        || !after.is(MessageState.SENT)
        || after.purpose().category() != Handling.Category.MARKETING
        || after.status().changedBy() != null
        || Sight.carries(after)) {
      return;
    }
    Instant now = handedOver.getOrDefault(after.id().toString(), stage.clock().instant());
    List<Instant> times =
        sent.computeIfAbsent(
            after.tenant() + "/" + after.channel() + "/" + after.recipient().address(),
            any -> new ArrayList<>());
    times.removeIf(time -> !time.isAfter(now.minus(CAP.per())));
    times.add(now);
    if (times.size() > CAP.most()) {
      throw new Broken(
          IN_TIME,
          null,
          "the message of step "
              + after.origin().step()
              + " to "
              + after.recipient().address()
              + " is the "
              + times.size()
              + "th within "
              + CAP.per()
              + ", and "
              + CAP.most()
              + " are allowed");
    }
  }
}
