package dev.workflow.jdbi;

import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows;
import dev.workflow.spi.store.JournalEntry;
import dev.workflow.spi.store.StoredInstance;
import dev.workflow.spi.store.TaskRow;
import dev.workflow.spi.store.WaiterLookup;
import dev.workflow.spi.store.WaiterRow;
import java.sql.ResultSet;
import java.sql.SQLException;
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

  private static final String COLUMNS =
      """
      SELECT i.tenant_id, i.id, i.workflow, i.workflow_version, i.subject_type, i.subject_id, i.event_id, i.input,
             i.parent, i.concurrency_key, i.created_at, i.state, i.outcome, i.revision, i.owner, i.due_at, i.ended_at
      FROM #instance i
      """;

  private final Sql sql;
  private final InstanceWriter writer;
  private final TaskReader tasks;

  JdbiInstances(Sql sql, JdbiMessages messages) {
    this.sql = sql;
    this.writer = new InstanceWriter(sql, messages);
    this.tasks = new TaskReader(sql);
  }

  private static InstanceRow row(ResultSet row) throws SQLException {
    return new InstanceRow(
        new InstanceKey(
            TenantId.of(row.getString("tenant_id")), InstanceId.of(Sql.uuid(row, "id"))),
        WorkflowRef.of(row.getString("workflow"), row.getInt("workflow_version")),
        Sql.subject(row),
        new InstanceRow.Origin(
            row.getString("event_id"),
            row.getString("input"),
            row.getString("parent"),
            row.getString("concurrency_key"),
            Sql.requiredInstant(row, "created_at")),
        new InstanceRow.Progress(
            row.getString("state"),
            row.getString("outcome"),
            row.getLong("revision"),
            row.getString("owner"),
            Sql.instant(row, "due_at"),
            Sql.instant(row, "ended_at")));
  }

  @Override
  public List<StoredInstance> claim(String owner, Instant now, Instant leaseUntil, int limit) {
    List<InstanceRow> due =
        sql.query(
            COLUMNS
                + """
                WHERE i.due_at <= ? AND i.state = 'ACTIVE'
                ORDER BY i.due_at, i.id LIMIT ? FOR UPDATE SKIP LOCKED
                """,
            JdbiInstances::row,
            now,
            limit);
    sql.batch(
        "UPDATE #instance SET owner = ?, due_at = ?, revision = revision + 1 WHERE tenant_id = ? AND id = ?",
        due.stream()
            .map(
                row ->
                    Sql.row(owner, leaseUntil, row.key().tenant().value(), row.key().id().value()))
            .toList());
    return stored(due.stream().map(row -> claimed(row, owner, leaseUntil)).toList());
  }

  private static InstanceRow claimed(InstanceRow row, String owner, Instant leaseUntil) {
    InstanceRow.Progress before = row.progress();
    return row.with(
        new InstanceRow.Progress(
            before.state(),
            before.outcome(),
            before.revision() + 1,
            owner,
            leaseUntil,
            before.endedAt()));
  }

  private List<StoredInstance> stored(List<InstanceRow> rows) {
    Map<InstanceKey, List<JournalEntry>> journals = new HashMap<>();
    Map<String, String> events = new HashMap<>();
    for (var ofTenant :
        rows.stream().collect(Collectors.groupingBy(row -> row.key().tenant())).entrySet()) {
      TenantId tenant = ofTenant.getKey();
      List<UUID> ids = ofTenant.getValue().stream().map(row -> row.key().id().value()).toList();
      sql.query(
          "SELECT instance_id, seq, at, body FROM #journal WHERE tenant_id = ? AND instance_id = ANY(?) ORDER BY seq",
          row ->
              journals
                  .computeIfAbsent(
                      new InstanceKey(tenant, InstanceId.of(Sql.uuid(row, "instance_id"))),
                      key -> new ArrayList<>())
                  .add(
                      new JournalEntry(
                          row.getInt("seq"),
                          Sql.requiredInstant(row, "at"),
                          row.getString("body"))),
          tenant.value(),
          ids);
      List<String> eventIds =
          ofTenant.getValue().stream()
              .map(row -> row.origin().eventId())
              .filter(java.util.Objects::nonNull)
              .distinct()
              .toList();
      if (!eventIds.isEmpty()) {
        sql.query(
            "SELECT id, body FROM #event WHERE tenant_id = ? AND id = ANY(?)",
            row -> events.put(tenant + "/" + row.getString("id"), row.getString("body")),
            tenant.value(),
            eventIds);
      }
    }
    return rows.stream()
        .map(
            row ->
                new StoredInstance(
                    row,
                    events.get(row.key().tenant() + "/" + row.origin().eventId()),
                    journals.getOrDefault(row.key(), List.of())))
        .toList();
  }

  @Override
  public List<StoredInstance> lock(Collection<InstanceKey> keys) {
    return stored(rows(keys, " ORDER BY i.id FOR UPDATE"));
  }

  @Override
  public List<StoredInstance> read(Collection<InstanceKey> keys) {
    return stored(rows(keys, ""));
  }

  private List<InstanceRow> rows(Collection<InstanceKey> keys, String suffix) {
    List<InstanceRow> rows = new ArrayList<>();
    Map<TenantId, List<InstanceKey>> byTenant =
        new TreeSet<>(keys)
            .stream()
                .collect(
                    Collectors.groupingBy(
                        InstanceKey::tenant, java.util.TreeMap::new, Collectors.toList()));
    byTenant.forEach(
        (tenant, ofTenant) ->
            rows.addAll(
                sql.query(
                    COLUMNS + "WHERE i.tenant_id = ? AND i.id = ANY(?)" + suffix,
                    JdbiInstances::row,
                    tenant.value(),
                    ofTenant.stream().map(key -> key.id().value()).toList())));
    return rows;
  }

  @Override
  public Set<InstanceKey> write(List<InstanceChange> changes) {
    return writer.write(changes);
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
            "SELECT due_at FROM #instance WHERE due_at > timestamp with time zone '1000-01-01 00:00:00+00' AND state = 'ACTIVE' ORDER BY due_at, id LIMIT 1",
            row -> Sql.requiredInstant(row, "due_at"))
        .stream()
        .findFirst();
  }

  @Override
  public List<InstanceKey> openOf(
      TenantId tenant, SubjectRef subject, Collection<String> workflows) {
    return sql.query(
        """
        SELECT id FROM #instance
        WHERE tenant_id = ? AND subject_type = ? AND subject_id = ? AND workflow = ANY(?) AND state IN ('ACTIVE', 'PAUSED')
        ORDER BY id
        """,
        row -> new InstanceKey(tenant, InstanceId.of(Sql.uuid(row, "id"))),
        tenant.value(),
        subject.type(),
        subject.id(),
        workflows);
  }

  @Override
  public List<InstanceRow> openWithKey(TenantId tenant, String workflow, String concurrencyKey) {
    return sql.query(
        COLUMNS
            + """
            WHERE i.tenant_id = ? AND i.workflow = ? AND i.concurrency_key = ? AND i.state IN ('DRAFT', 'ACTIVE', 'PAUSED')
            ORDER BY i.id
            """,
        JdbiInstances::row,
        tenant.value(),
        workflow,
        concurrencyKey);
  }

  @Override
  public List<WaiterRow> waiters(Collection<WaiterLookup> lookups) {
    return lookups.stream()
        .flatMap(
            lookup ->
                sql
                    .query(
                        """
                        SELECT instance_id, step FROM #waiter
                        WHERE tenant_id = ? AND event_type = ? AND wait_key = ? ORDER BY instance_id, step
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
                        lookup.key())
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
        COLUMNS + where + " ORDER BY i.id DESC LIMIT ?", JdbiInstances::row, values.toArray());
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
  public Optional<TaskRow> task(InstanceKey instance, String step) {
    return tasks.find(instance, step);
  }

  @Override
  public List<TaskRow> tasks(TaskFilter filter, @Nullable TaskRow after, int limit) {
    return tasks.list(filter, after, limit);
  }
}
