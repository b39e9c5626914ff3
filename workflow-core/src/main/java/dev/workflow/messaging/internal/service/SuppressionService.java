package dev.workflow.messaging.internal.service;

import dev.workflow.Actor;
import dev.workflow.Page;
import dev.workflow.TenantId;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.AddressInput;
import dev.workflow.internal.input.Cursors;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.messaging.Suppressions;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.spi.store.AbsenceRows.AbsenceRow;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import dev.workflow.spi.store.SuppressionRows.Cursor;
import dev.workflow.spi.store.SuppressionRows.SuppressionRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

public final class SuppressionService implements Suppressions {

  private static final int MAX_CHANNEL = 100;

  private final Transactions transactions;

  public SuppressionService(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Suppression suppress(
      TenantId tenant,
      ChannelAddress address,
      Reason reason,
      Scope scope,
      Actor by,
      @Nullable String note) {
    transactions.engine().tenant(tenant);
    return suppress(
        MessagingContext.of(transactions).addresses().required(tenant, address),
        reason,
        scope,
        by,
        note);
  }

  @Override
  public Suppression suppressRecipient(
      TenantId tenant,
      ChannelAddress address,
      Reason reason,
      Scope scope,
      Actor by,
      @Nullable String note) {
    return suppress(keys(tenant, address).get(0), reason, scope, by, note);
  }

  private Suppression suppress(
      AddressKey key, Reason reason, Scope scope, Actor by, @Nullable String note) {
    SuppressionRow row =
        SuppressionRow.of(
                key, reason.name(), scope.name(), transactions.engine().now(), by.id(), null)
            .note(AddressInput.note("The note", note));
    return transactions.transact(
        transaction -> {
          transaction.suppressions().put(List.of(row));
          return transaction.suppressions().of(key).stream()
              .filter(one -> one.reason().equals(reason.name()))
              .map(SuppressionService::suppression)
              .findFirst()
              .orElseThrow();
        });
  }

  @Override
  public boolean lift(TenantId tenant, ChannelAddress address, Reason reason, Actor by) {
    List<AddressKey> keys = keys(tenant, address);
    return transactions.transact(
        transaction -> {
          boolean lifted = false;
          for (AddressKey key : keys) {
            lifted |=
                transaction
                    .suppressions()
                    .lift(key, reason.name(), transactions.engine().now(), by.id());
          }
          return lifted;
        });
  }

  @Override
  public List<Suppression> of(TenantId tenant, ChannelAddress address) {
    List<AddressKey> keys = keys(tenant, address);
    return transactions
        .transact(
            transaction ->
                keys.stream().flatMap(key -> transaction.suppressions().of(key).stream()).toList())
        .stream()
        .map(SuppressionService::suppression)
        .toList();
  }

  @Override
  public Page<Suppression> list(
      TenantId tenant, @Nullable String channel, @Nullable String cursor, int limit) {
    requireKnown(tenant, channel);
    Cursor after = cursor == null ? null : place(cursor);
    List<SuppressionRow> rows =
        transactions.transact(
            transaction ->
                transaction.suppressions().list(tenant, channel, after, Cursors.limit(limit)));
    return new Page<>(
        rows.stream().map(SuppressionService::suppression).toList(),
        Cursors.next(rows, limit, SuppressionService::cursor));
  }

  @Override
  public Optional<Absence> absence(TenantId tenant, ChannelAddress address) {
    List<AddressKey> keys = keys(tenant, address);
    return transactions
        .transact(transaction -> transaction.absences().away(keys, transactions.engine().now()))
        .stream()
        .map(SuppressionService::absence)
        .findFirst();
  }

  @Override
  public Page<Absence> absences(
      TenantId tenant, @Nullable String channel, @Nullable String cursor, int limit) {
    requireKnown(tenant, channel);
    String[] parts = cursor == null ? null : Cursors.parts(cursor, 2);
    AddressKey after = parts == null ? null : new AddressKey(tenant, parts[0], parts[1]);
    Instant now = transactions.engine().now();
    List<AbsenceRow> rows =
        transactions.transact(
            transaction ->
                transaction.absences().list(tenant, channel, now, after, Cursors.limit(limit)));
    return new Page<>(
        rows.stream().map(SuppressionService::absence).toList(),
        Cursors.next(rows, limit, row -> Cursors.of(row.key().channel(), row.key().address())));
  }

  @Override
  public boolean endAbsence(TenantId tenant, ChannelAddress address) {
    List<AddressKey> keys = keys(tenant, address);
    return transactions.transact(
        transaction -> {
          boolean ended = false;
          for (AddressKey key : keys) {
            ended |= transaction.absences().end(key, transactions.engine().now());
          }
          return ended;
        });
  }

  @Override
  public long rewriteAddresses(TenantId tenant, LongConsumer progress) {
    transactions.engine().tenant(tenant);
    return new AddressRewriting(transactions, tenant, progress).run();
  }

  /** Where something about an address may stand. */
  private List<AddressKey> keys(TenantId tenant, ChannelAddress address) {
    transactions.engine().tenant(tenant);
    return MessagingContext.of(transactions).addresses().possible(tenant, address);
  }

  private void requireKnown(TenantId tenant, @Nullable String channel) {
    transactions.engine().tenant(tenant);
    if (channel != null) {
      AddressInput.text("The channel", channel, MAX_CHANNEL);
    }
  }

  private static Absence absence(AbsenceRow row) {
    return new Absence(
        AddressInput.address(row.key()), row.endsAt(), row.reportedAt(), row.message());
  }

  private static String cursor(SuppressionRow row) {
    return Cursors.of(row.key().channel(), row.key().address(), row.reason());
  }

  private static Cursor place(String cursor) {
    String[] parts = Cursors.parts(cursor, 3);
    return new Cursor(parts[0], parts[1], parts[2]);
  }

  private static Suppression suppression(SuppressionRow row) {
    return new Suppression(
        AddressInput.address(row.key()),
        Reason.valueOf(row.reason()),
        Scope.valueOf(row.scope()),
        row.at(),
        Actor.of(row.by()),
        row.message(),
        row.note(),
        row.liftedAt() == null || row.liftedBy() == null
            ? null
            : new Lifted(row.liftedAt(), Actor.of(row.liftedBy())));
  }
}
