package dev.workflow.memory;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventRows;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class MemoryEvents implements EventRows {

  private static final Comparator<Past> ORDER =
      Comparator.comparing(Past::acceptedAt).thenComparing(Past::id);

  private final Tables tables;
  private final UndoLog undo;

  MemoryEvents(Tables tables, UndoLog undo) {
    this.tables = tables;
    this.undo = undo;
  }

  @Override
  public Optional<EventRow> find(TenantId tenant, String id) {
    return Optional.ofNullable(tables.events.get(new EventKey(tenant, id)));
  }

  @Override
  public List<EventRow> find(Collection<EventKey> keys) {
    return keys.stream().distinct().map(tables.events::get).filter(Objects::nonNull).toList();
  }

  @Override
  public void insert(List<EventRow> events) {
    for (EventRow event : events) {
      if (!insertIfNew(event)) {
        throw new DuplicateEventException();
      }
    }
  }

  @Override
  public boolean insertIfNew(EventRow event) {
    EventKey key = new EventKey(event.tenant(), event.id());
    if (tables.events.containsKey(key)) {
      return false;
    }
    undo.put(tables.events, key, event);
    undo.add(tables.eventsInOrder, event);
    return true;
  }

  @Override
  public List<EventRow> list(TenantId tenant, @Nullable EventRow before, int limit) {
    var rows = before == null ? tables.eventsInOrder : tables.eventsInOrder.headSet(before, false);
    return rows.descendingSet().stream()
        .filter(row -> row.tenant().equals(tenant))
        .limit(limit)
        .toList();
  }

  @Override
  public List<EventRow> accepted(
      TenantId tenant, Instant from, Instant to, @Nullable EventRow after, int limit) {
    EventRow start = after == null ? EventRow.place(tenant, "", from) : after;
    return tables.eventsInOrder.tailSet(start, after == null).stream()
        .takeWhile(row -> row.acceptedAt().isBefore(to))
        .filter(row -> row.tenant().equals(tenant) && !row.acceptedAt().isBefore(from))
        .limit(limit)
        .toList();
  }

  @Override
  public List<EventRow> list(EventFilter filter, @Nullable EventRow before, int limit) {
    var rows = before == null ? tables.eventsInOrder : tables.eventsInOrder.headSet(before, false);
    return rows.descendingSet().stream().filter(filter::fits).limit(limit).toList();
  }

  @Override
  public int removeAbout(TenantId tenant, SubjectRef subject, int limit) {
    List<String> ids =
        tables.eventsInOrder.stream()
            .filter(row -> row.tenant().equals(tenant) && subject.equals(row.subject()))
            .limit(limit)
            .map(EventRow::id)
            .toList();
    remove(tenant, ids);
    return ids.size();
  }

  @Override
  public List<Past> past(TenantId tenant, Instant acceptedBefore, @Nullable Past after, int limit) {
    return tables.eventsInOrder.stream()
        .filter(row -> row.tenant().equals(tenant) && row.acceptedAt().isBefore(acceptedBefore))
        .filter(row -> !MemoryHolds.held(tables, tenant, row.subject()))
        .map(row -> new Past(row.id(), row.acceptedAt(), row.receipt()))
        .filter(past -> after == null || ORDER.compare(past, after) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public void putContinuation(Continuation continuation, Instant dueAt) {
    undo.put(
        tables.continuations,
        new EventKey(continuation.tenant(), continuation.eventId()),
        new Tables.DueContinuation(continuation, dueAt));
  }

  @Override
  public Optional<Continuation> lockContinuation(Instant now) {
    return tables.continuations.values().stream()
        .filter(one -> !one.at().isAfter(now))
        .min(Comparator.comparing(Tables.DueContinuation::at))
        .map(Tables.DueContinuation::continuation);
  }

  @Override
  public void removeContinuation(TenantId tenant, String eventId) {
    undo.remove(tables.continuations, new EventKey(tenant, eventId));
  }

  @Override
  public void remove(TenantId tenant, Collection<String> ids) {
    for (String id : ids) {
      EventRow gone = undo.remove(tables.events, new EventKey(tenant, id));
      if (gone != null) {
        undo.remove(tables.eventsInOrder, gone);
      }
    }
  }

  @Override
  public int removeWindows(TenantId tenant, Instant endedBefore, int limit) {
    List<Tables.WindowKey> ended =
        tables.windows.entrySet().stream()
            .filter(window -> window.getKey().tenant().equals(tenant))
            .filter(window -> window.getValue().isBefore(endedBefore))
            .map(Map.Entry::getKey)
            .limit(limit)
            .toList();
    ended.forEach(window -> undo.remove(tables.windows, window));
    return ended.size();
  }

  @Override
  public boolean openWindow(
      TenantId tenant, String workflow, String key, Instant now, @Nullable Instant until) {
    Tables.WindowKey window = new Tables.WindowKey(tenant, workflow, key);
    Instant open = tables.windows.get(window);
    if (open != null && open.isAfter(now)) {
      return false;
    }
    undo.put(tables.windows, window, until == null ? Instant.MAX : until);
    return true;
  }
}
