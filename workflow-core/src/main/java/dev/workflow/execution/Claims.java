package dev.workflow.execution;

import dev.workflow.TenantId;
import dev.workflow.spi.store.InstanceRows;
import dev.workflow.spi.store.InstanceRows.FairClaim;
import dev.workflow.spi.store.StoredInstance;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which due instances a node claims. As long as a claim takes all that is due, the earliest. Once
 * one comes back full, work waits, perhaps all of one tenant: from then on equal shares of the
 * tenants, round by round, until a whole round has left nothing behind.
 */
final class Claims {

  private boolean crowded;
  private boolean leftBehind;
  private @Nullable TenantId last;

  /** Takes what is to be taken now. Changes nothing here: the transaction may run again. */
  synchronized FairClaim take(
      InstanceRows instances, String node, Instant now, Instant leaseUntil, int limit) {
    if (crowded) {
      return instances.claimFairly(node, now, leaseUntil, limit, last);
    }
    List<StoredInstance> claimed = instances.claim(node, now, leaseUntil, limit);
    return new FairClaim(claimed, null, claimed.size() == limit);
  }

  /** The transaction was committed. Returns whether the round goes on. */
  synchronized boolean took(FairClaim claim) {
    leftBehind |= claim.more();
    last = claim.last();
    if (last == null) {
      crowded = leftBehind;
      leftBehind = false;
    }
    return last != null;
  }
}
