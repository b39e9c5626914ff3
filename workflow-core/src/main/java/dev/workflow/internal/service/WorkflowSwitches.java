package dev.workflow.internal.service;

import dev.workflow.Actor;
import dev.workflow.Definitions.EnabledChange;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.Problem;
import dev.workflow.TenantId;
import dev.workflow.definition.DefinitionStatus;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.text.Limits;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.WorkflowSwitchRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Enables and disables workflows without new versions. */
final class WorkflowSwitches {

  private static final int MOST_LISTED = 1_000;
  private static final int LONGEST_REASON = 1_000;

  private final Transactions transactions;
  private final TenantId tenant;
  private final String key;

  WorkflowSwitches(Transactions transactions, TenantId tenant, String key) {
    this.transactions = transactions;
    this.tenant = tenant;
    this.key = key;
  }

  boolean switchTo(boolean enabled, Actor by, @Nullable String reason) {
    check(reason);
    boolean changed =
        transactions.transact(transaction -> switchTo(transaction, enabled, by, reason));
    transactions.engine().workflows().changed(tenant);
    return changed;
  }

  private static void check(@Nullable String reason) {
    if (reason != null && reason.length() > LONGEST_REASON) {
      throw new InvalidInputException(
          "The reason",
          List.of(
              new Problem(
                  "", "is " + reason.length() + " characters long; at most " + LONGEST_REASON)));
    }
  }

  private boolean switchTo(
      StoreTransaction transaction, boolean enabled, Actor by, @Nullable String reason) {
    boolean published =
        transaction.definitions().versions(tenant, key).stream()
            .anyMatch(row -> row.status().equals(DefinitionStatus.PUBLISHED.name()));
    if (!published) {
      throw new NotFoundException(
          "tenant " + tenant + " has no published workflow \"" + key + "\"");
    }
    String why = reason == null ? null : Limits.storable(reason, LONGEST_REASON);
    boolean changed =
        transaction
            .definitions()
            .switchTo(
                new WorkflowSwitchRow(
                    tenant, key, enabled, transactions.engine().now(), by.id(), why));
    if (changed) {
      transactions.engine().workflowChanged(transaction, tenant, key);
    }
    return changed;
  }

  List<EnabledChange> changes() {
    return transactions
        .transact(transaction -> transaction.definitions().switches(tenant, key, MOST_LISTED))
        .stream()
        .map(row -> new EnabledChange(row.enabled(), row.at(), Actor.of(row.by()), row.reason()))
        .toList();
  }

  /** A workflow that is deleted is not disabled any more if somebody publishes it again. */
  void forget(StoreTransaction transaction, Actor by) {
    transaction
        .definitions()
        .switchTo(
            new WorkflowSwitchRow(
                tenant, key, null, transactions.engine().now(), by.id(), "deleted"));
  }
}
