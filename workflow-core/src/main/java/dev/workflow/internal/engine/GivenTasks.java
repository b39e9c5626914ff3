package dev.workflow.internal.engine;

import dev.workflow.TenantId;
import dev.workflow.internal.decide.Workload;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * To whom tasks were given, in the store and in the transaction that is under way. Used by one
 * thread.
 */
final class GivenTasks {

  private record Key(TenantId tenant, String actor) {}

  private final DirectoryCache directory;
  private final StoreTransaction transaction;

  /** Tasks that were given here and are not written yet. */
  private final Map<Key, Long> fresh = new HashMap<>();

  GivenTasks(DirectoryCache directory, StoreTransaction transaction) {
    this.directory = directory;
    this.transaction = transaction;
  }

  void given(TenantId tenant, String workflow, String step, String actor, long number) {
    transaction.actors().given(tenant, workflow, step, actor, number);
    fresh.merge(new Key(tenant, actor), 1L, Long::sum);
  }

  Workload of(TenantId tenant) {
    return new Workload() {
      @Override
      public Set<String> away(Set<String> actors, Instant now) {
        return directory.substitutions(transaction, tenant).away(actors, now);
      }

      @Override
      public Allocations allocations(String workflow, String step, Set<String> actors) {
        long next = transaction.actors().nextAllocation(tenant, workflow, step);
        return new Allocations(
            next, transaction.actors().allocations(tenant, workflow, step, actors));
      }

      @Override
      public Map<String, Long> held(Set<String> actors, Instant now) {
        Map<String, Long> held =
            new HashMap<>(transaction.instances().heldTasks(tenant, actors, now));
        for (String actor : actors) {
          Long more = fresh.get(new Key(tenant, actor));
          if (more != null) {
            held.merge(actor, more, Long::sum);
          }
        }
        return held;
      }
    };
  }
}
