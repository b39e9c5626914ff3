package dev.workflow.jdbi;

import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventRows.EventKey;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows;
import dev.workflow.spi.store.JournalEntry;
import dev.workflow.spi.store.StoredInstance;
import dev.workflow.spi.store.TaskRow;
import dev.workflow.spi.store.WaiterLookup;
import dev.workflow.spi.store.WaiterRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds, claims and reads instances; {@link InstanceWriter} writes them and {@link TaskReader}
 * lists tasks.
 */
final class JdbiInstances implements InstanceRows {

  /** Before every id. */
  private static final UUID FIRST = new UUID(0, 0);

  private final Sql sql;
  private final InstanceWriter writer;
  private final InstanceLookups lookups;
  private final TaskReader tasks;
  private final UnfinishedReader unfinished;

  JdbiInstances(Sql sql, JdbiMessages messages, Trust trust) {
    this.sql = sql;
    this.writer = new InstanceWriter(sql, messages, trust);
    this.lookups = sql.arrays() ? new ArrayLookups(sql) : new ListLookups(sql);
    this.tasks = new TaskReader(sql);
    this.unfinished = new UnfinishedReader(sql);
  }

  @Override
  public List<StoredInstance> claim(String owner, Instant now, Instant leaseUntil, int limit) {
    return taken(lookups.claim(owner, now, leaseUntil, limit));
  }

  @Override
  public DueLanes dueLanes(Instant now, @Nullable Lane after) {
    return lookups.dueLanes(now, after);
  }

  @Override
  public List<StoredInstance> claim(
      String owner, Instant now, Instant leaseUntil, Map<Lane, Integer> shares) {
    return shares.isEmpty() ? List.of() : taken(lookups.claim(owner, now, leaseUntil, shares));
  }

  @Override
  public Map<String, Integer> held(TenantId tenant, Instant now, Instant until) {
    return lookups.held(tenant, now, until);
  }

  private List<StoredInstance> taken(List<InstanceLookups.Claimed> claimed) {
    Map<InstanceKey, String> lost = new HashMap<>();
    for (InstanceLookups.Claimed one : claimed) {
      if (one.takenFrom() != null) {
        lost.put(one.row().key(), one.takenFrom());
      }
    }
    return stored(claimed.stream().map(InstanceLookups.Claimed::row).toList()).stream()
        .map(instance -> instance.takenFrom(lost.get(instance.row().key())))
        .toList();
  }

  private List<StoredInstance> stored(List<InstanceRow> rows) {
    Map<InstanceKey, List<JournalEntry>> journals =
        lookups.journals(rows.stream().map(InstanceRow::key).toList());
    Map<EventKey, String> events =
        lookups.events(
            rows.stream().map(JdbiInstances::event).flatMap(Optional::stream).distinct().toList());
    return rows.stream()
        .map(
            row ->
                new StoredInstance(
                    row,
                    event(row).map(events::get).orElse(null),
                    journals.getOrDefault(row.key(), List.of())))
        .toList();
  }

  private static Optional<EventKey> event(InstanceRow row) {
    return Optional.ofNullable(row.origin().eventId())
        .map(id -> new EventKey(row.key().tenant(), id));
  }

  @Override
  public List<StoredInstance> lock(Collection<InstanceKey> keys) {
    return stored(lookups.rows(sorted(keys), true));
  }

  @Override
  public List<StoredInstance> read(Collection<InstanceKey> keys) {
    return stored(lookups.rows(sorted(keys), false));
  }

  @Override
  public Set<InstanceKey> existing(Collection<InstanceKey> keys) {
    return lookups.rows(sorted(keys), false).stream()
        .map(InstanceRow::key)
        .collect(Collectors.toSet());
  }

  private static List<InstanceKey> sorted(Collection<InstanceKey> keys) {
    return keys.stream().distinct().sorted().toList();
  }

  @Override
  public Set<InstanceKey> write(List<InstanceChange> changes) {
    return write(List.of(), changes);
  }

  Set<InstanceKey> write(List<EventRow> events, List<InstanceChange> changes) {
    return writer.write(events, changes);
  }

  Set<InstanceKey> finish(List<EventRow> events, List<InstanceChange> changes) {
    return writer.finish(events, changes);
  }

  @Override
  public Set<InstanceKey> renew(String owner, Collection<Held> held, Instant leaseUntil) {
    List<Held> sorted = held.stream().sorted(java.util.Comparator.comparing(Held::key)).toList();
    int[] counts =
        sql.batch(
            "UPDATE #instance SET due_at = ? WHERE tenant_id = ? AND id = ? AND revision = ? AND owner = ?",
            sorted.stream()
                .map(
                    one ->
                        Sql.row(
                            leaseUntil,
                            one.key().tenant().value(),
                            one.key().id().value(),
                            one.revision(),
                            owner))
                .toList());
    Set<InstanceKey> lost = new TreeSet<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 0) {
        lost.add(sorted.get(i).key());
      }
    }
    return lost;
  }

  @Override
  public Optional<Instant> nextDue() {
    return sql
        .query(
            "SELECT due_at FROM #instance WHERE due_at > ? AND state = 'ACTIVE' ORDER BY due_at, id LIMIT 1",
            row -> Sql.requiredInstant(row, "due_at"),
            Sql.EARLIEST)
        .stream()
        .findFirst();
  }

  @Override
  public List<InstanceRow> rows(Collection<InstanceKey> keys) {
    return lookups.rows(sorted(keys), false);
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
    lookups.lockKey(tenant, workflow, concurrencyKey);
    return sql.query(
        InstanceLookups.COLUMNS
            + """
            WHERE i.tenant_id = ? AND i.workflow = ? AND i.concurrency_key = ? AND i.state IN ('DRAFT', 'ACTIVE', 'PAUSED')
            ORDER BY i.id LIMIT ?
            """,
        InstanceLookups::row,
        tenant.value(),
        workflow,
        concurrencyKey,
        limit);
  }

  @Override
  public List<WaiterRow> waiters(
      Collection<WaiterLookup> lookups, @Nullable InstanceId after, int limit) {
    return lookups.stream()
        .flatMap(
            lookup ->
                sql
                    .query(
                        """
                        SELECT instance_id, step FROM #waiter
                        WHERE tenant_id = ? AND event_type = ? AND wait_key = ? AND instance_id > ?
                        ORDER BY instance_id, step LIMIT ?
                        """,
                        row ->
                            new WaiterRow(
                                new InstanceKey(
                                    lookup.tenant(), InstanceId.of(Sql.uuid(row, "instance_id"))),
                                row.getString("step"),
                                lookup.eventType(),
                                lookup.key()),
                        lookup.tenant().value(),
                        lookup.eventType(),
                        lookup.key(),
                        after == null ? FIRST : after.value(),
                        limit)
                    .stream())
        .sorted(java.util.Comparator.comparing(WaiterRow::instance).thenComparing(WaiterRow::step))
        .toList();
  }

  @Override
  public List<InstanceRow> list(InstanceFilter filter, @Nullable InstanceKey after, int limit) {
    StringBuilder where = new StringBuilder("WHERE i.tenant_id = ?");
    List<@Nullable Object> values = new ArrayList<>(List.of(filter.tenant().value()));
    if (filter.workflow() != null) {
      where.append(" AND i.workflow = ?");
      values.add(filter.workflow());
    }
    if (filter.subject() != null) {
      where.append(" AND i.subject_type = ? AND i.subject_id = ?");
      values.add(filter.subject().type());
      values.add(filter.subject().id());
    }
    if (!filter.states().isEmpty()) {
      where.append(" AND i.state = ANY(?)");
      values.add(filter.states());
    }
    if (filter.outcome() != null) {
      where.append(" AND i.outcome = ?");
      values.add(filter.outcome());
    }
    if (after != null) {
      where.append(" AND i.id < ?");
      values.add(after.id().value());
    }
    values.add(limit);
    return sql.query(
        InstanceLookups.COLUMNS + where + " ORDER BY i.id DESC LIMIT ?",
        InstanceLookups::row,
        values.toArray());
  }

  @Override
  public List<Count> count(TenantId tenant) {
    return sql.query(
        """
        SELECT workflow, state, outcome, count(*) AS instances FROM #instance
        WHERE tenant_id = ? GROUP BY workflow, state, outcome ORDER BY workflow, state, outcome
        """,
        row ->
            new Count(
                row.getString("workflow"),
                row.getString("state"),
                row.getString("outcome"),
                row.getLong("instances")),
        tenant.value());
  }

  @Override
  public List<InstanceKey> purge(
      TenantId tenant,
      @Nullable String workflow,
      Instant endedBefore,
      @Nullable Instant canceledSince,
      @Nullable InstanceKey after,
      int limit) {
    return new Purge(sql).run(tenant, workflow, endedBefore, canceledSince, after, limit);
  }

  @Override
  public void withdraw(InstanceKey instance) {
    new Purge(sql).withdraw(instance);
  }

  @Override
  public void remove(InstanceKey instance) {
    new Purge(sql).remove(instance.tenant(), List.of(instance.id().value()));
  }

  @Override
  public Optional<TaskRow> task(InstanceKey instance, String step) {
    return tasks.find(instance, step);
  }

  @Override
  public List<TaskRow> tasks(TaskFilter filter, @Nullable TaskRow after, int limit) {
    return tasks.list(filter, after, limit);
  }
}
