package dev.workflow.statistics.internal;

import dev.workflow.Actor;
import dev.workflow.TenantId;
import dev.workflow.definition.Step;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.Commands;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.Plan;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.decide.Transition;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.InstanceUpdate;
import dev.workflow.statistics.internal.fact.FactText;
import dev.workflow.statistics.internal.fact.Figure;
import dev.workflow.statistics.internal.fact.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a change of an instance is to be counted. A run, and a visit of a step, count once, by
 * what has become of them: what leaves an end is taken back where that end was counted. Used by one
 * thread.
 */
final class InstanceFacts {

  private final EngineContext engine;
  private final InstanceUpdate change;
  private final FactText facts = new FactText();
  private final Map<StepKey, StepRun> runs = new LinkedHashMap<>();
  private @Nullable End end;

  /** How the run has ended, as it was counted. */
  private record End(Figure figure, Instant at) {}

  InstanceFacts(EngineContext engine, InstanceUpdate change) {
    this.engine = engine;
    this.change = change;
  }

  /** Null: nothing. */
  @Nullable String text() {
    if (change.transitions().isEmpty()) {
      return null;
    }
    InstanceSnapshot before = change.before();
    InstanceSnapshot.Identity identity = before.identity();
    TenantId tenant = identity.tenant();
    String workflow = identity.workflow().key();
    facts.of(tenant, workflow, identity.workflow().version());
    InstanceSnapshot.Ending ending = before.ending();
    end = ending == null ? null : end(ending);
    for (Transition transition : change.transitions()) {
      if (transition instanceof Transition.OfStep move) {
        count(move);
      } else if (transition instanceof Transition.OfInstance move) {
        count(move);
      } else if (transition instanceof Transition.OfPlan plan
          && plan.change() instanceof Plan.Migration migration) {
        migrated(plan.at(), () -> facts.of(tenant, workflow, migration.version()));
      }
    }
    Instant last = change.transitions().get(change.transitions().size() - 1).at();
    runs.forEach((key, run) -> countWait(key, run, last));
    return facts.text();
  }

  private static End end(InstanceSnapshot.Ending ending) {
    InstanceSnapshot.Since since = ending.since();
    return new End(figure(ending.outcome()), since == null ? ending.at() : since.at());
  }

  private static Figure figure(InstanceOutcome outcome) {
    return switch (outcome) {
      case EXITED -> Figure.EXITED;
      case FAILED -> Figure.FAILED;
      case CANCELED -> Figure.CANCELED;
      case COMPLETED, UNRECOGNIZED -> Figure.COMPLETED;
    };
  }

  /** One that never began, a draft, is no run. */
  private void count(Transition.OfInstance move) {
    Instant at = move.at();
    if (move.from() == InstanceState.DRAFT) {
      if (move.to() == InstanceState.ACTIVE) {
        facts.add(Kind.RUN, Figure.BEGUN, "", at);
      }
      return;
    }
    if (move.from() == InstanceState.COMPLETED) {
      return; // it stays completed, whatever ends it for good
    }
    if (move.from() == InstanceState.FAILED && end != null) {
      outcome(end.figure(), end.at(), -1, change.before());
      end = null;
      if (move.to() == InstanceState.ACTIVE) {
        facts.add(Kind.RUN, Figure.RETRIED, "", at);
      }
    }
    if (move.to().ended() && move.outcome() != null) {
      end = new End(figure(move.outcome()), at);
      outcome(end.figure(), at, 1, change.snapshot());
    }
  }

  private void outcome(Figure figure, Instant at, int count, InstanceSnapshot state) {
    Duration cycle =
        figure == Figure.COMPLETED ? Duration.between(state.identity().createdAt(), at) : null;
    facts.add(Kind.RUN, figure, "", at, count, cycle);
    arms(state).forEach(arm -> facts.add(Kind.ARM, figure, arm, at, count, null));
  }

  /** The arms that a run has taken, each once. */
  private Set<String> arms(InstanceSnapshot state) {
    if (!change.tree().splits()) {
      return Set.of();
    }
    Set<String> arms = new LinkedHashSet<>();
    for (StepRun run : state.steps().values()) {
      String arm = run.memory().branch() < 0 ? null : arm(run);
      if (arm != null) {
        arms.add(arm);
      }
    }
    return arms;
  }

  private @Nullable String arm(StepRun run) {
    return step(run.key()) instanceof Step.Split split
            && run.memory().branch() < split.arms().size()
        ? run.key().id() + "/" + split.arms().get(run.memory().branch()).name()
        : null;
  }

  private @Nullable Step step(StepKey key) {
    StepTree tree = change.tree();
    return tree.has(key) ? tree.node(key).step() : null;
  }

  private void migrated(Instant at, Runnable toVersion) {
    boolean ran = change.before().state() != InstanceState.DRAFT;
    if (ran) {
      facts.add(Kind.RUN, Figure.LEFT, "", at);
    }
    if (end != null) {
      facts.add(Kind.RUN, end.figure(), "", end.at(), -1, null);
    }
    toVersion.run();
    if (ran) {
      facts.add(Kind.RUN, Figure.CAME, "", at);
    }
    if (end != null) {
      facts.add(Kind.RUN, end.figure(), "", end.at());
    }
  }

  private void count(Transition.OfStep move) {
    StepRun now = move.after();
    StepKey key = now.key();
    StepRun known = runs.put(key, now);
    if (key.undo()) {
      return;
    }
    StepRun was = known == null ? change.before().step(key) : known;
    Instant at = move.at();
    Step step = step(key);
    String name = key.id() + "/" + (step instanceof Step.Action action ? action.type() : "");
    boolean begun = move.from() == StepState.PENDING && move.to() != StepState.PENDING;
    int attempts = Math.max(0, now.attempt() - was.attempt());
    if (begun && attempts == 1) {
      facts.add(Kind.STEP, Figure.BEGUN, Figure.ATTEMPTED, name, at);
    } else if (begun) {
      facts.add(Kind.STEP, Figure.BEGUN, name, at);
    }
    if (attempts > 0 && !(begun && attempts == 1)) {
      facts.add(Kind.STEP, Figure.ATTEMPTED, name, at, attempts, null);
    }
    if (was.memory().branch() < 0 && now.memory().branch() >= 0) {
      String arm = arm(now);
      if (arm != null) {
        facts.add(Kind.ARM, Figure.BEGUN, arm, at);
      }
    }
    if (move.from() != move.to()) {
      moved(move, was, step, name);
    }
  }

  private void moved(Transition.OfStep move, StepRun was, @Nullable Step step, String name) {
    Instant at = move.at();
    StepRun now = move.after();
    Figure left = figure(move.from());
    if (left != null) {
      Instant ended = was.endedAt() == null ? at : was.endedAt();
      facts.add(Kind.STEP, left, name, ended, -1, null);
    }
    Figure reached = figure(move.to());
    Duration took = now.readyAt() == null ? null : Duration.between(now.readyAt(), at);
    if (reached != null) {
      Instant ended = now.endedAt() == null ? at : now.endedAt();
      facts.add(Kind.STEP, reached, name, ended, 1, reached == Figure.COMPLETED ? took : null);
    }
    boolean byPerson = !move.actor().equals(Actor.ENGINE) && step instanceof Step.Action;
    if (byPerson && forPeople(step, now.key())) {
      String person = move.actor().id();
      if (move.to() == StepState.IN_PROGRESS) {
        facts.add(Kind.PERSON, Figure.BEGUN, person, at);
      } else if (reached != null) {
        facts.add(Kind.PERSON, reached, person, at, 1, reached == Figure.COMPLETED ? took : null);
      }
    }
  }

  private boolean forPeople(@Nullable Step step, StepKey key) {
    return step != null
        && (new Commands(change.tree(), engine::performedByPeople).isForPeople(step, key)
            || step.settings().performer().candidates().namesAnybody());
  }

  private static @Nullable Figure figure(StepState state) {
    return switch (state) {
      case COMPLETED -> Figure.COMPLETED;
      case FAILED -> Figure.FAILED;
      case SKIPPED -> Figure.SKIPPED;
      default -> null;
    };
  }

  /** A wait begins if the step waits after this change and did not before it. */
  private void countWait(StepKey key, StepRun now, Instant at) {
    if (!key.undo() && waits(now) && !waits(change.before().step(key))) {
      Step step = step(key);
      String action = step instanceof Step.Action one ? one.type() : "";
      facts.add(Kind.STEP, Figure.WAITED, key.id() + "/" + action, at);
    }
  }

  private static boolean waits(StepRun run) {
    return run.state() == StepState.READY
        || run.state() == StepState.BLOCKED
        || (run.state() == StepState.IN_PROGRESS && !run.running());
  }
}
