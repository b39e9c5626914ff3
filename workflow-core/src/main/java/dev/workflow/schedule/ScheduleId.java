package dev.workflow.schedule;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.workflow.InvalidInputException;
import dev.workflow.internal.text.Ids;
import java.util.UUID;

/** The id of a schedule: a UUID of version 7 (RFC 9562). */
public record ScheduleId(UUID value) {

  public static ScheduleId of(UUID value) {
    return new ScheduleId(value);
  }

  /**
   * Reads the canonical text form.
   *
   * @throws InvalidInputException if {@code text} is not a UUID
   */
  @JsonCreator
  public static ScheduleId parse(String text) {
    return new ScheduleId(Ids.uuid("The schedule id", text));
  }

  @Override
  @JsonValue
  public UUID value() {
    return value;
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
