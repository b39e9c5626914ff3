package dev.workflow.messaging.internal.service;

import dev.workflow.TenantId;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.log.Log;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.spi.store.ConsentRows;
import dev.workflow.spi.store.ConsentRows.ConsentRow;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.SuppressionRows;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import dev.workflow.spi.store.SuppressionRows.Cursor;
import dev.workflow.spi.store.SuppressionRows.SuppressionRow;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings the addresses of what a tenant has kept into their one form, see {@link
 * dev.workflow.messaging.Suppressions#rewriteAddresses}. Each is taken away where it is before it
 * is put where it belongs: of two nodes one does it. For one use, on one thread.
 */
final class AddressRewriting {

  private static final Log log = Log.of(AddressRewriting.class);
  private static final int PORTION = 500;

  private final Transactions transactions;
  private final TenantId tenant;
  private final LongConsumer progress;
  private long rewritten;

  AddressRewriting(Transactions transactions, TenantId tenant, LongConsumer progress) {
    this.transactions = transactions;
    this.tenant = tenant;
    this.progress = progress;
  }

  long run() {
    Cursor after = null;
    do {
      Cursor from = after;
      after = counted(transactions.transact(transaction -> suppressions(transaction, from)));
    } while (after != null);
    ConsentRow last = null;
    do {
      ConsentRow from = last;
      last = counted(transactions.transact(transaction -> consents(transaction, from)));
    } while (last != null);
    log.info("{} suppressions and consents of tenant {} have another address", rewritten, tenant);
    return rewritten;
  }

  /**
   * @param last where the next portion begins; null: it was the last one
   */
  private record Portion<T>(int rewritten, @Nullable T last) {}

  private <T> @Nullable T counted(Portion<T> portion) {
    rewritten += portion.rewritten();
    progress.accept(rewritten);
    return portion.last();
  }

  private AddressKey normal(AddressKey key) {
    return MessagingContext.of(transactions).addresses().of(tenant, key.channel(), key.address());
  }

  private Portion<Cursor> suppressions(StoreTransaction transaction, @Nullable Cursor after) {
    SuppressionRows rows = transaction.suppressions();
    List<SuppressionRow> page = rows.list(tenant, null, after, PORTION);
    int count = 0;
    for (SuppressionRow row : page) {
      AddressKey normal = normal(row.key());
      if (!normal.equals(row.key()) && rows.remove(row.key(), row.reason())) {
        if (!liftedSince(rows, normal, row)) {
          rows.put(List.of(row.at(normal)));
        }
        count++;
      }
    }
    SuppressionRow last = page.size() < PORTION ? null : page.get(PORTION - 1);
    return new Portion<>(
        count,
        last == null
            ? null
            : new Cursor(last.key().channel(), last.key().address(), last.reason()));
  }

  /** Whoever lifted it meant the address, and knew no other spelling. */
  private static boolean liftedSince(SuppressionRows rows, AddressKey key, SuppressionRow before) {
    return rows.of(key).stream()
        .filter(row -> row.reason().equals(before.reason()))
        .anyMatch(row -> row.liftedAt() != null && !row.liftedAt().isBefore(before.at()));
  }

  private Portion<ConsentRow> consents(StoreTransaction transaction, @Nullable ConsentRow after) {
    ConsentRows rows = transaction.consents();
    List<ConsentRow> page = rows.list(tenant, after, PORTION);
    int count = 0;
    for (ConsentRow row : page) {
      AddressKey normal = normal(row.key());
      if (!normal.equals(row.key()) && rows.remove(row)) {
        rows.insert(row.of(normal));
        count++;
      }
    }
    return new Portion<>(count, page.size() < PORTION ? null : page.get(PORTION - 1));
  }
}
