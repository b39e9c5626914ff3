package dev.workflow.retention.internal;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.IllegalTransitionException;
import dev.workflow.Instances;
import dev.workflow.NotFoundException;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.engine.UnreadableException;
import dev.workflow.internal.log.Log;
import dev.workflow.messaging.internal.outbox.ErasedParts;
import dev.workflow.spi.store.HoldRows.Erased;
import dev.workflow.spi.store.HoldRows.ErasureRow;
import dev.workflow.spi.store.HoldRows.HoldRow;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows.InstancePlace;
import dev.workflow.spi.store.MessageFilter;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * Erases one subject: first what is under way is cancelled, then all goes, a batch in each
 * transaction. Each batch asks whether the subject is under hold, and writes into the receipt what
 * it removed. So an erasure that was broken off, by a crash or by a hold, goes on where it was,
 * with the receipt that was begun. Used by one thread.
 */
final class Erasure {

  private static final Log log = Log.of(Erasure.class);
  private static final int BATCH = 100;
  private static final String ERASED = "erased";
  private static final InstanceState[] TO_CANCEL = {
    InstanceState.DRAFT, InstanceState.ACTIVE, InstanceState.PAUSED, InstanceState.FAILED
  };

  private final Transactions transactions;
  private final TenantId tenant;
  private final SubjectRef subject;
  private final Actor by;
  private final ErasedParts parts;

  Erasure(Transactions transactions, TenantId tenant, SubjectRef subject, Actor by) {
    this.transactions = transactions;
    this.tenant = tenant;
    this.subject = subject;
    this.by = by;
    this.parts = new ErasedParts(transactions, subject);
  }

  ErasureRow run() {
    UUID id = transactions.transact(this::begun);
    cancel(id);
    takeOutOfDigests();
    transactions.transact(
        store -> {
          refuseHeld(store);
          MessageFilter waiting = MessageFilter.of(tenant).about(subject);
          return store.messages().cancel(waiting, transactions.engine().now(), by.id(), ERASED);
        });
    batches(id, this::instances, count -> new Erased(0, count, 0, 0, 0, false));
    batches(id, this::messages, count -> new Erased(0, 0, count, 0, 0, false));
    batches(
        id,
        store -> store.events().removeAbout(tenant, subject, BATCH),
        count -> new Erased(0, 0, 0, count, 0, false));
    batches(
        id,
        store -> store.findings().removeAbout(tenant, subject, BATCH),
        count -> new Erased(0, 0, 0, 0, count, false));
    return transactions.transact(
        store -> {
          refuseHeld(store);
          boolean override = store.assignments().erase(tenant, subject);
          store.holds().add(tenant, id, new Erased(0, 0, 0, 0, 0, override));
          store.holds().end(tenant, id, transactions.engine().now());
          return store.holds().erasure(tenant, id).orElseThrow();
        });
  }

  /** The receipt of one that has not come to its end, or a new one. */
  private UUID begun(StoreTransaction store) {
    refuseHeld(store);
    List<ErasureRow> last = store.holds().erasures(tenant, subject, null, 1);
    if (!last.isEmpty() && last.get(0).ended() == null) {
      return last.get(0).id();
    }
    UUID id = UuidCreator.getTimeOrderedEpochPlus1();
    store
        .holds()
        .insert(
            new ErasureRow(
                tenant, id, subject, by.id(), transactions.engine().now(), null, Erased.NOTHING));
    return id;
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

  private void batches(
      UUID id, ToLongFunction<StoreTransaction> batch, LongFunction<Erased> erased) {
    long last = BATCH;
    while (last == BATCH) {
      last =
          transactions.transact(
              store -> {
                refuseHeld(store);
                long count = batch.applyAsLong(store);
                if (count > 0) {
                  store.holds().add(tenant, id, erased.apply(count));
                }
                return count;
              });
    }
  }

  private void cancel(UUID id) {
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
                          Instances.Query.of(tenant).about(subject).in(TO_CANCEL),
                          InstancePlace.of(after),
                          BATCH));
      for (InstanceRow row : open) {
        cancel(id, row.key());
        last = row.key();
      }
    } while (open.size() == BATCH);
  }

  private void cancel(UUID id, InstanceKey instance) {
    try {
      transactions.change(
          work -> {
            refuseHeld(work.transaction());
            boolean canceled = work.lock(tenant, instance.id()).cancel(by, ERASED);
            if (canceled) {
              work.transaction().holds().add(tenant, id, new Erased(1, 0, 0, 0, 0, false));
            }
            return canceled;
          });
    } catch (IllegalTransitionException | NotFoundException e) {
      // It has ended by itself, or is gone.
      log.debug("{} need not be cancelled", instance, e);
    } catch (UnreadableException e) {
      cancelUnread(id, instance);
    }
  }

  /** One that cannot be read is cancelled all the same: it is removed next. */
  private void cancelUnread(UUID id, InstanceKey instance) {
    transactions
        .engine()
        .setAsides()
        .cancelUnread(
            transactions,
            instance,
            by,
            ERASED,
            store -> {
              refuseHeld(store);
              store.holds().add(tenant, id, new Erased(1, 0, 0, 0, 0, false));
            });
  }

  /** What digests say about the subject, before its messages go: others' stays in them. */
  private void takeOutOfDigests() {
    UUID last = null;
    List<MessageRow> page;
    do {
      UUID after = last;
      page =
          transactions.transact(
              store -> {
                refuseHeld(store);
                List<MessageRow> rows =
                    store.messages().list(MessageFilter.of(tenant).about(subject), after, BATCH);
                parts.takeOut(store, rows);
                return rows;
              });
      last = page.isEmpty() ? null : page.get(page.size() - 1).id();
    } while (page.size() == BATCH);
  }

  private long instances(StoreTransaction store) {
    List<InstanceRow> rows =
        store.instances().list(Instances.Query.of(tenant).about(subject), null, BATCH);
    rows.forEach(row -> store.instances().remove(row.key()));
    return rows.size();
  }

  private long messages(StoreTransaction store) {
    List<MessageRow> rows =
        store.messages().list(MessageFilter.of(tenant).about(subject), null, BATCH);
    Set<UUID> stay = parts.takeOut(store, rows);
    store
        .messages()
        .remove(
            tenant, rows.stream().map(MessageRow::id).filter(id -> !stay.contains(id)).toList());
    return rows.size();
  }
}
