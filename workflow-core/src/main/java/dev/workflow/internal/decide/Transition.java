package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an instance's history: who changed what, from what to what, when and why. Immutable.
 */
public sealed interface Transition {

  Actor actor();

  Instant at();

  /**
   * The instance moved; or, from COMPLETED or FAILED to the same, it has exited or was cancelled
   * since: what was still to happen of it does not happen.
   *
   * @param outcome how it ended, if it did
   */
  record OfInstance(
      InstanceState from,
      InstanceState to,
      Actor actor,
      Instant at,
      @Nullable InstanceOutcome outcome,
      @Nullable String reason)
      implements Transition {}

  /** A step moved; {@code after} is the whole run as it then was. */
  record OfStep(StepState from, StepRun after, Actor actor, Instant at) implements Transition {

    public StepState to() {
      return after.state();
    }
  }

  /**
   * The instance is to begin later.
   *
   * @param reason the limit that delays it
   */
  record OfStartPermit(StartPermit permit, Actor actor, Instant at, String reason)
      implements Transition {}

  /**
   * Somebody did something to a task that its state alone does not tell.
   *
   * @param act in lower case: {@code assign}, {@code comment}, {@code escalate} …
   * @param detail with what: an object
   */
  record OfTask(StepKey step, String act, JsonNode detail, Actor actor, Instant at)
      implements Transition {}

  /**
   * A step is to run anew after its end.
   *
   * @param step its run from now on, whose turn is to come
   */
  record OfVisit(StepKey step, Actor actor, Instant at) implements Transition {}

  /**
   * Its steps became others.
   *
   * @param revision how often that has happened now
   * @param dropped runs that are no more: what had not begun and begins as the new steps say, and
   *     those of steps that another version does not have
   * @param difference what changed, as {@link dev.workflow.definition.DefinitionDiff} lists it
   */
  record OfPlan(
      int revision,
      Plan.Change change,
      List<StepKey> dropped,
      JsonNode difference,
      Actor actor,
      Instant at)
      implements Transition {
    public OfPlan {
      dropped = List.copyOf(dropped);
    }

    /** How a run is called afterwards; empty: it is no more. */
    public Optional<StepKey> now(StepKey run) {
      return dropped.contains(run) ? Optional.empty() : Optional.of(called(run));
    }

    StepKey called(StepKey run) {
      return change instanceof Plan.Migration migration && migration.ids().containsKey(run.id())
          ? new StepKey(migration.ids().get(run.id()), run.rounds(), run.undo(), run.visit())
          : run;
    }
  }

  /**
   * A command was given under an id; given again, it does nothing.
   *
   * @param command its name
   * @param result what it gave; null: nothing
   */
  record OfCommand(
      StepKey step, String id, String command, @Nullable JsonNode result, Actor actor, Instant at)
      implements Transition {}

  /**
   * The host's records were read, or could not be.
   *
   * @param read those that are different from what was known, by name
   * @param bytes how large those are, as JSON
   * @param fault why they could not be read; null: they were
   */
  record OfRecords(
      Map<String, RecordFact> read, long bytes, @Nullable String fault, Actor actor, Instant at)
      implements Transition {
    public OfRecords {
      read = Collections.unmodifiableMap(new LinkedHashMap<>(read));
    }
  }

  /** A top-level value of the data was set. */
  record OfVariable(String name, JsonNode value, Actor actor, Instant at) implements Transition {}
}
