package dev.workflow.messaging.internal.service;

import dev.workflow.Actor;
import dev.workflow.InvalidInputException;
import dev.workflow.Page;
import dev.workflow.Problem;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.Cursors;
import dev.workflow.internal.text.Persons;
import dev.workflow.messaging.Messages;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.messaging.internal.outbox.MessageRowMapper;
import dev.workflow.messaging.internal.outbox.Pauses;
import dev.workflow.messaging.internal.service.MessageChanges.Change;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.BreakerRow;
import dev.workflow.spi.store.MessageFilter;
import dev.workflow.spi.store.MessageRow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

public final class MessageService implements Messages {

  private static final Set<MessageState> OPEN = Set.of(MessageState.PENDING, MessageState.HELD);
  private static final Set<MessageState> DEAD = Set.of(MessageState.FAILED);
  private static final Duration FARTHEST = Duration.ofDays(3_653);
  private static final int MAX_RECIPIENT = 1_000;
  private static final int MAX_CHANNEL = 100;
  private static final int MAX_TEMPLATE = 300;
  private static final int PURGED_AT_ONCE = 500;

  private final Transactions transactions;
  private final MessageChanges changes;
  private final BreakerChanges stops;
  private final Runnable changed;

  /**
   * @param changed called after changes by which something may be due
   */
  public MessageService(Transactions transactions, Runnable changed) {
    this.transactions = transactions;
    this.changed = changed;
    this.changes = new MessageChanges(transactions);
    this.stops = new BreakerChanges(transactions);
  }

  @Override
  public Message get(TenantId tenant, UUID id) {
    transactions.engine().tenant(tenant);
    return transactions
        .transact(transaction -> transaction.messages().find(tenant, id))
        .map(MessageViews::message)
        .orElseThrow(() -> MessageChanges.none(tenant, id));
  }

  @Override
  public Page<Message> list(
      TenantId tenant,
      @Nullable SubjectRef subject,
      @Nullable MessageState state,
      @Nullable String cursor,
      int limit) {
    MessageFilter filter = MessageFilter.of(tenant).about(subject);
    return newestFirst(state == null ? filter : filter.in(state), cursor, limit);
  }

  @Override
  public Page<Message> failed(Query query, @Nullable String cursor, int limit) {
    return newestFirst(
        MessageViews.filter(MessagingContext.of(transactions), query, DEAD), cursor, limit);
  }

  private Page<Message> newestFirst(MessageFilter filter, @Nullable String cursor, int limit) {
    transactions.engine().tenant(filter.tenant());
    UUID after = MessageViews.id(cursor);
    Cursors.Rows<MessageRow> rows =
        transactions.transact(
            transaction ->
                Cursors.<MessageRow>read(
                    Cursors.limit(limit),
                    null,
                    (last, count) ->
                        transaction
                            .messages()
                            .list(filter, last == null ? after : last.id(), count),
                    row -> row.body().length()));
    return new Page<>(
        rows.rows().stream().map(MessageViews::message).toList(),
        rows.next(row -> row.id().toString()));
  }

  @Override
  public Page<Message> upcoming(Query query, @Nullable String cursor, int limit) {
    transactions.engine().tenant(query.tenant());
    var after = MessageViews.place(cursor);
    MessageFilter filter = MessageViews.filter(MessagingContext.of(transactions), query, OPEN);
    List<MessageRow> rows =
        transactions.transact(
            transaction -> transaction.messages().upcoming(filter, after, Cursors.limit(limit)));
    return new Page<>(
        rows.stream().map(MessageViews::message).toList(),
        Cursors.next(rows, limit, MessageViews::cursor));
  }

  @Override
  public void skip(TenantId tenant, UUID id, Actor by, @Nullable String reason) {
    change(
        tenant,
        id,
        MessageOperation.SKIP,
        by,
        ended(MessageState.SKIPPED, MessageTexts.reason(reason)));
  }

  @Override
  public void move(TenantId tenant, UUID id, Instant to, Actor by) {
    Instant latest = transactions.engine().now().plus(FARTHEST);
    if (to.isAfter(latest)) {
      throw new InvalidInputException(
          "The time",
          List.of(new Problem("", "is " + to + "; it must be at most ten years from now")));
    }
    change(tenant, id, MessageOperation.MOVE, by, (row, now) -> moved(row, later(to, now)));
  }

  private static Instant later(Instant to, Instant now) {
    return to.isBefore(now) ? now : to.truncatedTo(ChronoUnit.MICROS);
  }

  private static MessageRow moved(MessageRow row, Instant to) {
    MessageRow.Status moved = row.status().pendingAt(to);
    return row.with(row.is(MessageState.HELD) ? moved.held() : moved);
  }

  @Override
  public void sendNow(TenantId tenant, UUID id, Actor by) {
    change(tenant, id, MessageOperation.SEND_NOW, by, MessageRowMapper::sentNow);
  }

  @Override
  public void hold(TenantId tenant, UUID id, Actor by, @Nullable String reason) {
    change(tenant, id, MessageOperation.HOLD, by, held(MessageTexts.reason(reason)));
  }

  private static Change held(@Nullable String reason) {
    return (row, now) -> because(row, reason, row.status().held());
  }

  @Override
  public void release(TenantId tenant, UUID id, Actor by) {
    change(tenant, id, MessageOperation.RELEASE, by, MessageService::released);
  }

  private static MessageRow released(MessageRow row, Instant now) {
    Instant planned = Objects.requireNonNull(row.status().plannedAt(), "a HELD one is planned");
    return Pauses.takenOut(row.with(row.status().pendingAt(planned)));
  }

  @Override
  public void readdress(TenantId tenant, UUID id, String recipient, Actor by) {
    MessageTexts.check("The recipient", recipient, MAX_RECIPIENT);
    MessageTexts.checkNotBlank("The recipient", recipient);
    change(
        tenant,
        id,
        MessageOperation.READDRESS,
        by,
        (row, now) -> {
          String to =
              MessagingContext.of(transactions)
                  .addresses()
                  .recipient(tenant, row.channel(), recipient);
          return row.with(row.recipient().changedTo(to));
        });
  }

  @Override
  public void resend(TenantId tenant, UUID id, Actor by) {
    change(tenant, id, MessageOperation.RESEND, by, MessageService::resent);
  }

  private static MessageRow resent(MessageRow row, Instant now) {
    return Pauses.takenOut(row.with(row.status().attempts(0).inDoubt(false).pendingAt(now)));
  }

  @Override
  public void discard(TenantId tenant, UUID id, Actor by, @Nullable String reason) {
    change(
        tenant,
        id,
        MessageOperation.DISCARD,
        by,
        ended(MessageState.DISCARDED, MessageTexts.reason(reason)));
  }

  private static Change ended(MessageState state, @Nullable String reason) {
    return (row, now) -> because(row, reason, row.status().ended(state, now));
  }

  private static MessageRow because(
      MessageRow row, @Nullable String reason, MessageRow.Status status) {
    return row.with(reason == null ? status : status.result(reason));
  }

  private void change(TenantId tenant, UUID id, MessageOperation deed, Actor by, Change change) {
    Persons.require(by);
    transactions.engine().tenant(tenant);
    changes.one(tenant, id, deed, by, change);
    changed.run();
  }

  @Override
  public BulkReport bulk(
      Query query, BulkOperation operation, Actor by, Consumer<BulkReport> progress) {
    Persons.require(by);
    transactions.engine().tenant(query.tenant());
    MessageOperation deed = MessageOperation.valueOf(operation.name());
    Change change =
        switch (operation) {
          case SKIP -> ended(MessageState.SKIPPED, null);
          case SEND_NOW -> MessageRowMapper::sentNow;
          case HOLD -> held(null);
          case RELEASE -> MessageService::released;
          case RESEND -> MessageService::resent;
          case DISCARD -> ended(MessageState.DISCARDED, null);
        };
    try {
      return changes.bulk(
          MessageViews.filter(MessagingContext.of(transactions), query, deed.from()),
          deed,
          by,
          change,
          progress);
    } finally {
      changed.run();
    }
  }

  @Override
  public long purge(TenantId tenant, Instant endedBefore, LongConsumer progress) {
    transactions.engine().tenant(tenant);
    long gone = 0;
    int last = PURGED_AT_ONCE;
    while (last == PURGED_AT_ONCE) {
      last =
          transactions.transact(
              transaction -> transaction.messages().purge(tenant, endedBefore, PURGED_AT_ONCE));
      gone += last;
      if (last > 0) {
        progress.accept(gone);
      }
    }
    return gone;
  }

  @Override
  public int cancel(TenantId tenant, SubjectRef subject, Actor by) {
    return cancel(MessageFilter.of(tenant).about(subject), by, null);
  }

  @Override
  public int cancel(Query query, Actor by, @Nullable String reason) {
    return cancel(
        MessageViews.filter(MessagingContext.of(transactions), query, Set.of()),
        by,
        MessageTexts.reason(reason));
  }

  private int cancel(MessageFilter filter, Actor by, @Nullable String reason) {
    Persons.require(by);
    transactions.engine().tenant(filter.tenant());
    return transactions.transact(
        transaction ->
            transaction.messages().cancel(filter, transactions.engine().now(), by.id(), reason));
  }

  @Override
  public List<Stop> stops(TenantId tenant) {
    transactions.engine().tenant(tenant);
    return stops.list(tenant);
  }

  @Override
  public void stop(
      TenantId tenant, String channel, @Nullable String template, Actor by, String reason) {
    Persons.require(by);
    transactions.engine().tenant(tenant);
    MessageTexts.check("The channel", channel, MAX_CHANNEL);
    if (template != null) {
      MessageTexts.check("The template", template, MAX_TEMPLATE);
    }
    MessageTexts.checkNotBlank("The reason", MessageTexts.reason(reason));
    stops.stop(new BreakerRow.Key(tenant, channel, template), by, reason);
  }

  @Override
  public void resume(TenantId tenant, Stop stop, Actor by) {
    Persons.require(by);
    transactions.engine().tenant(tenant);
    stops.resume(new BreakerRow.Key(tenant, stop.channel(), stop.template()), by);
    changed.run();
  }
}
