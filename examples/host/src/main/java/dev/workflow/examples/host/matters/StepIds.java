package dev.workflow.examples.host.matters;

import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.TaskId;
import java.util.regex.Pattern;

/**
 * The one id that a step has in all routes: its instance and its own id, in characters that need no
 * escaping in a URL. A round {@code check[2]} is written {@code check~2}, a visit {@code check#2}
 * {@code check!2}.
 */
final class StepIds {

  private static final Pattern ROUND = Pattern.compile("~([0-9]{1,9})");
  private static final Pattern VISIT = Pattern.compile("!([0-9]{1,9})");

  private StepIds() {}

  static String write(InstanceId instance, String step) {
    return instance + "." + step.replace("[", "~").replace("]", "").replace("#", "!");
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws NotFoundException if no step can have this id
   */
  static TaskId read(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      throw unknown(text);
    }
    String step = ROUND.matcher(text.substring(dot + 1)).replaceAll("[$1]");
    try {
      return TaskId.of(
          InstanceId.parse(text.substring(0, dot)), VISIT.matcher(step).replaceAll("#$1"));
    } catch (InvalidInputException e) {
      throw unknown(text);
    }
  }

  /**
   * Reads the id of an instance.
   *
   * @throws NotFoundException if none can have this id
   */
  static InstanceId instance(String text) {
    try {
      return InstanceId.parse(text);
    } catch (InvalidInputException e) {
      throw new NotFoundException("there is no instance \"" + cut(text) + "\"");
    }
  }

  /** The id of a step that has to be one of an instance. */
  static TaskId inside(String instance, String step) {
    TaskId task = read(step);
    if (!task.instance().equals(instance(instance))) {
      throw unknown(step);
    }
    return task;
  }

  static NotFoundException unknown(String text) {
    return new NotFoundException("there is no step \"" + cut(text) + "\"");
  }

  private static String cut(String text) {
    return text.length() > 150 ? text.substring(0, 150) + "…" : text;
  }
}
