package dev.workflow.decision.internal;

import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.definition.DefinitionStatus;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.spi.store.DefinitionRow;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.WorkflowSwitchRow;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The workflows of a tenant as they were at a time. Versions and switches are never changed, only
 * added, so that both are known for as long as the workflow is not deleted. Used by one thread.
 */
final class PastWorkflows {

  /** A workflow is not switched more often than that while anybody looks at it. */
  private static final int SWITCHES = 1_000;

  private final EngineContext engine;
  private final StoreTransaction transaction;
  private final TenantId tenant;
  private final Map<String, List<DefinitionRow>> versions = new HashMap<>();
  private final Map<String, List<WorkflowSwitchRow>> switches = new HashMap<>();

  PastWorkflows(EngineContext engine, StoreTransaction transaction, TenantId tenant) {
    this.engine = engine;
    this.transaction = transaction;
    this.tenant = tenant;
  }

  /** All published versions, archived or not, newest first. */
  List<DefinitionRow> versions(String key) {
    return versions.computeIfAbsent(
        key,
        asked ->
            transaction.definitions().versions(tenant, asked).stream()
                .filter(row -> row.version() > 0)
                .toList());
  }

  /** The version that was the newest one. */
  Optional<WorkflowRef> newest(String key, Instant time) {
    return versions(key).stream()
        .filter(row -> !row.createdAt().isAfter(time) && !archived(row, time))
        .findFirst()
        .map(row -> WorkflowRef.of(key, row.version()));
  }

  private static boolean archived(DefinitionRow row, Instant time) {
    Instant at = row.archivedAt();
    return at == null ? row.status().equals(DefinitionStatus.ARCHIVED.name()) : !at.isAfter(time);
  }

  StepTree tree(WorkflowRef version) {
    return engine.workflows().tree(transaction, tenant, version);
  }

  /** Who had disabled a workflow by then; empty: nobody, or it was enabled since. */
  Optional<WorkflowSwitchRow> disabled(String key, Instant time) {
    return lastSwitch(key, time).filter(last -> Boolean.FALSE.equals(last.enabled()));
  }

  /** Whether a version could start: its document says so, unless somebody said otherwise. */
  boolean enabled(StepTree tree, Instant time) {
    return lastSwitch(tree.definition().key(), time)
        .map(WorkflowSwitchRow::enabled)
        .orElse(tree.definition().enabled());
  }

  private Optional<WorkflowSwitchRow> lastSwitch(String key, Instant time) {
    return switches
        .computeIfAbsent(key, asked -> transaction.definitions().switches(tenant, asked, SWITCHES))
        .stream()
        .filter(row -> !row.at().isAfter(time))
        .findFirst();
  }
}
