package dev.workflow.message;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.workflow.TenantId;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.WorkflowStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The templates, ready to be rendered. Versions never change, so they are kept; which of them are
 * in use is looked at again when the tenant's revision has changed, which is asked about at most
 * once a second. One that was archived is not in use.
 *
 * <p>A transaction of the host may see versions that nobody else ever will. It has a cache of its
 * own {@linkplain #inside inside}, which uses what is known outside and hands on what it has read
 * only after the commit.
 *
 * <p>Thread-safe.
 */
public final class TemplateCache {

  private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

  private record Key(TenantId tenant, String name, int version) {}

  private record Known(Map<String, Integer> current, long revision, long checkedAt) {

    boolean fresh(long now) {
      return now - checkedAt < LOOK_AGAIN_NANOS;
    }
  }

  private final Cache<Key, CompiledTemplate> versions =
      Caffeine.newBuilder().maximumSize(10_000).build();
  private final Cache<TenantId, Known> tenants = Caffeine.newBuilder().maximumSize(100_000).build();

  private final @Nullable TemplateCache outside;

  /** Whose templates a transaction of the host has changed. */
  private final Set<TenantId> changed = ConcurrentHashMap.newKeySet();

  /** A cache of what is committed. */
  public TemplateCache() {
    this(null);
  }

  private TemplateCache(@Nullable TemplateCache outside) {
    this.outside = outside;
  }

  /** A cache for a transaction of the host. */
  public TemplateCache inside(StoreTransaction transaction) {
    TemplateCache inside = new TemplateCache(this);
    transaction.afterCommit(() -> learn(inside));
    return inside;
  }

  private void learn(TemplateCache inside) {
    versions.putAll(inside.versions.asMap());
    tenants.invalidateAll(inside.changed);
    inside
        .tenants
        .asMap()
        .forEach(
            (tenant, learnt) ->
                tenants
                    .asMap()
                    .merge(
                        tenant,
                        learnt,
                        (mine, other) -> other.revision() > mine.revision() ? other : mine));
  }

  /** The version of a template that is in use. */
  public Optional<CompiledTemplate> find(
      StoreTransaction transaction, TenantId tenant, String name) {
    Integer version = current(transaction, tenant).get(name);
    return version == null ? Optional.empty() : find(transaction, tenant, name, version);
  }

  /** A version of a template, archived or not. */
  public Optional<CompiledTemplate> find(
      StoreTransaction transaction, TenantId tenant, String name, int version) {
    return version(transaction, new Key(tenant, name, version));
  }

  /** The same in a transaction of its own, if one is needed. */
  public Optional<CompiledTemplate> find(WorkflowStore store, TenantId tenant, String name) {
    Known known = tenants.getIfPresent(tenant);
    if (known != null && known.fresh(System.nanoTime())) {
      Integer version = known.current().get(name);
      CompiledTemplate compiled =
          version == null ? null : versions.getIfPresent(new Key(tenant, name, version));
      if (version == null || compiled != null) {
        return Optional.ofNullable(compiled);
      }
    }
    return store.transact(transaction -> find(transaction, tenant, name));
  }

  /** The names of the templates in use. */
  public Set<String> names(StoreTransaction transaction, TenantId tenant) {
    return current(transaction, tenant).keySet();
  }

  /** Forgets what is in use: this node has changed it. */
  public void changed(TenantId tenant) {
    tenants.invalidate(tenant);
    if (outside != null) {
      changed.add(tenant);
    }
  }

  private Map<String, Integer> current(StoreTransaction transaction, TenantId tenant) {
    Known known = tenants.getIfPresent(tenant);
    long now = System.nanoTime();
    return known != null && known.fresh(now)
        ? known.current()
        : lookAgain(transaction, tenant, known, now);
  }

  private Map<String, Integer> lookAgain(
      StoreTransaction transaction, TenantId tenant, @Nullable Known known, long now) {
    long revision = transaction.templates().revision(tenant);
    Map<String, Integer> current =
        known != null && known.revision() == revision
            ? known.current()
            : Map.copyOf(transaction.templates().current(tenant));
    tenants.put(tenant, new Known(current, revision, now));
    return current;
  }

  private Optional<CompiledTemplate> version(StoreTransaction transaction, Key key) {
    CompiledTemplate own = versions.getIfPresent(key);
    CompiledTemplate known =
        own != null || outside == null ? own : outside.versions.getIfPresent(key);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<CompiledTemplate> found =
        transaction
            .templates()
            .find(key.tenant(), key.name(), key.version())
            .map(row -> MessageTemplate.parse(row.document()).withVersion(key.version()))
            .map(CompiledTemplate::of);
    found.ifPresent(compiled -> versions.put(key, compiled));
    return found;
  }
}
