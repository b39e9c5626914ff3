package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.instance.InstanceState;
import dev.workflow.spi.ActionResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An input that an instance decides on. */
public sealed interface InstanceInput {

  /** It begins. */
  record Start(Actor actor) implements InstanceInput {}

  /**
   * The limits on its starts were asked.
   *
   * @param reason the limit that delays it; null: it may begin now
   */
  record GrantStart(StartPermit permit, @Nullable String reason) implements InstanceInput {}

  /** The host's directory has said what was asked, and its records were read. */
  record Told(ActorFacts facts, RecordFacts records) implements InstanceInput {

    public Told(ActorFacts facts) {
      this(facts, RecordFacts.NONE);
    }
  }

  /** An exit that is a condition was found to hold when a message was about to be sent. */
  record ExitHolds(String reason) implements InstanceInput {}

  /**
   * Its steps become others. What follows is decided afterwards.
   *
   * @param items elements that are added to lists that loops go through
   * @param passed steps that another version has where the instance has been already
   * @param before the steps until now, for clocks that stay as they are
   */
  record Reshape(
      Actor actor,
      Plan.Change change,
      List<StepKey> dropped,
      JsonNode difference,
      Map<StepKey, JsonNode> items,
      List<StepKey> passed,
      StepTree before)
      implements InstanceInput {}

  /**
   * A substitute does something for somebody who is away.
   *
   * @param what the deed of the substitute
   */
  record OnBehalf(InstanceInput what, StepKey step, String forWhom) implements InstanceInput {

    /** The same deed, for somebody or for oneself. */
    public static InstanceInput of(InstanceInput what, StepKey step, @Nullable String forWhom) {
      return forWhom == null ? what : new OnBehalf(what, step, forWhom);
    }
  }

  /** An operator moves it to a step. */
  record MoveTo(StepKey step, Actor actor, @Nullable String reason) implements InstanceInput {}

  /**
   * Somebody changes when a step begins, or has waited for long enough.
   *
   * @param to to which time it is moved; null: it is not
   */
  record OnTime(
      StepKey step, TimeAct act, @Nullable Instant to, Actor actor, @Nullable String reason)
      implements InstanceInput {}

  /** What somebody does to something that is to come. */
  enum TimeAct {
    /** It does not happen. */
    SKIP,
    /** It happens at another time. */
    MOVE,
    /** It happens at once. */
    NOW,
    /** It does not happen before it is released. */
    HOLD,
    RELEASE
  }

  /** Time has passed. */
  record Tick() implements InstanceInput {}

  /**
   * A node has taken it on: calls that are under way are made.
   *
   * @param from the node that had begun to make them and lost its lease; null: nobody had
   */
  record TakeOver(@Nullable String from) implements InstanceInput {}

  /**
   * An attempt of an automatic action has ended.
   *
   * @param outgoing what the handler asked for besides its result
   */
  record Answer(StepKey step, int attempt, ActionResult result, Outgoing outgoing)
      implements InstanceInput {}

  /**
   * An event that some of its steps may wait for, or that may end it.
   *
   * @param later steps that have begun only after it was published
   */
  record Arrival(Event event, Set<StepKey> later) implements InstanceInput {}

  /**
   * A workflow that a step wanted to start was not started.
   *
   * @param failed whether that is a failure; otherwise its concurrency policy is to skip
   */
  record NotStarted(StepKey step, InstanceId child, String reason, boolean failed)
      implements InstanceInput {}

  /** The turn of a step that waits for a lock has come. */
  record LockGranted(StepLock lock) implements InstanceInput {}

  /** A step would wait for a lock in vain. */
  record LockRefused(StepLock lock, String reason) implements InstanceInput {}

  /** A sub-workflow has ended. */
  record ChildEnded(
      StepKey step, InstanceId child, InstanceState state, JsonNode output, @Nullable String reason)
      implements InstanceInput {}

  /** A person takes a step on. */
  record Claim(StepKey step, Actor actor) implements InstanceInput {}

  /** A person gives a step back. */
  record Release(StepKey step, Actor actor) implements InstanceInput {}

  /**
   * A person or a webhook answered a step.
   *
   * @param result what the handler made of it
   * @param code by which the workflow tells why it cannot be done; null: there is none
   */
  record PersonAnswer(
      StepKey step, Actor actor, ActionResult result, Outgoing outgoing, @Nullable String code)
      implements InstanceInput {}

  /**
   * A callback that came before the step waits for it, or while the instance is paused.
   *
   * @param answer the correlation {@code key}, and the {@code payload} for the handler
   */
  record EarlyAnswer(StepKey step, JsonNode answer) implements InstanceInput {}

  /** The handler did not take an answer that had come before the turn of its step. */
  record EarlyRefused(StepKey step, String reason) implements InstanceInput {}

  /**
   * A person has given a command under an id, under which it is not given again.
   *
   * @param command its name
   * @param result what it gave; null: nothing
   */
  record Receipt(StepKey step, Actor actor, String id, String command, @Nullable JsonNode result)
      implements InstanceInput {}

  /** A person does something else to a step. */
  record OnTask(StepKey step, Actor actor, Command command, TaskAct act) implements InstanceInput {}

  /** A person leaves a step out. */
  record Skip(StepKey step, Actor actor, @Nullable String reason) implements InstanceInput {}

  record Pause(Actor actor, @Nullable String reason) implements InstanceInput {}

  record Resume(Actor actor) implements InstanceInput {}

  /** The reason of a pause that came from the instance that waits for this one. */
  String PAUSED_ABOVE = "the workflow that waits for it is paused";

  record Cancel(Actor actor, @Nullable String reason) implements InstanceInput {}

  /**
   * It has ended already, and nothing of it is to happen any more: its messages are cancelled and
   * it is not retried.
   */
  record EndSince(Actor actor, String reason) implements InstanceInput {}

  /**
   * Continues where it failed.
   *
   * @param children sub-workflows that continue as well, or have completed since, by the step that
   *     waits for them; other steps that wait for one start a new one
   */
  record Retry(Actor actor, Map<StepKey, Child> children) implements InstanceInput {

    public Retry(Actor actor) {
      this(actor, Map.of());
    }
  }

  /** A step whose sub-workflow had failed continues with it while the instance is at work. */
  record Rejoin(Actor actor, StepKey step, Map<StepKey, Child> children) implements InstanceInput {}

  /**
   * A sub-workflow of a step that is taken up again.
   *
   * @param output what it gave; null: it continues
   */
  record Child(InstanceId id, @Nullable JsonNode output) {}

  /** What a handler asked for besides its result. */
  record Outgoing(
      List<Effect.Send> messages,
      List<Effect.Publish> events,
      List<Effect.StartWorkflow> starts,
      List<Variable> variables) {

    public static final Outgoing NONE = new Outgoing(List.of(), List.of(), List.of(), List.of());
  }

  record Variable(String name, JsonNode value) {}
}
