package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Cause;
import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of an instance at one moment. Immutable.
 *
 * @param ending null while it is open
 * @param steps the runs that have begun, in the order they began; a step that is not here is
 *     PENDING
 * @param variables what {@code set} actions put beside the payload
 * @param startPermit when its steps may begin, if a limit delays it or has delayed it
 * @param pauses when it was paused, in order
 * @param pausedFor the reason of its pause, if there is one; null while it is not paused
 * @param plan how its steps differ from those of its version
 * @param records what it knows of the host's records
 */
public record InstanceSnapshot(
    Identity identity,
    InstanceState state,
    @Nullable Ending ending,
    Map<StepKey, StepRun> steps,
    Map<String, JsonNode> variables,
    @Nullable StartPermit startPermit,
    @Nullable String pausedFor,
    List<Pause> pauses,
    Plan plan,
    KnownRecords records) {

  /**
   * A time in which its clocks stood still.
   *
   * @param to null: it is paused
   */
  public record Pause(Instant from, @Nullable Instant to) {}

  /**
   * What never changes, but for the version when it is migrated.
   *
   * @param event the event that started it; null if it was started otherwise
   * @param input what it was started with otherwise
   * @param restarts the instance that it is a restart of; null: none
   * @param principal as whom its actions act; null: as who published its version
   */
  public record Identity(
      TenantId tenant,
      InstanceId id,
      WorkflowRef workflow,
      @Nullable SubjectRef subject,
      @Nullable JsonNode event,
      @Nullable JsonNode input,
      @Nullable Parent parent,
      @Nullable String concurrencyKey,
      Cause cause,
      Instant createdAt,
      @Nullable InstanceId restarts,
      @Nullable Actor principal) {

    public Identity(
        TenantId tenant,
        InstanceId id,
        WorkflowRef workflow,
        @Nullable SubjectRef subject,
        @Nullable JsonNode event,
        @Nullable JsonNode input,
        @Nullable Parent parent,
        @Nullable String concurrencyKey,
        Cause cause,
        Instant createdAt) {
      this(
          tenant,
          id,
          workflow,
          subject,
          event,
          input,
          parent,
          concurrencyKey,
          cause,
          createdAt,
          null,
          null);
    }

    Identity version(int version) {
      return new Identity(
          tenant,
          id,
          WorkflowRef.of(workflow.key(), version),
          subject,
          event,
          input,
          parent,
          concurrencyKey,
          cause,
          createdAt,
          restarts,
          principal);
    }
  }

  /** The step that started it as a sub-workflow. */
  public record Parent(InstanceId instance, StepKey step) {}

  /**
   * How it ended.
   *
   * @param outcome of a FAILED one that has exited or was cancelled since, that
   * @param since what has ended it for good since it was COMPLETED or had FAILED; null: nothing
   */
  public record Ending(
      InstanceOutcome outcome, @Nullable String reason, Instant at, @Nullable Since since) {}

  /**
   * An exit or a cancellation that came after the end: nothing more is to happen, neither a message
   * nor a retry.
   *
   * @param outcome EXITED or CANCELED
   */
  public record Since(InstanceOutcome outcome, @Nullable String reason, Instant at) {}

  /** Whether it was cancelled or has exited, when it ended or since. */
  public boolean over() {
    return ending != null
        && (ending.since() != null
            || ending.outcome() == InstanceOutcome.EXITED
            || ending.outcome() == InstanceOutcome.CANCELED);
  }

  /** Whether it has failed and nothing has ended it for good since. */
  public boolean mayBeRetried() {
    return state == InstanceState.FAILED && !over();
  }

  /** A new instance on which nothing has happened. */
  public static InstanceSnapshot draft(Identity identity) {
    return new InstanceSnapshot(
        identity,
        InstanceState.DRAFT,
        null,
        Map.of(),
        Map.of(),
        null,
        null,
        List.of(),
        Plan.NONE,
        KnownRecords.NONE);
  }

  /** The runs that have not ended. */
  public Collection<StepRun> open() {
    return steps instanceof StepRuns known
        ? known.open()
        : steps.values().stream().filter(run -> run.state().open()).toList();
  }

  /** The run of a step, PENDING if it has not begun. */
  public StepRun step(StepKey key) {
    StepRun run = steps.get(key);
    return run == null ? StepRun.pending(key) : run;
  }

  /** The newest visit of a step. */
  public StepKey newest(StepKey key) {
    return steps instanceof StepRuns known ? known.newest(key) : key;
  }

  /** The command that was given to a step under an id; null: none is known. */
  public Transition.@Nullable OfCommand receipt(StepKey step, String id) {
    return steps instanceof StepRuns known ? known.receipt(step, id) : null;
  }

  /** The newest run of each step that has begun. */
  public Map<StepKey, StepRun> newest() {
    return steps instanceof StepRuns known ? known.newest() : steps;
  }

  /** What the step that waits for it is told once it has ended. */
  public ObjectNode output() {
    return output(identity.id(), state, ending == null ? null : ending.outcome());
  }

  static ObjectNode output(InstanceId id, InstanceState state, @Nullable InstanceOutcome outcome) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("instance", id.toString())
        .put("state", state.name())
        .put("outcome", outcome == null ? null : outcome.text());
  }

  /**
   * For how long of the time since a moment the instance was paused: what due dates and timeouts
   * that count from then do not count.
   */
  public Duration paused(Instant since, Instant now) {
    Duration held = Duration.ZERO;
    for (Pause pause : pauses) {
      Instant from = pause.from().isBefore(since) ? since : pause.from();
      Instant to = pause.to() == null ? now : pause.to();
      if (to.isAfter(from)) {
        held = held.plus(Duration.between(from, to));
      }
    }
    return held;
  }

  /**
   * This instance after the transitions took place: nothing is decided here, they are taken at
   * their word.
   */
  public InstanceSnapshot after(Collection<Transition> transitions) {
    StepRuns runs = StepRuns.of(steps);
    for (Transition transition : transitions) {
      if (transition instanceof Transition.OfStep step) {
        runs.set(step.after());
      } else if (transition instanceof Transition.OfVisit visit) {
        runs.again(visit.step());
      } else if (transition instanceof Transition.OfPlan plan) {
        runs = runs.after(plan);
      } else if (transition instanceof Transition.OfCommand command) {
        runs.receipt(command);
      }
    }
    return after(transitions, runs);
  }

  /**
   * The same for a caller that has applied the transitions of steps already.
   *
   * @param runs what they lead to; not changed any more
   */
  InstanceSnapshot after(Collection<Transition> transitions, StepRuns runs) {
    Map<String, JsonNode> values = variables;
    InstanceState now = state;
    Ending end = ending;
    StartPermit given = startPermit;
    String paused = pausedFor;
    List<Pause> held = pauses;
    Identity who = identity;
    Plan changed = plan;
    KnownRecords known = records;
    for (Transition transition : transitions) {
      if (transition instanceof Transition.OfVariable variable) {
        values = new LinkedHashMap<>(values);
        values.put(variable.name(), variable.value());
      } else if (transition instanceof Transition.OfRecords read) {
        known = known.after(read);
      } else if (transition instanceof Transition.OfStartPermit due) {
        given = due.permit();
      } else if (transition instanceof Transition.OfInstance instance) {
        now = instance.to();
        end = ending(instance, end);
        paused = now == InstanceState.PAUSED ? instance.reason() : null;
        held = paused(held, instance);
      } else if (transition instanceof Transition.OfPlan of) {
        changed = changed.after(of.change(), of.revision());
        who = of.change() instanceof Plan.Migration to ? who.version(to.version()) : who;
      }
    }
    return new InstanceSnapshot(
        who,
        now,
        end,
        runs,
        values == variables ? values : Collections.unmodifiableMap(values),
        given,
        paused,
        held,
        changed,
        known);
  }

  private static List<Pause> paused(List<Pause> before, Transition.OfInstance move) {
    if (move.to() != InstanceState.PAUSED && move.from() != InstanceState.PAUSED) {
      return before;
    }
    List<Pause> after = new ArrayList<>(before);
    if (move.to() == InstanceState.PAUSED) {
      after.add(new Pause(move.at(), null));
    } else if (!after.isEmpty()) {
      after.add(new Pause(after.remove(after.size() - 1).from(), move.at()));
    }
    return List.copyOf(after);
  }

  private static @Nullable Ending ending(Transition.OfInstance move, @Nullable Ending before) {
    if (!move.to().ended()) {
      return null;
    }
    InstanceOutcome outcome = move.outcome() == null ? InstanceOutcome.COMPLETED : move.outcome();
    if (move.from() != move.to() || before == null) {
      return new Ending(outcome, move.reason(), move.at(), null);
    }
    Since since = new Since(outcome, move.reason(), move.at());
    return move.to() == InstanceState.FAILED
        ? new Ending(outcome, move.reason(), before.at(), since)
        : new Ending(before.outcome(), before.reason(), before.at(), since);
  }
}
