package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageFilter;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class JdbiMessages implements MessageRows {

  private static final String CANCEL =
      """
      UPDATE #message SET state = 'CANCELED', planned_at = NULL, due_at = NULL, ended_at = ?,
        changed_by = coalesce(CAST(? AS varchar(200)), changed_by), result = coalesce(CAST(? AS varchar(5000)), result),
        revision = revision + 1
      """;

  private final Sql sql;

  JdbiMessages(Sql sql) {
    this.sql = sql;
  }

  @Override
  public void insert(List<MessageRow> messages) {
    Rows rows = new Rows(MessageColumns.MESSAGE);
    if (sql.arrays()) {
      messages.forEach(message -> MessageColumns.add(rows, message));
    } else {
      record Once(TenantId tenant, String idempotencyKey) {}
      Set<Once> seen = new HashSet<>();
      messages.stream()
          .filter(message -> seen.add(new Once(message.tenant(), message.idempotencyKey())))
          .filter(message -> !known(message))
          .forEach(message -> MessageColumns.add(rows, message));
    }
    sql.insertNew(rows);
  }

  private boolean known(MessageRow message) {
    return sql.exists(
        "SELECT 1 FROM #message WHERE tenant_id = ? AND idempotency_key = ?",
        message.tenant().value(),
        message.idempotencyKey());
  }

  @Override
  public List<MessageRow> claim(Instant now, Instant leaseUntil, int limit) {
    List<MessageRow> due =
        sql.query(
            MessageColumns.SELECT
                + """
                WHERE due_at BETWEEN ? AND ? AND state = 'PENDING'
                ORDER BY due_at, id LIMIT ? FOR UPDATE SKIP LOCKED
                """,
            MessageColumns::row,
            Sql.EARLIEST,
            now,
            limit);
    sql.batch(
        "UPDATE #message SET revision = revision + 1, due_at = ? WHERE tenant_id = ? AND id = ?",
        due.stream().map(row -> Sql.row(leaseUntil, row.tenant().value(), row.id())).toList());
    return due.stream().map(row -> row.leased(row.revision() + 1, leaseUntil)).toList();
  }

  @Override
  public List<MessageRow> update(List<MessageRow> rows) {
    int[] counts =
        sql.batch(
            """
            UPDATE #message SET state = ?, attempts = ?, planned_at = ?, due_at = ?, ended_at = ?, result = ?,
              failure_scope = ?, failure_code = ?, changed_by = ?, recipient = ?, first_recipient = ?, address = ?,
              provider_id = coalesce(CAST(? AS varchar(2100)), provider_id), revision = revision + 1
            WHERE tenant_id = ? AND id = ? AND revision = ?
            """,
            rows.stream().map(JdbiMessages::changed).toList());
    List<MessageRow> fenced = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 0) {
        fenced.add(rows.get(i));
      }
    }
    return fenced;
  }

  private static @Nullable Object[] changed(MessageRow row) {
    MessageRow.Status status = row.status();
    return Sql.row(
        status.state(),
        status.attempts(),
        status.plannedAt(),
        status.dueAt(),
        status.endedAt(),
        status.result(),
        MessageColumns.scope(status),
        MessageColumns.code(status),
        status.changedBy(),
        row.recipient().address(),
        row.recipient().first(),
        MessageColumns.address(row),
        row.delivery().providerId(),
        row.tenant().value(),
        row.id(),
        row.revision());
  }

  @Override
  public int renew(List<MessageRow> rows, Instant leaseUntil) {
    int[] counts =
        sql.batch(
            """
        UPDATE #message SET due_at = ?
        WHERE tenant_id = ? AND id = ? AND revision = ? AND state = 'PENDING'
        """,
            rows.stream()
                .map(row -> Sql.row(leaseUntil, row.tenant().value(), row.id(), row.revision()))
                .toList());
    return Arrays.stream(counts).sum();
  }

  @Override
  public Optional<Instant> nextDue() {
    return sql
        .query(
            "SELECT due_at FROM #message WHERE due_at > ? AND state = 'PENDING' ORDER BY due_at, id LIMIT 1",
            row -> Sql.requiredInstant(row, "due_at"),
            Sql.EARLIEST)
        .stream()
        .findFirst();
  }

  @Override
  public Optional<MessageRow> find(TenantId tenant, UUID id) {
    return sql
        .query(
            MessageColumns.SELECT + "WHERE tenant_id = ? AND id = ?",
            MessageColumns::row,
            tenant.value(),
            id)
        .stream()
        .findFirst();
  }

  @Override
  public List<MessageRow> list(MessageFilter filter, @Nullable UUID after, int limit) {
    MessageWhere where = new MessageWhere(filter);
    if (after != null) {
      where.and("id < ?", after);
    }
    return sql.query(
        MessageColumns.SELECT + where.text() + " ORDER BY id DESC LIMIT ?",
        MessageColumns::row,
        where.values(List.of(), limit));
  }

  @Override
  public List<MessageRow> upcoming(MessageFilter filter, @Nullable Place after, int limit) {
    MessageWhere where =
        new MessageWhere(filter)
            .and("planned_at >= ?", after == null ? Sql.EARLIEST : after.plannedAt());
    if (after != null) {
      where.and("(planned_at > ? OR id > ?)", after.plannedAt(), after.id());
    }
    return sql.query(
        MessageColumns.SELECT + where.text() + " ORDER BY planned_at, id LIMIT ?",
        MessageColumns::row,
        where.values(List.of(), limit));
  }

  @Override
  public int cancel(
      MessageFilter filter, Instant at, @Nullable String by, @Nullable String reason) {
    MessageWhere where =
        new MessageWhere(filter)
            .and("planned_at >= ? AND state IN ('PENDING', 'HELD')", Sql.EARLIEST);
    return sql.update(CANCEL + where.text(), where.values(Arrays.asList(at, by, reason)));
  }

  /** Cancels what an instance has not sent yet. */
  void cancel(InstanceKey instance, Instant at) {
    sql.update(
        CANCEL + "WHERE tenant_id = ? AND instance_id = ? AND state IN ('PENDING', 'HELD')",
        at,
        null,
        null,
        instance.tenant().value(),
        instance.id().value());
  }
}
