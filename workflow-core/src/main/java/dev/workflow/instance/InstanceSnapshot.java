package dev.workflow.instance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Cause;
import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of an instance at one moment. Immutable.
 *
 * @param ending null while it is open
 * @param steps the runs that have begun, in the order they began; a step that is not here is
 *     PENDING
 * @param variables what {@code set} actions put beside the payload
 * @param turn when its steps may begin, if a limit delays it or has delayed it
 */
public record InstanceSnapshot(
    Identity identity,
    InstanceState state,
    @Nullable Ending ending,
    Map<StepKey, StepRun> steps,
    Map<String, JsonNode> variables,
    @Nullable Turn turn) {

  /**
   * What never changes.
   *
   * @param event the event that started it; null if it was started otherwise
   * @param input what it was started with otherwise
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
      Instant createdAt) {}

  /** The step that started it as a sub-workflow. */
  public record Parent(InstanceId instance, StepKey step) {}

  /**
   * How it ended.
   *
   * @param outcome {@code completed}, {@code stopped}, {@code exited}, {@code failed} or {@code
   *     canceled}
   */
  public record Ending(String outcome, @Nullable String reason, Instant at) {}

  /** A new instance on which nothing has happened. */
  public static InstanceSnapshot draft(Identity identity) {
    return new InstanceSnapshot(identity, InstanceState.DRAFT, null, Map.of(), Map.of(), null);
  }

  /** The run of a step, PENDING if it has not begun. */
  public StepRun step(StepKey key) {
    StepRun run = steps.get(key);
    return run == null ? StepRun.pending(key) : run;
  }

  /**
   * This instance after the transitions took place: nothing is decided here, they are taken at
   * their word.
   */
  public InstanceSnapshot after(Collection<Transition> transitions) {
    Map<StepKey, StepRun> runs = new LinkedHashMap<>(steps);
    for (Transition transition : transitions) {
      if (transition instanceof Transition.OfStep step) {
        runs.put(step.after().key(), step.after());
      }
    }
    return after(transitions, runs);
  }

  /**
   * The same for a caller that has applied the transitions of steps already.
   *
   * @param runs what they lead to; not changed any more
   */
  InstanceSnapshot after(Collection<Transition> transitions, Map<StepKey, StepRun> runs) {
    Map<String, JsonNode> values = variables;
    InstanceState now = state;
    Ending end = ending;
    Turn given = turn;
    for (Transition transition : transitions) {
      if (transition instanceof Transition.OfVariable variable) {
        values = new LinkedHashMap<>(values);
        values.put(variable.name(), variable.value());
      } else if (transition instanceof Transition.OfTurn due) {
        given = due.turn();
      } else if (transition instanceof Transition.OfInstance instance) {
        now = instance.to();
        end = now.ended() ? ending(instance) : null;
      }
    }
    return new InstanceSnapshot(
        identity,
        now,
        end,
        Collections.unmodifiableMap(runs),
        values == variables ? values : Collections.unmodifiableMap(values),
        given);
  }

  private static Ending ending(Transition.OfInstance move) {
    String outcome = move.outcome() == null ? "completed" : move.outcome();
    return new Ending(outcome, move.reason(), move.at());
  }
}
