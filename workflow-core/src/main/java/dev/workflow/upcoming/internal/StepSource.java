package dev.workflow.upcoming.internal;

import dev.workflow.InstanceId;
import dev.workflow.TenantId;
import dev.workflow.internal.decide.UpcomingTimes;
import dev.workflow.internal.engine.InstanceReader;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.Cursors;
import dev.workflow.internal.input.Feed.Part;
import dev.workflow.internal.text.Limits;
import dev.workflow.spi.store.EventSubscriptionLookup;
import dev.workflow.spi.store.EventSubscriptionRow;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows.DueFilter;
import dev.workflow.spi.store.InstanceRows.DuePlace;
import dev.workflow.upcoming.UpcomingWork;
import dev.workflow.upcoming.UpcomingWork.Change;
import dev.workflow.upcoming.UpcomingWork.Entry;
import dev.workflow.upcoming.UpcomingWork.Kind;
import dev.workflow.upcoming.UpcomingWork.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to come of steps: the instances that are woken before the end of the range, the earliest
 * first, each asked for all of its times; and those that hold a step, which are woken by nothing.
 */
final class StepSource {

  private static final int AT_ONCE = 100;
  private static final String WOKEN = "woken";
  private static final String HELD = "held";
  private static final Set<Kind> KINDS =
      EnumSet.of(Kind.BEGIN, Kind.STEP, Kind.RETRY, Kind.TIMEOUT, Kind.REMINDER, Kind.ESCALATION);

  private final Transactions transactions;
  private final TenantId tenant;
  private final Query query;

  StepSource(Transactions transactions, TenantId tenant, Query query) {
    this.transactions = transactions;
    this.tenant = tenant;
    this.query = query;
  }

  private boolean asked() {
    return query.kinds().isEmpty() || query.kinds().stream().anyMatch(KINDS::contains);
  }

  Part<Entry> woken(@Nullable String place) {
    if (!asked()) {
      return Part.nothing();
    }
    DuePlace after =
        place == null
            ? null
            : Cursors.read(
                WOKEN,
                place,
                2,
                parts -> new DuePlace(Cursors.time(parts[0]), InstanceId.parse(parts[1])));
    Instant end = query.to() == null ? Limits.LATEST : Limits.nearest(query.to());
    DueFilter filter = new DueFilter(tenant, end, query.workflow(), query.subject());
    List<InstanceRow> rows =
        transactions.transact(transaction -> transaction.instances().due(filter, after, AT_ONCE));
    InstanceRow last = rows.size() < AT_ONCE ? null : rows.get(rows.size() - 1);
    return new Part<>(
        entries(rows.stream().map(InstanceRow::key).toList(), false),
        last == null
            ? null
            : Cursors.of(
                WOKEN, String.valueOf(last.progress().dueAt()), last.key().id().toString()),
        rows.size());
  }

  Part<Entry> held(@Nullable String place) {
    if (!query.kinds().isEmpty() && !query.kinds().contains(Kind.STEP)) {
      return Part.nothing();
    }
    InstanceId after =
        place == null ? null : Cursors.read(HELD, place, 1, parts -> InstanceId.parse(parts[0]));
    EventSubscriptionLookup lookup =
        new EventSubscriptionLookup(
            tenant, EventSubscriptionRow.OF_HELD, EventSubscriptionRow.HELD);
    List<InstanceKey> keys =
        transactions
            .transact(
                transaction ->
                    transaction.instances().subscriptions(List.of(lookup), after, AT_ONCE))
            .stream()
            .map(EventSubscriptionRow::instance)
            .distinct()
            .toList();
    InstanceKey last = keys.isEmpty() ? null : keys.get(keys.size() - 1);
    return new Part<>(
        entries(keys, true),
        last == null ? null : Cursors.of(HELD, last.id().toString()),
        keys.size());
  }

  private List<Entry> entries(Collection<InstanceKey> keys, boolean held) {
    Map<InstanceKey, InstanceReader.Stored> stored =
        transactions.transact(
            transaction -> new InstanceReader(transactions.engine(), transaction).readable(keys));
    List<Entry> entries = new ArrayList<>();
    for (InstanceKey key : keys) {
      InstanceReader.Stored one = stored.get(key);
      if (one != null && fits(one)) {
        UpcomingTimes.of(
                one.snapshot(),
                transactions.engine().context(tenant, one.tree(), transactions.engine().now()))
            .stream()
            .filter(time -> time.held() == held)
            .map(time -> entry(one, time))
            .filter(this::fits)
            .forEach(entries::add);
      }
    }
    entries.sort(Comparator.comparing(Entry::at).thenComparing(entry -> entry.id().toString()));
    return entries;
  }

  private boolean fits(InstanceReader.Stored stored) {
    var identity = stored.snapshot().identity();
    return (query.workflow() == null || query.workflow().equals(identity.workflow().key()))
        && (query.subject() == null || query.subject().equals(identity.subject()));
  }

  private boolean fits(Entry entry) {
    return (query.kinds().isEmpty() || query.kinds().contains(entry.kind()))
        && (query.from() == null || !entry.at().isBefore(query.from()))
        && (query.to() == null || entry.at().isBefore(query.to()));
  }

  private static Entry entry(InstanceReader.Stored stored, UpcomingTimes.One time) {
    var identity = stored.snapshot().identity();
    Kind kind = Kind.valueOf(time.kind().name());
    String step = time.step() == null ? null : time.step().toString();
    String part =
        step == null
            ? ""
            : kind == Kind.REMINDER || kind == Kind.ESCALATION ? step + "/" + time.number() : step;
    String note = time.note() == null ? "" : ": " + time.note();
    return new Entry(
        new UpcomingWork.Id(kind, identity.id().value(), part),
        time.at(),
        identity.workflow().key(),
        identity.subject(),
        identity.id(),
        step,
        time.held(),
        what(kind, step) + note,
        changes(stored, time));
  }

  private static String what(Kind kind, @Nullable String step) {
    return switch (kind) {
      case BEGIN -> "the instance begins";
      case STEP -> step + " begins";
      case RETRY -> step + " is tried again";
      case TIMEOUT -> step + " has waited for long enough";
      case REMINDER -> "reminder of " + step;
      default -> "escalation of " + step;
    };
  }

  private static Set<Change> changes(InstanceReader.Stored stored, UpcomingTimes.One time) {
    if (time.step() == null || !UpcomingTimes.changeable(stored.snapshot(), time)) {
      return EnumSet.noneOf(Change.class);
    } else if (time.kind() == UpcomingTimes.Kind.TIMEOUT) {
      return EnumSet.of(Change.SKIP, Change.MOVE, Change.RUN_NOW);
    }
    return EnumSet.of(
        Change.SKIP, Change.MOVE, Change.RUN_NOW, time.held() ? Change.RELEASE : Change.HOLD);
  }
}
