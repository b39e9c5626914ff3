package dev.workflow.messaging.internal.outbox;

import dev.workflow.TenantId;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.ExitLook;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps nothing back: sees that this node knows the workflows of the messages' tenants, as they
 * were a second ago at most, so that {@link ExitLook} can tell without a question which messages
 * may belong to an instance that is to end. Thread-safe.
 */
final class FreshWorkflows implements SendCheck {

  private final EngineContext engine;

  FreshWorkflows(EngineContext engine) {
    this.engine = engine;
  }

  @Override
  public List<Verdict> check(StoreTransaction transaction, List<MessageRow> claimed, Instant now) {
    Set<TenantId> tenants =
        claimed.stream()
            .filter(row -> row.instance() != null)
            .map(MessageRow::tenant)
            .collect(Collectors.toSet());
    tenants.forEach(tenant -> engine.workflows().of(transaction, tenant));
    return claimed.stream().map(row -> SEND).toList();
  }
}
