package dev.workflow.preview.internal;

import dev.workflow.preview.PastStarts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keys that count until a time each, as fingerprints: the newest ones, so that memory is bounded.
 * Used by one thread.
 */
final class KeyWindows {

  private final Map<UUID, Instant> until = new LinkedHashMap<>();
  private boolean whole = true;

  /** Whether a key counts at a time. */
  boolean open(String key, Instant now) {
    Instant end = until.get(fingerprint(key));
    return end != null && now.isBefore(end);
  }

  /**
   * Lets a key count from now on.
   *
   * @param end null: for good
   */
  void put(String key, @Nullable Instant end) {
    UUID print = fingerprint(key);
    until.remove(print);
    until.put(print, end == null ? Instant.MAX : end);
    if (until.size() > PastStarts.MOST_KEYS) {
      until.remove(until.keySet().iterator().next());
      whole = false;
    }
  }

  /** Whether no key was forgotten. */
  boolean whole() {
    return whole;
  }

  private static UUID fingerprint(String key) {
    return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
  }
}
