package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.spi.store.EventRows.EventKey;
import dev.workflow.spi.store.StoredInstance;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The large events that have started instances in memory, each once, however many instances it has
 * started. Nobody changes them. Thread-safe.
 */
final class SharedEvents {

  /** Of fewer characters, each instance has its own. */
  private static final int LARGE = 20_000;

  /** So many are looked through for those that nobody has any more. */
  private static final int MANY = 256;

  /** An event whose text may be another by now has another length or hash. */
  private record Known(int length, int hash, WeakReference<JsonNode> json) {}

  private final Map<EventKey, Known> all = new HashMap<>();

  /** The event that started an instance; null: none did. */
  @Nullable JsonNode of(StoredInstance stored) {
    String body = stored.event();
    String id = stored.row().origin().eventId();
    if (body == null || id == null || body.length() < LARGE) {
      return body == null ? null : Json.read(body);
    }
    return shared(new EventKey(stored.row().key().tenant(), id), body);
  }

  private synchronized JsonNode shared(EventKey key, String body) {
    Known known = all.get(key);
    JsonNode json =
        known == null || known.length() != body.length() || known.hash() != body.hashCode()
            ? null
            : known.json().get();
    if (json == null) {
      json = Json.read(body);
      if (all.size() >= MANY) {
        all.values().removeIf(one -> one.json().get() == null);
      }
      all.put(key, new Known(body.length(), body.hashCode(), new WeakReference<>(json)));
    }
    return json;
  }
}
