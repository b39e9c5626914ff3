package dev.workflow.internal.watch;

import dev.workflow.TenantId;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.trigger.TenantWorkflows;
import java.time.Instant;
import java.util.List;

/**
 * One look at a tenant.
 *
 * @param workflows as they are published
 */
record Look(Transactions transactions, TenantId tenant, TenantWorkflows workflows, Instant now) {

  EngineContext engine() {
    return transactions.engine();
  }

  /** The newest version of each workflow that is enabled. */
  List<StepTree> enabled() {
    return workflows.newest().values().stream()
        .filter(tree -> tree.definition().enabled())
        .toList();
  }
}
