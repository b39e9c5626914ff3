package dev.workflow.spi.store;

import dev.workflow.TenantId;
import dev.workflow.spi.store.ScheduleRow.Key;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Of a store that keeps no schedules: there are none. */
final class NoSchedules implements ScheduleRows {

  static final ScheduleRows INSTANCE = new NoSchedules();

  private NoSchedules() {}

  private static UnsupportedOperationException refusal() {
    return NotKept.refusal("schedules");
  }

  @Override
  public boolean insert(ScheduleRow row) {
    throw refusal();
  }

  @Override
  public void update(List<ScheduleRow> rows) {
    throw refusal();
  }

  @Override
  public void delete(Key key) {
    throw refusal();
  }

  @Override
  public Optional<ScheduleRow> find(Key key) {
    return Optional.empty();
  }

  @Override
  public boolean isTaken(TenantId tenant, String name, UUID except) {
    return false;
  }

  @Override
  public Optional<ScheduleRow> lock(Key key) {
    return Optional.empty();
  }

  @Override
  public List<ScheduleRow> lockIfFree(Collection<Key> keys) {
    return List.of();
  }

  @Override
  public boolean areKept() {
    return false;
  }

  @Override
  public List<ScheduleRow> lockOfWorkflow(TenantId tenant, String workflow) {
    return List.of();
  }

  @Override
  public List<ScheduleRow> list(
      TenantId tenant, @Nullable String workflow, @Nullable UUID after, int limit) {
    return List.of();
  }

  @Override
  public List<ScheduleRow> lockDue(Instant now, int limit) {
    return List.of();
  }

  @Override
  public List<ScheduleRow> lockDue(TenantId tenant, Instant now, int limit) {
    return List.of();
  }

  @Override
  public List<TenantId> dueTenants(Instant now, @Nullable TenantId after, int limit) {
    return List.of();
  }

  @Override
  public List<ScheduleRow> behind(TenantId tenant, Instant plannedBefore, int limit) {
    return List.of();
  }

  @Override
  public Optional<Instant> nextDue() {
    return Optional.empty();
  }

  @Override
  public void insertTicks(List<TickRow> ticks) {
    throw refusal();
  }

  @Override
  public void putTicks(List<TickRow> ticks) {
    throw refusal();
  }

  @Override
  public List<TickRow> ticks(Collection<TickRow.Key> keys) {
    return List.of();
  }

  @Override
  public List<TickRow> ticks(Key schedule, Set<String> states, int limit) {
    return List.of();
  }

  @Override
  public List<TickRow> history(Key schedule, TickRow.@Nullable Key after, int limit) {
    return List.of();
  }

  @Override
  public int purge(TenantId tenant, Instant endedBefore, int limit) {
    return 0;
  }

  @Override
  public void addNews(List<News> news) {
    throw refusal();
  }

  @Override
  public List<News> lockNews(int limit) {
    return List.of();
  }

  @Override
  public void removeNews(List<News> news) {
    throw refusal();
  }
}
