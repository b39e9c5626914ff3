package dev.workflow.messaging.internal.outbox;

import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRows.Lane;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The number of messages that this node has under way and may still take. Thread-safe.
 *
 * <p>Every channel has the same number of places, so that one that hangs takes none from another.
 * Within a channel, a tenant may hold as many as it leaves free: alone, half of them. The share
 * shrinks with the number of tenants that hang; a new tenant always gets a place.
 */
final class SendCapacity {

  private final int places;
  private final Map<String, Integer> ofChannel = new HashMap<>();
  private final Map<Lane, Integer> ofLane = new HashMap<>();
  private int total;

  /**
   * @param places of each channel
   */
  SendCapacity(int places) {
    this.places = places;
  }

  synchronized void enter(Lane lane) {
    ofChannel.merge(lane.channel(), 1, Integer::sum);
    ofLane.merge(lane, 1, Integer::sum);
    total++;
  }

  synchronized void leave(Lane lane) {
    ofChannel.computeIfPresent(lane.channel(), SendCapacity::oneLess);
    ofLane.computeIfPresent(lane, SendCapacity::oneLess);
    total--;
  }

  private static @Nullable Integer oneLess(Object key, Integer count) {
    return count == 1 ? null : count - 1;
  }

  /** How many may be taken wherever they belong: together no more than one tenant may hold. */
  synchronized int anywhere() {
    return Math.max(0, (places + 1) / 2 - total);
  }

  /**
   * How many of each lane may be taken, the earlier lanes first.
   *
   * @param limit of all together
   * @param closed the lanes that are stopped
   */
  synchronized Shares shares(List<Lane> due, int limit, CircuitBreakers.OpenBreakers closed) {
    Map<String, Integer> given = new HashMap<>();
    Map<Lane, Integer> shares = new LinkedHashMap<>();
    int each = Math.max(1, limit / Math.max(1, due.size()));
    int left = limit;
    boolean full = false;
    Lane last = null;
    for (Lane lane : due) {
      if (left == 0) {
        break;
      }
      int free = free(lane, given.getOrDefault(lane.channel(), 0));
      int share = Math.min(Math.min(free, closed.most(lane, each)), left);
      if (share > 0) {
        shares.put(lane, share);
        given.merge(lane.channel(), share, Integer::sum);
        left -= share;
      }
      full |= free < each;
      last = lane;
    }
    return new Shares(shares, last, full);
  }

  private int free(Lane lane, int given) {
    int taken = ofChannel.getOrDefault(lane.channel(), 0) + given;
    return Math.max(0, (places - taken - ofLane.getOrDefault(lane, 0) + 1) / 2);
  }

  /**
   * @param most of each lane that may be taken of
   * @param last the last lane that was looked at; null if there was none
   * @param full whether a lane got less than its share for want of places
   */
  record Shares(Map<Lane, Integer> most, @Nullable Lane last, boolean full) {

    /** Whether all of the lanes were looked at. */
    boolean reached(List<Lane> lanes) {
      return lanes.isEmpty() || lanes.get(lanes.size() - 1).equals(last);
    }

    /** The lanes that gave as many as were to be taken. */
    List<Lane> exhausted(List<MessageRow> taken) {
      Map<Lane, Integer> left = new LinkedHashMap<>(most);
      taken.forEach(row -> left.merge(Lane.of(row), -1, Integer::sum));
      left.values().removeIf(rest -> rest > 0);
      return List.copyOf(left.keySet());
    }
  }
}
