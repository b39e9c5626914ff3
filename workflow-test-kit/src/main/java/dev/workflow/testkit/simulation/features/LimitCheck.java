package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.IN_TIME;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.Transition;
import dev.workflow.spi.store.MessageRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * In no window do more instances of a workflow begin, and does it send more on a channel, than its
 * limits let. What is taken up within 15 seconds after its turn counts at its turn.
 */
final class LimitCheck implements Check {

  private static final Duration COUNTS_AT_ITS_TURN = Duration.ofSeconds(15);

  private record HandedOver(Calls.Sending sending, Instant at) {}

  private final Stage stage;
  private final Set<SeenInstance> begun = new HashSet<>();
  private final Map<String, List<Instant>> times = new HashMap<>();
  private final List<HandedOver> handedOver = new ArrayList<>();

  LimitCheck(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void moved(SeenInstance instance, Transition transition) {
    if (transition instanceof Transition.OfStep moved
        && moved.from() == StepState.PENDING
        && moved.to() != StepState.PENDING
        && begun.add(instance)) {
      JsonNode limit = instance.outline().document().path("rateLimit");
      counts(instance, limit, "begins", "it begins", moved.at());
    }
  }

  @Override
  public void sent(Calls.Sending sending) {
    if (!sending.stale()) {
      handedOver.add(new HandedOver(sending, stage.clock().instant()));
    }
  }

  /** What was written and sent in one act is only seen after it. */
  @Override
  public void after(Act act, Outcome outcome) {
    for (HandedOver one : handedOver) {
      MessageRow row = stage.sight().handed(one.sending());
      SeenInstance instance = stage.sight().instance(row);
      if (row != null && instance != null && !Sight.carries(row)) {
        JsonNode limit = instance.outline().document().path("channelLimits").path(row.channel());
        String what = "the message of step " + row.origin().step() + " is sent";
        counts(instance, limit, row.channel(), what, one.at());
      }
    }
    handedOver.clear();
  }

  /**
   * @param limit missing: there is none
   * @param of what is counted together, of one version of a workflow
   */
  private void counts(SeenInstance instance, JsonNode limit, String of, String what, Instant at) {
    if (limit.isMissingNode()) {
      return;
    }
    String place = instance.row().key().tenant() + "/" + instance.row().workflow() + "/" + of;
    List<Instant> all = times.computeIfAbsent(place, any -> new ArrayList<>());
    all.add(at);
    int permits = limit.path("permits").asInt();
    Duration window = Duration.parse(limit.path("per").asText()).minus(COUNTS_AT_ITS_TURN);
    for (Instant end : all) {
      long within =
          all.stream().filter(one -> one.isAfter(end.minus(window)) && !one.isAfter(end)).count();
      if (within > permits) {
        throw instance.broken(
            IN_TIME, what + " at " + at + " as number " + within + " of a window for " + permits);
      }
    }
  }
}
