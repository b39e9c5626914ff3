package dev.workflow.internal.service;

import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.Definitions.Draft;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.definition.DefinitionStatus;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.spi.store.DefinitionRow;
import dev.workflow.spi.store.StoreTransaction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The drafts of a tenant. A draft's revision is a fingerprint of what it says, so that a draft that
 * somebody changed and changed back is the same again.
 */
final class Drafts {

  private final Transactions transactions;
  private final TenantId tenant;

  Drafts(Transactions transactions, TenantId tenant) {
    this.transactions = transactions;
    this.tenant = tenant;
  }

  private static String revision(String document) {
    return UUID.nameUUIDFromBytes(document.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static Draft draft(DefinitionRow row) {
    return new Draft(
        WorkflowDefinition.parse(row.document()),
        revision(row.document()),
        row.createdAt(),
        Actor.of(row.createdBy()));
  }

  Optional<Draft> find(String key) {
    transactions.engine().tenant(tenant);
    return transactions
        .transact(transaction -> transaction.definitions().find(tenant, key, 0))
        .map(Drafts::draft);
  }

  private DefinitionRow row(WorkflowDefinition definition, Actor by) {
    return new DefinitionRow(
        tenant,
        definition.key(),
        0,
        DefinitionStatus.DRAFT.name(),
        Json.write(definition.toJson()),
        transactions.engine().now(),
        by.id());
  }

  void save(WorkflowDefinition definition, Actor by) {
    transactions.engine().tenant(tenant);
    DefinitionRow row = row(definition, by);
    transactions.transact(
        transaction -> {
          transaction.definitions().put(row);
          return row;
        });
  }

  boolean discard(String key) {
    transactions.engine().tenant(tenant);
    return transactions.transact(
        transaction -> {
          boolean known = transaction.definitions().find(tenant, key, 0).isPresent();
          if (known) {
            transaction.definitions().deleteDraft(tenant, key);
          }
          return known;
        });
  }

  /** Replaces the draft that has the revision. */
  Draft save(WorkflowDefinition definition, String revision, Actor by) {
    transactions.engine().tenant(tenant);
    DefinitionRow row = row(definition, by);
    return transactions.transact(
        transaction -> {
          String known =
              transaction
                  .definitions()
                  .find(tenant, row.key(), 0)
                  .map(DefinitionRow::document)
                  .orElse(null);
          boolean expected = revision.equals(known == null ? "" : revision(known));
          if (!expected || !transaction.definitions().replaceDraft(row, known)) {
            throw stale(row.key(), revision, known);
          }
          return draft(row);
        });
  }

  /** The draft that has the revision; nobody changes it until the transaction has ended. */
  WorkflowDefinition locked(StoreTransaction transaction, String key, String revision) {
    transactions.engine().tenant(tenant);
    DefinitionRow row =
        transaction
            .definitions()
            .find(tenant, key, 0)
            .orElseThrow(() -> DefinitionService.noDraft(tenant, key));
    if (!revision.equals(revision(row.document()))
        || !transaction.definitions().replaceDraft(row, row.document())) {
      throw stale(key, revision, row.document());
    }
    return WorkflowDefinition.parse(row.document());
  }

  private static ConflictException stale(String key, String revision, @Nullable String known) {
    String was = revision.isEmpty() ? "there to be none" : "revision " + revision;
    String is = known == null ? "gone" : "another one";
    return new ConflictException(
        "the draft of \""
            + key
            + "\" is "
            + is
            + " meanwhile (expected "
            + was
            + "); look at it and edit again");
  }
}
