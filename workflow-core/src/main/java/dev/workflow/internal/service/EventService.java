package dev.workflow.internal.service;

import dev.workflow.Event;
import dev.workflow.Events;
import dev.workflow.Json;
import dev.workflow.Page;
import dev.workflow.PublishReceipt;
import dev.workflow.TenantId;
import dev.workflow.condition.Condition;
import dev.workflow.internal.engine.EventCheck;
import dev.workflow.internal.engine.Publication;
import dev.workflow.internal.engine.Receipts;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.Cursors;
import dev.workflow.internal.text.Limits;
import dev.workflow.spi.store.EventRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

public final class EventService implements Events {

  private final Transactions transactions;

  public EventService(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public PublishReceipt publish(Event event) {
    EventCheck.require(transactions.engine(), event);
    transactions.engine().tenant(event.tenant());
    return transactions.repeatableChange(Publication.of(transactions, event));
  }

  @Override
  public Optional<PublishReceipt> receipt(TenantId tenant, String eventId) {
    transactions.engine().tenant(tenant);
    Limits.sought("The event's id", eventId);
    return transactions
        .transact(transaction -> transaction.events().find(tenant, eventId))
        .map(Receipts::of);
  }

  @Override
  public Page<Accepted> list(TenantId tenant, @Nullable String cursor, int limit) {
    transactions.engine().tenant(tenant);
    EventRow after = cursor == null ? null : place(tenant, cursor);
    return transactions.transact(
        transaction -> {
          Cursors.Rows<EventRow> rows =
              Cursors.read(
                  Cursors.limit(limit),
                  after,
                  (last, count) -> transaction.events().list(tenant, last, count),
                  row -> row.body().length());
          List<Accepted> items = rows.rows().stream().map(EventService::accepted).toList();
          return new Page<>(items, rows.next(EventService::cursor));
        });
  }

  @Override
  public Optional<Accepted> find(TenantId tenant, String eventId) {
    transactions.engine().tenant(tenant);
    Limits.sought("The event's id", eventId);
    return transactions
        .transact(transaction -> transaction.events().find(tenant, eventId))
        .map(EventService::accepted);
  }

  @Override
  public List<Match> matches(TenantId tenant, String type, Condition condition, int last) {
    return new MatchTrial(transactions, tenant, condition).ofLast(type, last);
  }

  private static String cursor(EventRow row) {
    return Cursors.of("events", row.acceptedAt().toString(), row.id());
  }

  private static EventRow place(TenantId tenant, String cursor) {
    return Cursors.read(
        "events", cursor, 2, parts -> EventRow.place(tenant, parts[1], Cursors.time(parts[0])));
  }

  @Override
  public long purge(TenantId tenant, Instant acceptedBefore, LongConsumer progress) {
    transactions.engine().tenant(tenant);
    return new EventRemoval(transactions, tenant, acceptedBefore).run(progress);
  }

  static Accepted accepted(EventRow row) {
    return new Accepted(Event.parse(Json.read(row.body())), row.acceptedAt(), Receipts.of(row));
  }
}
