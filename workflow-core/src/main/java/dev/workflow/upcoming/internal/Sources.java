package dev.workflow.upcoming.internal;

import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.Cursors;
import dev.workflow.internal.input.Feed.Part;
import dev.workflow.internal.text.Limits;
import dev.workflow.messaging.Messages;
import dev.workflow.schedule.ScheduledTask;
import dev.workflow.schedule.internal.UpcomingTicks;
import dev.workflow.schedule.internal.UpcomingTicks.Coming;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.TaskFilter;
import dev.workflow.spi.store.TaskRow;
import dev.workflow.task.TaskQuery;
import dev.workflow.upcoming.UpcomingWork;
import dev.workflow.upcoming.UpcomingWork.Change;
import dev.workflow.upcoming.UpcomingWork.Entry;
import dev.workflow.upcoming.UpcomingWork.Kind;
import dev.workflow.upcoming.UpcomingWork.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where messages, ticks and due dates that are to come are found, the earliest first. */
final class Sources {

  private static final int AT_ONCE = 100;
  private static final int MOST_TICKS = 1_000;
  private static final String TICKS = "ticks";
  private static final String DUES = "dues";
  private static final Set<Change> OF_MESSAGES =
      EnumSet.of(Change.SKIP, Change.MOVE, Change.RUN_NOW, Change.HOLD);
  private static final Set<Change> OF_HELD_MESSAGES =
      EnumSet.of(Change.SKIP, Change.MOVE, Change.RUN_NOW, Change.RELEASE);

  private final Transactions transactions;
  private final Messages messages;
  private final TenantId tenant;
  private final Query query;

  Sources(Transactions transactions, Messages messages, TenantId tenant, Query query) {
    this.transactions = transactions;
    this.messages = messages;
    this.tenant = tenant;
    this.query = query;
  }

  private boolean asks(Kind kind) {
    return query.kinds().isEmpty() || query.kinds().contains(kind);
  }

  private boolean isBefore(Instant at) {
    return query.from() != null && at.isBefore(query.from());
  }

  Part<Entry> messages(@Nullable String place) {
    if (!asks(Kind.MESSAGE)) {
      return Part.nothing();
    }
    Messages.Query asked = Messages.Query.of(tenant);
    asked = query.workflow() == null ? asked : asked.workflow(query.workflow());
    asked = query.subject() == null ? asked : asked.about(query.subject());
    asked = query.to() == null ? asked : asked.dueBefore(Limits.nearest(query.to()));
    var page = messages.upcoming(asked, place, AT_ONCE);
    List<Entry> entries = new ArrayList<>();
    for (Messages.Message message : page.items()) {
      Instant at = message.times().dueAt();
      if (at != null && !isBefore(at)) {
        entries.add(entry(message, at));
      }
    }
    return new Part<>(entries, page.next().orElse(null), page.items().size());
  }

  private static Entry entry(Messages.Message message, Instant at) {
    boolean held = message.state() == MessageState.HELD;
    Messages.Origin origin = message.origin();
    return new Entry(
        new UpcomingWork.Id(Kind.MESSAGE, message.id(), ""),
        at,
        origin.workflow(),
        origin.subject(),
        origin.instance(),
        origin.step(),
        held,
        message.channel() + " to " + message.recipient(),
        held ? OF_HELD_MESSAGES : OF_MESSAGES);
  }

  /** All that are to come are worked out each time: they are nowhere but in the schedules. */
  Part<Entry> ticks(@Nullable String place) {
    if (!asks(Kind.TICK)) {
      return Part.nothing();
    }
    record Position(Instant at, UUID schedule) {}
    Position after =
        place == null
            ? null
            : Cursors.read(
                TICKS,
                place,
                2,
                parts -> new Position(Cursors.time(parts[0]), UUID.fromString(parts[1])));
    Comparator<Coming> order =
        Comparator.comparing(Coming::at).thenComparing(one -> one.schedule().key().id());
    Instant from = query.from() == null ? Limits.EARLIEST : Limits.nearest(query.from());
    List<Coming> coming =
        new ArrayList<>(
            transactions.transact(
                transaction ->
                    UpcomingTicks.of(
                        transactions.engine(),
                        transaction,
                        tenant,
                        query.workflow(),
                        from,
                        query.to(),
                        MOST_TICKS)));
    coming.removeIf(
        one ->
            after != null
                && (one.at().isBefore(after.at())
                    || (one.at().equals(after.at())
                        && one.schedule().key().id().compareTo(after.schedule()) <= 0)));
    coming.removeIf(one -> query.subject() != null && !query.subject().equals(subject(one)));
    coming.sort(order);
    List<Coming> part = coming.subList(0, Math.min(AT_ONCE, coming.size()));
    Coming last = part.isEmpty() ? null : part.get(part.size() - 1);
    return new Part<>(
        part.stream().map(Sources::entry).toList(),
        last == null || part.size() == coming.size()
            ? null
            : Cursors.of(TICKS, last.at().toString(), last.schedule().key().id().toString()),
        part.size());
  }

  private static @Nullable SubjectRef subject(Coming tick) {
    ScheduledTask task = tick.task();
    if (task == null) {
      return null;
    }
    var about = task.config().path("subject");
    return about.has("type") && about.has("id")
        ? SubjectRef.of(about.path("type").asText(), about.path("id").asText())
        : null;
  }

  private static Entry entry(Coming tick) {
    String name = tick.schedule().name();
    return new Entry(
        new UpcomingWork.Id(Kind.TICK, tick.schedule().key().id(), tick.planned().toString()),
        tick.at(),
        tick.schedule().workflow(),
        subject(tick),
        null,
        null,
        false,
        name == null
            ? "schedule of the workflow \"" + tick.schedule().workflow() + "\""
            : "scheduled task \"" + name + "\"",
        tick.next() ? EnumSet.of(Change.SKIP, Change.RUN_NOW) : EnumSet.noneOf(Change.class));
  }

  Part<Entry> dues(@Nullable String place) {
    if (!asks(Kind.DUE)) {
      return Part.nothing();
    }
    TaskQuery asked =
        TaskQuery.all()
            .withDue(
                query.from() == null ? Limits.EARLIEST : query.from(),
                query.to() == null ? Limits.LATEST : query.to())
            .withSubject(query.subject());
    asked = query.workflow() == null ? asked : asked.withWorkflow(query.workflow());
    TaskFilter filter = TaskFilter.all(tenant).with(asked);
    TaskRow after = place == null ? null : Cursors.read(DUES, place, 5, this::row);
    List<TaskRow> rows =
        transactions.transact(transaction -> transaction.instances().tasks(filter, after, AT_ONCE));
    List<Entry> entries = new ArrayList<>();
    for (TaskRow row : rows) {
      Instant due = row.times().dueAt();
      if (due != null) {
        entries.add(
            new Entry(
                new UpcomingWork.Id(Kind.DUE, row.instance().id().value(), row.step()),
                due,
                row.workflow(),
                row.subject(),
                row.instance().id(),
                row.step(),
                false,
                "\"" + row.label() + "\" is due",
                EnumSet.of(Change.SKIP, Change.MOVE)));
      }
    }
    return new Part<>(
        entries, rows.size() < AT_ONCE ? null : place(rows.get(rows.size() - 1)), rows.size());
  }

  private static String place(TaskRow row) {
    return Cursors.of(
        DUES,
        String.valueOf(row.times().dueAt()),
        String.valueOf(row.times().priority()),
        row.since().toString(),
        row.instance().id().toString(),
        row.step());
  }

  private TaskRow row(String[] parts) {
    return TaskRow.place(
        new InstanceKey(tenant, InstanceId.parse(parts[3])),
        parts[4],
        new TaskRow.Times(
            Cursors.time(parts[2]), Cursors.time(parts[0]), null, Integer.parseInt(parts[1])));
  }
}
