package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.InvalidInputException;
import dev.workflow.SubjectRef;
import dev.workflow.condition.NotEvaluableException;
import dev.workflow.definition.Exit;
import dev.workflow.definition.RecordUse;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.expression.ExpressionException;
import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What comes before a step: the records that it sees are read, and the exits that are conditions
 * are asked. One decision reads them once.
 */
final class RecordGate {

  static final String UNREAD = "its records cannot be read: ";

  private final DecisionBuilder decision;
  private final WorkflowDefinition definition;

  RecordGate(DecisionBuilder decision) {
    this.decision = decision;
    this.definition = decision.around().tree().definition();
  }

  /** An exit holds: the walk is over. */
  static final class ExitReached extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    private ExitReached(String reason) {
      super(reason, null, false, false);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  /**
   * Whether a step may begin now.
   *
   * @throws ExitReached if the instance ends instead
   * @throws IllegalStateException if its records cannot be known, however often they are asked for
   */
  boolean opens(StepRun run) {
    if (definition.records().isEmpty()) {
      askExits();
      return true;
    }
    if (!atHand(run)) {
      return false;
    }
    askExits();
    return true;
  }

  /** Whether the records are known as they are to be seen; if not, they are asked for. */
  boolean atHand(StepRun run) {
    RecordFacts.Question question = missing();
    if (question.isEmpty()) {
      return true;
    }
    RecordFacts.Fault fault = decision.host().read().fault();
    if (fault == null) {
      decision.host().ask(question);
      return false;
    } else if (!fault.passing()) {
      throw new IllegalStateException(UNREAD + fault.reason());
    }
    waits(run);
    return false;
  }

  private void waits(StepRun run) {
    KnownRecords.Trouble trouble = decision.host().records().trouble();
    if (trouble != null) {
      String reason = UNREAD + trouble.reason();
      if (!reason.equals(run.reason())) {
        decision.note(run.state(run.state(), reason));
      }
      decision.wakeAt(trouble.again(decision.now()));
    }
  }

  /** Those that are to be read and were not read for this decision. */
  RecordFacts.Question missing() {
    Map<String, SubjectRef> missing = new LinkedHashMap<>();
    JsonNode data = null;
    for (Map.Entry<String, RecordUse> entry : definition.records().entrySet()) {
      String name = entry.getKey();
      boolean once =
          entry.getValue().read() == RecordUse.Read.START
              && decision.host().records().values().containsKey(name);
      if (!once && !decision.host().read().read().containsKey(name)) {
        data = data == null ? decision.data(Scope.ROOT) : data;
        missing.put(name, record(name, entry.getValue(), data));
      }
    }
    return missing.isEmpty() ? RecordFacts.Question.NONE : new RecordFacts.Question(missing);
  }

  private SubjectRef record(String name, RecordUse use, JsonNode data) {
    try {
      return SubjectRef.of(use.type(), use.id().render(data, decision.rendering()));
    } catch (ExpressionException | InvalidInputException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "the id "
              + use.id().text()
              + " of the record \""
              + name
              + "\" cannot be worked out: "
              + e.getMessage());
    }
  }

  private void askExits() {
    holding()
        .ifPresent(
            reason -> {
              throw new ExitReached(reason);
            });
  }

  /** The exit that holds as things are; what cannot be evaluated does not hold. */
  Optional<String> holding() {
    int position = 0;
    for (Exit exit : definition.exits()) {
      if (exit.byCondition() && holds(exit)) {
        return Optional.of("exit " + position + " holds: " + clause(exit));
      }
      position++;
    }
    return Optional.empty();
  }

  private boolean holds(Exit exit) {
    try {
      return decision.conditions().holds(exit.when(), Scope.ROOT);
    } catch (NotEvaluableException e) {
      if (!e.masked().isEmpty()) {
        decision.effect(new Effect.NotEvaluable(null, e.masked()));
      }
      return false;
    } catch (ExpressionException | DateTimeException e) {
      return false;
    }
  }

  private static String clause(Exit exit) {
    return exit.when().toJson().toString();
  }
}
