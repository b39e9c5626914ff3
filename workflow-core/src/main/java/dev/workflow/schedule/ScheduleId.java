package dev.workflow.schedule;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import java.util.List;
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
    try {
      return new ScheduleId(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "The schedule id",
          List.of(new Problem("", "is not a UUID such as 01980f6e-7c1a-7000-8000-000000000000")));
    }
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
