package dev.workflow;

import dev.workflow.internal.text.Limits;
import java.util.Objects;

/**
 * The id of a task: a step of an instance that people do. Its text, {@code <instance>/<step>}, is
 * what {@link #parse} reads.
 *
 * @param step the step's id, in loops with its rounds: {@code check[2]}
 */
public record TaskId(InstanceId instance, String step) {

  public TaskId {
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(step, "step");
  }

  public static TaskId of(InstanceId instance, String step) {
    return new TaskId(instance, step);
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws NotFoundException if no task can have this id
   */
  public static TaskId parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new NotFoundException(
          "there is no task \"" + Limits.oneLine(text) + "\"; a task is named <instance>/<step>");
    }
    return new TaskId(InstanceId.parse(text.substring(0, slash)), text.substring(slash + 1));
  }

  @Override
  public String toString() {
    return instance + "/" + step;
  }
}
