package dev.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ProviderCall;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The steps that people do. Thread-safe.
 *
 * <p>A task is a step whose action people do, from the moment it is open, and an automatic step
 * while its handler waits for an answer. Whether an actor may act is decided by the step's role and
 * assignee and the host's {@code ActorDirectory}; ADMIN may do everything. A step that waits and
 * names neither is for its callback and ADMIN. The id of {@link Actor#ENGINE} is nobody's.
 *
 * <p>Every call throws {@link NotFoundException} for ids the tenant does not have. A command is
 * refused for the first {@link Reason} that fits: with an {@link IllegalTransitionException} where
 * the kind of step or a state does not allow it, and with an {@link AccessDeniedException} if the
 * actor may not. Of a paused instance a task can only be released.
 */
public interface Tasks {

  /**
   * Takes an open step on, so that nobody else can. A READY one is IN_PROGRESS then. Again by the
   * same actor: nothing happens.
   *
   * @throws ConflictException if somebody else has claimed it
   */
  void claim(TenantId tenant, InstanceId instance, String step, Actor actor);

  /** Gives a claimed step back: whoever has claimed it, or an ADMIN. */
  void release(TenantId tenant, InstanceId instance, String step, Actor actor);

  /**
   * Answers a step.
   *
   * @throws InvalidInputException if the action's handler does not take the payload; the step stays
   *     open
   */
  void complete(TenantId tenant, InstanceId instance, String step, Actor actor, JsonNode payload);

  /**
   * Answers every step whose handler waits under a correlation key ({@code
   * ActionResult.waiting(key)}) with what a callback said. The host has verified the callback:
   * nobody is asked who may. An event with that correlation does the same, on a thread of the
   * engine.
   *
   * @throws NotFoundException if no step waits under the key, or not any more
   * @throws InvalidInputException if a handler does not take the payload; all steps stay open
   */
  void callback(TenantId tenant, String correlation, JsonNode payload);

  /**
   * Takes a callback of a signature, document or payment provider: verified by the provider on the
   * raw bytes, durable when this returns, and harmless when it comes again. A callback may come
   * before its step is recorded as waiting, and while its instance is paused: it is kept. Of an
   * answer by a person, a timeout and a callback the first wins.
   *
   * @param tenant whose URL was called: a callback about a step of another tenant is UNKNOWN
   * @return what became of it, with the status to answer with
   * @throws NotFoundException if the engine has no such provider
   * @throws InvalidInputException if the body is larger than {@link ProviderCall#MAX_BYTES}
   * @throws WorkflowException if the provider cannot read it for now, or the store is away: nothing
   *     was stored; answer 503, so that it is posted again
   */
  ProviderReceipt callback(TenantId tenant, ProviderCall call);

  /** Says that a step cannot be done. */
  void fail(TenantId tenant, InstanceId instance, String step, Actor actor, String reason);

  /**
   * Leaves a step out: an ADMIN, who can skip steps of every kind, or whoever may answer it if it
   * is a task and not required.
   */
  void skip(
      TenantId tenant, InstanceId instance, String step, Actor actor, @Nullable String reason);

  /** Whether an actor may answer a step now: there is no {@link #whyNot reason} against it. */
  default boolean canPerform(TenantId tenant, InstanceId instance, String step, Actor actor) {
    return whyNot(tenant, instance, step, actor).isEmpty();
  }

  /**
   * Why an actor may not answer a step now, in the words in which {@link #complete} refuses it;
   * empty: they may.
   */
  Optional<Refusal> whyNot(TenantId tenant, InstanceId instance, String step, Actor actor);

  /** What an actor can do or is doing, by due date. */
  Page<Task> inbox(TenantId tenant, Actor actor, @Nullable String cursor, int limit);

  /** All open tasks of a tenant, by due date. */
  Page<Task> list(TenantId tenant, @Nullable String cursor, int limit);

  /**
   * Why a command is refused.
   *
   * @param message for people
   */
  record Refusal(Reason reason, String message) {}

  /** The rules that refuse a command; of several the first counts. */
  enum Reason {
    /** The engine does this step, and it does not wait for an answer. */
    NOT_FOR_PEOPLE,
    /** The instance is paused. */
    INSTANCE_PAUSED,
    /** The instance has ended. */
    INSTANCE_ENDED,
    /** The step's turn has not come, or its delay is not over. */
    NOT_YET,
    /** Something hinders the step; see its reason. */
    BLOCKED,
    /** The step has ended. */
    ENDED,
    /** The actor has not the role, is not the assignee, or cannot be told by the directory. */
    NOT_ELIGIBLE,
    /** Somebody else has claimed the step. */
    HELD,
    /** Nobody has claimed the step that is to be released. */
    NOT_HELD
  }

  /**
   * An open step that a person can do.
   *
   * @param assignee null: nobody in particular
   * @param asks what is asked: the step's configuration with the values that its instance has now,
   *     such as {@code message} and {@code items}; missing values are empty, secrets are not shown.
   *     Null if it cannot be worked out
   */
  record Task(
      InstanceId instance,
      String step,
      String action,
      String label,
      String workflow,
      @Nullable SubjectRef subject,
      StepState state,
      @Nullable String role,
      @Nullable String assignee,
      @Nullable Actor claimedBy,
      Instant readyAt,
      @Nullable Instant dueAt,
      @Nullable JsonNode asks) {}
}
