package dev.workflow.internal.engine;

import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.trigger.TenantWorkflows;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The workflows that one transaction decides by, each tenant's asked about once at most. */
final class DefinitionsInUse {

  private final EngineContext engine;
  private final StoreTransaction transaction;
  private final Map<TenantId, Long> revisions = new HashMap<>();
  private final Map<TenantId, TenantWorkflows> workflows = new HashMap<>();
  private final Map<TenantId, Long> assumed = new HashMap<>();
  private Set<TenantId> expected = Set.of();
  private boolean assumes;

  DefinitionsInUse(EngineContext engine, StoreTransaction transaction) {
    this.engine = engine;
    this.transaction = transaction;
  }

  /**
   * Decides by the workflows that this node saw last, without asking whether they have changed.
   * {@link UnitOfWork#finish} asks, together with the writing.
   */
  void assumeKnown() {
    assumes = true;
  }

  /** The revisions of definitions that were assumed. */
  Map<TenantId, Long> assumed() {
    return assumed;
  }

  /** Asks about the revisions of these tenants' workflows together, as soon as one is needed. */
  void expect(Set<TenantId> tenants) {
    expected = tenants;
  }

  /** The tenant's workflows as they are now: asked about once in each unit of work at most. */
  TenantWorkflows of(TenantId tenant) {
    return workflows.computeIfAbsent(tenant, this::newestWorkflows);
  }

  private TenantWorkflows newestWorkflows(TenantId tenant) {
    Optional<TenantWorkflows> last = assumes ? engine.workflows().known(tenant) : Optional.empty();
    last.ifPresent(workflows -> assumed.put(tenant, workflows.revision()));
    return last.orElseGet(() -> engine.workflows().at(transaction, tenant, revision(tenant)));
  }

  private long revision(TenantId tenant) {
    if (!expected.isEmpty()) {
      revisions.putAll(transaction.definitions().revisions(expected));
      expected = Set.of();
    }
    Long known = revisions.get(tenant);
    return known != null ? known : transaction.definitions().revision(tenant);
  }

  StepTree tree(TenantId tenant, WorkflowRef workflow) {
    return engine.workflows().tree(transaction, tenant, workflow);
  }
}
