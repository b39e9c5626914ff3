package dev.workflow.jdbi;

import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRows;
import java.sql.ResultSet;
import java.sql.SQLException;
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

  private static final String COLUMNS =
      """
      SELECT tenant_id, id, idempotency_key, instance_id, step, subject_type, subject_id, channel, recipient, body,
             state, attempts, revision, created_at, due_at, ended_at, result
      FROM #message
      """;

  private static final Rows.Shape MESSAGE =
      Rows.Shape.of(
          "#message",
          "tenant_id text",
          "id uuid",
          "idempotency_key text",
          "instance_id uuid",
          "step text",
          "subject_type text",
          "subject_id text",
          "channel text",
          "recipient text",
          "body text",
          "state text",
          "attempts integer",
          "revision bigint",
          "created_at timestamptz",
          "due_at timestamptz",
          "ended_at timestamptz",
          "result text");

  private final Sql sql;

  JdbiMessages(Sql sql) {
    this.sql = sql;
  }

  private static MessageRow row(ResultSet row) throws SQLException {
    TenantId tenant = TenantId.of(row.getString("tenant_id"));
    UUID instance = row.getObject("instance_id", UUID.class);
    return new MessageRow(
        tenant,
        Sql.uuid(row, "id"),
        row.getString("idempotency_key"),
        instance == null ? null : new InstanceKey(tenant, InstanceId.of(instance)),
        row.getString("step"),
        Sql.subject(row),
        row.getString("channel"),
        row.getString("recipient"),
        row.getString("body"),
        row.getString("state"),
        row.getInt("attempts"),
        row.getLong("revision"),
        Sql.requiredInstant(row, "created_at"),
        Sql.instant(row, "due_at"),
        Sql.instant(row, "ended_at"),
        row.getString("result"));
  }

  @Override
  public void insert(List<MessageRow> messages) {
    Rows rows = new Rows(MESSAGE);
    if (sql.arrays()) {
      messages.forEach(message -> add(rows, message));
    } else {
      record Once(TenantId tenant, String idempotencyKey) {}
      Set<Once> seen = new HashSet<>();
      messages.stream()
          .filter(message -> seen.add(new Once(message.tenant(), message.idempotencyKey())))
          .filter(message -> !known(message))
          .forEach(message -> add(rows, message));
    }
    sql.insertNew(rows);
  }

  private boolean known(MessageRow message) {
    return sql.exists(
        "SELECT 1 FROM #message WHERE tenant_id = ? AND idempotency_key = ?",
        message.tenant().value(),
        message.idempotencyKey());
  }

  private static void add(Rows rows, MessageRow row) {
    SubjectRef subject = row.subject();
    InstanceKey instance = row.instance();
    rows.add(
        row.tenant().value(),
        row.id(),
        row.idempotencyKey(),
        instance == null ? null : instance.id().value(),
        row.step(),
        subject == null ? null : subject.type(),
        subject == null ? null : subject.id(),
        row.channel(),
        row.recipient(),
        row.body(),
        row.state(),
        row.attempts(),
        row.revision(),
        row.createdAt(),
        row.dueAt(),
        row.endedAt(),
        row.result());
  }

  @Override
  public List<MessageRow> claim(Instant now, Instant leaseUntil, int limit) {
    List<MessageRow> due =
        sql.query(
            COLUMNS
                + """
                WHERE due_at BETWEEN ? AND ? AND state = 'PENDING'
                ORDER BY due_at, id LIMIT ? FOR UPDATE SKIP LOCKED
                """,
            JdbiMessages::row,
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
            UPDATE #message SET state = ?, attempts = ?, due_at = ?, ended_at = ?, result = ?, revision = revision + 1
            WHERE tenant_id = ? AND id = ? AND revision = ?
            """,
            rows.stream()
                .map(
                    row ->
                        Sql.row(
                            row.state(),
                            row.attempts(),
                            row.dueAt(),
                            row.endedAt(),
                            row.result(),
                            row.tenant().value(),
                            row.id(),
                            row.revision()))
                .toList());
    List<MessageRow> fenced = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 0) {
        fenced.add(rows.get(i));
      }
    }
    return fenced;
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
        .query(COLUMNS + "WHERE tenant_id = ? AND id = ?", JdbiMessages::row, tenant.value(), id)
        .stream()
        .findFirst();
  }

  @Override
  public List<MessageRow> list(
      TenantId tenant,
      @Nullable SubjectRef subject,
      @Nullable String state,
      @Nullable MessageRow after,
      int limit) {
    StringBuilder where = new StringBuilder("WHERE tenant_id = ?");
    List<@Nullable Object> values = new ArrayList<>(List.of(tenant.value()));
    if (subject != null) {
      where.append(" AND subject_type = ? AND subject_id = ?");
      values.add(subject.type());
      values.add(subject.id());
    }
    if (state != null) {
      where.append(" AND state = ?");
      values.add(state);
    }
    if (after != null) {
      where.append(" AND id < ?");
      values.add(after.id());
    }
    values.add(limit);
    return sql.query(
        COLUMNS + where + " ORDER BY id DESC LIMIT ?", JdbiMessages::row, values.toArray());
  }

  @Override
  public int cancel(TenantId tenant, SubjectRef subject, Instant now) {
    return sql.update(
        """
        UPDATE #message SET state = 'CANCELED', due_at = NULL, ended_at = ?, revision = revision + 1
        WHERE tenant_id = ? AND subject_type = ? AND subject_id = ? AND state = 'PENDING'
        """,
        now,
        tenant.value(),
        subject.type(),
        subject.id());
  }

  /** Cancels what an instance has not sent yet. */
  void cancel(InstanceKey instance, Instant at) {
    sql.update(
        """
        UPDATE #message SET state = 'CANCELED', due_at = NULL, ended_at = ?, revision = revision + 1
        WHERE tenant_id = ? AND instance_id = ? AND state = 'PENDING'
        """,
        at,
        instance.tenant().value(),
        instance.id().value());
  }
}
