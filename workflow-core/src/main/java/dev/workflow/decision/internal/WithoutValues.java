package dev.workflow.decision.internal;

import dev.workflow.decision.Decision;
import dev.workflow.decision.Decision.Kind;
import dev.workflow.decision.Decision.Rule;
import dev.workflow.decision.Decision.Verdict;

/**
 * What is told to whom a field may be masked: texts that were written when it was decided may hold
 * values, as the run saw them, and are told without.
 */
final class WithoutValues {

  private WithoutValues() {}

  static Decision of(Decision decision) {
    Rule rule = decision.rule();
    if (decision.kind() == Kind.WAIT && decision.verdict() == Verdict.WAITING) {
      return decision.because("waits for an event");
    } else if (rule == null || decision.kind() == Kind.EXIT) {
      return decision;
    }
    return switch (rule) {
      case CONDITION -> decision.because("its condition is false");
      case DEDUPE ->
          decision.because("an event with the same key started it before, and its window is open");
      case CONCURRENCY -> decision.because("an instance with the same key is active");
      case ERROR -> decision.because("it cannot be evaluated");
      default -> decision;
    };
  }
}
