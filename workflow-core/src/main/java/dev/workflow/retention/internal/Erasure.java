package dev.workflow.retention.internal;

import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.IllegalTransitionException;
import dev.workflow.NotFoundException;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.retention.Retention.ErasureReceipt;
import dev.workflow.spi.store.HoldRows.HoldRow;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows.InstanceFilter;
import dev.workflow.spi.store.MessageFilter;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToLongFunction;

/**
 * Erases one subject: first what is under way is cancelled, then all goes, a batch in each
 * transaction. Each batch asks whether the subject is under hold. Used by one thread.
 */
final class Erasure {

  private static final int BATCH = 100;
  private static final String ERASED = "erased";
  private static final Set<String> TO_CANCEL = Set.of("DRAFT", "ACTIVE", "PAUSED", "FAILED");

  private final Transactions transactions;
  private final TenantId tenant;
  private final SubjectRef subject;
  private final Actor by;

  Erasure(Transactions transactions, TenantId tenant, SubjectRef subject, Actor by) {
    this.transactions = transactions;
    this.tenant = tenant;
    this.subject = subject;
    this.by = by;
  }

  ErasureReceipt run() {
    refuseHeld();
    long canceled = cancel();
    transactions.transact(
        store -> {
          refuseHeld(store);
          MessageFilter waiting = MessageFilter.of(tenant).about(subject);
          return store.messages().cancel(waiting, transactions.engine().now(), by.id(), ERASED);
        });
    long instances = batches(this::instances);
    long messages = batches(this::messages);
    long events = batches(store -> store.events().removeAbout(tenant, subject, BATCH));
    long findings = batches(store -> store.findings().removeAbout(tenant, subject, BATCH));
    boolean override =
        transactions.transact(
            store -> {
              refuseHeld(store);
              return store.assignments().erase(tenant, subject);
            });
    return new ErasureReceipt(
        tenant,
        subject,
        by,
        transactions.engine().now(),
        canceled,
        instances,
        messages,
        events,
        findings,
        override);
  }

  private void refuseHeld() {
    transactions.transact(
        store -> {
          refuseHeld(store);
          return true;
        });
  }

  private void refuseHeld(StoreTransaction store) {
    HoldRow hold = store.holds().find(tenant, subject).orElse(null);
    if (hold != null) {
      throw new ConflictException(
          "the subject "
              + subject
              + " of tenant "
              + tenant
              + " is under hold since "
              + hold.since()
              + " by "
              + hold.actor()
              + " ("
              + hold.reason()
              + "); release it first");
    }
  }

  private long batches(ToLongFunction<StoreTransaction> batch) {
    long all = 0;
    long last = BATCH;
    while (last == BATCH) {
      last =
          transactions.transact(
              store -> {
                refuseHeld(store);
                return batch.applyAsLong(store);
              });
      all += last;
    }
    return all;
  }

  private long cancel() {
    long canceled = 0;
    InstanceKey last = null;
    List<InstanceRow> open;
    do {
      InstanceKey after = last;
      open =
          transactions.transact(
              store ->
                  store
                      .instances()
                      .list(
                          new InstanceFilter(tenant, null, subject, TO_CANCEL, null),
                          after,
                          BATCH));
      for (InstanceRow row : open) {
        canceled += cancel(row.key()) ? 1 : 0;
        last = row.key();
      }
    } while (open.size() == BATCH);
    return canceled;
  }

  private boolean cancel(InstanceKey instance) {
    try {
      return transactions.change(work -> work.lock(tenant, instance.id()).cancel(by, ERASED));
    } catch (IllegalTransitionException | NotFoundException e) {
      // It has ended by itself, or is gone.
      return false;
    }
  }

  private long instances(StoreTransaction store) {
    List<InstanceRow> rows =
        store
            .instances()
            .list(new InstanceFilter(tenant, null, subject, Set.of(), null), null, BATCH);
    rows.forEach(row -> store.instances().remove(row.key()));
    return rows.size();
  }

  private long messages(StoreTransaction store) {
    List<UUID> ids =
        store.messages().list(MessageFilter.of(tenant).about(subject), null, BATCH).stream()
            .map(MessageRow::id)
            .toList();
    store.messages().remove(tenant, ids);
    return ids.size();
  }
}
