package dev.workflow.messaging.internal.content;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.workflow.TenantId;
import dev.workflow.internal.cache.RevisionCache;
import dev.workflow.messaging.CompiledTemplate;
import dev.workflow.messaging.MessageTemplate;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.TemplateRow;
import dev.workflow.spi.store.WorkflowStore;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * <p>A version that cannot be read is an {@link UnreadableTemplateException} to whoever asks for
 * it, and is read again the next time.
 *
 * <p>Thread-safe.
 */
public final class TemplateCache {

  private record Key(TenantId tenant, String name, int version) {}

  private final Cache<Key, CompiledTemplate> versions =
      Caffeine.newBuilder().maximumSize(10_000).build();

  /** By tenant and name, which version is in use. */
  private final RevisionCache<Map<String, Integer>> tenants;

  private final @Nullable TemplateCache outside;

  /** A cache of what is committed. */
  public TemplateCache() {
    this(new RevisionCache<>(), null);
  }

  private TemplateCache(
      RevisionCache<Map<String, Integer>> tenants, @Nullable TemplateCache outside) {
    this.tenants = tenants;
    this.outside = outside;
  }

  /** A cache for a transaction of the host. */
  public TemplateCache inside(StoreTransaction transaction) {
    TemplateCache inside = new TemplateCache(tenants.inside(), this);
    transaction.afterCommit(() -> learn(inside));
    return inside;
  }

  private void learn(TemplateCache inside) {
    versions.putAll(inside.versions.asMap());
    tenants.learn(inside.tenants);
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
    Optional<Map<String, Integer>> known = tenants.fresh(tenant);
    if (known.isPresent()) {
      Integer version = known.get().get(name);
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
    tenants.changed(tenant);
  }

  private Map<String, Integer> current(StoreTransaction transaction, TenantId tenant) {
    return tenants.of(
        tenant,
        () -> transaction.templates().revision(tenant),
        revision -> Map.copyOf(transaction.templates().current(tenant)));
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
            .map(TemplateCache::compiled);
    found.ifPresent(compiled -> versions.put(key, compiled));
    return found;
  }

  /**
   * A stored version, ready to be rendered.
   *
   * @throws UnreadableTemplateException if it cannot be read
   */
  public static CompiledTemplate compiled(TemplateRow row) {
    try {
      return CompiledTemplate.of(MessageTemplate.parse(row.document()).withVersion(row.version()));
    } catch (RuntimeException e) {
      throw new UnreadableTemplateException(row.tenant(), row.name(), row.version(), e);
    }
  }
}
