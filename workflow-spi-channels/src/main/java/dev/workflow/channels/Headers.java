package dev.workflow.channels;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a request or an answer. Names are compared without regard to case; the
 * values of a name keep their order. {@link #toString()} gives the names only, because values may
 * be secrets. Immutable and thread-safe.
 */
public final class Headers {

  private static final Headers NONE = new Headers(new TreeMap<>(String.CASE_INSENSITIVE_ORDER));

  private final TreeMap<String, List<String>> values;

  private Headers(TreeMap<String, List<String>> values) {
    this.values = values;
  }

  public static Headers none() {
    return NONE;
  }

  /** One field. */
  public static Headers of(String name, String value) {
    return NONE.with(name, value);
  }

  /**
   * Fields as web frameworks give them. Names that differ in case only are one name; entries
   * without a name, as some clients give the status line, are left out.
   */
  public static Headers of(Map<String, ? extends Collection<String>> fields) {
    TreeMap<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    fields.forEach(
        (name, given) -> {
          if (name != null) {
            values.computeIfAbsent(name, key -> new ArrayList<>()).addAll(given);
          }
        });
    values.replaceAll((name, given) -> List.copyOf(given));
    return new Headers(values);
  }

  /** The same and one more field. */
  public Headers with(String name, String value) {
    TreeMap<String, List<String>> more = new TreeMap<>(values);
    more.merge(
        name,
        List.of(value),
        (before, one) -> {
          List<String> all = new ArrayList<>(before);
          all.addAll(one);
          return List.copyOf(all);
        });
    return new Headers(more);
  }

  /** The first value of a name, or null. */
  public @Nullable String first(String name) {
    List<String> all = all(name);
    return all.isEmpty() ? null : all.get(0);
  }

  /** All values of a name in their order; empty if it is not there. */
  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** The names as they were first given. */
  public Set<String> names() {
    return Set.copyOf(values.keySet());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Headers headers && values.equals(headers.values);
  }

  @Override
  public int hashCode() {
    int sum = 0;
    for (List<String> given : values.values()) {
      sum += given.hashCode();
    }
    return sum;
  }

  @Override
  public String toString() {
    return values.keySet().toString();
  }
}
