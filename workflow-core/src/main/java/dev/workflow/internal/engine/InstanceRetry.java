package dev.workflow.internal.engine;

import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.definition.Concurrency;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StateMachine;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.RetryFromFailure;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.SubWorkflows;
import dev.workflow.spi.store.InstanceKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Retries an instance together with what failed with it: the sub-workflows whose failure its steps
 * suffered, and the instance above whose step suffered its own. All of them are looked at before
 * anything is changed: if one cannot be retried, none is.
 */
final class InstanceRetry {

  private final UnitOfWork work;
  private final Actor by;
  private final List<Planned> planned = new ArrayList<>();

  private record Planned(InstanceUpdate working, InstanceInput input) {}

  InstanceRetry(UnitOfWork work, Actor by) {
    this.work = work;
    this.by = by;
  }

  /**
   * Retries an instance; returns which went on, itself included.
   *
   * @throws IllegalTransitionException if it, or one of those, is not retried
   * @throws ConflictException if another instance has taken its concurrency key
   */
  List<InstanceId> retry(InstanceUpdate failed) {
    from(failed);
    planned.forEach(one -> work.handle(one.working(), one.input()));
    return planned.stream()
        .filter(one -> one.input() instanceof InstanceInput.Retry)
        .map(one -> one.working().key().id())
        .toList();
  }

  /** Begins with the instance above if that continues with this one. */
  private void from(InstanceUpdate failed) {
    InstanceSnapshot snapshot = failed.snapshot();
    refuse(RetryFromFailure.over(snapshot));
    StateMachine.INSTANCE.check(
        snapshot.identity().id().toString(), snapshot.state(), InstanceState.ACTIVE, "retry");
    refuse(RetryFromFailure.refusal(failed.tree(), snapshot));
    InstanceUpdate above = above(failed).orElse(null);
    StepKey step = above == null ? null : step(failed, above);
    if (above == null || step == null) {
      down(failed);
    } else if (above.snapshot().state() == InstanceState.FAILED
        && RetryFromFailure.of(above.tree(), above.snapshot()).reopens(step)) {
      from(above);
    } else if (above.snapshot().state().ended()) {
      down(failed);
    } else {
      rejoin(failed, above, step);
    }
  }

  /** The instance whose step has failed because this one had. */
  private Optional<InstanceUpdate> above(InstanceUpdate failed) {
    InstanceSnapshot.Parent parent = failed.snapshot().identity().parent();
    return parent == null
        ? Optional.empty()
        : work.instances().load(new InstanceKey(failed.key().tenant(), parent.instance()));
  }

  /** The step of that instance which has failed because of this one; null: none has. */
  private static @Nullable StepKey step(InstanceUpdate failed, InstanceUpdate above) {
    InstanceSnapshot.Parent parent = Objects.requireNonNull(failed.snapshot().identity().parent());
    InstanceId child = failed.key().id();
    return SubWorkflows.awaiting(above.snapshot(), above.tree(), parent.step(), child)
        .filter(run -> child.equals(SubWorkflows.ended(run, above.tree())))
        .map(StepRun::key)
        .orElse(null);
  }

  /** The instance above is still at work: its step continues if nothing has come of its failure. */
  private void rejoin(InstanceUpdate failed, InstanceUpdate above, StepKey step) {
    if (above.snapshot().state() == InstanceState.PAUSED) {
      throw new IllegalTransitionException(
          "instance "
              + failed.key().id()
              + " cannot be retried: it is a sub-workflow of "
              + above.key().id()
              + ", which is PAUSED; resume that first");
    }
    refuse(RetryFromFailure.refusal(above.tree(), above.snapshot()));
    Optional<RetryFromFailure> part = RetryFromFailure.of(above.tree(), above.snapshot(), step);
    if (part.isEmpty()) {
      down(failed);
      return;
    }
    Map<StepKey, InstanceInput.Child> children = children(above, part.get());
    planned.add(new Planned(above, new InstanceInput.Rejoin(by, step, children)));
  }

  private void down(InstanceUpdate failed) {
    keepToKey(failed);
    Map<StepKey, InstanceInput.Child> children =
        children(failed, RetryFromFailure.of(failed.tree(), failed.snapshot()));
    planned.add(new Planned(failed, new InstanceInput.Retry(by, children)));
  }

  private static void refuse(Optional<String> refusal) {
    if (refusal.isPresent()) {
      throw new IllegalTransitionException(refusal.get());
    }
  }

  /** Two instances with one key do not run at the same time, whichever way they came to run. */
  private void keepToKey(InstanceUpdate failed) {
    InstanceSnapshot.Identity identity = failed.snapshot().identity();
    String key = identity.concurrencyKey();
    if (key == null
        || failed.tree().definition().concurrency().policy() == Concurrency.Policy.ALLOW) {
      return;
    }
    Optional<InstanceKey> other =
        work.instances().firstWithKey(identity.tenant(), identity.workflow().key(), key);
    if (other.isPresent()) {
      throw new ConflictException(
          "instance "
              + identity.id()
              + " cannot be retried now: instance "
              + other.get().id()
              + " of \""
              + identity.workflow().key()
              + "\" has the same concurrency key \""
              + key
              + "\"; retry it when that has ended");
    }
  }

  /** The sub-workflows with which steps continue; a step that is not here starts a new one. */
  private Map<StepKey, InstanceInput.Child> children(
      InstanceUpdate above, RetryFromFailure revival) {
    Map<StepKey, InstanceInput.Child> children = new HashMap<>();
    for (StepRun run : revival.runs()) {
      Optional.ofNullable(SubWorkflows.ended(run, above.tree()))
          .flatMap(id -> work.instances().load(new InstanceKey(above.key().tenant(), id)))
          .map(child -> goesOn(above, run.key(), child))
          .ifPresent(child -> children.put(run.key(), child));
    }
    return children;
  }

  private InstanceInput.@Nullable Child goesOn(
      InstanceUpdate above, StepKey step, InstanceUpdate child) {
    InstanceSnapshot snapshot = child.snapshot();
    InstanceId id = child.key().id();
    if (!snapshot.state().ended()) {
      return new InstanceInput.Child(id, null);
    } else if (snapshot.state() == InstanceState.COMPLETED || exited(snapshot)) {
      return new InstanceInput.Child(id, snapshot.output());
    } else if (snapshot.over() || RetryFromFailure.undone(snapshot)) {
      return null;
    }
    Optional<String> refusal = RetryFromFailure.refusal(child.tree(), snapshot);
    if (refusal.isPresent()) {
      throw new IllegalTransitionException(
          "instance "
              + above.key().id()
              + " cannot be retried: its step \""
              + step
              + "\" waited for a sub-workflow: "
              + refusal.get());
    }
    down(child);
    return new InstanceInput.Child(id, null);
  }

  /** An exit that came after the failure is an end on purpose: the step has what it waited for. */
  private static boolean exited(InstanceSnapshot failed) {
    InstanceSnapshot.Ending ending = failed.ending();
    return ending != null
        && ending.since() != null
        && ending.since().outcome() == InstanceOutcome.EXITED;
  }
}
