package dev.workflow.memory;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

final class MemoryMessages implements MessageRows {

  private static final String PENDING = "PENDING";

  private final Tables tables;
  private final UndoLog undo;

  MemoryMessages(Tables tables, UndoLog undo) {
    this.tables = tables;
    this.undo = undo;
  }

  @Override
  public void insert(List<MessageRow> messages) {
    for (MessageRow message : messages) {
      Tables.MessageOnce once = new Tables.MessageOnce(message.tenant(), message.idempotencyKey());
      if (!tables.messagesOnce.containsKey(once)) {
        undo.put(tables.messagesOnce, once, message.id());
        replace(message);
      }
    }
  }

  private void replace(MessageRow row) {
    Tables.MessageKey key = new Tables.MessageKey(row.tenant(), row.id());
    MessageRow before = undo.put(tables.messages, key, row);
    if (before != null && before.dueAt() != null) {
      undo.remove(tables.messagesDue, new Tables.MessageDue(before.dueAt(), key));
    }
    if (row.dueAt() != null && row.state().equals(PENDING)) {
      undo.add(tables.messagesDue, new Tables.MessageDue(row.dueAt(), key));
    }
    NavigableMap<UUID, MessageRow> ofTenant =
        tables.messagesInOrder.computeIfAbsent(row.tenant(), tenant -> new TreeMap<>());
    undo.put(ofTenant, row.id(), row);
  }

  @Override
  public List<MessageRow> claim(Instant now, Instant leaseUntil, int limit) {
    List<MessageRow> claimed = new ArrayList<>();
    for (Tables.MessageDue due :
        tables.messagesDue.stream()
            .takeWhile(one -> !one.at().isAfter(now))
            .limit(limit)
            .toList()) {
      MessageRow row =
          Objects.requireNonNull(tables.messages.get(due.message()), "an indexed row exists");
      MessageRow taken = row.leased(row.revision() + 1, leaseUntil);
      replace(taken);
      claimed.add(taken);
    }
    return claimed;
  }

  @Override
  public List<MessageRow> update(List<MessageRow> rows) {
    List<MessageRow> fenced = new ArrayList<>();
    for (MessageRow row : rows) {
      MessageRow stored = tables.messages.get(new Tables.MessageKey(row.tenant(), row.id()));
      if (stored == null || stored.revision() != row.revision()) {
        fenced.add(row);
      } else {
        replace(
            stored.with(
                row.state(),
                row.attempts(),
                row.revision() + 1,
                row.dueAt(),
                row.endedAt(),
                row.result()));
      }
    }
    return fenced;
  }

  @Override
  public int renew(List<MessageRow> rows, Instant leaseUntil) {
    int extended = 0;
    for (MessageRow row : rows) {
      MessageRow stored = tables.messages.get(new Tables.MessageKey(row.tenant(), row.id()));
      if (stored != null && stored.revision() == row.revision() && stored.state().equals(PENDING)) {
        replace(stored.leased(stored.revision(), leaseUntil));
        extended++;
      }
    }
    return extended;
  }

  @Override
  public Optional<Instant> nextDue() {
    return tables.messagesDue.isEmpty()
        ? Optional.empty()
        : Optional.of(tables.messagesDue.first().at());
  }

  @Override
  public Optional<MessageRow> find(TenantId tenant, UUID id) {
    return Optional.ofNullable(tables.messages.get(new Tables.MessageKey(tenant, id)));
  }

  @Override
  public List<MessageRow> list(
      TenantId tenant,
      @Nullable SubjectRef subject,
      @Nullable String state,
      @Nullable MessageRow after,
      int limit) {
    NavigableMap<UUID, MessageRow> all =
        tables.messagesInOrder.getOrDefault(tenant, new TreeMap<>());
    var rows = after == null ? all : all.headMap(after.id(), false);
    return rows.descendingMap().values().stream()
        .filter(row -> subject == null || subject.equals(row.subject()))
        .filter(row -> state == null || state.equals(row.state()))
        .limit(limit)
        .toList();
  }

  @Override
  public int cancel(TenantId tenant, SubjectRef subject, Instant now) {
    return cancel(tenant, row -> subject.equals(row.subject()), now);
  }

  /** Cancels what an instance has not sent yet. */
  void cancel(InstanceKey instance, Instant at) {
    cancel(instance.tenant(), row -> instance.equals(row.instance()), at);
  }

  /** Removes all messages of an instance. */
  void remove(InstanceKey instance) {
    NavigableMap<UUID, MessageRow> ofTenant =
        tables.messagesInOrder.getOrDefault(instance.tenant(), new TreeMap<>());
    for (MessageRow row : List.copyOf(ofTenant.values())) {
      if (instance.equals(row.instance())) {
        Tables.MessageKey key = new Tables.MessageKey(row.tenant(), row.id());
        undo.remove(tables.messages, key);
        undo.remove(ofTenant, row.id());
        undo.remove(
            tables.messagesOnce, new Tables.MessageOnce(row.tenant(), row.idempotencyKey()));
        if (row.dueAt() != null) {
          undo.remove(tables.messagesDue, new Tables.MessageDue(row.dueAt(), key));
        }
      }
    }
  }

  private int cancel(TenantId tenant, Predicate<MessageRow> which, Instant now) {
    List<MessageRow> pending =
        tables.messagesInOrder.getOrDefault(tenant, new TreeMap<>()).values().stream()
            .filter(row -> row.state().equals(PENDING))
            .filter(which)
            .toList();
    pending.forEach(
        row ->
            replace(
                row.with("CANCELED", row.attempts(), row.revision() + 1, null, now, row.result())));
    return pending.size();
  }
}
