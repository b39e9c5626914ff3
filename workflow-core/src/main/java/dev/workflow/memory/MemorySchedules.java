package dev.workflow.memory;

import dev.workflow.TenantId;
import dev.workflow.spi.store.ScheduleRow;
import dev.workflow.spi.store.ScheduleRow.Key;
import dev.workflow.spi.store.ScheduleRows;
import dev.workflow.spi.store.StaleWriteException;
import dev.workflow.spi.store.TickRow;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

final class MemorySchedules implements ScheduleRows {

  private static final UUID FIRST = new UUID(0, 0);

  private final Tables tables;
  private final UndoLog undo;

  MemorySchedules(Tables tables, UndoLog undo) {
    this.tables = tables;
    this.undo = undo;
  }

  private Stream<ScheduleRow> of(TenantId tenant) {
    return tables.schedules.tailMap(new Key(tenant, FIRST)).values().stream()
        .takeWhile(row -> row.key().tenant().equals(tenant));
  }

  @Override
  public boolean insert(ScheduleRow row) {
    if (row.name() != null && isTaken(row.key().tenant(), row.name(), row.key().id())) {
      return false;
    }
    put(row);
    return true;
  }

  private void put(ScheduleRow row) {
    unlist(undo.put(tables.schedules, row.key(), row));
    if (row.progress().dueAt() != null) {
      undo.add(tables.schedulesDue, new Tables.ScheduleDue(row.progress().dueAt(), row.key()));
    }
  }

  private void unlist(@Nullable ScheduleRow row) {
    if (row != null && row.progress().dueAt() != null) {
      undo.remove(tables.schedulesDue, new Tables.ScheduleDue(row.progress().dueAt(), row.key()));
    }
  }

  @Override
  public void update(List<ScheduleRow> rows) {
    rows.stream().filter(row -> tables.schedules.containsKey(row.key())).forEach(this::put);
  }

  @Override
  public void delete(Key key) {
    unlist(undo.remove(tables.schedules, key));
    ofSchedule(key).toList().forEach(tick -> undo.remove(tables.ticks, tick.key()));
  }

  @Override
  public Optional<ScheduleRow> find(Key key) {
    return Optional.ofNullable(tables.schedules.get(key));
  }

  @Override
  public boolean isTaken(TenantId tenant, String name, UUID except) {
    return of(tenant).anyMatch(row -> name.equals(row.name()) && !row.key().id().equals(except));
  }

  @Override
  public Optional<ScheduleRow> lock(Key key) {
    return find(key);
  }

  @Override
  public List<ScheduleRow> lockIfFree(Collection<Key> keys) {
    return keys.stream().map(tables.schedules::get).filter(Objects::nonNull).toList();
  }

  @Override
  public List<ScheduleRow> lockOfWorkflow(TenantId tenant, String workflow) {
    return of(tenant).filter(row -> workflow.equals(row.workflow())).toList();
  }

  @Override
  public List<ScheduleRow> list(
      TenantId tenant, @Nullable String workflow, @Nullable UUID after, int limit) {
    return of(tenant)
        .filter(row -> workflow == null || workflow.equals(row.workflow()))
        .filter(row -> after == null || row.key().id().compareTo(after) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public List<ScheduleRow> lockDue(Instant now, int limit) {
    return due(now).limit(limit).toList();
  }

  @Override
  public List<ScheduleRow> lockDue(TenantId tenant, Instant now, int limit) {
    return due(now).filter(row -> row.key().tenant().equals(tenant)).limit(limit).toList();
  }

  @Override
  public List<TenantId> dueTenants(Instant now, @Nullable TenantId after, int limit) {
    return due(now)
        .map(row -> row.key().tenant())
        .filter(tenant -> after == null || tenant.compareTo(after) > 0)
        .distinct()
        .sorted()
        .limit(limit)
        .toList();
  }

  private Stream<ScheduleRow> due(Instant now) {
    return tables.schedulesDue.stream()
        .takeWhile(due -> !due.at().isAfter(now))
        .map(due -> Objects.requireNonNull(tables.schedules.get(due.schedule()), "indexed"));
  }

  @Override
  public List<ScheduleRow> behind(TenantId tenant, Instant plannedBefore, int limit) {
    return tables.schedules.values().stream()
        .filter(row -> row.key().tenant().equals(tenant))
        .filter(row -> row.progress().state().equals("ACTIVE"))
        .filter(
            row ->
                row.progress().nextAt() != null && row.progress().nextAt().isBefore(plannedBefore))
        .sorted(Comparator.comparing((ScheduleRow row) -> row.progress().nextAt()))
        .limit(limit)
        .toList();
  }

  @Override
  public Optional<Instant> nextDue() {
    return tables.schedulesDue.stream().findFirst().map(Tables.ScheduleDue::at);
  }

  @Override
  public void insertTicks(List<TickRow> ticks) {
    for (TickRow tick : ticks) {
      if (tables.ticks.containsKey(tick.key())) {
        throw new StaleWriteException();
      }
      undo.put(tables.ticks, tick.key(), tick);
    }
  }

  @Override
  public void putTicks(List<TickRow> ticks) {
    ticks.forEach(tick -> undo.put(tables.ticks, tick.key(), tick));
  }

  @Override
  public List<TickRow> ticks(Collection<TickRow.Key> keys) {
    return keys.stream().map(tables.ticks::get).filter(Objects::nonNull).toList();
  }

  private Stream<TickRow> ofSchedule(Key key) {
    return tables.ticks.tailMap(new TickRow.Key(key, Instant.MIN, "")).values().stream()
        .takeWhile(tick -> tick.key().schedule().equals(key));
  }

  @Override
  public List<TickRow> ticks(Key schedule, Set<String> states, int limit) {
    return ofSchedule(schedule)
        .filter(tick -> states.isEmpty() || states.contains(tick.state()))
        .limit(limit)
        .toList();
  }

  @Override
  public List<TickRow> history(Key schedule, TickRow.@Nullable Key after, int limit) {
    return ofSchedule(schedule)
        .filter(tick -> after == null || Tables.TICKS.compare(tick.key(), after) < 0)
        .sorted(Comparator.comparing(TickRow::key, Tables.TICKS.reversed()))
        .limit(limit)
        .toList();
  }

  @Override
  public int purge(TenantId tenant, Instant endedBefore, int limit) {
    List<TickRow.Key> old =
        tables.ticks.values().stream()
            .filter(tick -> tick.key().schedule().tenant().equals(tenant))
            .filter(tick -> tick.endedAt() != null && tick.endedAt().isBefore(endedBefore))
            .map(TickRow::key)
            .limit(limit)
            .toList();
    old.forEach(key -> undo.remove(tables.ticks, key));
    return old.size();
  }

  @Override
  public void addNews(List<News> news) {
    news.forEach(one -> undo.put(tables.tickNews, one.id(), one));
  }

  @Override
  public List<News> lockNews(int limit) {
    return tables.tickNews.values().stream().limit(limit).toList();
  }

  @Override
  public void removeNews(List<News> news) {
    news.forEach(one -> undo.remove(tables.tickNews, one.id()));
  }
}
