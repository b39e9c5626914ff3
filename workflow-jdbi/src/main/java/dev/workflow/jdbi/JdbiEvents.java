package dev.workflow.jdbi;

import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventRows;
import dev.workflow.spi.store.StoreException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

final class JdbiEvents implements EventRows {

  private static final String COLUMNS =
      "SELECT tenant_id, id, type, subject_type, subject_id, accepted_at, body, receipt FROM #event ";
  static final Rows.Shape EVENT =
      Rows.Shape.of(
          "#event",
          "tenant_id text",
          "id text",
          "type text",
          "subject_type text",
          "subject_id text",
          "accepted_at timestamptz",
          "body text",
          "receipt text");
  private static final String UNIQUE_VIOLATION = "23505";

  private final Sql sql;

  JdbiEvents(Sql sql) {
    this.sql = sql;
  }

  private static EventRow row(ResultSet row) throws SQLException {
    return new EventRow(
        TenantId.of(row.getString("tenant_id")),
        row.getString("id"),
        row.getString("type"),
        Sql.subject(row),
        Sql.requiredInstant(row, "accepted_at"),
        row.getString("body"),
        row.getString("receipt"));
  }

  @Override
  public Optional<EventRow> find(TenantId tenant, String id) {
    return sql
        .query(COLUMNS + "WHERE tenant_id = ? AND id = ?", JdbiEvents::row, tenant.value(), id)
        .stream()
        .findFirst();
  }

  @Override
  public List<EventRow> find(Collection<EventKey> keys) {
    return keys.stream().collect(Collectors.groupingBy(EventKey::tenant)).entrySet().stream()
        .flatMap(entry -> find(entry.getKey(), ids(entry.getValue())).stream())
        .toList();
  }

  private static List<String> ids(List<EventKey> keys) {
    return keys.stream().map(EventKey::id).distinct().toList();
  }

  private List<EventRow> find(TenantId tenant, List<String> ids) {
    return sql.arrays()
        ? sql.query(
            COLUMNS + "WHERE tenant_id = ? AND id = ANY(?)", JdbiEvents::row, tenant.value(), ids)
        : sql.queryEach(
            COLUMNS + "WHERE tenant_id = ? AND id = ?", JdbiEvents::row, tenant.value(), ids);
  }

  @Override
  public void insert(List<EventRow> events) {
    if (!allNew(events)) {
      throw new DuplicateEventException();
    }
  }

  @Override
  public boolean insertIfNew(EventRow event) {
    return allNew(List.of(event));
  }

  private boolean allNew(List<EventRow> events) {
    try {
      return sql.insertNew(rows(events)) == events.size();
    } catch (StoreException e) {
      if (Failures.isRefusal(e, UNIQUE_VIOLATION)) {
        return false;
      }
      throw e;
    }
  }

  static Rows rows(List<EventRow> events) {
    Rows rows = new Rows(EVENT);
    events.forEach(event -> add(rows, event));
    return rows;
  }

  private static void add(Rows rows, EventRow event) {
    SubjectRef subject = event.subject();
    rows.add(
        event.tenant().value(),
        event.id(),
        event.type(),
        subject == null ? null : subject.type(),
        subject == null ? null : subject.id(),
        event.acceptedAt(),
        event.body(),
        event.receipt());
  }

  @Override
  public List<EventRow> list(TenantId tenant, @Nullable EventRow before, int limit) {
    String order = " ORDER BY accepted_at DESC, id DESC LIMIT ?";
    if (before == null) {
      return sql.query(
          COLUMNS + "WHERE tenant_id = ?" + order, JdbiEvents::row, tenant.value(), limit);
    }
    return sql.query(
        COLUMNS + "WHERE tenant_id = ? AND (accepted_at, id) < (?, ?)" + order,
        JdbiEvents::row,
        tenant.value(),
        before.acceptedAt(),
        before.id(),
        limit);
  }

  @Override
  public List<Past> past(TenantId tenant, Instant acceptedBefore, @Nullable Past after, int limit) {
    return sql.query(
        """
        SELECT id, accepted_at, receipt FROM #event
        WHERE tenant_id = ? AND (accepted_at, id) > (?, ?) AND accepted_at < ?
        ORDER BY accepted_at, id LIMIT ?
        """,
        row ->
            new Past(
                row.getString("id"),
                Sql.requiredInstant(row, "accepted_at"),
                row.getString("receipt")),
        tenant.value(),
        after == null ? Sql.EARLIEST : after.acceptedAt(),
        after == null ? "" : after.id(),
        acceptedBefore,
        limit);
  }

  @Override
  public void putOnward(Onward onward, Instant dueAt) {
    int known =
        sql.update(
            "UPDATE #onward SET after_id = ?, due_at = ? WHERE tenant_id = ? AND event_id = ?",
            onward.after().value(),
            dueAt,
            onward.tenant().value(),
            onward.eventId());
    if (known == 0) {
      sql.update(
          "INSERT INTO #onward (tenant_id, event_id, after_id, due_at) VALUES (?, ?, ?, ?)",
          onward.tenant().value(),
          onward.eventId(),
          onward.after().value(),
          dueAt);
    }
  }

  @Override
  public Optional<Onward> lockOnward(Instant now) {
    return sql
        .query(
            """
            SELECT tenant_id, event_id, after_id FROM #onward WHERE due_at <= ?
            ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
            """,
            row ->
                new Onward(
                    TenantId.of(row.getString("tenant_id")),
                    row.getString("event_id"),
                    InstanceId.of(Sql.uuid(row, "after_id"))),
            now)
        .stream()
        .findFirst();
  }

  @Override
  public void removeOnward(TenantId tenant, String eventId) {
    sql.update("DELETE FROM #onward WHERE tenant_id = ? AND event_id = ?", tenant.value(), eventId);
  }

  @Override
  public void remove(TenantId tenant, Collection<String> ids) {
    sql.remove("#event", "id", tenant.value(), ids);
  }

  @Override
  public int removeWindows(TenantId tenant, Instant endedBefore, int limit) {
    String some =
        sql.arrays()
            ? """
              DELETE FROM #dedupe WHERE ctid = ANY(ARRAY(
                SELECT ctid FROM #dedupe WHERE tenant_id = ? AND until_at < ? LIMIT ?))
              """
            : "DELETE FROM #dedupe WHERE tenant_id = ? AND until_at < ? FETCH FIRST ? ROWS ONLY";
    return sql.update(some, tenant.value(), endedBefore, limit);
  }

  @Override
  public boolean openWindow(
      TenantId tenant, String workflow, String key, Instant now, @Nullable Instant until) {
    return sql.arrays()
        ? opened(tenant, workflow, key, now, until)
        : openedStepByStep(tenant, workflow, key, now, until);
  }

  private boolean opened(
      TenantId tenant, String workflow, String key, Instant now, @Nullable Instant until) {
    return sql.update(
            """
            INSERT INTO #dedupe AS d (tenant_id, workflow, dedupe_key, until_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (tenant_id, workflow, dedupe_key) DO UPDATE SET until_at = excluded.until_at
            WHERE d.until_at <= ?
            """,
            tenant.value(),
            workflow,
            key,
            until,
            now)
        > 0;
  }

  private boolean openedStepByStep(
      TenantId tenant, String workflow, String key, Instant now, @Nullable Instant until) {
    int reopened =
        sql.update(
            """
            UPDATE #dedupe SET until_at = ?
            WHERE tenant_id = ? AND workflow = ? AND dedupe_key = ? AND until_at <= ?
            """,
            until,
            tenant.value(),
            workflow,
            key,
            now);
    if (reopened > 0) {
      return true;
    }
    boolean open =
        !sql.query(
                "SELECT 1 FROM #dedupe WHERE tenant_id = ? AND workflow = ? AND dedupe_key = ?",
                row -> 1,
                tenant.value(),
                workflow,
                key)
            .isEmpty();
    if (open) {
      return false;
    }
    sql.update(
        "INSERT INTO #dedupe (tenant_id, workflow, dedupe_key, until_at) VALUES (?, ?, ?, ?)",
        tenant.value(),
        workflow,
        key,
        until);
    return true;
  }
}
