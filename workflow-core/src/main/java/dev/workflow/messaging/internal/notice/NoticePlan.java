package dev.workflow.messaging.internal.notice;

import dev.workflow.TaskNotices;
import dev.workflow.definition.Step;
import dev.workflow.definition.StepNotices;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how people are told of a step. Immutable.
 *
 * @param on whether they are told that it is theirs, and when somebody acts over a holder
 * @param escalations whether they are told of escalations
 */
public record NoticePlan(
    boolean on,
    boolean escalations,
    List<String> channels,
    @Nullable String template,
    @Nullable Duration digest) {

  /** The plan of a step; null: nobody is ever told anything of it. */
  public static @Nullable NoticePlan of(Step step, TaskNotices engine) {
    StepNotices own = step.settings().performer().notices();
    StepNotices.Notify how = own.how();
    boolean off = how != null && how.off();
    boolean on = how == null ? engine.ready() : !off;
    boolean escalates = !off && !step.settings().performer().deadlines().escalations().isEmpty();
    if (!on && !escalates && own.reminders().isEmpty()) {
      return null;
    }
    return new NoticePlan(
        on,
        !off,
        how == null || how.channels().isEmpty() ? engine.channels() : how.channels(),
        how == null || how.template() == null ? engine.template() : how.template(),
        how == null || how.digest() == null ? engine.digest() : how.digest());
  }
}
