package dev.workflow.spi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.PublishReceipt;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.operations.Findings;
import dev.workflow.operations.SetAside;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Called with what the engine does: moves and accepted events after they have become durable,
 * attempts and residencies as they happen. For metrics, traces, logs and live views; not for
 * business effects: a crash may swallow a call.
 *
 * <p>In an engine that is started each listener is called on a thread of its own, one call after
 * the other, in order: what happened to one instance in the order in which it became durable. A
 * slow listener keeps nobody waiting; when 10,000 calls wait for it, further ones are left out,
 * with a warning once a minute. {@link #attemptStarted} and what it returns are different: they are
 * called on the thread of the handler, several at once, and must return at once. In an engine that
 * is not started everything is called on the thread that caused it. Whatever a method throws is
 * logged as a warning and changes nothing: the engine and the other listeners continue.
 */
public interface EngineListener {

  /**
   * An event has been accepted, from the host or from a step; an id that was published before comes
   * again with a receipt that says so.
   */
  default void eventAccepted(Event event, PublishReceipt receipt) {}

  default void instanceMoved(InstanceMove move) {}

  default void stepMoved(StepMove move) {}

  /**
   * An attempt of an automatic action begins. Called on the thread on which the handler runs, just
   * before it.
   *
   * @return called when the attempt is over; never null
   */
  default AttemptScope attemptStarted(AttemptStart attempt) {
    return AttemptScope.NONE;
  }

  /**
   * Somebody gives a command about a task, such as to claim or to complete it. Called on their
   * thread, before anything is done; must return at once.
   *
   * @return called with the result; never null
   */
  default TaskCommandScope taskCommandStarted(TaskCommand command) {
    return TaskCommandScope.NONE;
  }

  /** An attempt of an automatic action has ended, or was cut off because it took too long. */
  default void attemptEnded(Attempt attempt) {}

  /**
   * This node has taken an instance into its memory to run its actions. That happens many times to
   * one instance: whenever it waits for time, an event or a person, it is unloaded.
   */
  default void instanceLoaded(Residency residency) {}

  /** This node has let go of an instance. Called once for every {@link #instanceLoaded}. */
  default void instanceUnloaded(Residency residency) {}

  default void messageEnded(OutboundMessage message, SendResult result, int attempt) {}

  /**
   * A digest could not be rendered with its template: it goes out with the texts of its messages
   * one after the other.
   */
  default void digestNotRendered(DigestFault fault) {}

  /**
   * After a failure that is about more than one message, nothing like it is sent until a message
   * that is tried gets through. Not called for stops by hand.
   */
  default void sendingStopped(SendingStop stop) {}

  /** A message that was tried got through: what was stopped continues. */
  default void sendingResumed(SendingStop stop) {}

  /**
   * Something could not be read or written. Nothing else waits for it; the engine tries it again.
   */
  default void setAside(Aside aside) {}

  /** What was set aside continues. */
  default void goesOn(Aside aside) {}

  /** Something that somebody has to look at has begun, or is settled. */
  default void findingChanged(FindingChange finding) {}

  /**
   * A finding of {@link dev.workflow.operations.Findings}.
   *
   * @param instance null: it is of none
   * @param workflow null: it is of none
   * @param step null: it is of none
   * @param begins false: it is settled
   * @param evidence what led to it, an object
   */
  record FindingChange(
      TenantId tenant,
      Findings.Kind kind,
      @Nullable InstanceId instance,
      @Nullable WorkflowRef workflow,
      @Nullable String step,
      boolean begins,
      JsonNode evidence) {}

  /**
   * What is set aside.
   *
   * @param reason what was wrong; empty when it continues
   */
  record Aside(TenantId tenant, SetAside.Kind kind, UUID id, String reason) {}

  /**
   * What is stopped.
   *
   * @param template the messages made from it; null: everything of the tenant on the channel
   * @param scope what the failure was about
   * @param code the provider's own code
   * @param until when a message is tried
   */
  record SendingStop(
      TenantId tenant,
      String channel,
      @Nullable String template,
      SendResult.@Nullable Scope scope,
      String reason,
      @Nullable String code,
      Instant until) {}

  /**
   * What was wrong with the template of a digest.
   *
   * @param message the id of the message that the digest goes out as
   * @param template the name, with the version if it is known
   */
  record DigestFault(
      TenantId tenant, UUID message, String channel, String template, String problem) {}

  /** Follows one attempt of a handler. */
  @FunctionalInterface
  interface AttemptScope {

    /** Does nothing. */
    AttemptScope NONE = result -> {};

    /**
     * The handler has returned. Called exactly once, on the thread of {@link #attemptStarted}; the
     * followings of several listeners end in the opposite order.
     *
     * @param result what the engine makes of the attempt; null if nobody waits for it any more,
     *     such as when its instance was cancelled meanwhile
     */
    void ended(@Nullable ActionResult result);
  }

  /** Follows one command of somebody. */
  @FunctionalInterface
  interface TaskCommandScope {

    /** Does nothing. */
    TaskCommandScope NONE = failure -> {};

    /**
     * The command is done or refused. Called exactly once, on the thread of {@link
     * #taskCommandStarted}.
     *
     * @param failure what it threw, a {@link dev.workflow.WorkflowException#refusal refusal} for
     *     instance; null: it is done
     */
    void ended(@Nullable Throwable failure);
  }

  /**
   * What somebody wants to do.
   *
   * @param command {@code claim}, {@code complete}, {@code set_due} …
   * @param instance null: the command is about no task in particular
   */
  record TaskCommand(
      TenantId tenant,
      String command,
      @Nullable InstanceId instance,
      @Nullable String step,
      Actor actor) {}

  record InstanceMove(
      TenantId tenant,
      InstanceId instance,
      WorkflowRef workflow,
      InstanceState from,
      InstanceState to,
      @Nullable InstanceOutcome outcome) {}

  /**
   * @param sinceReady how long ago the step became READY
   * @param byPeople whether somebody has begun it, or works on it
   * @param sinceBegun how long the person who ended it had worked on it; null: nobody had, or it is
   *     not known
   */
  record StepMove(
      TenantId tenant,
      InstanceId instance,
      WorkflowRef workflow,
      String step,
      String action,
      StepState from,
      StepState to,
      @Nullable Duration sinceReady,
      boolean byPeople,
      @Nullable Duration sinceBegun) {}

  /**
   * @param attempt counted from 1
   */
  record AttemptStart(
      TenantId tenant,
      InstanceId instance,
      WorkflowRef workflow,
      String step,
      String action,
      int attempt) {}

  /**
   * @param took by the machine's clock; the timeout if the attempt was cut off
   */
  record Attempt(
      TenantId tenant,
      InstanceId instance,
      WorkflowRef workflow,
      String step,
      String action,
      int attempt,
      Duration took,
      ActionResult result) {}

  /** An instance in the memory of this node. */
  record Residency(TenantId tenant, InstanceId instance, WorkflowRef workflow) {}
}
