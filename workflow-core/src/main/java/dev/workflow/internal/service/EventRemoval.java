package dev.workflow.internal.service;

import dev.workflow.TenantId;
import dev.workflow.internal.engine.Receipts;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.spi.store.EventRows;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes old events out of the store, in transactions of bounded size. An instance reads its event
 * as long as it is there, so the event stays as long.
 */
final class EventRemoval {

  private static final int BATCH = 500;
  private static final int WINDOWS = 5_000;

  private final Transactions transactions;
  private final TenantId tenant;
  private final Instant before;

  EventRemoval(Transactions transactions, TenantId tenant, Instant before) {
    this.transactions = transactions;
    this.tenant = tenant;
    this.before = before;
  }

  private record Part(List<EventRows.Past> looked, int removed) {}

  long run(LongConsumer progress) {
    long removed = 0;
    EventRows.Past last = null;
    Part part;
    do {
      EventRows.Past after = last;
      part = transactions.transact(transaction -> remove(transaction, after));
      removed += part.removed();
      if (part.removed() > 0) {
        progress.accept(removed);
      }
      last = part.looked().isEmpty() ? null : part.looked().get(part.looked().size() - 1);
    } while (part.looked().size() == BATCH);
    while (transactions.transact(this::removeWindows) == WINDOWS) {
      progress.accept(removed);
    }
    return removed;
  }

  private Part remove(StoreTransaction transaction, EventRows.@Nullable Past after) {
    List<EventRows.Past> looked = transaction.events().past(tenant, before, after, BATCH);
    Set<InstanceKey> there =
        transaction
            .instances()
            .existing(looked.stream().flatMap(event -> started(event).stream()).toList());
    List<String> gone =
        looked.stream()
            .filter(event -> started(event).stream().noneMatch(there::contains))
            .map(EventRows.Past::id)
            .toList();
    transaction.events().remove(tenant, gone);
    return new Part(looked, gone.size());
  }

  private List<InstanceKey> started(EventRows.Past event) {
    return Receipts.startedBy(event).stream().map(id -> new InstanceKey(tenant, id)).toList();
  }

  private int removeWindows(StoreTransaction transaction) {
    return transaction.events().removeWindows(tenant, before, WINDOWS);
  }
}
