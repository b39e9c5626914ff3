package dev.workflow.schedule.internal;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.WorkflowException;
import dev.workflow.definition.TickPolicy;
import dev.workflow.definition.TickPolicy.Overlap;
import dev.workflow.definition.Trigger.Misfire;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.schedule.Schedule;
import dev.workflow.schedule.Tick.State;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.ScheduleRow;
import dev.workflow.spi.store.StoreException;
import dev.workflow.spi.store.TickRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One schedule, locked, while its ticks are decided on in a transaction: which are due, which of
 * them start, wait or are left out, and when it is to be looked at again. Used by one thread.
 *
 * <p>The row counts the ticks under way and those that wait, so that a tick that comes alone, which
 * is the usual case, asks the store nothing.
 */
final class Ticking {

  static final int MOST_QUEUED = 1_000;

  /** How many may begin in one transaction. */
  private static final int AT_ONCE = 100;

  private final CommandContext work;
  private final ScheduleRow row;
  private final ScheduleSpec spec;
  private final DueTicks times;
  private final TickStarter starter;
  private final TickChanges ticks;
  private final Instant now;
  private String state;
  private @Nullable Instant nextAt;
  private int running;
  private int queued;
  private @Nullable Instant retryAt;
  private boolean looked;

  Ticking(CommandContext work, ScheduleRow row, ScheduleSpec spec) {
    this.work = work;
    this.row = row;
    this.spec = spec;
    this.times =
        new DueTicks(
            spec.timing(), work.engine().tenant(row.key().tenant()).zone(), row.key().id());
    this.starter = new TickStarter(work);
    this.ticks = new TickChanges(work.transaction().schedules(), row.key());
    this.now = work.now();
    this.state = row.progress().state();
    this.nextAt = row.progress().nextAt();
    this.running = row.progress().running();
    this.queued = row.progress().queued();
    this.retryAt = row.progress().retryAt();
  }

  DueTicks times() {
    return times;
  }

  int queued() {
    return queued;
  }

  void state(Schedule.State changed) {
    state = changed.name();
  }

  private boolean is(Schedule.State other) {
    return Schedule.State.of(state) == other;
  }

  /** It ticks from now on. */
  void beginNow() {
    nextAt = times.afterDue(now).orElse(null);
  }

  private boolean active() {
    return is(Schedule.State.ACTIVE);
  }

  /** All that is due. */
  void run() {
    if (is(Schedule.State.ENDED)) {
      drop(State.DROPPED, "the workflow has no such schedule any more");
    }
    if (retryAt != null && !retryAt.isAfter(now)) {
      retry();
    }
    if (active() && nextAt != null && !times.fires(nextAt).isAfter(now)) {
      planned(times.due(nextAt, now, spec.policy(), false), spec.policy().misfire());
    }
    drain();
  }

  /** The ticks of a time in which it was paused. */
  void catchUp(Misfire misfire) {
    if (nextAt != null && !times.fires(nextAt).isAfter(now) && misfire != Misfire.SKIP) {
      TickPolicy policy = new TickPolicy(misfire, spec.policy().within(), spec.policy().overlap());
      planned(times.due(nextAt, now, policy, true), misfire);
    } else {
      beginNow();
    }
    drain();
  }

  private void planned(DueTicks.Due due, Misfire misfire) {
    if (due.dropped() != null) {
      DueTicks.Dropped dropped = due.dropped();
      ticks.put(
          Ticks.ended(
              Ticks.planned(ticks.missed(dropped.last()), null),
              State.DROPPED,
              now,
              dropped.shown()));
    }
    if (misfire == Misfire.ALL) {
      enqueue(due.late(), null);
    } else {
      ticks.unknown(due.late()).forEach(tick -> arrive(tick, spec.policy().overlap()));
    }
    for (Instant tick : due.onTime()) {
      arrive(Ticks.planned(ticks.key(tick, TickIds.TICK), null), spec.policy().overlap());
    }
    nextAt = due.next();
  }

  /** Lets ticks wait for their turn; returns how many did not run before. */
  int enqueue(List<Instant> moments, @Nullable Actor by) {
    List<TickRow> waiting = ticks.unknown(moments);
    waiting.forEach(tick -> ticks.put(Ticks.planned(tick.key(), by == null ? null : by.id())));
    queued += waiting.size();
    return waiting.size();
  }

  /** The next tick does not run. */
  void skipNext(Instant planned, Actor by, @Nullable String reason) {
    TickRow tick = Ticks.planned(ticks.key(planned, TickIds.TICK), by.id());
    ticks.put(Ticks.ended(tick, State.SKIPPED, now, reason == null ? "skipped by " + by : reason));
    nextAt = times.after(planned).orElse(null);
  }

  /** A tick that somebody wants now. */
  TickRow runNow(boolean forced, Actor by) {
    TickRow.Key key = ticks.newRun(now);
    return arrive(Ticks.planned(key, by.id()), forced ? Overlap.ALLOW : spec.policy().overlap());
  }

  /** A tick comes, and begins unless an earlier one speaks against that. */
  private TickRow arrive(TickRow tick, Overlap overlap) {
    if (overlap == Overlap.ALLOW) {
      return begin(tick);
    }
    if (running > 0) {
      look();
    }
    if (running > 0 && overlap == Overlap.REPLACE) {
      replaceAll();
    }
    if (running == 0 && queued == 0) {
      return begin(tick);
    }
    if (overlap == Overlap.SKIP) {
      return ticks.put(
          Ticks.ended(
              tick,
              State.SKIPPED,
              now,
              running > 0 ? "an earlier tick is still running" : "earlier ticks are waiting"));
    }
    if (queued >= MOST_QUEUED) {
      return ticks.put(
          Ticks.ended(tick, State.DROPPED, now, MOST_QUEUED + " ticks are waiting already"));
    }
    queued++;
    return ticks.put(tick);
  }

  private TickRow begin(TickRow tick) {
    TickRow next = ticks.put(start(tick));
    if (Ticks.isOpen(next)) {
      running++;
    }
    return next;
  }

  private TickRow start(TickRow tick) {
    ticks.begun(tick);
    return starter.start(spec, tick);
  }

  /** Looks once at the instances of its ticks: news of one may not have come. */
  private void look() {
    if (!looked) {
      looked = true;
      List<TickRow> open = ticks.open();
      settle(open, TickResults.read(work, open));
    }
  }

  /** Takes up how the instances of ticks are. */
  void settle(List<TickRow> some, TickResults results) {
    for (TickRow tick : some) {
      if (tick.instance() != null && !ticks.hasBegun(tick)) {
        settle(tick, results.of(tick, spec.maxRetries()));
      }
    }
  }

  private void settle(TickRow before, TickRow after) {
    if (after.equals(before)) {
      return;
    }
    ticks.replace(after);
    running += (Ticks.isOpen(after) ? 1 : 0) - (Ticks.isOpen(before) ? 1 : 0);
    retryAt = earlier(retryAt, after.retryAt());
  }

  /** Ends what runs and what waits for the sake of a newer tick. */
  private void replaceAll() {
    for (TickRow tick : ticks.open()) {
      if (hasEnded(tick)) {
        TickRow ended = Ticks.ended(tick, State.CANCELED, now, "replaced by a newer tick");
        ticks.replace(ended);
        running--;
      }
    }
    drop(State.SKIPPED, "replaced by a newer tick");
  }

  private boolean hasEnded(TickRow tick) {
    if (Ticks.state(tick) == State.RETRYING) {
      return true;
    }
    InstanceKey key = instance(tick);
    try {
      CommandContext.Locked locked = work.lock(key.tenant(), key.id());
      locked.cancel(Actor.ENGINE, "replaced by a newer tick of its schedule");
      return locked.snapshot().state().ended();
    } catch (StoreException e) {
      throw e;
    } catch (WorkflowException e) {
      return false;
    }
  }

  static InstanceKey instance(TickRow tick) {
    UUID id = Objects.requireNonNull(tick.instance());
    return new InstanceKey(tick.key().schedule().tenant(), InstanceId.of(id));
  }

  /** Ticks that wait will not run. */
  void drop(State end, String reason) {
    if (queued == 0) {
      return;
    }
    for (TickRow tick : ticks.waiting(queued)) {
      TickRow ended = Ticks.ended(tick, end, now, reason);
      ticks.replace(ended);
    }
    queued = 0;
  }

  /** Lets ticks that waited begin as far as their turn has come. */
  void drain() {
    boolean allow = spec.policy().overlap() == Overlap.ALLOW;
    if (!active() || queued == 0 || (running > 0 && !allow)) {
      return;
    }
    for (TickRow tick : ticks.waiting(AT_ONCE)) {
      queued--;
      TickRow next = start(tick);
      ticks.replace(next);
      if (Ticks.isOpen(next)) {
        running++;
        if (!allow) {
          return;
        }
      }
    }
  }

  /** Starts those again whose time has come. */
  private void retry() {
    retryAt = null;
    List<TickRow> later = new ArrayList<>();
    for (TickRow tick : ticks.retrying()) {
      if (tick.retryAt() != null && tick.retryAt().isAfter(now)) {
        later.add(tick);
      } else {
        TickRow next = start(tick);
        ticks.replace(next);
        running -= Ticks.isOpen(next) ? 0 : 1;
      }
    }
    later.forEach(tick -> retryAt = earlier(retryAt, tick.retryAt()));
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isBefore(one)) ? other : one;
  }

  /** The schedule as it is now. */
  ScheduleRow row() {
    Instant dueAt = retryAt;
    if (active()) {
      dueAt = earlier(dueAt, nextAt == null ? null : times.fires(nextAt));
      boolean goesOn = queued > 0 && (running == 0 || spec.policy().overlap() == Overlap.ALLOW);
      dueAt = earlier(dueAt, goesOn ? now : null);
    }
    return row.with(new ScheduleRow.Progress(state, nextAt, dueAt, running, queued, retryAt));
  }

  /** What has been decided of its ticks. */
  TickChanges ticks() {
    return ticks;
  }

  /** Writes it all. */
  void write() {
    work.transaction().schedules().insertTicks(ticks.fresh());
    work.transaction().schedules().putTicks(ticks.changed());
    work.transaction().schedules().update(List.of(row()));
  }
}
