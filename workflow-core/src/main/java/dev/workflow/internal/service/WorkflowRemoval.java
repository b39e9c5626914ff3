package dev.workflow.internal.service;

import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.Definitions.KeptHistory;
import dev.workflow.IllegalTransitionException;
import dev.workflow.Instances;
import dev.workflow.NotFoundException;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.engine.UnreadableException;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.DefinitionRow;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows.InstancePlace;
import dev.workflow.spi.store.MessageFilter;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Takes workflows and ended instances out of the store, in transactions of bounded size. */
final class WorkflowRemoval {

  private static final int BATCH = 500;
  private static final InstanceState[] TO_CANCEL = {
    InstanceState.DRAFT, InstanceState.ACTIVE, InstanceState.PAUSED, InstanceState.FAILED
  };

  private static final String DELETED = "its workflow was deleted";

  private final Transactions transactions;

  WorkflowRemoval(Transactions transactions) {
    this.transactions = transactions;
  }

  /** Removes ended instances with their messages. */
  long purge(TenantId tenant, Instant endedBefore, LongConsumer progress) {
    return purge(tenant, null, endedBefore, null, progress);
  }

  private long purge(
      TenantId tenant,
      @Nullable String workflow,
      Instant endedBefore,
      @Nullable Instant canceledSince,
      LongConsumer progress) {
    long removed = 0;
    InstanceKey last = null;
    while (true) {
      InstanceKey after = last;
      List<InstanceKey> gone =
          transactions.transact(
              transaction ->
                  transaction
                      .instances()
                      .purge(tenant, workflow, endedBefore, canceledSince, after, BATCH));
      if (gone.isEmpty()) {
        return removed;
      }
      removed += gone.size();
      progress.accept(removed);
      last = gone.get(gone.size() - 1);
    }
  }

  void delete(TenantId tenant, String key, KeptHistory history, Actor by) {
    Instant begun = transactions.engine().now();
    transactions.transact(transaction -> retire(transaction, tenant, key, begun, by));
    transactions.engine().workflows().changed(tenant);
    cancelOpen(tenant, key, by);
    cancelWaiting(tenant, key, by);
    cancelInDigests(tenant, key, by);
    if (history == KeptHistory.NONE) {
      Instant all = transactions.engine().now().plus(Duration.ofDays(1));
      purge(tenant, key, all, begun, removed -> {});
      transactions.transact(transaction -> forget(transaction, tenant, key));
      transactions.engine().workflows().changed(tenant);
    }
  }

  /** From now on nothing starts it. */
  private int retire(
      StoreTransaction transaction, TenantId tenant, String key, Instant at, Actor by) {
    List<DefinitionRow> versions = transaction.definitions().versions(tenant, key);
    if (versions.isEmpty()) {
      throw new NotFoundException("tenant " + tenant + " has no workflow \"" + key + "\"");
    }
    transaction.definitions().deleteDraft(tenant, key);
    for (DefinitionRow row : versions) {
      if (row.version() > 0) {
        transaction.definitions().put(row.archived(at, by.id()));
      }
    }
    new WorkflowSwitches(transactions, tenant, key).forget(transaction, by);
    transaction.definitions().freeName(tenant, key);
    transactions.engine().workflowChanged(transaction, tenant, key);
    return versions.size();
  }

  private void cancelOpen(TenantId tenant, String key, Actor by) {
    InstanceKey last = null;
    List<InstanceRow> open;
    do {
      InstanceKey after = last;
      open = transactions.transact(transaction -> open(transaction, tenant, key, after, BATCH));
      for (InstanceRow row : open) {
        cancel(row.key(), by);
        last = row.key();
      }
    } while (open.size() == BATCH);
  }

  /** What has ended leaves no messages behind. */
  private void cancelWaiting(TenantId tenant, String key, Actor by) {
    MessageFilter filter =
        MessageFilter.of(tenant)
            .from(new MessageFilter.From(null, key, null, null))
            .in(MessageState.PENDING, MessageState.HELD);
    UUID last = null;
    List<MessageRow> waiting;
    do {
      UUID after = last;
      waiting =
          transactions.transact(transaction -> transaction.messages().list(filter, after, BATCH));
      waiting.stream()
          .map(MessageRow::instance)
          .filter(Objects::nonNull)
          .distinct()
          .forEach(instance -> cancel(instance, by));
      last = waiting.isEmpty() ? null : waiting.get(waiting.size() - 1).id();
    } while (waiting.size() == BATCH);
  }

  /** What is a part of a digest that is still to be sent is left out of it. */
  private void cancelInDigests(TenantId tenant, String key, Actor by) {
    MessageFilter filter =
        MessageFilter.of(tenant).from(new MessageFilter.From(null, key, null, null));
    transactions.transact(
        transaction ->
            transaction.messages().cancel(filter, transactions.engine().now(), by.id(), DELETED));
  }

  private static List<InstanceRow> open(
      StoreTransaction transaction,
      TenantId tenant,
      String key,
      @Nullable InstanceKey after,
      int limit) {
    return transaction
        .instances()
        .list(
            Instances.Query.of(tenant).workflow(key).in(TO_CANCEL), InstancePlace.of(after), limit);
  }

  private void cancel(InstanceKey instance, Actor by) {
    try {
      transactions.change(work -> work.lock(instance.tenant(), instance.id()).cancel(by, DELETED));
    } catch (IllegalTransitionException e) {
      // It ended by itself at the same moment, or nothing of it is left to happen.
    } catch (UnreadableException e) {
      transactions
          .engine()
          .setAsides()
          .cancelUnread(transactions, instance, by, DELETED, transaction -> {});
    }
  }

  private boolean forget(StoreTransaction transaction, TenantId tenant, String key) {
    List<InstanceRow> left =
        transaction.instances().list(Instances.Query.of(tenant).workflow(key), null, 1);
    if (!left.isEmpty()) {
      SubjectRef subject = left.get(0).subject();
      if (subject != null && transaction.holds().find(tenant, subject).isPresent()) {
        throw new ConflictException(
            "the subject "
                + subject
                + " of an instance of \""
                + key
                + "\" is under hold: the workflow is archived, and all but what is under hold was"
                + " removed; delete it again when the hold is released");
      }
      throw new ConflictException(
          "an instance of \""
              + key
              + "\" was started, or has sent a message, on another node while the workflow was"
              + " deleted; delete it again");
    }
    transaction.definitions().deleteAll(tenant, key);
    transactions.engine().workflowChanged(transaction, tenant, key);
    return true;
  }
}
