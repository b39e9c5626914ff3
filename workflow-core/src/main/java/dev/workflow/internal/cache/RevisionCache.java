package dev.workflow.internal.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.workflow.TenantId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Caches one value for each tenant and revision. It is read again when the revision has changed,
 * which is asked about at most once a second.
 *
 * <p>A transaction of the host may see what nobody else ever will, because it is rolled back
 * afterwards. So it has states of its own {@linkplain #inside inside}, from which the others
 * {@linkplain #learn learn} after the commit.
 *
 * <p>Thread-safe.
 *
 * @param <T> what is known; immutable
 */
public final class RevisionCache<T> {

  private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

  private record Known<T>(T state, long revision, long checkedAt) {}

  private final Cache<TenantId, Known<T>> tenants =
      Caffeine.newBuilder().maximumSize(100_000).build();
  private final @Nullable RevisionCache<T> outside;

  /** Whose state a transaction of the host has changed. */
  private final Set<TenantId> changed = ConcurrentHashMap.newKeySet();

  /** What is committed. */
  public RevisionCache() {
    this(null);
  }

  private RevisionCache(@Nullable RevisionCache<T> outside) {
    this.outside = outside;
  }

  /** What a transaction of the host sees. */
  public RevisionCache<T> inside() {
    return new RevisionCache<>(this);
  }

  /** Takes over what a transaction has seen that is committed now, and forgets what it changed. */
  public void learn(RevisionCache<T> inside) {
    tenants.invalidateAll(inside.changed);
    inside
        .tenants
        .asMap()
        .forEach((tenant, known) -> tenants.asMap().merge(tenant, known, this::newer));
  }

  private Known<T> newer(Known<T> mine, Known<T> other) {
    return other.revision() > mine.revision() ? other : mine;
  }

  /**
   * The tenant's state, at most a second old.
   *
   * @param revision asks which revision there is
   * @param read reads the state of that revision
   */
  public T of(TenantId tenant, LongSupplier revision, LongFunction<T> read) {
    Optional<T> fresh = fresh(tenant);
    return fresh.isPresent() ? fresh.get() : lookAgain(tenant, revision, read);
  }

  /**
   * The tenant's state at a revision that was asked about just now.
   *
   * @param read reads the state of that revision
   */
  public T at(TenantId tenant, long revision, LongFunction<T> read) {
    T state = lookedUp(tenant, revision, read);
    tenants.put(tenant, new Known<>(state, revision, System.nanoTime()));
    return state;
  }

  /** The tenant's state, however long ago it was looked at. */
  public Optional<T> lastKnown(TenantId tenant) {
    return known(tenant).map(Known::state);
  }

  /** The tenant's state, if it was looked at within the last second. */
  public Optional<T> fresh(TenantId tenant) {
    return known(tenant)
        .filter(known -> System.nanoTime() - known.checkedAt() < LOOK_AGAIN_NANOS)
        .map(Known::state);
  }

  private T lookAgain(TenantId tenant, LongSupplier asked, LongFunction<T> read) {
    long now = System.nanoTime();
    long revision = asked.getAsLong();
    T state = lookedUp(tenant, revision, read);
    tenants.put(tenant, new Known<>(state, revision, now));
    return state;
  }

  private T lookedUp(TenantId tenant, long revision, LongFunction<T> read) {
    return Stream.of(
            known(tenant), outside == null ? Optional.<Known<T>>empty() : outside.known(tenant))
        .flatMap(Optional::stream)
        .filter(known -> known.revision() == revision)
        .findFirst()
        .map(Known::state)
        .orElseGet(() -> read.apply(revision));
  }

  private Optional<Known<T>> known(TenantId tenant) {
    return Optional.ofNullable(tenants.getIfPresent(tenant));
  }

  /** Forgets a tenant's state: this node has changed it. */
  public void changed(TenantId tenant) {
    tenants.invalidate(tenant);
    if (outside != null) {
      changed.add(tenant);
    }
  }
}
