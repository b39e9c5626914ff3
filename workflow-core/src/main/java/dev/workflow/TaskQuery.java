package dev.workflow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which open tasks are asked for; null parts do not filter. Immutable.
 *
 * @param actor what an actor can do or is doing: exactly the tasks for which {@link
 *     Tasks#canPerform} is true, and those that are delegated to them
 * @param holder tasks that somebody has claimed, or that are assigned to them
 * @param label with these characters in their label, in whichever case
 * @param dueBefore with a due date before this time
 * @param deferred whether tasks are shown too that are hidden until a {@link Tasks#setFollowUp
 *     follow-up date}
 */
public record TaskQuery(
    @Nullable Actor actor,
    @Nullable SubjectRef subject,
    @Nullable String workflow,
    @Nullable String action,
    @Nullable String holder,
    @Nullable String label,
    @Nullable Instant dueBefore,
    boolean deferred) {

  /** All open tasks. */
  public static TaskQuery all() {
    return new TaskQuery(null, null, null, null, null, null, null, true);
  }

  /** What an actor can do or is doing, without what is deferred. */
  public static TaskQuery inbox(Actor actor) {
    return new TaskQuery(actor, null, null, null, null, null, null, false);
  }

  public TaskQuery withSubject(SubjectRef value) {
    return new TaskQuery(actor, value, workflow, action, holder, label, dueBefore, deferred);
  }

  public TaskQuery withWorkflow(String value) {
    return new TaskQuery(actor, subject, value, action, holder, label, dueBefore, deferred);
  }

  public TaskQuery withAction(String value) {
    return new TaskQuery(actor, subject, workflow, value, holder, label, dueBefore, deferred);
  }

  public TaskQuery withHolder(String value) {
    return new TaskQuery(actor, subject, workflow, action, value, label, dueBefore, deferred);
  }

  public TaskQuery withLabel(String value) {
    return new TaskQuery(actor, subject, workflow, action, holder, value, dueBefore, deferred);
  }

  public TaskQuery withDueBefore(Instant value) {
    return new TaskQuery(actor, subject, workflow, action, holder, label, value, deferred);
  }

  public TaskQuery withDeferred(boolean value) {
    return new TaskQuery(actor, subject, workflow, action, holder, label, dueBefore, value);
  }
}
