package dev.workflow.definition;

import dev.workflow.condition.Condition;
import dev.workflow.expression.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a step stands to others besides its place in its list. Immutable.
 *
 * @param after steps of other branches of a parallel around it that must have ended before its turn
 *     comes
 * @param cancels steps that end SKIPPED when this one completes, unless they have ended
 * @param offered what must hold while the step is open: it is withdrawn while it does not hold
 * @param lock of all steps of the tenant whose lock gives the same text, one is open at a time, in
 *     the order of their turns; null: it has none
 */
public record Coordination(
    List<String> after, List<String> cancels, Condition offered, @Nullable Template lock) {

  /** None at all. */
  public static final Coordination NONE =
      new Coordination(List.of(), List.of(), Condition.always(), null);

  public Coordination {
    after = List.copyOf(after);
    cancels = List.copyOf(cancels);
  }

  /** Whether what happens to other steps can change what becomes of this one, or the reverse. */
  public boolean linked() {
    return !after.isEmpty() || !cancels.isEmpty() || !offered.isAlways();
  }
}
