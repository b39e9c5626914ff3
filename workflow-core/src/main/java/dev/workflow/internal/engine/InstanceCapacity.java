package dev.workflow.internal.engine;

import dev.workflow.TenantId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The number of instances that this node holds and may still take. Thread-safe.
 *
 * <p>Claims fill three quarters of the places; when those are taken, they continue for tenants that
 * hold little, and leave half of what is free each time. New instances stay where they are accepted
 * as long as their tenant holds less than three times what is free. So a tenant that floods takes
 * three quarters at most, the share shrinks with the number of tenants, and a new tenant always
 * gets a place. What gets no place is left due in the store.
 */
final class InstanceCapacity {

  private static final int TIMES_FREE = 3;

  private final int places;
  private final int claimable;
  private final int roomAgain;
  private final AtomicInteger held = new AtomicInteger();
  private final ConcurrentHashMap<TenantId, Integer> heldOf = new ConcurrentHashMap<>();

  InstanceCapacity(int places) {
    this.places = places;
    this.claimable = places - places / 4;
    this.roomAgain = claimable - Math.max(1, claimable / 8);
  }

  void enter(TenantId tenant) {
    held.incrementAndGet();
    heldOf.merge(tenant, 1, Integer::sum);
  }

  /** Returns whether as many have left that it pays to claim again. */
  boolean leave(TenantId tenant) {
    heldOf.computeIfPresent(tenant, (key, count) -> count == 1 ? null : count - 1);
    return held.decrementAndGet() == roomAgain;
  }

  /** How many instances may be claimed; while it is {@link #crowded}, not of every tenant. */
  int toClaim() {
    int now = held.get();
    return now < claimable ? claimable - now : Math.max(0, places - now) / 2;
  }

  /** Whether only tenants that hold little have instances claimed. */
  boolean crowded() {
    return held.get() >= claimable;
  }

  /** Whether instances of the tenant may be claimed. */
  boolean forClaims(TenantId tenant) {
    return !crowded() || forNew(tenant);
  }

  /** Whether a new instance of the tenant may run here at once. */
  boolean forNew(TenantId tenant) {
    int free = places - held.get();
    return heldOf.getOrDefault(tenant, 0) < (long) TIMES_FREE * free;
  }
}
