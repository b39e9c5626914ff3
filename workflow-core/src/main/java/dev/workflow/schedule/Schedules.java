package dev.workflow.schedule;

import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.TenantId;
import dev.workflow.definition.Trigger.Misfire;
import java.time.Instant;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What starts by time in a tenant: the schedules of its workflows' triggers, which are there as
 * long as the newest version of the workflow has them, and scheduled tasks of their own.
 *
 * <p>Every tick is started once, whichever nodes there are: the row of its schedule, the tick and
 * the instance that it starts are written in one transaction. A pause is not an outage: see {@link
 * #resume(TenantId, ScheduleId, Misfire, Actor)}.
 *
 * <p>Thread-safe. Every call throws {@link NotFoundException} for an id that the tenant does not
 * have.
 */
public interface Schedules {

  /**
   * Creates a scheduled task.
   *
   * @throws InvalidInputException if its action or the action's configuration is wrong
   * @throws ConflictException if another task of the tenant has its name
   */
  Schedule create(TenantId tenant, ScheduledTask task, Actor by);

  Schedule get(TenantId tenant, ScheduleId id);

  /**
   * The schedules of a tenant, oldest first.
   *
   * @param workflow only those of this workflow's triggers; null: all
   */
  Page<Schedule> list(
      TenantId tenant, @Nullable String workflow, @Nullable String cursor, int limit);

  /**
   * Changes a scheduled task. If it comes at other times than before, its next tick is the first
   * one after now. Ticks that have begun go on as they were.
   *
   * @throws InvalidInputException as {@link #create} does
   * @throws ConflictException as {@link #create} does, and if it is a workflow's: publish another
   *     version of the workflow instead
   */
  Schedule update(TenantId tenant, ScheduleId id, ScheduledTask task, Actor by);

  /**
   * Removes a scheduled task with its history. A tick under way finishes.
   *
   * @throws ConflictException if it is a workflow's: publish another version of the workflow, or
   *     pause the schedule
   */
  void delete(TenantId tenant, ScheduleId id, Actor by);

  /**
   * Keeps it from ticking; ticks already due still run first, what runs finishes, and what is
   * queued waits.
   *
   * @throws IllegalTransitionException if it is not ACTIVE
   */
  void pause(TenantId tenant, ScheduleId id, Actor by);

  /**
   * Lets it tick again, from now on: ticks of the time in which it was paused are left out.
   *
   * @throws IllegalTransitionException if it is not PAUSED
   */
  default void resume(TenantId tenant, ScheduleId id, Actor by) {
    resume(tenant, id, Misfire.SKIP, by);
  }

  /**
   * Lets it tick again.
   *
   * @param catchUp what happens to the ticks of the time in which it was paused
   * @throws IllegalTransitionException if it is not PAUSED
   */
  void resume(TenantId tenant, ScheduleId id, Misfire catchUp, Actor by);

  /**
   * Runs it now, also while it is paused. It obeys the schedule's {@code overlap} as a planned tick
   * does.
   *
   * @param forced begins whatever else runs
   * @return the tick, which may be SKIPPED, DROPPED or QUEUED
   * @throws IllegalTransitionException if it is ENDED
   */
  Tick runNow(TenantId tenant, ScheduleId id, boolean forced, Actor by);

  /**
   * When it would tick after now, before jitter, whether it is paused or not.
   *
   * @param count how many at most; 1 to 1,000
   */
  List<Instant> next(TenantId tenant, ScheduleId id, int count);

  /**
   * Runs the ticks of a time that has passed, the oldest first, one after the other unless ticks
   * may overlap. Those that ran or are under way are left out.
   *
   * @param from the first moment
   * @param to the moment after the last one; at most now counts
   * @return how many it queued
   * @throws InvalidInputException if they are more than 1,000, with those that are queued already
   * @throws IllegalTransitionException if it is not ACTIVE
   */
  int backfill(TenantId tenant, ScheduleId id, Instant from, Instant to, Actor by);

  /** Its ticks, the newest first. */
  Page<Tick> history(TenantId tenant, ScheduleId id, @Nullable String cursor, int limit);

  /**
   * Removes ticks that ended before a time, a few hundred in each transaction.
   *
   * @param progress told how many are gone, after every transaction, on the calling thread; what it
   *     throws ends the operation
   * @return how many were removed
   */
  long purge(TenantId tenant, Instant endedBefore, LongConsumer progress);
}
