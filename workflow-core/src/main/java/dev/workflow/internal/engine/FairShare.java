package dev.workflow.internal.engine;

import dev.workflow.TenantId;
import dev.workflow.spi.TenantLimits;
import dev.workflow.spi.store.InstanceRows.Lane;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The share of each lane in one claim of instances. Used by one thread. */
final class FairShare {

  private final Map<Lane, Integer> shares = new LinkedHashMap<>();
  private final Set<Lane> cut = new HashSet<>();
  private @Nullable Lane last;

  private FairShare() {}

  /**
   * Equal shares for the tenants, and of those for the workflows of each.
   *
   * @param due in order; of more than {@code limit}, the first ones get something
   */
  static FairShare equal(List<Lane> due, int limit) {
    FairShare all = new FairShare();
    Map<TenantId, Long> lanes =
        due.stream().collect(Collectors.groupingBy(Lane::tenant, Collectors.counting()));
    int left = limit;
    for (Lane lane : due) {
      int ofTenant = Math.max(1, limit / lanes.size());
      int share = (int) Math.max(1, ofTenant / lanes.getOrDefault(lane.tenant(), 1L));
      if (left < share) {
        break;
      }
      left -= share;
      all.shares.put(lane, share);
      all.last = lane;
    }
    return all;
  }

  /** Leaves a tenant no more than it has places free. */
  void limit(TenantId tenant, TenantLimits limits, Map<String, Integer> held) {
    int free =
        limits.concurrent() == null
            ? Integer.MAX_VALUE
            : limits.concurrent() - held.values().stream().mapToInt(Integer::intValue).sum();
    for (Map.Entry<Lane, Integer> entry : shares.entrySet()) {
      Lane lane = entry.getKey();
      if (lane.tenant().equals(tenant)) {
        Integer most = limits.concurrentOf().get(lane.workflow());
        int ofWorkflow =
            most == null ? Integer.MAX_VALUE : most - held.getOrDefault(lane.workflow(), 0);
        int share = Math.max(0, Math.min(entry.getValue(), Math.min(free, ofWorkflow)));
        if (share < entry.getValue()) {
          cut.add(lane);
        }
        entry.setValue(share);
        free -= share;
      }
    }
  }

  Set<TenantId> tenants() {
    return shares.keySet().stream().map(Lane::tenant).collect(Collectors.toSet());
  }

  /** The lanes of which something may be taken. */
  Map<Lane, Integer> shares() {
    Map<Lane, Integer> some = new LinkedHashMap<>(shares);
    some.values().removeIf(share -> share == 0);
    return some;
  }

  /** The last lane that got a share. */
  @Nullable Lane last() {
    return last;
  }

  /** Whether a lane gave all that it could, so that it may have more. */
  boolean exhausted(Map<Lane, Long> taken) {
    return taken.entrySet().stream()
        .anyMatch(
            entry ->
                !cut.contains(entry.getKey())
                    && entry.getValue() >= shares.getOrDefault(entry.getKey(), 0));
  }
}
