package dev.workflow.spi.store;

import dev.workflow.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/**
 * The state of limits that hold over all nodes: a short text for each. One batch of changes locks
 * and writes each limit that concerns it once.
 */
public interface LimitRows {

  /**
   * Locks the limits until the transaction ends, waiting for other writers, and reads them. Those
   * of which nothing is stored are locked likewise; a store may instead make the second writer of
   * such a limit run its transaction again.
   *
   * @return a text for each limit; empty if nothing is stored
   */
  Map<LimitKey, String> lock(Collection<LimitKey> keys);

  /** Replaces what is stored of limits that this transaction has locked. */
  void put(Map<LimitKey, String> states);

  /**
   * The same for limits that are forgotten after a time, see {@link #forget}.
   *
   * @param until when they are of no use any more
   */
  void put(Map<LimitKey, String> states, Instant until);

  /**
   * Removes some of the limits whose time has passed, except those that another transaction has
   * locked.
   *
   * @return how many
   */
  int forget(Instant now, int limit);

  /**
   * @param name what is limited: {@code tenant}, or {@code workflow}, {@code person} or {@code
   *     channel} with a key after a colon; at most 120 characters
   */
  record LimitKey(TenantId tenant, String name) implements Comparable<LimitKey> {

    @Override
    public int compareTo(LimitKey other) {
      int byTenant = tenant.compareTo(other.tenant);
      return byTenant != 0 ? byTenant : name.compareTo(other.name);
    }
  }
}
