package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Event;
import dev.workflow.definition.Step;
import dev.workflow.expression.ExpressionException;
import dev.workflow.instance.StepState;
import dev.workflow.internal.text.Limits;
import java.time.DateTimeException;
import java.util.List;
import java.util.Set;

/**
 * What an event does to the steps that wait for it: it answers waits, adds elements to loops, or is
 * kept for a wait that is to come.
 */
final class ArrivedEvent {

  private final DecisionBuilder decision;
  private final Event event;
  private final List<String> keys;

  ArrivedEvent(DecisionBuilder decision, Event event) {
    this.decision = decision;
    this.event = event;
    this.keys = WaitKeys.of(event);
  }

  /**
   * Reaches them.
   *
   * @param later steps that have begun only since it was published: only those that count earlier
   *     events are reached
   */
  void reach(Set<StepKey> later) {
    boolean answered = false;
    for (StepRun open : decision.openRuns()) {
      StepRun run = decision.run(open.key());
      Step step = decision.around().tree().node(run.key()).step();
      if (step instanceof Step.Wait wait) {
        boolean inOrder = wait.earlier() || !later.contains(run.key());
        if (inOrder && answers(wait, run)) {
          answer(run);
          answered = true;
        }
      } else if (step instanceof Step.Each each
          && each.add() != null
          && !later.contains(run.key())
          && adds(each.add(), run)) {
        add(each.add(), run);
      }
    }
    if (!answered && decision.around().tree().countsEarlier()) {
      new EarlierEvents(decision).keep(event);
    }
  }

  private boolean waits(StepRun run) {
    return run.state() == StepState.IN_PROGRESS
        && keys.contains(run.memory().waitingFor())
        && (run.dueAt() == null || run.dueAt().isAfter(decision.clock()));
  }

  private boolean answers(Step.Wait wait, StepRun run) {
    return wait.event().equals(event.type())
        && waits(run)
        && decision.conditions().holds(wait.when(), decision.scope(run.key()), event);
  }

  private void answer(StepRun run) {
    decision.complete(run, output(event.toJson()));
  }

  /** What a wait gives. */
  static ObjectNode output(JsonNode event) {
    ObjectNode output = JsonNodeFactory.instance.objectNode().put("timedOut", false);
    output.set("event", event);
    return output;
  }

  private boolean adds(Step.Each.Added add, StepRun run) {
    return add.event().equals(event.type())
        && waits(run)
        && !run.memory().joinLost()
        && decision.conditions().holds(add.when(), decision.scope(run.key()), event);
  }

  private void add(Step.Each.Added add, StepRun run) {
    JsonNode item;
    try {
      item =
          add.item() == null
              ? event.payload()
              : add.item()
                  .evaluate(decision.data(decision.scope(run.key()), event), decision.rendering());
    } catch (ExpressionException | DateTimeException e) {
      note(run, "an element could not be added: " + e.getMessage());
      return;
    }
    ArrayNode items = EachRounds.added(decision, run, item);
    if (items == null) {
      note(
          run,
          "an element could not be added: the list has "
              + (run.memory().items() == null ? 0 : run.memory().items().size())
              + " elements, of at most "
              + EachRounds.MAX_ITEMS
              + " and "
              + decision.around().lookup().maxDataBytes()
              + " bytes together");
      return;
    }
    StepRun more = run.memory(run.memory().items(items));
    decision.note(more.state(StepState.IN_PROGRESS, "an element was added by " + event.type()));
  }

  private void note(StepRun run, String reason) {
    decision.note(run.state(StepState.IN_PROGRESS, Limits.storable(reason, Limits.REASON)));
  }
}
