package dev.workflow.memory;

import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventRows.EventKey;
import dev.workflow.spi.store.EventSubscriptionLookup;
import dev.workflow.spi.store.EventSubscriptionRow;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows;
import dev.workflow.spi.store.JournalEntry;
import dev.workflow.spi.store.Overdue;
import dev.workflow.spi.store.StoredInstance;
import dev.workflow.spi.store.TaskFilter;
import dev.workflow.spi.store.TaskRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

final class MemoryInstances implements InstanceRows {

  private static final Set<String> OPEN = Set.of("DRAFT", "ACTIVE", "PAUSED");

  private final Tables tables;
  private final UndoLog undo;
  private final MemoryMessages messages;
  private final MemorySideRows side;
  private final MemoryUnfinished unfinished;

  MemoryInstances(Tables tables, UndoLog undo, MemoryMessages messages) {
    this.tables = tables;
    this.undo = undo;
    this.messages = messages;
    this.side = new MemorySideRows(tables, undo, messages);
    this.unfinished = new MemoryUnfinished(tables, messages);
  }

  @Override
  public List<StoredInstance> claim(String owner, Instant now, Instant leaseUntil, int limit) {
    return claim(owner, leaseUntil, due(tables.due, now, limit));
  }

  private static List<InstanceKey> due(NavigableSet<Tables.Due> all, Instant now, int limit) {
    return all.stream()
        .takeWhile(due -> !due.at().isAfter(now))
        .limit(limit)
        .map(Tables.Due::instance)
        .toList();
  }

  @Override
  public DueLanes dueLanes(Instant now, @Nullable Lane after) {
    var lanes = after == null ? tables.dueByLane : tables.dueByLane.tailMap(after, false);
    List<Lane> due = new ArrayList<>();
    lanes.forEach(
        (lane, all) -> {
          if (!due(all, now, 1).isEmpty()) {
            due.add(lane);
          }
        });
    return new DueLanes(due, null);
  }

  @Override
  public List<StoredInstance> claim(
      String owner, Instant now, Instant leaseUntil, Map<Lane, Integer> shares) {
    List<InstanceKey> keys = new ArrayList<>();
    shares.forEach((lane, share) -> keys.addAll(due(tables.due(lane), now, share)));
    return claim(owner, leaseUntil, keys);
  }

  @Override
  public Map<String, Integer> held(TenantId tenant, Instant now, Instant until) {
    Map<String, Integer> held = new TreeMap<>();
    tables.dueByLane.tailMap(new Lane(tenant, "")).entrySet().stream()
        .takeWhile(entry -> entry.getKey().tenant().equals(tenant))
        .flatMap(entry -> entry.getValue().stream())
        .filter(due -> due.at().isAfter(now) && !due.at().isAfter(until))
        .map(due -> row(due.instance()))
        .filter(row -> row.progress().owner() != null)
        .forEach(row -> held.merge(row.workflow().key(), 1, Integer::sum));
    return held;
  }

  private List<StoredInstance> claim(String owner, Instant leaseUntil, List<InstanceKey> keys) {
    List<StoredInstance> claimed = new ArrayList<>();
    for (InstanceKey key : keys) {
      InstanceRow row = row(key);
      InstanceRow.Progress before = row.progress();
      replace(
          row.with(
              new InstanceRow.Progress(
                  before.state(),
                  before.outcome(),
                  before.revision() + 1,
                  owner,
                  leaseUntil,
                  before.endedAt())));
      claimed.add(stored(key).takenFrom(before.owner()));
    }
    return claimed;
  }

  private InstanceRow row(InstanceKey key) {
    return java.util.Objects.requireNonNull(tables.instances.get(key), "an indexed row exists");
  }

  private StoredInstance stored(InstanceKey key) {
    InstanceRow row = row(key);
    String eventId = row.origin().eventId();
    EventRow event =
        eventId == null ? null : tables.events.get(new EventKey(key.tenant(), eventId));
    return new StoredInstance(
        row, event == null ? null : event.body(), tables.journals.getOrDefault(key, List.of()));
  }

  @Override
  public List<StoredInstance> lock(Collection<InstanceKey> keys) {
    return read(keys);
  }

  @Override
  public List<InstanceRow> lockRows(Collection<InstanceKey> keys) {
    return rows(keys.stream().distinct().toList());
  }

  @Override
  public List<StoredInstance> read(Collection<InstanceKey> keys) {
    return keys.stream()
        .distinct()
        .filter(tables.instances::containsKey)
        .map(this::stored)
        .toList();
  }

  @Override
  public Set<InstanceKey> existing(Collection<InstanceKey> keys) {
    return keys.stream().filter(tables.instances::containsKey).collect(Collectors.toSet());
  }

  @Override
  public Set<InstanceKey> write(List<InstanceChange> changes) {
    Set<InstanceKey> seen = new HashSet<>();
    Set<InstanceKey> fenced = new HashSet<>();
    for (InstanceChange change : changes) {
      if (!seen.add(change.key())) {
        throw new IllegalArgumentException(
            "instance " + change.key() + " is changed twice in one batch");
      }
      if (fits(change)) {
        apply(change);
      } else {
        fenced.add(change.key());
      }
    }
    return fenced;
  }

  private boolean fits(InstanceChange change) {
    InstanceRow stored = tables.instances.get(change.key());
    if (change.kind() == InstanceChange.Kind.INSERT) {
      return stored == null;
    }
    return stored != null
        && stored.progress().revision() == change.expectedRevision()
        && (change.entry() == null
            || tables.journals.getOrDefault(change.key(), List.of()).stream()
                .noneMatch(entry -> entry.seq() == change.entry().seq()));
  }

  private void apply(InstanceChange change) {
    if (change.kind() == InstanceChange.Kind.INSERT) {
      replace(change.row());
    } else if (change.kind() == InstanceChange.Kind.UPDATE) {
      InstanceRow.Progress changed = change.row().progress();
      replace(
          row(change.key())
              .with(
                  new InstanceRow.Progress(
                      changed.state(),
                      changed.outcome(),
                      change.expectedRevision() + 1,
                      changed.owner(),
                      changed.dueAt(),
                      changed.endedAt())));
    }
    if (change.entry() != null) {
      List<JournalEntry> longer =
          new ArrayList<>(tables.journals.getOrDefault(change.key(), List.of()));
      longer.add(change.entry());
      undo.put(tables.journals, change.key(), List.copyOf(longer));
    }
    side.write(change.key(), change.side());
  }

  private void replace(InstanceRow row) {
    InstanceRow before = undo.put(tables.instances, row.key(), row);
    if (before != null) {
      index(before, false);
    }
    index(row, true);
  }

  private void index(InstanceRow row, boolean add) {
    Tables.Due due = Tables.due(row);
    if (due != null) {
      change(tables.due, due, add);
      change(tables.due(new Lane(row.key().tenant(), row.workflow().key())), due, add);
    }
    boolean open = OPEN.contains(row.progress().state());
    TenantId tenant = row.key().tenant();
    SubjectRef subject = row.subject();
    if (subject != null) {
      change(open ? tables.open(tenant, subject) : tables.ended(tenant, subject), row.key(), add);
    }
    String key = row.origin().concurrencyKey();
    if (key != null) {
      String workflow = row.workflow().key();
      change(
          open ? tables.open(tenant, workflow, key) : tables.ended(tenant, workflow, key),
          row.key(),
          add);
    }
  }

  private <T> void change(java.util.NavigableSet<T> set, T element, boolean add) {
    if (add) {
      undo.add(set, element);
    } else {
      undo.remove(set, element);
    }
  }

  @Override
  public Set<InstanceKey> renew(String owner, Collection<Held> held, Instant leaseUntil) {
    Set<InstanceKey> lost = new HashSet<>();
    for (Held one : held) {
      InstanceRow row = tables.instances.get(one.key());
      if (row == null
          || row.progress().revision() != one.revision()
          || !owner.equals(row.progress().owner())) {
        lost.add(one.key());
        continue;
      }
      InstanceRow.Progress before = row.progress();
      replace(
          row.with(
              new InstanceRow.Progress(
                  before.state(),
                  before.outcome(),
                  before.revision(),
                  owner,
                  leaseUntil,
                  before.endedAt())));
    }
    return lost;
  }

  @Override
  public List<InstanceRow> leave(
      Collection<InstanceKey> keys, String owner, Instant dueAt, @Nullable Instant canceledAt) {
    List<InstanceRow> left = new ArrayList<>();
    for (InstanceKey key : keys) {
      InstanceRow row = tables.instances.get(key);
      if (row != null && OPEN.contains(row.progress().state())) {
        InstanceRow.Progress was = row.progress();
        InstanceRow changed =
            row.with(
                new InstanceRow.Progress(
                    "ACTIVE", was.outcome(), was.revision() + 1, owner, dueAt, was.endedAt()));
        replace(changed);
        if (canceledAt != null) {
          side.cancelMessages(key, canceledAt);
        }
        left.add(changed);
      }
    }
    return left;
  }

  @Override
  public Optional<Instant> nextDue() {
    return tables.due.isEmpty() ? Optional.empty() : Optional.of(tables.due.first().at());
  }

  @Override
  public Overdue overdue(TenantId tenant, Instant dueBefore, int limit) {
    List<Instant> due =
        tables.due.stream()
            .takeWhile(one -> one.at().isBefore(dueBefore))
            .filter(one -> one.instance().tenant().equals(tenant))
            .map(Tables.Due::at)
            .limit(limit)
            .toList();
    return due.isEmpty() ? Overdue.NOTHING : new Overdue(due.size(), due.get(0));
  }

  @Override
  public List<InstanceRow> rows(Collection<InstanceKey> keys) {
    return keys.stream().distinct().map(tables.instances::get).filter(Objects::nonNull).toList();
  }

  @Override
  public List<InstanceRow> reachable(
      TenantId tenant, SubjectRef subject, Collection<String> workflows) {
    return unfinished.reachable(tenant, subject, workflows);
  }

  @Override
  public Set<InstanceKey> unfinished(Collection<InstanceKey> keys) {
    return unfinished.of(keys);
  }

  @Override
  public List<InstanceKey> unfinishedWithKey(
      TenantId tenant, String workflow, String concurrencyKey) {
    return unfinished.withKey(tenant, workflow, concurrencyKey);
  }

  @Override
  public List<InstanceRow> openWithKey(
      TenantId tenant, String workflow, String concurrencyKey, int limit) {
    return tables.open(tenant, workflow, concurrencyKey).stream()
        .map(tables.instances::get)
        .filter(row -> !isEnding(row.progress().owner()))
        .limit(limit)
        .toList();
  }

  private static boolean isEnding(@Nullable String owner) {
    return owner != null && owner.startsWith(InstanceRow.ENDING);
  }

  @Override
  public List<EventSubscriptionRow> subscriptions(
      Collection<EventSubscriptionLookup> lookups, @Nullable InstanceId after, int limit) {
    return side.subscriptions(lookups, after, limit);
  }

  @Override
  public boolean isSubscribed(TenantId tenant, String eventType) {
    return side.isSubscribed(tenant, eventType);
  }

  @Override
  public List<JournalRow> journal(
      TenantId tenant,
      SubjectRef subject,
      @Nullable JournalPlace from,
      boolean newestFirst,
      int limit) {
    Comparator<JournalPlace> oldestFirst = Comparator.naturalOrder();
    Comparator<JournalPlace> order = newestFirst ? oldestFirst.reversed() : oldestFirst;
    return Stream.of(tables.open(tenant, subject), tables.ended(tenant, subject))
        .flatMap(NavigableSet::stream)
        .flatMap(
            key ->
                tables.journals.getOrDefault(key, List.of()).stream()
                    .map(entry -> new JournalRow(key, entry)))
        .filter(row -> from == null || order.compare(row.place(), from) >= 0)
        .sorted(Comparator.comparing(JournalRow::place, order))
        .limit(limit)
        .toList();
  }

  @Override
  public List<LogRow> log(LogFilter filter, @Nullable JournalPlace before, int limit) {
    return tables.instances.values().stream()
        .filter(row -> row.key().tenant().equals(filter.tenant()))
        .filter(row -> filter.instance() == null || row.key().id().equals(filter.instance()))
        .filter(row -> filter.workflow() == null || row.workflow().key().equals(filter.workflow()))
        .filter(row -> filter.subject() == null || filter.subject().equals(row.subject()))
        .flatMap(
            row ->
                tables.journals.getOrDefault(row.key(), List.of()).stream()
                    .filter(entry -> !entry.at().isBefore(filter.from()))
                    .filter(entry -> entry.at().isBefore(filter.to()))
                    .map(
                        entry ->
                            new LogRow(
                                new JournalRow(row.key(), entry), row.workflow(), row.subject())))
        .filter(one -> before == null || one.row().place().compareTo(before) < 0)
        .sorted(Comparator.<LogRow, JournalPlace>comparing(one -> one.row().place()).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public List<InstanceRow> list(Instances.Query query, @Nullable InstancePlace after, int limit) {
    return MemoryInstanceList.of(tables.instances.values(), query, after, limit);
  }

  @Override
  public List<InstanceRow> due(DueFilter filter, @Nullable DuePlace after, int limit) {
    return tables.instances.values().stream()
        .filter(row -> row.key().tenant().equals(filter.tenant()))
        .filter(row -> row.progress().state().equals("ACTIVE"))
        .filter(row -> filter.workflow() == null || filter.workflow().equals(row.workflow().key()))
        .filter(row -> filter.subject() == null || filter.subject().equals(row.subject()))
        .filter(row -> row.progress().dueAt() != null)
        .filter(row -> place(row).at().isBefore(filter.before()))
        .filter(row -> after == null || place(row).compareTo(after) > 0)
        .sorted(Comparator.comparing(MemoryInstances::place))
        .limit(limit)
        .toList();
  }

  private static DuePlace place(InstanceRow row) {
    return new DuePlace(
        Objects.requireNonNull(row.progress().dueAt(), "it is woken"), row.key().id());
  }

  @Override
  public List<Count> count(TenantId tenant) {
    record Group(String workflow, String state, @Nullable String outcome) {}
    Map<Group, Long> counts =
        tables.instances.values().stream()
            .filter(row -> row.key().tenant().equals(tenant))
            .collect(
                Collectors.groupingBy(
                    row ->
                        new Group(
                            row.workflow().key(), row.progress().state(), row.progress().outcome()),
                    () -> new TreeMap<>(Comparator.comparing(Group::toString)),
                    Collectors.counting()));
    return counts.entrySet().stream()
        .map(
            entry ->
                new Count(
                    entry.getKey().workflow(),
                    entry.getKey().state(),
                    entry.getKey().outcome(),
                    entry.getValue()))
        .toList();
  }

  @Override
  public List<InstanceKey> purge(
      TenantId tenant,
      @Nullable String workflow,
      Instant endedBefore,
      @Nullable Instant canceledSince,
      @Nullable InstanceKey after,
      int limit) {
    List<InstanceRow> ended = ended(tenant, workflow, Set.of(), endedBefore, after, limit);
    if (canceledSince != null) {
      ended.forEach(row -> messages.keepCanceled(row.key(), canceledSince));
    }
    side.remove(ended.stream().map(InstanceRow::key).collect(Collectors.toSet()), true);
    ended.forEach(this::remove);
    return ended.stream().map(InstanceRow::key).toList();
  }

  private List<InstanceRow> ended(
      TenantId tenant,
      @Nullable String workflow,
      Set<String> except,
      Instant endedBefore,
      @Nullable InstanceKey after,
      int limit) {
    return tables.instances.values().stream()
        .filter(row -> row.key().tenant().equals(tenant))
        .filter(row -> after == null || row.key().compareTo(after) > 0)
        .filter(row -> workflow == null || row.workflow().key().equals(workflow))
        .filter(row -> !except.contains(row.workflow().key()))
        .filter(
            row ->
                row.progress().endedAt() != null && row.progress().endedAt().isBefore(endedBefore))
        .filter(row -> messages.ofInstance(row.key()).noneMatch(messages::isOnItsWay))
        .filter(row -> !MemoryHolds.held(tables, tenant, row.subject()))
        .limit(limit)
        .toList();
  }

  @Override
  public List<InstanceKey> lockEnded(
      TenantId tenant,
      @Nullable String workflow,
      Set<String> except,
      Instant endedBefore,
      @Nullable InstanceKey after,
      int limit) {
    return ended(tenant, workflow, except, endedBefore, after, limit).stream()
        .map(InstanceRow::key)
        .toList();
  }

  @Override
  public void setVersion(InstanceKey instance, int version) {
    InstanceRow row = row(instance);
    replace(row.with(WorkflowRef.of(row.workflow().key(), version)));
  }

  @Override
  public void setEvent(InstanceKey instance, String eventId) {
    replace(row(instance).withEvent(eventId));
  }

  @Override
  public void withdraw(InstanceKey instance) {
    side.remove(Set.of(instance), false);
  }

  @Override
  public void remove(InstanceKey instance) {
    InstanceRow row = tables.instances.get(instance);
    if (row != null) {
      side.remove(Set.of(instance), true);
      remove(row);
    }
  }

  private void remove(InstanceRow row) {
    index(row, false);
    undo.remove(tables.instances, row.key());
    undo.remove(tables.journals, row.key());
    messages.keepCarriers(row.key());
    messages.remove(row.key());
    new MemoryFindings(tables, undo).remove(row.key());
  }

  @Override
  public Optional<TaskRow> task(InstanceKey instance, String step) {
    return side.task(instance, step);
  }

  @Override
  public List<TaskRow> tasks(TaskFilter filter, @Nullable TaskRow after, int limit) {
    return side.tasks(filter, after, limit);
  }

  @Override
  public long countTasks(TaskFilter filter, int atMost) {
    return side.countTasks(filter, atMost);
  }

  @Override
  public List<TaskCount> countTasks(TaskFilter filter, TaskGroup by) {
    return side.countTasks(filter, by);
  }
}
