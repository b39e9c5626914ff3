package dev.workflow;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.workflow.internal.text.Ids;

/**
 * The tenant a piece of data belongs to. Every operation takes it first and reaches nothing of
 * another tenant.
 *
 * @param value 1 to 100 characters, no control characters
 */
public record TenantId(String value) implements Comparable<TenantId> {

  public TenantId {
    Ids.requireText("tenant id", value, 100);
  }

  @JsonCreator
  public static TenantId of(String value) {
    return new TenantId(value);
  }

  @Override
  public int compareTo(TenantId other) {
    return value.compareTo(other.value);
  }

  @Override
  @JsonValue
  public String value() {
    return value;
  }

  @Override
  public String toString() {
    return value;
  }
}
