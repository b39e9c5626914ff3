package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.workflow.Event;
import dev.workflow.InvalidInputException;
import dev.workflow.definition.Step;
import dev.workflow.expression.ExpressionException;
import dev.workflow.instance.StepState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events that come before the turn of a wait that counts earlier ones. From when the instance
 * begins, the run of such a step listens while it is still to come, and keeps what fits; of a wait
 * inside loops, one run without rounds does so for all rounds. An event answers one wait, once.
 */
final class EarlierEvents {

  /** So many events are kept for one wait; later ones are not. */
  static final int MOST = 100;

  private final DecisionBuilder decision;
  private final List<String> waits;

  EarlierEvents(DecisionBuilder decision) {
    this.decision = decision;
    this.waits = decision.around().tree().earlierWaits();
  }

  /** The runs that listen or have kept something. */
  private List<StepRun> runs() {
    List<StepRun> runs = new ArrayList<>();
    for (String wait : waits) {
      runs.add(decision.newest(StepKey.of(wait)));
    }
    return runs;
  }

  private Step.Wait wait(StepRun run) {
    return (Step.Wait) decision.around().tree().node(run.key()).step();
  }

  /** Lets every wait that is to come listen. */
  void listen(StepStart steps) {
    for (StepRun run : runs()) {
      if (run.state() == StepState.PENDING && run.memory().waitingFor() == null) {
        String key = key(wait(run), steps);
        if (key != null) {
          decision.note(
              run.memory(run.memory().waitingFor(key))
                  .state(StepState.PENDING, "events that come before its turn count"));
        }
      }
    }
  }

  /** What cannot be found now fails the step when its turn has come. */
  private static @Nullable String key(Step.Wait wait, StepStart steps) {
    try {
      return steps.waitKey(wait, Scope.ROOT);
    } catch (InvalidInputException | ExpressionException e) {
      return null;
    }
  }

  /** Nobody listens any more, because the instance has ended. */
  void close() {
    for (StepRun run : runs()) {
      if (run.listens()) {
        decision.note(run.memory(run.memory().waitingFor(null)));
      }
    }
  }

  /** Keeps an event that has come for the waits that it fits. */
  void keep(Event event) {
    List<String> keys = WaitKeys.of(event);
    for (StepRun run : runs()) {
      boolean fits =
          listensStill(run)
              && wait(run).event().equals(event.type())
              && keys.contains(run.memory().waitingFor());
      if (fits && kept(run).size() < MOST) {
        ArrayNode more = kept(run).deepCopy().add(event.toJson());
        decision.note(
            run.memory(run.memory().items(more))
                .state(run.state(), "kept " + event.type() + " (" + event.id() + ")"));
      }
    }
  }

  private static boolean listensStill(StepRun run) {
    boolean toCome = run.state() == StepState.READY || run.state() == StepState.BLOCKED;
    return run.listens() || (toCome && run.memory().waitingFor() != null);
  }

  private static ArrayNode kept(StepRun run) {
    return run.memory().items() instanceof ArrayNode items
        ? items
        : JsonNodeFactory.instance.arrayNode();
  }

  /** The first event that fits a wait which begins; it answers no other. Null: none has come. */
  @Nullable JsonNode take(Step.Wait wait, Scope scope) {
    for (JsonNode one : kept(decision.newest(StepKey.of(wait.id())))) {
      Event event = Event.parse(one);
      if (decision.conditions().holds(wait.when(), scope, event)) {
        used(one.path("id"));
        return one;
      }
    }
    return null;
  }

  /** An event answers no other wait. */
  void used(JsonNode id) {
    for (StepRun run : runs()) {
      ArrayNode left = JsonNodeFactory.instance.arrayNode();
      for (JsonNode one : kept(run)) {
        if (!one.path("id").equals(id)) {
          left.add(one);
        }
      }
      if (left.size() < kept(run).size()) {
        decision.note(run.memory(run.memory().items(left.isEmpty() ? null : left)));
      }
    }
  }
}
