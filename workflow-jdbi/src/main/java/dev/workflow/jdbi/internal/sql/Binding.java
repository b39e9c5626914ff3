package dev.workflow.jdbi.internal.sql;

import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import dev.workflow.TenantId;
import dev.workflow.internal.text.Limits;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of a statement's named parameters. Used by one thread. */
public final class Binding {

  /** Where a value comes from. */
  @FunctionalInterface
  public interface Value<T> {
    @Nullable Object of(T row);
  }

  /** As many as the largest statement has. */
  private static final int ROOM = 64;

  private final Map<String, @Nullable Object> values = new HashMap<>(ROOM);

  /** Gives a parameter its value; a collection is a list in {@code IN (:name)}. */
  public Binding bind(String name, @Nullable Object value) {
    values.put(name, value instanceof Collection<?> list ? List.copyOf(list) : plain(value));
    return this;
  }

  /** Gives a statement the values of another one's parameters too. */
  Binding bindAll(Binding other) {
    values.putAll(other.values);
    return this;
  }

  /** As a driver takes it: ids as what they consist of, times in whole microseconds. */
  public static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Instant instant) {
      return Limits.nearest(instant).atOffset(ZoneOffset.UTC);
    } else if (value instanceof TenantId tenant) {
      return tenant.value();
    } else if (value instanceof InstanceId instance) {
      return instance.value();
    }
    return value;
  }

  /** The elements of a list. */
  public List<?> list(String name) {
    if (get(name) instanceof List<?> list) {
      return list;
    }
    throw new IllegalStateException("the parameter :" + name + " is no list");
  }

  /**
   * Refuses a text that no database holds: a driver would fail, or look for another one.
   *
   * @throws InvalidInputException if there is one
   */
  void requireSought() {
    for (Object value : values.values()) {
      if (value instanceof String text
          && (text.indexOf('\0') >= 0 || Limits.holdsHalfACharacter(text))) {
        throw new InvalidInputException(
            "What is looked for",
            List.of(new Problem("", "holds a control character or half a surrogate pair")));
      }
    }
  }

  @Nullable Object get(String name) {
    Object value = values.get(name);
    if (value == null && !values.containsKey(name)) {
      throw new IllegalStateException("the parameter :" + name + " has no value");
    }
    return value;
  }
}
