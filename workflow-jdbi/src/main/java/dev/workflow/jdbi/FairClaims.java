package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.InstanceLookups.Claimed;
import dev.workflow.jdbi.InstanceLookups.Visited;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Claims in equal shares: first a look which tenants have due instances, then as many of each. */
final class FairClaims {

  private final InstanceLookups lookups;

  FairClaims(InstanceLookups lookups) {
    this.lookups = lookups;
  }

  /**
   * What was taken.
   *
   * @param last where the next claim goes on; null: the round is complete
   * @param more whether a tenant got as many as it could
   */
  record Taken(List<Claimed> claimed, @Nullable TenantId last, boolean more) {}

  /**
   * @param after where the last claim ended; empty: begins with the first tenant
   */
  Taken take(String owner, Instant now, Instant leaseUntil, int limit, String after) {
    List<Visited> visited = lookups.tenants(after, now);
    List<TenantId> busy =
        visited.stream().filter(Visited::busy).map(Visited::tenant).limit(limit).toList();
    TenantId last = last(visited, busy, limit);
    if (busy.isEmpty()) {
      return new Taken(List.of(), last, false);
    }
    int share = limit / busy.size();
    List<Claimed> claimed = lookups.claim(owner, now, leaseUntil, busy, share);
    return new Taken(claimed, last, full(claimed, share));
  }

  private @Nullable TenantId last(List<Visited> visited, List<TenantId> busy, int limit) {
    if (busy.size() == limit) {
      return busy.get(limit - 1);
    }
    return visited.size() == lookups.visit() ? visited.get(visited.size() - 1).tenant() : null;
  }

  private static boolean full(List<Claimed> claimed, int share) {
    return claimed.stream()
        .collect(Collectors.groupingBy(one -> one.row().key().tenant(), Collectors.counting()))
        .values()
        .stream()
        .anyMatch(count -> count == share);
  }
}
