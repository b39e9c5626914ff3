package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import java.time.Instant;
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
      @Nullable String outcome,
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
  record OfTurn(StartPermit turn, Actor actor, Instant at, String reason) implements Transition {}

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

  /** A top-level value of the data was set. */
  record OfVariable(String name, JsonNode value, Actor actor, Instant at) implements Transition {}
}
