package dev.workflow.jdbi;

import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.ConflictMode;
import dev.workflow.jdbi.internal.InstanceClaims;
import dev.workflow.jdbi.internal.InstanceTable;
import dev.workflow.jdbi.internal.JournalTable;
import dev.workflow.jdbi.internal.Statements;
import dev.workflow.jdbi.internal.sql.Conditions;
import dev.workflow.jdbi.internal.sql.MatchedRows;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventSubscriptionLookup;
import dev.workflow.spi.store.EventSubscriptionRow;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows;
import dev.workflow.spi.store.Overdue;
import dev.workflow.spi.store.StoredInstance;
import dev.workflow.spi.store.TaskFilter;
import dev.workflow.spi.store.TaskRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
 * Finds, claims and lists instances; {@link InstanceReader} reads them with all that happened,
 * {@link InstanceWriter} writes them and {@link TaskReader} lists tasks.
 */
final class JdbiInstances implements InstanceRows {

  private static final String RENEW =
      """
      UPDATE #instance SET due_at = :lease_until
      WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision AND owner = :owner
      """;

  private static final String OPEN_WITH_KEY =
      InstanceTable.SELECT
          + """
          WHERE i.tenant_id = :tenant AND i.workflow = :workflow AND i.concurrency_key = :concurrency_key
            AND i.state IN ('DRAFT', 'ACTIVE', 'PAUSED')
            AND (i.owner IS NULL OR i.owner NOT LIKE '~~%')
          ORDER BY i.id LIMIT :limit
          """;

  private static final String JOURNAL_OF_SUBJECT =
      """
      SELECT j.tenant_id, j.instance_id AS id, j.seq, j.at, j.body FROM #instance i
      JOIN #journal j ON j.tenant_id = i.tenant_id AND j.instance_id = i.id
      """;

  /** So many in one statement. */
  private static final int LEFT_AT_ONCE = 1_000;

  private final Sql sql;
  private final InstanceWriter writer;
  private final InstanceReader reader;
  private final InstanceClaims claims;
  private final TaskReader tasks;
  private final UnfinishedReader unfinished;
  private final Purge purge;
  private final JdbiMessages messages;

  JdbiInstances(Sql sql, Statements statements, JdbiMessages messages, ConflictMode mode) {
    this.sql = sql;
    this.messages = messages;
    this.writer = new InstanceWriter(sql, statements, messages, mode);
    this.reader = new InstanceReader(sql);
    this.claims = statements.instanceClaims(sql);
    this.tasks = new TaskReader(sql, statements.taskSearch(sql));
    this.unfinished = new UnfinishedReader(sql);
    this.purge = new Purge(sql, statements.messages(sql));
  }

  @Override
  public List<StoredInstance> claim(String owner, Instant now, Instant leaseUntil, int limit) {
    return taken(claims.claim(owner, now, leaseUntil, limit));
  }

  @Override
  public DueLanes dueLanes(Instant now, @Nullable Lane after) {
    return claims.dueLanes(now, after);
  }

  @Override
  public List<StoredInstance> claim(
      String owner, Instant now, Instant leaseUntil, Map<Lane, Integer> shares) {
    return shares.isEmpty() ? List.of() : taken(claims.claim(owner, now, leaseUntil, shares));
  }

  @Override
  public Map<String, Integer> held(TenantId tenant, Instant now, Instant until) {
    return claims.held(tenant, now, until);
  }

  private List<StoredInstance> taken(List<InstanceClaims.Claimed> claimed) {
    Map<InstanceKey, String> lost = new HashMap<>();
    for (InstanceClaims.Claimed one : claimed) {
      if (one.takenFrom() != null) {
        lost.put(one.row().key(), one.takenFrom());
      }
    }
    return reader.stored(claimed.stream().map(InstanceClaims.Claimed::row).toList()).stream()
        .map(instance -> instance.takenFrom(lost.get(instance.row().key())))
        .toList();
  }

  @Override
  public List<StoredInstance> lock(Collection<InstanceKey> keys) {
    return reader.stored(reader.locked(keys));
  }

  @Override
  public List<InstanceRow> lockRows(Collection<InstanceKey> keys) {
    return reader.locked(keys);
  }

  @Override
  public List<StoredInstance> read(Collection<InstanceKey> keys) {
    return reader.stored(reader.rows(keys));
  }

  @Override
  public Set<InstanceKey> existing(Collection<InstanceKey> keys) {
    return reader.rows(keys).stream().map(InstanceRow::key).collect(Collectors.toSet());
  }

  @Override
  public Set<InstanceKey> write(List<InstanceChange> changes) {
    return write(List.of(), changes);
  }

  Set<InstanceKey> write(List<EventRow> events, List<InstanceChange> changes) {
    return writer.write(events, changes);
  }

  /** See {@link InstanceWriter#finishAlone}. */
  boolean finishAlone(
      List<EventRow> events, List<InstanceChange> changes, Map<TenantId, Long> revisions) {
    return writer.finishAlone(events, changes, revisions);
  }

  @Override
  public Set<InstanceKey> renew(String owner, Collection<Held> held, Instant leaseUntil) {
    List<Held> sorted = held.stream().sorted(Comparator.comparing(Held::key)).toList();
    int[] counts =
        sql.batch(
            RENEW,
            sorted,
            (binding, one) -> {
              binding
                  .bind("lease_until", leaseUntil)
                  .bind("revision", one.revision())
                  .bind("owner", owner);
              InstanceTable.KEY.bind(binding, one.key());
            });
    return MatchedRows.changed(counts).without(sorted).stream()
        .map(Held::key)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public List<InstanceRow> leave(
      Collection<InstanceKey> keys, String owner, Instant dueAt, @Nullable Instant canceledAt) {
    List<InstanceKey> sorted = keys.stream().sorted().toList();
    List<InstanceRow> left = new ArrayList<>();
    for (int from = 0; from < sorted.size(); from += LEFT_AT_ONCE) {
      List<InstanceKey> some = sorted.subList(from, Math.min(sorted.size(), from + LEFT_AT_ONCE));
      some.stream()
          .collect(Collectors.groupingBy(InstanceKey::tenant))
          .forEach((tenant, page) -> left.addAll(leave(tenant, page, owner, dueAt, canceledAt)));
    }
    return left;
  }

  private List<InstanceRow> leave(
      TenantId tenant,
      List<InstanceKey> keys,
      String owner,
      Instant dueAt,
      @Nullable Instant canceledAt) {
    List<UUID> open =
        sql.of(
                """
                SELECT id FROM #instance
                WHERE tenant_id = :tenant AND id IN (:ids) AND state IN ('DRAFT', 'ACTIVE', 'PAUSED')
                ORDER BY id FOR UPDATE
                """)
            .bind("tenant", tenant)
            .bind("ids", keys.stream().map(key -> key.id().value()).toList())
            .list(row -> Read.uuid(row, "id"));
    if (open.isEmpty()) {
      return List.of();
    }
    sql.of(
            """
            UPDATE #instance SET state = 'ACTIVE', owner = :owner, due_at = :due, revision = revision + 1
            WHERE tenant_id = :tenant AND id IN (:ids)
            """)
        .bind("owner", owner)
        .bind("due", dueAt)
        .bind("tenant", tenant)
        .bind("ids", open)
        .update();
    if (canceledAt != null) {
      messages.cancel(tenant, open, canceledAt);
    }
    return rows(open.stream().map(id -> new InstanceKey(tenant, InstanceId.of(id))).toList());
  }

  @Override
  public Optional<Instant> nextDue() {
    return sql.of(
            "SELECT due_at FROM #instance WHERE due_at > :earliest AND state = 'ACTIVE' ORDER BY due_at, id LIMIT 1")
        .bind("earliest", Sql.EARLIEST)
        .first(row -> Read.requiredInstant(row, "due_at"));
  }

  @Override
  public Overdue overdue(TenantId tenant, Instant dueBefore, int limit) {
    return sql.of(
            """
            SELECT count(*) AS overdue, min(q.due_at) AS oldest FROM (
              SELECT due_at FROM #instance
              WHERE tenant_id = :tenant AND due_at > :earliest AND due_at < :before AND state = 'ACTIVE'
              ORDER BY due_at LIMIT :limit) q
            """)
        .bind("tenant", tenant)
        .bind("earliest", Sql.EARLIEST)
        .bind("before", dueBefore)
        .bind("limit", limit)
        .first(row -> new Overdue(row.getLong("overdue"), Read.instant(row, "oldest")))
        .orElse(Overdue.NOTHING);
  }

  @Override
  public List<InstanceRow> rows(Collection<InstanceKey> keys) {
    return reader.rows(keys);
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
    claims.lockKey(tenant, workflow, concurrencyKey);
    return sql.of(OPEN_WITH_KEY)
        .bind("tenant", tenant)
        .bind("workflow", workflow)
        .bind("concurrency_key", concurrencyKey)
        .bind("limit", limit)
        .list(InstanceTable::row);
  }

  @Override
  public List<EventSubscriptionRow> subscriptions(
      Collection<EventSubscriptionLookup> lookups, @Nullable InstanceId after, int limit) {
    return new EventSubscriptionReader(sql).find(lookups, after, limit);
  }

  @Override
  public boolean isSubscribed(TenantId tenant, String eventType) {
    return new EventSubscriptionReader(sql).any(tenant, eventType);
  }

  @Override
  public List<JournalRow> journal(
      TenantId tenant,
      SubjectRef subject,
      @Nullable JournalPlace from,
      boolean newestFirst,
      int limit) {
    Conditions where =
        Conditions.where("i.tenant_id = :tenant", "tenant", tenant)
            .and("i.subject_type = :subject_type", "subject_type", subject.type())
            .and("i.subject_id = :subject_id", "subject_id", subject.id());
    if (from != null) {
      where
          .and(
              "(j.at, j.instance_id, j.seq) %s (:at, :instance, :seq)"
                  .formatted(newestFirst ? "<=" : ">="),
              "at",
              from.at())
          .bind("instance", from.instance())
          .bind("seq", from.seq());
    }
    String order = newestFirst ? " DESC" : "";
    return sql.of(
            JOURNAL_OF_SUBJECT
                + where
                + " ORDER BY j.at%1$s, j.instance_id%1$s, j.seq%1$s LIMIT :limit".formatted(order))
        .bind(where)
        .bind("limit", limit)
        .list(row -> new JournalRow(InstanceTable.key(row), JournalTable.entry(row)));
  }

  @Override
  public List<LogRow> log(LogFilter filter, @Nullable JournalPlace before, int limit) {
    return LogReader.read(sql, filter, before, limit);
  }

  @Override
  public List<InstanceRow> list(Instances.Query query, @Nullable InstancePlace after, int limit) {
    return InstanceLists.list(sql, query, after, limit);
  }

  @Override
  public List<InstanceRow> due(DueFilter filter, @Nullable DuePlace after, int limit) {
    return InstanceLists.due(sql, filter, after, limit);
  }

  @Override
  public List<Count> count(TenantId tenant) {
    return sql.of(
            """
            SELECT workflow, state, outcome, count(*) AS instances FROM #instance
            WHERE tenant_id = :tenant GROUP BY workflow, state, outcome ORDER BY workflow, state, outcome
            """)
        .bind("tenant", tenant)
        .list(
            row ->
                new Count(
                    row.getString("workflow"),
                    row.getString("state"),
                    row.getString("outcome"),
                    row.getLong("instances")));
  }

  @Override
  public List<InstanceKey> purge(
      TenantId tenant,
      @Nullable String workflow,
      Instant endedBefore,
      @Nullable Instant canceledSince,
      @Nullable InstanceKey after,
      int limit) {
    return purge.run(tenant, workflow, endedBefore, canceledSince, after, limit);
  }

  @Override
  public List<InstanceKey> lockEnded(
      TenantId tenant,
      @Nullable String workflow,
      Set<String> except,
      Instant endedBefore,
      @Nullable InstanceKey after,
      int limit) {
    return purge.ended(tenant, workflow, except, endedBefore, after, limit);
  }

  @Override
  public void setVersion(InstanceKey instance, int version) {
    sql.of(
            "UPDATE #instance SET workflow_version = :version WHERE tenant_id = :tenant AND id = :id")
        .bind("version", version)
        .bind("tenant", instance.tenant())
        .bind("id", instance.id().value())
        .update();
  }

  @Override
  public void setEvent(InstanceKey instance, String eventId) {
    sql.of("UPDATE #instance SET event_id = :event WHERE tenant_id = :tenant AND id = :id")
        .bind("event", eventId)
        .bind("tenant", instance.tenant())
        .bind("id", instance.id().value())
        .update();
  }

  @Override
  public void withdraw(InstanceKey instance) {
    purge.withdraw(instance);
  }

  @Override
  public void remove(InstanceKey instance) {
    purge.remove(instance.tenant(), List.of(instance));
  }

  @Override
  public Optional<TaskRow> task(InstanceKey instance, String step) {
    return tasks.find(instance, step);
  }

  @Override
  public List<TaskRow> tasks(TaskFilter filter, @Nullable TaskRow after, int limit) {
    return tasks.list(filter, after, limit);
  }

  @Override
  public Optional<List<TaskRow>> lockNextTasks(
      TaskFilter filter, @Nullable TaskRow after, int limit) {
    return tasks.lockNext(filter, after, limit);
  }

  @Override
  public long countTasks(TaskFilter filter, int atMost) {
    return tasks.count(filter, atMost);
  }

  @Override
  public Map<String, Long> heldTasks(
      TenantId tenant, Collection<String> actors, @Nullable Instant shownAt) {
    return tasks.held(tenant, actors, shownAt);
  }

  @Override
  public List<TaskCount> countTasks(TaskFilter filter, TaskGroup by) {
    return tasks.count(filter, by);
  }
}
