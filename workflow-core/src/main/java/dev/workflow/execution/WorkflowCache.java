package dev.workflow.execution;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.StepTree;
import dev.workflow.spi.store.DefinitionRow;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.trigger.TenantWorkflows;
import java.time.Duration;
import java.util.List;

/**
 * The definitions, parsed. Versions never change, so they are kept; what is newest is looked at
 * again when the tenant's revision has changed, which is asked about at most once a second.
 * Thread-safe.
 */
public final class WorkflowCache {

  private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

  private record Key(TenantId tenant, WorkflowRef workflow) {}

  private record Known(TenantWorkflows workflows, long checkedAt) {}

  private final Cache<Key, StepTree> versions = Caffeine.newBuilder().maximumSize(100_000).build();
  private final Cache<TenantId, Known> tenants = Caffeine.newBuilder().maximumSize(100_000).build();

  /** The tenant's workflows, at most a second old. */
  public TenantWorkflows of(StoreTransaction transaction, TenantId tenant) {
    Known known = tenants.getIfPresent(tenant);
    long now = System.nanoTime();
    if (known != null && now - known.checkedAt() < LOOK_AGAIN_NANOS) {
      return known.workflows();
    }
    return lookAgain(transaction, tenant, known, now);
  }

  /** Forgets what is newest: this node has changed it. */
  public void changed(TenantId tenant) {
    tenants.invalidate(tenant);
  }

  private TenantWorkflows lookAgain(
      StoreTransaction transaction,
      TenantId tenant,
      @org.jspecify.annotations.Nullable Known known,
      long now) {
    long revision = transaction.definitions().revision(tenant);
    TenantWorkflows workflows =
        known != null && known.workflows().revision() == revision
            ? known.workflows()
            : load(transaction, tenant, revision);
    tenants.put(tenant, new Known(workflows, now));
    return workflows;
  }

  private TenantWorkflows load(StoreTransaction transaction, TenantId tenant, long revision) {
    List<StepTree> all =
        transaction.definitions().all(tenant).stream()
            .filter(row -> row.version() > 0)
            .map(row -> tree(tenant, row))
            .toList();
    List<StepTree> newest =
        transaction.definitions().newest(tenant).stream().map(row -> tree(tenant, row)).toList();
    return new TenantWorkflows(revision, newest, all);
  }

  /**
   * One version of a workflow.
   *
   * @throws NotFoundException if the tenant has no such version
   */
  public StepTree tree(StoreTransaction transaction, TenantId tenant, WorkflowRef workflow) {
    StepTree known = versions.getIfPresent(new Key(tenant, workflow));
    if (known != null) {
      return known;
    }
    return transaction
        .definitions()
        .find(tenant, workflow.key(), workflow.version())
        .map(row -> tree(tenant, row))
        .orElseThrow(
            () -> new NotFoundException("tenant " + tenant + " has no workflow " + workflow));
  }

  private StepTree tree(TenantId tenant, DefinitionRow row) {
    return versions.get(
        new Key(tenant, WorkflowRef.of(row.key(), row.version())),
        key -> StepTree.of(WorkflowDefinition.parse(row.document()).withVersion(row.version())));
  }
}
