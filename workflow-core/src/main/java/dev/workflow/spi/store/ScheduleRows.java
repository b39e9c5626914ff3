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

/** Schedules, their ticks, and the instances of ticks of which there is news. */
public interface ScheduleRows {

  /**
   * Adds a schedule.
   *
   * @return false if another one of the tenant has its name: nothing is written
   */
  boolean insert(ScheduleRow row);

  /**
   * Replaces the name, the document, the position and the progress of schedules that this
   * transaction has locked.
   */
  void update(List<ScheduleRow> rows);

  /** Removes a schedule with its ticks. */
  void delete(Key key);

  Optional<ScheduleRow> find(Key key);

  /** Whether another schedule of a tenant than this one has a name. */
  boolean isTaken(TenantId tenant, String name, UUID except);

  /** Locks a schedule until the transaction ends, waiting for others that have it. */
  Optional<ScheduleRow> lock(Key key);

  /** Locks those of some schedules that nobody else has locked. */
  List<ScheduleRow> lockIfFree(Collection<Key> keys);

  /** Whether the store keeps schedules. */
  default boolean areKept() {
    return true;
  }

  /** The schedules of a workflow's triggers, locked likewise in the order of their ids. */
  List<ScheduleRow> lockOfWorkflow(TenantId tenant, String workflow);

  /**
   * The schedules of a tenant, oldest first.
   *
   * @param workflow only those of its triggers; null: all
   * @param after the last one of the page before; null: from the beginning
   */
  List<ScheduleRow> list(
      TenantId tenant, @Nullable String workflow, @Nullable UUID after, int limit);

  /**
   * Locks schedules that are due until the transaction ends, those first that are due first; those
   * that others have locked are left out.
   */
  List<ScheduleRow> lockDue(Instant now, int limit);

  /** Like {@link #lockDue(Instant, int)}, of one tenant. */
  List<ScheduleRow> lockDue(TenantId tenant, Instant now, int limit);

  /**
   * Tenants that have schedules that are due, in order.
   *
   * @param after the last one of the page before; null: from the beginning
   */
  List<TenantId> dueTenants(Instant now, @Nullable TenantId after, int limit);

  /**
   * The ACTIVE schedules of a tenant whose next tick was planned before a time, those first that
   * were planned first. Not asked often: it may go through all schedules of the tenant.
   */
  List<ScheduleRow> behind(TenantId tenant, Instant plannedBefore, int limit);

  /** When a schedule is due next. */
  Optional<Instant> nextDue();

  /**
   * Adds ticks.
   *
   * @throws StaleWriteException if one exists already; the transaction can only be rolled back
   */
  void insertTicks(List<TickRow> ticks);

  /** Replaces all of ticks but their key; one that does not exist is added. */
  void putTicks(List<TickRow> ticks);

  /** Which of some moments have a tick. */
  List<TickRow> ticks(Collection<TickRow.Key> keys);

  /**
   * The ticks of a schedule in some states, those first that were planned first.
   *
   * @param states none: in all
   */
  List<TickRow> ticks(Key schedule, Set<String> states, int limit);

  /**
   * The ticks of a schedule, newest first.
   *
   * @param after the last one of the page before; null: from the newest
   */
  List<TickRow> history(Key schedule, TickRow.@Nullable Key after, int limit);

  /**
   * Removes ticks that ended before a time, of the whole tenant.
   *
   * @return how many
   */
  int purge(TenantId tenant, Instant endedBefore, int limit);

  /**
   * Notes that there is news of instances that ticks have started: they have ended, or go on after
   * that. Waits for nobody.
   */
  void addNews(List<News> news);

  /** Takes news, oldest first, for this transaction; what others have taken is left out. */
  List<News> lockNews(int limit);

  /** Removes news that this transaction has taken. */
  void removeNews(List<News> news);

  /**
   * News of the instance of a tick.
   *
   * @param id in the order in which they were added
   */
  record News(UUID id, TickRow.Key tick, UUID instance) {}
}
