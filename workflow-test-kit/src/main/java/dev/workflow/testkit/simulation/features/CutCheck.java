package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.NOTHING_LOST;

import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.Transition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the failure of a step cuts off inside it, such as a task that is open when the time of the
 * steps around it is over, opens again when that step is retried: it does not complete without.
 */
final class CutCheck implements Check {

  /**
   * A step that was left out together with the failure of one around it.
   *
   * @param by the key of the one that failed
   */
  private record Cut(SeenInstance instance, String step, String by) {}

  private final Map<String, Integer> leftOut = new HashMap<>();
  private final Set<Cut> cuts = new HashSet<>();
  private @Nullable String skipped;

  @Override
  public void before(Act act) {
    // What somebody leaves out stays so, also when the time of the steps around it is just over.
    skipped = act.verb() == Verb.SKIP ? act.instance() + "/" + act.step() : null;
  }

  @Override
  public void moved(SeenInstance instance, Transition transition) {
    if (!(transition instanceof Transition.OfStep moved)
        || moved.from() == moved.to()
        || moved.after().key().undo()) {
      return;
    }
    String step = moved.after().key().toString();
    cuts.removeIf(cut -> cut.instance() == instance && cut.step().equals(step));
    leftOut.remove(name(instance, step));
    if (moved.to() == StepState.SKIPPED && !name(instance, step).equals(skipped)) {
      leftOut.put(name(instance, step), instance.entry());
    } else if (moved.to() == StepState.FAILED) {
      cutOff(instance, step);
    } else if (moved.to() == StepState.COMPLETED) {
      completed(instance, step);
    }
  }

  private static String name(SeenInstance instance, String step) {
    return instance.name() + "/" + step;
  }

  /** Notes what the same change has left out inside the step. */
  private void cutOff(SeenInstance instance, String failed) {
    for (String step : instance.steps().keySet()) {
      Integer entry = leftOut.get(name(instance, step));
      if (entry != null && entry == instance.entry() && inside(instance, step, failed)) {
        cuts.add(new Cut(instance, step, failed));
      }
    }
  }

  /** Whether a step is inside another one, and does not belong to what answers a failure. */
  private static boolean inside(SeenInstance instance, String step, String other) {
    Outline.Part part = instance.outline().part(Outline.id(step));
    while (part != null && part.around() != null && part.branch() >= 0) {
      if (part.around().equals(Outline.id(other))) {
        return sameRound(step, other);
      }
      part = instance.outline().part(part.around());
    }
    return false;
  }

  private static boolean sameRound(String inner, String outer) {
    String rounds = Outline.rounds(outer);
    return rounds.isEmpty()
        || Outline.rounds(inner).equals(rounds)
        || Outline.rounds(inner).startsWith(rounds.replace("]", "."));
  }

  private void completed(SeenInstance instance, String step) {
    @Nullable Cut missing =
        cuts.stream()
            .filter(cut -> cut.instance() == instance && cut.by().equals(step))
            .findFirst()
            .orElse(null);
    if (missing != null) {
      throw instance.broken(
          NOTHING_LOST,
          "step "
              + step
              + " had failed and cut step "
              + missing.step()
              + " off, and after a retry it is COMPLETED without that");
    }
  }
}
