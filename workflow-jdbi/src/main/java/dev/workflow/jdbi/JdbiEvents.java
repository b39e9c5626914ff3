package dev.workflow.jdbi;

import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.DedupeWindows;
import dev.workflow.jdbi.internal.EventTable;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Conditions;
import dev.workflow.jdbi.internal.sql.Lookup;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventRows;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class JdbiEvents implements EventRows {

  private static final String SELECT = EventTable.EVENT.select("e");

  private static final Lookup<EventKey> BY_KEY =
      new Lookup<>(EventTable.KEY, SELECT + "WHERE e.tenant_id = key.tenant_id AND e.id = key.id");

  /** An event that is to be delivered further. */
  private record DueContinuation(Continuation continuation, Instant dueAt) {}

  private static final Columns<DueContinuation> CONTINUATION =
      Columns.<DueContinuation>of("#event_continuation")
          .text("tenant_id", row -> row.continuation().tenant())
          .text("event_id", row -> row.continuation().eventId())
          .uuid("after_id", row -> row.continuation().after())
          .time("due_at", DueContinuation::dueAt)
          .build();

  private final Sql sql;
  private final DedupeWindows windows;

  JdbiEvents(Sql sql, DedupeWindows windows) {
    this.sql = sql;
    this.windows = windows;
  }

  @Override
  public Optional<EventRow> find(TenantId tenant, String id) {
    return sql.of(SELECT + "WHERE tenant_id = :tenant AND id = :id")
        .bind("tenant", tenant)
        .bind("id", id)
        .first(EventTable::row);
  }

  @Override
  public List<EventRow> find(Collection<EventKey> keys) {
    return sql.find(BY_KEY, keys.stream().distinct().toList(), EventTable::row);
  }

  @Override
  public void insert(List<EventRow> events) {
    if (!sql.insertIfAllNew(EventTable.EVENT, events)) {
      throw new DuplicateEventException();
    }
  }

  @Override
  public boolean insertIfNew(EventRow event) {
    return sql.insertIfAllNew(EventTable.EVENT, List.of(event));
  }

  @Override
  public List<EventRow> list(TenantId tenant, @Nullable EventRow before, int limit) {
    Conditions where = Conditions.where("tenant_id = :tenant", "tenant", tenant);
    if (before != null) {
      where
          .and("(accepted_at, id) < (:before_time, :before_id)", "before_id", before.id())
          .bind("before_time", before.acceptedAt());
    }
    return sql.of(SELECT + where + " ORDER BY accepted_at DESC, id DESC LIMIT :limit")
        .bind(where)
        .bind("limit", limit)
        .list(EventTable::row);
  }

  @Override
  public List<EventRow> accepted(
      TenantId tenant, Instant from, Instant to, @Nullable EventRow after, int limit) {
    Conditions where =
        Conditions.where("tenant_id = :tenant", "tenant", tenant)
            .and("accepted_at >= :from_time", "from_time", from)
            .and("accepted_at < :to_time", "to_time", to);
    if (after != null) {
      where
          .and("(accepted_at, id) > (:after_time, :after_id)", "after_id", after.id())
          .bind("after_time", after.acceptedAt());
    }
    return sql.of(SELECT + where + " ORDER BY accepted_at, id LIMIT :limit")
        .bind(where)
        .bind("limit", limit)
        .list(EventTable::row);
  }

  @Override
  public List<EventRow> list(EventFilter filter, @Nullable EventRow before, int limit) {
    Conditions where =
        Conditions.where("tenant_id = :tenant", "tenant", filter.tenant())
            .and("accepted_at >= :from_at", "from_at", filter.from())
            .and("accepted_at < :to_at", "to_at", filter.to());
    SubjectRef subject = filter.subject();
    if (subject != null) {
      where
          .and("subject_type = :subject_type", "subject_type", subject.type())
          .and("subject_id = :subject_id", "subject_id", subject.id());
    }
    if (!filter.types().isEmpty()) {
      where.and("type IN (:types)", "types", filter.types());
    }
    if (filter.withReceipt()) {
      where.and("receipt IS NOT NULL");
    }
    if (before != null) {
      where
          .and("(accepted_at, id) < (:before_time, :before_id)", "before_id", before.id())
          .bind("before_time", before.acceptedAt());
    }
    return sql.of(SELECT + where + " ORDER BY accepted_at DESC, id DESC LIMIT :limit")
        .bind(where)
        .bind("limit", limit)
        .list(EventTable::row);
  }

  @Override
  public int removeAbout(TenantId tenant, SubjectRef subject, int limit) {
    List<String> ids =
        sql.of(
                """
                SELECT id FROM #event
                WHERE tenant_id = :tenant AND subject_type = :type AND subject_id = :subject LIMIT :limit
                """)
            .bind("tenant", tenant)
            .bind("type", subject.type())
            .bind("subject", subject.id())
            .bind("limit", limit)
            .list(row -> row.getString("id"));
    remove(tenant, ids);
    return ids.size();
  }

  @Override
  public List<Past> past(TenantId tenant, Instant acceptedBefore, @Nullable Past after, int limit) {
    return sql.of(
            """
            SELECT e.id, e.accepted_at, e.receipt FROM #event e
            WHERE e.tenant_id = :tenant AND (e.accepted_at, e.id) > (:after_time, :after_id)
              AND e.accepted_at < :accepted_before AND
            """
                + JdbiHolds.none("e")
                + " ORDER BY e.accepted_at, e.id LIMIT :limit")
        .bind("tenant", tenant)
        .bind("after_time", after == null ? Sql.EARLIEST : after.acceptedAt())
        .bind("after_id", after == null ? "" : after.id())
        .bind("accepted_before", acceptedBefore)
        .bind("limit", limit)
        .list(
            row ->
                new Past(
                    row.getString("id"),
                    Read.requiredInstant(row, "accepted_at"),
                    row.getString("receipt")));
  }

  @Override
  public void putContinuation(Continuation continuation, Instant dueAt) {
    DueContinuation row = new DueContinuation(continuation, dueAt);
    int known =
        sql.of(
                """
                UPDATE #event_continuation SET after_id = :after_id, due_at = :due_at
                WHERE tenant_id = :tenant_id AND event_id = :event_id
                """)
            .bind(CONTINUATION, row)
            .update();
    if (known == 0) {
      sql.insertOne(CONTINUATION, row);
    }
  }

  @Override
  public Optional<Continuation> lockContinuation(Instant now) {
    return sql.of(
            """
            SELECT tenant_id, event_id, after_id FROM #event_continuation WHERE due_at <= :now
            ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
            """)
        .bind("now", now)
        .first(
            row ->
                new Continuation(
                    TenantId.of(row.getString("tenant_id")),
                    row.getString("event_id"),
                    InstanceId.of(Read.uuid(row, "after_id"))));
  }

  @Override
  public void removeContinuation(TenantId tenant, String eventId) {
    sql.of("DELETE FROM #event_continuation WHERE tenant_id = :tenant AND event_id = :event")
        .bind("tenant", tenant)
        .bind("event", eventId)
        .update();
  }

  @Override
  public void remove(TenantId tenant, Collection<String> ids) {
    sql.delete("#event", "id", tenant, ids);
  }

  @Override
  public int removeWindows(TenantId tenant, Instant endedBefore, int limit) {
    return windows.remove(tenant, endedBefore, limit);
  }

  @Override
  public boolean openWindow(
      TenantId tenant, String workflow, String key, Instant now, @Nullable Instant until) {
    return windows.open(tenant, workflow, key, now, until);
  }
}
