package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.WorkflowStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The terms that were set for tenants through the engine. Decisions look at them again at most once
 * a second; a call to a handler takes them as the decision that led to it saw them, or newer.
 *
 * <p>Thread-safe.
 */
public final class TenantTerms {

  private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

  private record Known(Map<String, JsonNode> terms, long readAt) {}

  private final Cache<TenantId, Known> tenants = Caffeine.newBuilder().maximumSize(100_000).build();

  TenantTerms() {}

  /** The terms, at most a second old. */
  Map<String, JsonNode> of(StoreTransaction transaction, TenantId tenant) {
    Known known = tenants.getIfPresent(tenant);
    if (known != null && System.nanoTime() - known.readAt() < LOOK_AGAIN_NANOS) {
      return known.terms();
    }
    return read(transaction, tenant, known);
  }

  /** The terms as they were seen last; read if they were not. */
  public Map<String, JsonNode> of(WorkflowStore store, TenantId tenant) {
    Known known = tenants.getIfPresent(tenant);
    return known != null
        ? known.terms()
        : store.transact(transaction -> read(transaction, tenant, null));
  }

  /** Forgets the terms: this node has changed them. */
  public void changed(TenantId tenant) {
    tenants.invalidate(tenant);
  }

  private Map<String, JsonNode> read(
      StoreTransaction transaction, TenantId tenant, @Nullable Known before) {
    long now = System.nanoTime();
    Map<String, JsonNode> terms = new LinkedHashMap<>();
    transaction
        .assignments()
        .defaults(tenant)
        .ifPresent(
            row ->
                Json.read(row.terms())
                    .properties()
                    .forEach(term -> terms.put(term.getKey(), term.getValue())));
    Known read = new Known(Map.copyOf(terms), now);
    if (before == null) {
      tenants.put(tenant, read);
    } else {
      tenants.asMap().replace(tenant, before, read);
    }
    return read.terms();
  }
}
