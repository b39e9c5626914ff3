package dev.workflow.decision.internal;

import dev.workflow.decision.Decision;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A decision that is found.
 *
 * @param because the line for people where it is dear to work out; null: the decision has it
 */
record Found(Decision decision, @Nullable Supplier<String> because) {

  static Found of(Decision decision) {
    return new Found(decision, null);
  }

  Decision told() {
    return because == null ? decision : decision.because(because.get());
  }
}
