package dev.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.instance.StepState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The steps that people do. Thread-safe.
 *
 * <p>Whether an actor may act is decided by the step's role and assignee and the host's {@code
 * ActorDirectory}; ADMIN may do everything. Every call throws {@link NotFoundException} for ids the
 * tenant does not have, {@link AccessDeniedException} if the actor may not, and {@link
 * IllegalTransitionException} where the state does not allow it.
 */
public interface Tasks {

  /**
   * Takes a READY step on: it is IN_PROGRESS and nobody else can.
   *
   * @throws ConflictException if somebody else has claimed it
   */
  void claim(TenantId tenant, InstanceId instance, String step, Actor actor);

  /** Gives a claimed step back. */
  void release(TenantId tenant, InstanceId instance, String step, Actor actor);

  /**
   * Answers a step.
   *
   * @throws InvalidInputException if the action's handler does not take the payload; the step stays
   *     open
   */
  void complete(TenantId tenant, InstanceId instance, String step, Actor actor, JsonNode payload);

  /** Says that a step cannot be done. */
  void fail(TenantId tenant, InstanceId instance, String step, Actor actor, String reason);

  /** Leaves a step out: an ADMIN, or whoever may do it if the step is not required. */
  void skip(
      TenantId tenant, InstanceId instance, String step, Actor actor, @Nullable String reason);

  /** Whether an actor may do a step. */
  boolean canPerform(TenantId tenant, InstanceId instance, String step, Actor actor);

  /** What an actor can do or is doing, by due date. */
  Page<Task> inbox(TenantId tenant, Actor actor, @Nullable String cursor, int limit);

  /** All open tasks of a tenant, by due date. */
  Page<Task> list(TenantId tenant, @Nullable String cursor, int limit);

  /** An open step that a person can do. */
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
      @Nullable Instant dueAt) {}
}
