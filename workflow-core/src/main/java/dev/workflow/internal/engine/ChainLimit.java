package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.workflow.Cause;
import dev.workflow.TenantId;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.log.Log;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many instances follow from an event, or from an instance that was started otherwise: started
 * by it, by those it started, and by the events they publish. Each node counts those that it
 * starts, as long as it runs and the chain continues: enough to end one that would never end,
 * without a row that all of a chain wait for. Thread-safe.
 */
final class ChainLimit {

  private static final Log log = Log.of(ChainLimit.class);

  private record Chain(TenantId tenant, String root) {}

  /** Those that follow from an event, or from an instance that no event has started. */
  private record Followers(String from, AtomicInteger count) {

    Followers(String from) {
      this(from, new AtomicInteger());
    }
  }

  private final int most;
  private final Cache<Chain, Followers> started =
      Caffeine.newBuilder().maximumSize(100_000).expireAfterAccess(Duration.ofHours(1)).build();

  ChainLimit(int most) {
    this.most = most;
  }

  /**
   * An instance is about to publish an event or to start another one. If an event has started it,
   * what follows from it follows from that event, together with what follows from the others that
   * the event has started.
   */
  void leads(InstanceSnapshot.Identity identity) {
    JsonNode event = identity.event();
    if (identity.cause().depth() > 0 || event == null || !event.hasNonNull("id")) {
      return;
    }
    TenantId tenant = identity.tenant();
    Chain own = new Chain(tenant, identity.workflow().key() + "/" + identity.id());
    if (started.getIfPresent(own) == null) {
      String from = "event " + event.get("id").asText();
      started
          .asMap()
          .putIfAbsent(own, started.get(new Chain(tenant, from), key -> new Followers(from)));
    }
  }

  /** An instance has been started. */
  void started(TenantId tenant, Cause cause) {
    if (cause.depth() > 0) {
      String root = cause.links().get(0);
      started.get(new Chain(tenant, root), key -> new Followers(root)).count().incrementAndGet();
    }
  }

  /** Why no other instance may follow from the first of a chain; null: one may. */
  @Nullable String limit(TenantId tenant, Cause cause) {
    if (cause.depth() == 0) {
      return null;
    }
    Followers all = started.getIfPresent(new Chain(tenant, cause.links().get(0)));
    if (all == null || all.count().get() < most) {
      return null;
    }
    if (all.count().getAndIncrement() == most) {
      log.warn(
          "Tenant {}: {} instances have followed from {}; no more are started",
          tenant,
          most,
          all.from());
    }
    return most
        + " instances have followed from "
        + all.from()
        + "; no more are started (EngineOptions.Budgets.maxChain)";
  }
}
