package dev.workflow.memory;

import dev.workflow.TenantId;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageFilter;
import dev.workflow.spi.store.MessageLinks;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRows;
import dev.workflow.spi.store.Overdue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

final class MemoryMessages implements MessageRows {

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

  void replace(MessageRow row) {
    Tables.MessageKey key = new Tables.MessageKey(row.tenant(), row.id());
    MessageRow before = undo.put(tables.messages, key, row);
    if (before != null) {
      unlist(before);
    }
    if (row.dueAt() != null && row.is(MessageState.PENDING)) {
      Tables.MessageDue due = new Tables.MessageDue(row.dueAt(), key);
      undo.add(tables.messagesDue, due);
      undo.add(tables.messagesDue(Lane.of(row)), due);
    }
    NavigableMap<UUID, MessageRow> ofTenant =
        tables.messagesInOrder.computeIfAbsent(row.tenant(), tenant -> new TreeMap<>());
    undo.put(ofTenant, row.id(), row);
    if (before == null && row.instance() != null) {
      undo.add(tables.messagesOf(row.instance()), row.id());
    }
  }

  /** All of an instance. */
  Stream<MessageRow> ofInstance(InstanceKey instance) {
    return List.copyOf(tables.messagesOf(instance)).stream()
        .map(id -> tables.messages.get(new Tables.MessageKey(instance.tenant(), id)))
        .filter(Objects::nonNull);
  }

  /** It is no longer due. */
  private void unlist(MessageRow row) {
    if (row.dueAt() != null) {
      Tables.MessageDue due =
          new Tables.MessageDue(row.dueAt(), new Tables.MessageKey(row.tenant(), row.id()));
      undo.remove(tables.messagesDue, due);
      undo.remove(tables.messagesDue(Lane.of(row)), due);
    }
  }

  @Override
  public List<MessageRow> claim(Instant now, Instant leaseUntil, int limit) {
    return claim(leaseUntil, due(tables.messagesDue, now, limit));
  }

  private static List<Tables.MessageKey> due(
      NavigableSet<Tables.MessageDue> all, Instant now, int limit) {
    return all.stream()
        .takeWhile(one -> !one.at().isAfter(now))
        .limit(limit)
        .map(Tables.MessageDue::message)
        .toList();
  }

  @Override
  public DueLanes dueLanes(Instant now, @Nullable Lane after) {
    var lanes = after == null ? tables.messagesByLane : tables.messagesByLane.tailMap(after, false);
    return new DueLanes(
        lanes.entrySet().stream()
            .filter(entry -> !due(entry.getValue(), now, 1).isEmpty())
            .map(Map.Entry::getKey)
            .toList(),
        null);
  }

  @Override
  public List<MessageRow> claim(Instant now, Instant leaseUntil, Map<Lane, Integer> shares) {
    List<Tables.MessageKey> keys = new ArrayList<>();
    shares.forEach((lane, share) -> keys.addAll(due(tables.messagesDue(lane), now, share)));
    return claim(leaseUntil, keys);
  }

  private List<MessageRow> claim(Instant leaseUntil, List<Tables.MessageKey> keys) {
    List<MessageRow> claimed = new ArrayList<>();
    for (Tables.MessageKey key : keys) {
      MessageRow row = Objects.requireNonNull(tables.messages.get(key), "an indexed row exists");
      MessageRow taken = row.leased(row.revision() + 1, leaseUntil);
      MessageRow known = leased(row) ? taken.with(taken.status().inDoubt(true)) : taken;
      replace(known);
      claimed.add(known);
    }
    return claimed;
  }

  private static boolean leased(MessageRow row) {
    Instant planned = row.status().plannedAt();
    return planned != null && row.dueAt() != null && row.dueAt().isAfter(planned);
  }

  @Override
  public List<MessageRow> update(List<MessageRow> rows) {
    List<MessageRow> fenced = new ArrayList<>();
    for (MessageRow row : rows) {
      MessageRow stored = tables.messages.get(new Tables.MessageKey(row.tenant(), row.id()));
      if (stored == null || stored.revision() != row.revision()) {
        fenced.add(row);
      } else {
        replace(changed(stored, row));
      }
    }
    return fenced;
  }

  private static MessageRow changed(MessageRow stored, MessageRow row) {
    String id = row.delivery().providerId();
    MessageRow.Delivery heard = stored.delivery();
    return stored
        .with(row.recipient())
        .with(id == null ? heard : heard.known(id))
        .at(row.revision() + 1, row.status());
  }

  @Override
  public int renew(List<MessageRow> rows, Instant leaseUntil) {
    int extended = 0;
    for (MessageRow row : rows) {
      MessageRow stored = tables.messages.get(new Tables.MessageKey(row.tenant(), row.id()));
      if (stored != null
          && stored.revision() == row.revision()
          && stored.is(MessageState.PENDING)) {
        replace(stored.leased(stored.revision(), leaseUntil));
        extended++;
      }
    }
    return extended;
  }

  @Override
  public int bringForward(Lane lane, Instant dueAt, Instant now, int limit) {
    List<MessageRow> waiting =
        tables.messagesDue(lane).stream()
            .filter(due -> due.at().equals(dueAt))
            .map(due -> Objects.requireNonNull(tables.messages.get(due.message()), "indexed"))
            .filter(row -> dueAt.equals(row.status().plannedAt()))
            .limit(limit)
            .toList();
    waiting.forEach(row -> replace(row.at(row.revision() + 1, row.status().pendingAt(now))));
    return waiting.size();
  }

  @Override
  public Optional<Instant> nextDue() {
    return tables.messagesDue.isEmpty()
        ? Optional.empty()
        : Optional.of(tables.messagesDue.first().at());
  }

  @Override
  public Overdue overdue(TenantId tenant, Instant dueBefore, int limit) {
    List<Instant> due =
        tables.messagesDue.stream()
            .takeWhile(one -> one.at().isBefore(dueBefore))
            .filter(one -> one.message().tenant().equals(tenant))
            .map(Tables.MessageDue::at)
            .limit(limit)
            .toList();
    return due.isEmpty() ? Overdue.NOTHING : new Overdue(due.size(), due.get(0));
  }

  @Override
  public Optional<MessageRow> find(TenantId tenant, UUID id) {
    return Optional.ofNullable(tables.messages.get(new Tables.MessageKey(tenant, id)));
  }

  @Override
  public List<MessageRow> list(MessageFilter filter, @Nullable UUID after, int limit) {
    NavigableMap<UUID, MessageRow> all = of(filter.tenant());
    var rows = after == null ? all : all.headMap(after, false);
    return rows.descendingMap().values().stream()
        .filter(row -> fits(filter, row))
        .limit(limit)
        .toList();
  }

  @Override
  public List<MessageRow> upcoming(MessageFilter filter, @Nullable Cursor after, int limit) {
    Comparator<Cursor> order = Comparator.comparing(Cursor::plannedAt).thenComparing(Cursor::id);
    return of(filter.tenant()).values().stream()
        .filter(row -> row.status().plannedAt() != null && !row.isOpenCarrier())
        .filter(row -> fits(filter, row))
        .filter(row -> after == null || order.compare(place(row), after) > 0)
        .sorted(Comparator.comparing(MemoryMessages::place, order))
        .limit(limit)
        .toList();
  }

  private static Cursor place(MessageRow row) {
    return new Cursor(Objects.requireNonNull(row.status().plannedAt(), "planned"), row.id());
  }

  /** Those of all tenants. */
  Stream<MessageRow> all() {
    return tables.messages.values().stream();
  }

  NavigableMap<UUID, MessageRow> of(TenantId tenant) {
    return tables.messagesInOrder.getOrDefault(tenant, new TreeMap<>());
  }

  private static boolean fits(MessageFilter filter, MessageRow row) {
    MessageRow.Failure failure = row.status().failure();
    MessageFilter.From from = filter.from();
    return fits(from.subject(), row.subject())
        && fits(from.workflow(), row.origin().workflow())
        && fits(from.concurrencyKey(), row.origin().concurrencyKey())
        && fits(from.template(), row.purpose().template())
        && (from.instance() == null
            || (row.origin().instance() != null
                && from.instance().equals(row.origin().instance().id())))
        && fits(filter.to().channel(), row.channel())
        && goesTo(filter.to().addresses(), row)
        && (filter.states().isEmpty() || filter.states().stream().anyMatch(row::is))
        && fits(filter.failed().scope(), failure == null ? null : failure.scope())
        && fits(filter.failed().code(), failure == null ? null : failure.code())
        && planned(filter.plannedBefore(), row.status().plannedAt());
  }

  private static boolean planned(@Nullable Instant before, @Nullable Instant planned) {
    return before == null || (planned != null && planned.isBefore(before));
  }

  private static boolean goesTo(Set<String> addresses, MessageRow row) {
    return addresses.isEmpty()
        || addresses.contains(ChannelAddress.normal(row.channel(), row.recipient().address()));
  }

  private static boolean fits(@Nullable Object wanted, @Nullable Object is) {
    return wanted == null || wanted.equals(is);
  }

  @Override
  public int cancel(
      MessageFilter filter, Instant at, @Nullable String by, @Nullable String reason) {
    return cancel(
        of(filter.tenant()).values().stream()
            .filter(row -> mayBeCanceled(row, filter.plannedBefore()))
            .filter(row -> fits(filter.plannedBefore(null), row)),
        at,
        by,
        reason);
  }

  private boolean mayBeCanceled(MessageRow row, @Nullable Instant plannedBefore) {
    MessageRow sent = row.is(MessageState.MERGED) ? digest(row).orElse(row) : row;
    return sent.status().open()
        && !row.isCarrier()
        && planned(plannedBefore, sent.status().plannedAt());
  }

  /** What a MERGED message goes out with. */
  Optional<MessageRow> digest(MessageRow merged) {
    String result = merged.status().result();
    return result == null || !result.startsWith(MessageLinks.MERGED_INTO)
        ? Optional.empty()
        : find(
            merged.tenant(), UUID.fromString(result.substring(MessageLinks.MERGED_INTO.length())));
  }

  /** Cancels what an instance has not sent yet. */
  void cancel(InstanceKey instance, Instant at) {
    cancel(
        ofInstance(instance).filter(row -> row.status().open() && !row.isCarrier()),
        at,
        null,
        null);
  }

  /** Removes all messages of an instance. */
  void remove(InstanceKey instance) {
    ofInstance(instance).toList().forEach(this::remove);
  }

  /** Makes those that were cancelled at a time or later messages of no instance. */
  void keepCanceled(InstanceKey instance, Instant since) {
    detach(
        instance,
        row ->
            row.is(MessageState.CANCELED)
                && row.status().endedAt() != null
                && !row.status().endedAt().isBefore(since));
  }

  /** Whether it is still to be sent, alone or as a part of a digest. */
  boolean isOnItsWay(MessageRow row) {
    return row.is(MessageState.MERGED)
        ? digest(row).filter(digest -> digest.status().open()).isPresent()
        : row.status().open() && !row.isCarrier();
  }

  /** What carries the messages of others stays when the instance that brought it is removed. */
  void keepCarriers(InstanceKey instance) {
    detach(instance, row -> row.status().open() && row.isCarrier());
  }

  private void detach(InstanceKey instance, Predicate<MessageRow> which) {
    ofInstance(instance)
        .filter(which)
        .toList()
        .forEach(
            row -> {
              undo.remove(tables.messagesOf(instance), row.id());
              replace(row.ofNoInstance());
            });
  }

  private void remove(MessageRow row) {
    undo.remove(tables.messages, new Tables.MessageKey(row.tenant(), row.id()));
    new MemoryDeliveries(tables, undo, this).remove(row);
    undo.remove(of(row.tenant()), row.id());
    undo.remove(tables.messagesOnce, new Tables.MessageOnce(row.tenant(), row.idempotencyKey()));
    unlist(row);
    if (row.instance() != null) {
      undo.remove(tables.messagesOf(row.instance()), row.id());
    }
  }

  @Override
  public void remove(TenantId tenant, Collection<UUID> ids) {
    for (UUID id : ids) {
      find(tenant, id).ifPresent(this::remove);
    }
  }

  @Override
  public int purge(TenantId tenant, Instant endedBefore, int limit) {
    List<MessageRow> ended =
        of(tenant).values().stream()
            .filter(row -> row.instance() == null && ended(row, endedBefore))
            .filter(row -> !MemoryHolds.held(tables, tenant, row.subject()))
            .limit(limit)
            .toList();
    ended.forEach(this::remove);
    return ended.size();
  }

  private static boolean ended(MessageRow row, Instant before) {
    Instant at = row.status().endedAt();
    return at != null && at.isBefore(before);
  }

  private int cancel(
      Stream<MessageRow> which, Instant at, @Nullable String by, @Nullable String reason) {
    List<MessageRow> open = which.toList();
    for (MessageRow row : open) {
      MessageRow.Status status = row.status();
      replace(
          row.at(
              row.revision() + 1,
              status
                  .ended(MessageState.CANCELED, at)
                  .changedBy(by == null ? status.changedBy() : by)
                  .result(reason == null && status.open() ? status.result() : reason)));
    }
    return open.size();
  }
}
