package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.SubjectRef;
import dev.workflow.condition.Condition;
import dev.workflow.condition.Effort;
import dev.workflow.condition.EvaluationContext;
import dev.workflow.condition.Explanation;
import dev.workflow.condition.NotEvaluableException;
import org.jspecify.annotations.Nullable;

/** Evaluates conditions on the data of an instance that is being decided on. Used by one thread. */
final class DecisionConditions {

  private final DecisionBuilder decision;

  DecisionConditions(DecisionBuilder decision) {
    this.decision = decision;
  }

  boolean holds(Condition condition, Scope scope) {
    if (condition.isAlways()) {
      return true;
    }
    long before = Effort.total();
    try {
      return condition.test(decision.data(scope), evaluation());
    } finally {
      decision.charge(Effort.total() - before);
    }
  }

  /**
   * The same for what is asked again and again: it does not count, so that a decision that comes to
   * its end once does so every time.
   */
  boolean stillHolds(Condition condition, Scope scope) {
    return condition.test(decision.data(scope), evaluation());
  }

  /** Why a condition is false, in one line: the first clause that fails, with what it found. */
  String why(Condition condition, Scope scope) {
    return why(condition.explain(decision.data(scope), evaluation()));
  }

  /** Why a condition is false, if a value is of another type than it asks for; null: otherwise. */
  @Nullable String mismatch(Condition condition, Scope scope) {
    if (condition.isAlways()) {
      return null;
    }
    String why = why(condition, scope);
    return why.contains("type mismatch") ? why : null;
  }

  static String why(Explanation explanation) {
    return explanation
        .firstFailing()
        .map(clause -> "its condition is false: " + clause)
        .orElse("its condition is false");
  }

  /** Why a condition of an exit or a wait is false for an event that has just come. */
  String why(Condition condition, Scope scope, Event arrived) {
    return why(condition.explain(decision.data(scope, arrived), evaluation(arrived)));
  }

  private EvaluationContext evaluation(Event arrived) {
    return evaluation(arrived.previous());
  }

  /** Whether the condition of an exit or a wait holds for an event that has just come. */
  boolean holds(Condition condition, Scope scope, Event arrived) {
    if (condition.isAlways()) {
      return true;
    }
    long before = Effort.total();
    try {
      return condition.testTogether(decision.data(scope, arrived), evaluation(arrived));
    } catch (NotEvaluableException e) {
      if (e.masked().isEmpty()) {
        throw e;
      }
      decision.effect(new Effect.NotEvaluable(arrived.id(), e.masked()));
      return false;
    } finally {
      decision.charge(Effort.total() - before);
    }
  }

  EvaluationContext evaluation() {
    JsonNode event = decision.identity().event();
    return evaluation(event == null ? null : event.get("previous"));
  }

  private EvaluationContext evaluation(@Nullable JsonNode previous) {
    EvaluationContext context =
        EvaluationContext.of(decision.now(), decision.around().tenant().zone());
    Actor principal = decision.around().tree().principal(decision.identity());
    if (!decision.around().lookup().masks(principal)) {
      return previous == null ? context : context.withPrevious(previous);
    }
    SubjectRef subject = decision.identity().subject();
    JsonNode seen =
        previous instanceof ObjectNode object
            ? decision
                .around()
                .lookup()
                .masked(principal, subject == null ? null : subject.type(), object)
            : previous;
    return context.withPrevious(seen).withMasks();
  }
}
