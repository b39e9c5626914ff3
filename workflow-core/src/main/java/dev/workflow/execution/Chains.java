package dev.workflow.execution;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.workflow.Cause;
import dev.workflow.TenantId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many instances follow from one: started by it, by those it started, and by the events they
 * publish. Each node counts those that it starts, as long as it runs and the chain goes on: enough
 * to end one that would never end, without a row that all of a chain wait for. Thread-safe.
 */
final class Chains {

  private static final Logger log = LoggerFactory.getLogger(Chains.class);

  private record Chain(TenantId tenant, String root) {}

  private final int most;
  private final Cache<Chain, AtomicInteger> started =
      Caffeine.newBuilder().maximumSize(100_000).expireAfterAccess(Duration.ofHours(1)).build();

  Chains(int most) {
    this.most = most;
  }

  /** An instance has been started. */
  void started(TenantId tenant, Cause cause) {
    if (cause.depth() > 0) {
      started
          .get(new Chain(tenant, cause.links().get(0)), key -> new AtomicInteger())
          .incrementAndGet();
    }
  }

  /** Why no other instance may follow from the first of a chain; null: one may. */
  @Nullable String limit(TenantId tenant, Cause cause) {
    if (cause.depth() == 0) {
      return null;
    }
    String root = cause.links().get(0);
    AtomicInteger count = started.getIfPresent(new Chain(tenant, root));
    if (count == null || count.get() < most) {
      return null;
    }
    if (count.getAndIncrement() == most) {
      log.warn(
          "Tenant {}: {} instances have followed from {}; no more are started", tenant, most, root);
    }
    return most
        + " instances have followed from "
        + root
        + "; no more are started (EngineOptions.Budgets.maxChain)";
  }
}
