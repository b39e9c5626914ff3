package dev.workflow.examples.host.forms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.schedule.ScheduledTask;
import java.util.ArrayList;
import java.util.List;

/** Reads a scheduled task, whose {@code config} may be an object or a JSON text of one. */
public final class ScheduledTaskForm {

  private ScheduledTaskForm() {}

  /**
   * Reads it.
   *
   * @throws InvalidDefinitionException with every problem at its place
   */
  public static ScheduledTask read(ObjectNode written) {
    Problems problems = Problems.none();
    Part part = Part.any(written, problems);
    ObjectNode known = written.deepCopy();
    ObjectNode config = part.has("config") ? part.config("config") : null;
    if (config != null) {
      known.set("config", config);
    }
    List<Problem> all = new ArrayList<>(problems.list());
    try {
      ScheduledTask task = ScheduledTask.parse(known);
      problems.throwIfAny(ScheduledTaskForm::wrong);
      return task;
    } catch (InvalidInputException e) {
      e.problems().stream()
          .filter(problem -> all.stream().noneMatch(one -> one.pointer().equals(problem.pointer())))
          .forEach(all::add);
      throw wrong(PlaceOrder.sort(all, written));
    }
  }

  private static InvalidDefinitionException wrong(List<Problem> problems) {
    return new InvalidDefinitionException("The scheduled task", problems);
  }
}
