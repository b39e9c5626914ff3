package dev.workflow.internal.engine;

import dev.workflow.TenantId;
import dev.workflow.spi.store.LimitRows;
import dev.workflow.spi.store.LimitRows.LimitKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one lock, as rows of limits: one that says which pages there are, locked from here
 * to the end of the transaction, and pages with some places each, so that however long a queue is
 * its ends are small.
 */
final class LockQueue {

  /** What fits a row. */
  private static final int PAGE = 3_500;

  /** A name has at most 120 characters, with the number of a page. */
  private static final int LONGEST = 80;

  /** Nobody forgets a queue in which somebody waits. */
  private static final Duration KEPT = Duration.ofDays(36_500);

  private final LimitRows rows;
  private final TenantId tenant;
  private final String name;
  private final Instant now;
  private long first;
  private long last = -1;
  private int size;

  LockQueue(LimitRows rows, TenantId tenant, String lock, Instant now) {
    this.rows = rows;
    this.tenant = tenant;
    this.name = name(lock);
    this.now = now;
    String state = read(head());
    if (!state.isEmpty()) {
      String[] parts = state.split(" ");
      first = Long.parseLong(parts[0]);
      last = Long.parseLong(parts[1]);
      size = Integer.parseInt(parts[2]);
    }
  }

  private static String name(String lock) {
    String plain = "lock:" + lock;
    if (plain.length() <= LONGEST) {
      return plain;
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(lock.getBytes(StandardCharsets.UTF_8));
      return "lock#" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  private LimitKey head() {
    return new LimitKey(tenant, name);
  }

  private LimitKey page(long number) {
    return new LimitKey(tenant, "page:" + number + ":" + name);
  }

  private String read(LimitKey key) {
    return rows.lock(Set.of(key)).getOrDefault(key, "");
  }

  private void write(LimitKey key, String state) {
    rows.put(Map.of(key, state), state.isEmpty() ? now : now.plus(KEPT));
  }

  private List<String> places(long number) {
    String state = read(page(number));
    return state.isEmpty() ? List.of() : List.of(state.split("\n"));
  }

  private void writeHead() {
    write(head(), size == 0 ? "" : first + " " + last + " " + size);
  }

  int size() {
    return size;
  }

  /** The place that has the lock; null: none. */
  @Nullable String first() {
    return size == 0 ? null : places(first).get(0);
  }

  void add(String place) {
    String end = size == 0 ? "" : read(page(last));
    if (size == 0 || end.length() + place.length() >= PAGE) {
      last++;
      first = size == 0 ? last : first;
      end = "";
      read(page(last)); // only what is locked can be written
    }
    write(page(last), end.isEmpty() ? place : end + "\n" + place);
    size++;
    writeHead();
  }

  /** Takes a place out; false: there is none. */
  boolean remove(String place) {
    for (long number = first; size > 0 && number <= last; number++) {
      List<String> places = new ArrayList<>(places(number));
      if (places.remove(place)) {
        write(page(number), String.join("\n", places));
        size--;
        while (size > 0 && places(first).isEmpty()) {
          first++;
        }
        writeHead();
        return true;
      }
    }
    return false;
  }
}
