package dev.workflow.internal.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.workflow.Actor;
import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.definition.DefinitionStatus;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.internal.cache.RevisionCache;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.Plan;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.spi.store.DefinitionRow;
import dev.workflow.spi.store.EventSubscriptionRow;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.WorkflowSwitchRow;
import dev.workflow.trigger.TenantWorkflows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The definitions, parsed. Versions never change, so they are kept; what is newest is looked at
 * again when the tenant's revision has changed. Queries ask about the revision at most once a
 * second; events and starts ask each time, so that what was published on one node counts at once on
 * all.
 *
 * <p>A transaction of the host may see definitions that nobody else ever will, because it published
 * them itself and is rolled back afterwards. So it has a cache of its own {@linkplain #inside
 * inside}, which uses what is known outside and hands on what it has read only after the commit.
 *
 * <p>Thread-safe.
 */
public final class WorkflowCache {

  private record Key(TenantId tenant, WorkflowRef workflow, List<Plan.Edit> edits) {
    Key(TenantId tenant, WorkflowRef workflow) {
      this(tenant, workflow, List.of());
    }
  }

  private final Cache<Key, StepTree> versions = Caffeine.newBuilder().maximumSize(100_000).build();
  private final RevisionCache<TenantWorkflows> tenants;
  private final @Nullable WorkflowCache outside;

  /** A cache of what is committed. */
  public WorkflowCache() {
    this(new RevisionCache<>(), null);
  }

  private WorkflowCache(RevisionCache<TenantWorkflows> tenants, @Nullable WorkflowCache outside) {
    this.tenants = tenants;
    this.outside = outside;
  }

  /** A cache for a transaction of the host. */
  WorkflowCache inside(StoreTransaction transaction) {
    WorkflowCache inside = new WorkflowCache(tenants.inside(), this);
    transaction.afterCommit(() -> learn(inside));
    return inside;
  }

  private void learn(WorkflowCache inside) {
    versions.putAll(inside.versions.asMap());
    tenants.learn(inside.tenants);
  }

  /** The tenant's workflows, at most a second old. */
  public TenantWorkflows of(StoreTransaction transaction, TenantId tenant) {
    return tenants.of(
        tenant,
        () -> transaction.definitions().revision(tenant),
        revision -> load(transaction, tenant, revision));
  }

  /** The tenant's workflows at a revision that was asked about just now. */
  TenantWorkflows at(StoreTransaction transaction, TenantId tenant, long revision) {
    return tenants.at(tenant, revision, asked -> load(transaction, tenant, asked));
  }

  /** The tenant's workflows as they were when last looked at; nothing is asked for them. */
  Optional<TenantWorkflows> known(TenantId tenant) {
    return tenants.lastKnown(tenant);
  }

  /** Forgets what is newest: this node has changed it. */
  public void changed(TenantId tenant) {
    tenants.changed(tenant);
  }

  private TenantWorkflows load(StoreTransaction transaction, TenantId tenant, long revision) {
    List<DefinitionRow> rows = transaction.definitions().all(tenant);
    Map<String, DefinitionRow> newest = new HashMap<>();
    for (DefinitionRow row : rows) {
      if (isPublished(row)) {
        newest.merge(row.key(), row, (a, b) -> a.version() > b.version() ? a : b);
      }
    }
    Map<String, Boolean> switched = new HashMap<>();
    for (WorkflowSwitchRow row : transaction.definitions().switches(tenant)) {
      if (row.enabled() != null) {
        switched.put(row.key(), row.enabled());
      }
    }
    return new TenantWorkflows(
        revision,
        trees(tenant, newest.values().stream()).stream()
            .map(tree -> switched(tree, switched))
            .toList(),
        trees(tenant, rows.stream().filter(WorkflowCache::isPublished)),
        trees(tenant, rows.stream().filter(row -> row.version() > 0)),
        transaction.instances().isSubscribed(tenant, EventSubscriptionRow.OF_EDITED),
        switched);
  }

  private static StepTree switched(StepTree tree, Map<String, Boolean> switched) {
    WorkflowDefinition definition = tree.definition();
    boolean enabled = switched.getOrDefault(definition.key(), definition.enabled());
    return enabled == definition.enabled()
        ? tree
        : StepTree.of(definition.withEnabled(enabled), tree.publisher());
  }

  private static boolean isPublished(DefinitionRow row) {
    return row.status().equals(DefinitionStatus.PUBLISHED.name());
  }

  private List<StepTree> trees(TenantId tenant, Stream<DefinitionRow> rows) {
    return rows.map(row -> tree(tenant, row)).toList();
  }

  /**
   * One version of a workflow.
   *
   * @throws NotFoundException if the tenant has no such version
   */
  public StepTree tree(StoreTransaction transaction, TenantId tenant, WorkflowRef workflow) {
    StepTree known = known(new Key(tenant, workflow));
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

  /**
   * The steps of an instance: those of its version, as far as it was not edited.
   *
   * @throws NotFoundException if the tenant has no such version
   */
  public StepTree tree(StoreTransaction transaction, InstanceSnapshot instance) {
    InstanceSnapshot.Identity identity = instance.identity();
    return edited(transaction, identity.tenant(), identity.workflow(), instance.plan().edits());
  }

  /** Each edit is made of what is known of those before it. */
  StepTree edited(
      StoreTransaction transaction, TenantId tenant, WorkflowRef workflow, List<Plan.Edit> edits) {
    if (edits.isEmpty()) {
      return tree(transaction, tenant, workflow);
    }
    Key key = new Key(tenant, workflow, edits);
    StepTree known = known(key);
    if (known == null) {
      int last = edits.size() - 1;
      StepTree before = edited(transaction, tenant, workflow, edits.subList(0, last));
      known = before.edited(edits.get(last));
      versions.put(key, known);
    }
    return known;
  }

  private @Nullable StepTree known(Key key) {
    StepTree own = versions.getIfPresent(key);
    return own != null || outside == null ? own : outside.versions.getIfPresent(key);
  }

  private static StepTree parsed(TenantId tenant, DefinitionRow row) {
    try {
      return StepTree.of(
          WorkflowDefinition.parse(row.document()).withVersion(row.version()),
          Actor.of(row.createdBy()));
    } catch (RuntimeException e) {
      throw new UnreadableException(
          "workflow " + row.key() + " v" + row.version() + " of tenant " + tenant,
          "what needs it waits until this release can read it; publish it anew, or delete it",
          e);
    }
  }

  private StepTree tree(TenantId tenant, DefinitionRow row) {
    Key key = new Key(tenant, WorkflowRef.of(row.key(), row.version()));
    StepTree known = known(key);
    return known != null ? known : versions.get(key, absent -> parsed(tenant, row));
  }
}
