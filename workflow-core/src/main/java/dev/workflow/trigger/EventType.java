package dev.workflow.trigger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A type of event, with what its payload holds. Immutable.
 *
 * @param type dotted lower case, such as {@code deal.stage_changed}
 * @param description one line for people
 * @param payload the described keys; a payload may hold others too
 */
public record EventType(String type, String description, List<PayloadKey> payload) {

  public EventType {
    payload = List.copyOf(payload);
  }

  /** Describes a type, at first one without payload keys. */
  public static Builder of(String type, String description) {
    return new Builder(type, description);
  }

  /** The described keys by name. */
  public Map<String, PayloadKey> keys() {
    Map<String, PayloadKey> keys = new TreeMap<>();
    payload.forEach(key -> keys.put(key.name(), key));
    return Collections.unmodifiableMap(keys);
  }

  /** Describes a type key by key. Not thread-safe. */
  public static final class Builder {

    private final String type;
    private final String description;
    private final List<PayloadKey> keys = new ArrayList<>();

    private Builder(String type, String description) {
      this.type = type;
      this.description = description;
    }

    /** A key that every payload holds. */
    public Builder required(String name, PayloadKey.Kind kind, String meaning) {
      keys.add(new PayloadKey(name, kind, meaning, true));
      return this;
    }

    /** A key that a payload may hold. */
    public Builder optional(String name, PayloadKey.Kind kind, String meaning) {
      keys.add(new PayloadKey(name, kind, meaning, false));
      return this;
    }

    public EventType build() {
      return new EventType(type, description, keys);
    }
  }
}
