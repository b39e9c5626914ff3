package dev.workflow;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.workflow.internal.text.Ids;
import java.util.UUID;

/** The id of one running workflow: a UUID of version 7 (RFC 9562), so ids sort by creation time. */
public record InstanceId(UUID value) implements Comparable<InstanceId> {

  public static InstanceId of(UUID value) {
    return new InstanceId(value);
  }

  /**
   * Reads the canonical text form.
   *
   * @throws InvalidInputException if {@code text} is not a UUID
   */
  @JsonCreator
  public static InstanceId parse(String text) {
    return new InstanceId(Ids.uuid("The instance id", text));
  }

  @Override
  public int compareTo(InstanceId other) {
    int high =
        Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(
            value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
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
