package dev.workflow.jdbi.internal;

import dev.workflow.TenantId;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows.DueLanes;
import dev.workflow.spi.store.InstanceRows.Lane;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Claims instances that are due. */
public interface InstanceClaims {

  /**
   * An instance after it was claimed.
   *
   * @param takenFrom who held it before
   */
  record Claimed(InstanceRow row, @Nullable String takenFrom) {}

  List<Claimed> claim(String owner, Instant now, Instant leaseUntil, int limit);

  /** Claims of each lane at most its share. */
  List<Claimed> claim(String owner, Instant now, Instant leaseUntil, Map<Lane, Integer> shares);

  /**
   * The lanes with instances that wait for a time, in their order, as many as one look comes to.
   */
  DueLanes dueLanes(Instant now, @Nullable Lane after);

  /** How many of a tenant's instances have a lease that ends in the given time, by workflow. */
  Map<String, Integer> held(TenantId tenant, Instant now, Instant until);

  /** Waits until no other transaction has locked the same concurrency key, and locks it. */
  void lockKey(TenantId tenant, String workflow, String concurrencyKey);
}
