package dev.workflow.examples.host.engine;

import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.schedule.ScheduleId;
import java.util.UUID;

/** Ids in paths: what is none names nothing. */
public final class Ids {

  private Ids() {}

  public static UUID of(String text) {
    return instance(text).value();
  }

  public static InstanceId instance(String text) {
    try {
      return InstanceId.parse(text);
    } catch (InvalidInputException e) {
      throw new NotFoundException("there is nothing of the id \"" + text + "\"");
    }
  }

  /** The number of a version. */
  public static int version(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new NotFoundException("there is no version \"" + text + "\"");
    }
  }

  public static ScheduleId schedule(String text) {
    return ScheduleId.of(of(text));
  }
}
