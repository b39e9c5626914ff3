package dev.workflow.upcoming.internal;

import dev.workflow.Actor;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.Problem;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.InstanceInput.TimeAct;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.engine.InstanceReader;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.AddressInput;
import dev.workflow.internal.input.Cursors;
import dev.workflow.internal.input.Feed;
import dev.workflow.internal.service.OperatorRights;
import dev.workflow.internal.text.Limits;
import dev.workflow.messaging.Messages;
import dev.workflow.schedule.ScheduleId;
import dev.workflow.schedule.internal.ScheduleService;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.upcoming.UpcomingWork;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Merges what is to come, and hands changes on to whoever can make them. Thread-safe. */
public final class UpcomingService implements UpcomingWork {

  private static final String LIST = "upcoming";
  private static final int SOURCES = 5;
  private static final Duration FARTHEST = Duration.ofDays(3_653);

  private final Transactions transactions;
  private final Messages messages;
  private final Tasks tasks;
  private final ScheduleService schedules;
  private final Runnable changed;

  /**
   * @param changed called after changes by which something may be due
   */
  public UpcomingService(
      Transactions transactions, Messages messages, Tasks tasks, Runnable changed) {
    this.transactions = transactions;
    this.messages = messages;
    this.tasks = tasks;
    this.schedules = new ScheduleService(transactions, changed);
    this.changed = changed;
  }

  @Override
  public Page<Entry> list(TenantId tenant, Query query, @Nullable String cursor, int limit) {
    transactions.engine().tenant(tenant);
    check(query);
    int most = Cursors.limit(limit);
    Sources sources = new Sources(transactions, messages, tenant, query);
    StepSource steps = new StepSource(transactions, tenant, query);
    List<Feed.Source<Entry>> all =
        List.of(steps::woken, sources::messages, sources::ticks, sources::dues, steps::held);
    String[] places =
        cursor == null ? null : Cursors.read(LIST, cursor, 2 * SOURCES, parts -> parts);
    List<Feed<Entry>> feeds = new ArrayList<>();
    for (int i = 0; i < SOURCES; i++) {
      feeds.add(
          places == null
              ? new Feed<>(all.get(i), "", 0)
              : new Feed<>(all.get(i), places[2 * i], taken(places[2 * i + 1])));
    }
    return page(feeds, most);
  }

  private static int taken(String text) {
    try {
      return Math.max(0, Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw AddressInput.unknownCursor();
    }
  }

  private static void check(Query query) {
    Instant from = query.from();
    Instant to = query.to();
    if (from != null && to != null && !from.isBefore(to)) {
      throw new InvalidInputException(
          "The range",
          List.of(new Problem("", "is empty: it ends at " + to + " and begins at " + from)));
    }
    Limits.sought("The workflow", query.workflow());
  }

  /** The last feed, of what is held, comes after all others. */
  private static Page<Entry> page(List<Feed<Entry>> feeds, int most) {
    List<Entry> page = new ArrayList<>();
    while (page.size() < most) {
      Feed<Entry> next = next(feeds);
      if (next == null) {
        break;
      }
      page.add(Objects.requireNonNull(next.peek()));
      next.take();
    }
    boolean over = feeds.stream().allMatch(Feed::over);
    return new Page<>(page, over ? Optional.empty() : Optional.of(cursor(feeds)));
  }

  /** Null: there is nothing more, or it would take too long to know what is next. */
  private static @Nullable Feed<Entry> next(List<Feed<Entry>> feeds) {
    Feed<Entry> first = null;
    Instant earliest = null;
    for (Feed<Entry> feed : feeds.subList(0, SOURCES - 1)) {
      Entry entry = feed.peek();
      if (entry == null && !feed.over()) {
        return null;
      }
      if (entry != null && (earliest == null || entry.at().isBefore(earliest))) {
        first = feed;
        earliest = entry.at();
      }
    }
    Feed<Entry> held = feeds.get(SOURCES - 1);
    return first == null && held.peek() != null ? held : first;
  }

  private static String cursor(List<Feed<Entry>> feeds) {
    List<String> parts = new ArrayList<>(List.of(LIST));
    for (Feed<Entry> feed : feeds) {
      parts.add(feed.place());
      parts.add(String.valueOf(feed.taken()));
    }
    return Cursors.of(parts.toArray(String[]::new));
  }

  @Override
  public void skip(TenantId tenant, Id id, Actor by, @Nullable String reason) {
    switch (id.kind()) {
      case MESSAGE -> messages.skip(tenant, id.of(), by, reason);
      case TICK ->
          schedules.skipNext(tenant, ScheduleId.of(id.of()), planned(id), false, by, reason);
      case DUE -> setDue(tenant, id, by, null);
      default -> step(tenant, id, TimeAct.SKIP, null, by, reason);
    }
  }

  @Override
  public void move(TenantId tenant, Id id, Instant to, Actor by, @Nullable String reason) {
    transactions.engine().tenant(tenant);
    if (to.isAfter(transactions.engine().now().plus(FARTHEST))) {
      throw new InvalidInputException(
          "The time",
          List.of(new Problem("", "is " + to + "; it must be at most ten years from now")));
    }
    switch (id.kind()) {
      case MESSAGE -> messages.move(tenant, id.of(), to, by);
      case TICK -> throw refused(id, "moved", "skip it, or run it now");
      case DUE -> setDue(tenant, id, by, to);
      default -> step(tenant, id, TimeAct.MOVE, to.truncatedTo(ChronoUnit.MICROS), by, reason);
    }
  }

  @Override
  public void runNow(TenantId tenant, Id id, Actor by, @Nullable String reason) {
    switch (id.kind()) {
      case MESSAGE -> messages.sendNow(tenant, id.of(), by);
      case TICK ->
          schedules.skipNext(tenant, ScheduleId.of(id.of()), planned(id), true, by, reason);
      case DUE -> throw refused(id, "run", "move it");
      default -> step(tenant, id, TimeAct.NOW, null, by, reason);
    }
  }

  @Override
  public void hold(TenantId tenant, Id id, Actor by, @Nullable String reason) {
    switch (id.kind()) {
      case MESSAGE -> messages.hold(tenant, id.of(), by, reason);
      case TICK -> throw refused(id, "held", "pause its schedule");
      case DUE -> throw refused(id, "held", "move it, or suspend the task");
      default -> step(tenant, id, TimeAct.HOLD, null, by, reason);
    }
  }

  @Override
  public void release(TenantId tenant, Id id, Actor by, @Nullable String reason) {
    switch (id.kind()) {
      case MESSAGE -> messages.release(tenant, id.of(), by);
      case TICK -> throw refused(id, "released", "resume its schedule");
      case DUE -> throw refused(id, "released", "resume the task");
      default -> step(tenant, id, TimeAct.RELEASE, null, by, reason);
    }
  }

  private static IllegalTransitionException refused(Id id, String deed, String instead) {
    String kind = id.kind().name().toLowerCase(Locale.ROOT);
    String what =
        switch (id.kind()) {
          case DUE -> "a due date";
          case ESCALATION -> "an " + kind;
          default -> "a " + kind;
        };
    return new IllegalTransitionException(what + " cannot be " + deed + "; " + instead);
  }

  private void setDue(TenantId tenant, Id id, Actor by, @Nullable Instant due) {
    tasks.setDue(tenant, new TaskId(InstanceId.of(id.of()), id.part()), by, due);
  }

  private static Instant planned(Id id) {
    try {
      return Instant.parse(id.part());
    } catch (DateTimeParseException e) {
      throw new IllegalTransitionException("no schedule ticks at \"" + id.part() + "\"");
    }
  }

  private void step(
      TenantId tenant,
      Id id,
      TimeAct act,
      @Nullable Instant to,
      Actor by,
      @Nullable String reason) {
    transactions.engine().tenant(tenant);
    InstanceId instance = InstanceId.of(id.of());
    OperatorRights.requireEditor(transactions.engine(), identity(tenant, instance), by);
    switch (id.kind()) {
      case REMINDER ->
          throw refused(id, "changed by itself", "it follows the due date of its task: move that");
      case ESCALATION ->
          throw refused(id, "changed by itself", "it follows its task: answer that, or assign it");
      case BEGIN ->
          throw refused(id, "changed", "cancel the instance if it is not to begin at all");
      default -> {}
    }
    StepKey key = StepKey.parse(id.part());
    String why = Limits.reason(reason);
    transactions.change(
        work -> {
          CommandContext.Locked locked = work.lock(tenant, instance);
          InstanceState state = locked.snapshot().state();
          if (state != InstanceState.ACTIVE) {
            throw new IllegalTransitionException(
                "instance "
                    + instance
                    + " is "
                    + state
                    + "; what is to come of it can be changed while it is ACTIVE");
          }
          locked.tree().node(key);
          return locked.handle(new InstanceInput.OnTime(key, act, to, by, why));
        });
    changed.run();
  }

  private InstanceSnapshot.Identity identity(TenantId tenant, InstanceId instance) {
    return InstanceReader.read(transactions, new InstanceKey(tenant, instance))
        .map(stored -> stored.snapshot().identity())
        .orElseThrow(
            () -> new NotFoundException("tenant " + tenant + " has no instance " + instance));
  }
}
