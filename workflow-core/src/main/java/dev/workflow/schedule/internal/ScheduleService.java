package dev.workflow.schedule.internal;

import dev.workflow.Actor;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.Problem;
import dev.workflow.TenantId;
import dev.workflow.definition.Trigger.Misfire;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.Cursors;
import dev.workflow.internal.text.Limits;
import dev.workflow.schedule.Schedule;
import dev.workflow.schedule.Schedule.State;
import dev.workflow.schedule.ScheduleId;
import dev.workflow.schedule.ScheduledTask;
import dev.workflow.schedule.Schedules;
import dev.workflow.schedule.Tick;
import dev.workflow.spi.store.ScheduleRow;
import dev.workflow.spi.store.TickRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

public final class ScheduleService implements Schedules {

  private static final int BATCH = 500;
  private static final int MOST_SHOWN = 1_000;

  private final Transactions transactions;
  private final Runnable changed;
  private final ScheduledTaskChanges tasks;

  /**
   * @param changed called after changes by which something may be due
   */
  public ScheduleService(Transactions transactions, Runnable changed) {
    this.transactions = transactions;
    this.changed = changed;
    this.tasks = new ScheduledTaskChanges(transactions, changed);
  }

  private static ScheduleRow.Key key(TenantId tenant, ScheduleId id) {
    return new ScheduleRow.Key(tenant, id.value());
  }

  static NotFoundException none(ScheduleRow.Key key) {
    return new NotFoundException("tenant " + key.tenant() + " has no schedule " + key.id());
  }

  @Override
  public Schedule create(TenantId tenant, ScheduledTask task, Actor by) {
    return tasks.create(tenant, task, by);
  }

  @Override
  public Schedule update(TenantId tenant, ScheduleId id, ScheduledTask task, Actor by) {
    return tasks.update(key(tenant, id), task, by);
  }

  @Override
  public void delete(TenantId tenant, ScheduleId id, Actor by) {
    tasks.delete(key(tenant, id), by);
  }

  @Override
  public Schedule get(TenantId tenant, ScheduleId id) {
    return ScheduleViews.schedule(find(tenant, id));
  }

  private ScheduleRow find(TenantId tenant, ScheduleId id) {
    transactions.engine().tenant(tenant);
    ScheduleRow.Key key = key(tenant, id);
    return transactions
        .transact(transaction -> transaction.schedules().find(key))
        .orElseThrow(() -> none(key));
  }

  @Override
  public Page<Schedule> list(
      TenantId tenant, @Nullable String workflow, @Nullable String cursor, int limit) {
    transactions.engine().tenant(tenant);
    Limits.sought("The workflow", workflow);
    UUID after =
        cursor == null
            ? null
            : Cursors.read("schedules", cursor, 1, parts -> UUID.fromString(parts[0]));
    List<ScheduleRow> rows =
        transactions.transact(
            transaction ->
                transaction.schedules().list(tenant, workflow, after, Cursors.limit(limit)));
    return new Page<>(
        rows.stream().map(ScheduleViews::schedule).toList(),
        Cursors.next(rows, limit, row -> Cursors.of("schedules", row.key().id().toString())));
  }

  /** Does something with a locked schedule; the deed is refused before it changes anything. */
  private <T> T change(
      TenantId tenant, ScheduleId id, Actor by, BiFunction<Ticking, ScheduleRow, T> deed) {
    tasks.check(tenant, by);
    ScheduleRow.Key key = key(tenant, id);
    T result =
        transactions.changeAlone(
            work -> {
              ScheduleRow row =
                  work.transaction().schedules().lock(key).orElseThrow(() -> none(key));
              Ticking ticking = new Ticking(work, row, ScheduleSpec.of(row));
              T done = deed.apply(ticking, row);
              DueSchedules.whole(ticking::write);
              return done;
            });
    changed.run();
    return result;
  }

  @Override
  public void pause(TenantId tenant, ScheduleId id, Actor by) {
    change(
        tenant,
        id,
        by,
        (ticking, row) -> {
          require(row, State.ACTIVE, "be paused");
          DueSchedules.whole(ticking::run);
          ticking.state(State.PAUSED);
          return row;
        });
  }

  private static void require(ScheduleRow row, State state, String deed) {
    if (State.of(row.progress().state()) != state) {
      throw refused(row, deed);
    }
  }

  static IllegalTransitionException refused(ScheduleRow row, String deed) {
    return new IllegalTransitionException(
        "schedule " + row.key().id() + " is " + row.progress().state() + " and cannot " + deed);
  }

  @Override
  public void resume(TenantId tenant, ScheduleId id, Misfire catchUp, Actor by) {
    change(
        tenant,
        id,
        by,
        (ticking, row) -> {
          require(row, State.PAUSED, "be resumed");
          ticking.state(State.ACTIVE);
          DueSchedules.whole(() -> ticking.catchUp(catchUp));
          return row;
        });
  }

  @Override
  public Tick runNow(TenantId tenant, ScheduleId id, boolean forced, Actor by) {
    TickRow[] tick = new TickRow[1];
    change(
        tenant,
        id,
        by,
        (ticking, row) -> {
          State state = State.of(row.progress().state());
          if (state == State.ENDED || state == State.UNRECOGNIZED) {
            throw refused(row, "run");
          }
          DueSchedules.whole(() -> tick[0] = ticking.runNow(forced, by));
          return row;
        });
    return ScheduleViews.tick(tick[0]);
  }

  /**
   * Leaves out the next tick.
   *
   * @param instead whether it runs now instead
   */
  public void skipNext(
      TenantId tenant,
      ScheduleId id,
      Instant planned,
      boolean instead,
      Actor by,
      @Nullable String reason) {
    String why = Limits.reason(reason);
    change(
        tenant,
        id,
        by,
        (ticking, row) -> {
          require(row, State.ACTIVE, "be changed");
          if (!planned.equals(row.progress().nextAt())) {
            throw new IllegalTransitionException(
                "the next tick of schedule "
                    + id
                    + " is "
                    + row.progress().nextAt()
                    + ", not "
                    + planned
                    + ", and only that one can be changed");
          }
          DueSchedules.whole(
              () -> {
                if (instead) {
                  ticking.runNow(false, by);
                }
                ticking.skipNext(planned, by, instead ? "run before its time" : why);
              });
          return row;
        });
  }

  @Override
  public List<Instant> next(TenantId tenant, ScheduleId id, int count) {
    if (count < 1 || count > MOST_SHOWN) {
      throw invalid("The count", "is " + count + "; it must be 1 to " + MOST_SHOWN);
    }
    ScheduleSpec spec = ScheduleSpec.of(find(tenant, id));
    var zone = transactions.engine().tenant(tenant).zone();
    List<Instant> next = new ArrayList<>();
    Optional<Instant> tick = spec.timing().nextAfter(transactions.engine().now(), zone);
    while (tick.isPresent() && next.size() < count) {
      next.add(tick.get());
      tick = spec.timing().nextAfter(tick.get(), zone);
    }
    return next;
  }

  private static InvalidInputException invalid(String what, String problem) {
    return new InvalidInputException(what, List.of(new Problem("", problem)));
  }

  @Override
  public int backfill(TenantId tenant, ScheduleId id, Instant from, Instant to, Actor by) {
    Limits.time("The beginning", from);
    Limits.time("The end", to);
    return change(
        tenant,
        id,
        by,
        (ticking, row) -> {
          require(row, State.ACTIVE, "be filled in");
          Instant next = row.progress().nextAt();
          Instant now = transactions.engine().now().plusNanos(1);
          Instant due = next == null || now.isBefore(next) ? now : next;
          List<Instant> ticks =
              ticking.times().between(from, to.isBefore(due) ? to : due, Ticking.MOST_QUEUED + 1);
          if (ticks.size() + ticking.queued() > Ticking.MOST_QUEUED) {
            throw invalid(
                "The time",
                "has more ticks than can wait, which are "
                    + Ticking.MOST_QUEUED
                    + " with those that wait already; fill in a shorter one first");
          }
          int waiting = ticking.enqueue(ticks, by);
          DueSchedules.whole(ticking::drain);
          return waiting;
        });
  }

  @Override
  public Page<Tick> history(TenantId tenant, ScheduleId id, @Nullable String cursor, int limit) {
    ScheduleRow row = find(tenant, id);
    TickRow.Key after =
        cursor == null
            ? null
            : Cursors.read(
                "ticks",
                cursor,
                2,
                parts -> new TickRow.Key(row.key(), Cursors.time(parts[0]), parts[1]));
    List<TickRow> rows =
        transactions.transact(
            transaction -> transaction.schedules().history(row.key(), after, Cursors.limit(limit)));
    return new Page<>(
        rows.stream().map(ScheduleViews::tick).toList(),
        Cursors.next(
            rows,
            limit,
            tick -> Cursors.of("ticks", tick.key().plannedAt().toString(), tick.key().kind())));
  }

  @Override
  public long purge(TenantId tenant, Instant endedBefore, LongConsumer progress) {
    transactions.engine().tenant(tenant);
    Limits.time("The time", endedBefore);
    long removed = 0;
    while (true) {
      int gone =
          transactions.transact(
              transaction -> transaction.schedules().purge(tenant, endedBefore, BATCH));
      if (gone == 0) {
        return removed;
      }
      removed += gone;
      progress.accept(removed);
    }
  }
}
