package dev.workflow.internal.decide;

import dev.workflow.InvalidInputException;
import dev.workflow.definition.Step;
import dev.workflow.expression.Template;
import dev.workflow.instance.StepState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The locks of steps, as far as one instance goes: a step whose turn has come asks for its lock and
 * is BLOCKED until it has it. Whatever ends the step, or begins it anew, gives the lock up: what
 * the instance has no more after a decision than before is released.
 */
final class StepLocks {

  private final DecisionBuilder decision;

  StepLocks(DecisionBuilder decision) {
    this.decision = decision;
  }

  /** Whether a step that is READY may begin. Otherwise it waits for its lock from now on. */
  boolean admits(Step step, Scope scope, StepRun run) {
    Template template = step.settings().coordination().lock();
    if (template == null) {
      return true;
    }
    StepLock lock = run.memory().lock();
    if (lock != null) {
      return lock.held();
    }
    String key = key(template, scope);
    if (heldAround(run.key(), key)) {
      return true;
    }
    StepLock wanted = new StepLock(key, run.key() + "/" + run.attempt(), false);
    decision.move(
        run.due(null).memory(run.memory().lock(wanted)),
        StepState.BLOCKED,
        "waits for the lock \"" + key + "\"");
    return false;
  }

  private String key(Template template, Scope scope) {
    String key;
    try {
      key =
          RenderedKey.checked(
              "The lock", template.render(decision.data(scope), decision.rendering()));
    } catch (InvalidInputException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    if (key.isBlank()) {
      throw new IllegalArgumentException("The lock " + template.text() + " gives nothing");
    }
    return key;
  }

  /** Whether a step around it has the lock: then it is inside it. */
  private boolean heldAround(StepKey key, String lock) {
    StepTree tree = decision.around().tree();
    StepTree.Node node = tree.node(key);
    while (node.parent() != null) {
      Step parent = node.parent();
      node = tree.node(new StepKey(parent.id(), key.rounds(), false));
      List<Integer> rounds = key.rounds().subList(0, node.loops().size());
      StepLock around = decision.newest(new StepKey(parent.id(), rounds, false)).memory().lock();
      if (around != null && around.held() && around.key().equals(lock)) {
        return true;
      }
    }
    return false;
  }

  /** Its turn has come. */
  void granted(StepLock lock) {
    StepRun run = waiting(lock);
    if (run != null) {
      decision.move(run.memory(run.memory().lock(lock.granted())), StepState.READY, null);
    }
  }

  /** It would wait for ever. */
  void refused(StepLock lock, String reason, StepStart steps) {
    StepRun run = waiting(lock);
    if (run != null) {
      Step step = decision.around().tree().node(run.key()).step();
      StepRun ready = decision.move(run, StepState.READY, null);
      StepRun begun = decision.move(ready, StepState.IN_PROGRESS, null);
      steps.failed(step, begun, reason, false);
    }
  }

  private @Nullable StepRun waiting(StepLock lock) {
    return decision.openRuns().stream()
        .filter(run -> run.state() == StepState.BLOCKED && lock.equals(run.memory().lock()))
        .findFirst()
        .orElse(null);
  }

  /** What is to be asked for and given up, because it was not there before, or is no more. */
  static List<Effect> changes(Collection<StepRun> before, Collection<StepRun> after) {
    Map<String, StepLock> had = locks(before);
    Map<String, StepLock> has = locks(after);
    List<Effect> effects = new ArrayList<>();
    had.forEach(
        (claim, lock) -> {
          if (!has.containsKey(claim)) {
            effects.add(new Effect.ReleaseLock(lock));
          }
        });
    has.forEach(
        (claim, lock) -> {
          if (!had.containsKey(claim)) {
            effects.add(new Effect.ClaimLock(lock));
          }
        });
    return effects;
  }

  private static Map<String, StepLock> locks(Collection<StepRun> open) {
    Map<String, StepLock> locks = new LinkedHashMap<>();
    for (StepRun run : open) {
      StepLock lock = run.memory().lock();
      if (lock != null) {
        locks.put(lock.claim(), lock);
      }
    }
    return locks;
  }
}
