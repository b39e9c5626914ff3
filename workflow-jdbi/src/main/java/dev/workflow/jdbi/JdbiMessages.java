package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageFilter;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRows;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The outbox; {@link MessageLookups} has what its dispatcher asks. */
final class JdbiMessages implements MessageRows {

  private static final String CANCEL =
      """
      UPDATE #message SET state = 'CANCELED', planned_at = NULL, due_at = NULL, ended_at = ?,
        changed_by = coalesce(CAST(? AS varchar(200)), changed_by), result = coalesce(CAST(? AS varchar(5000)), result),
        revision = revision + 1
      """;

  private final Sql sql;
  private final MessageLookups lookups;

  JdbiMessages(Sql sql) {
    this.sql = sql;
    this.lookups = sql.arrays() ? new ArrayMessages(sql) : new ListMessages(sql);
  }

  /** In the order of the keys: who adds a key that another transaction has added waits for it. */
  @Override
  public void insert(List<MessageRow> messages) {
    Rows rows = new Rows(MessageColumns.MESSAGE);
    if (sql.arrays()) {
      messages.stream()
          .sorted(Comparator.comparing(MessageRow::idempotencyKey))
          .forEach(message -> MessageColumns.add(rows, message));
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
    return lookups.claim(now, leaseUntil, limit);
  }

  @Override
  public DueLanes dueLanes(Instant now, @Nullable Lane after) {
    return lookups.dueLanes(now, after);
  }

  @Override
  public List<MessageRow> claim(Instant now, Instant leaseUntil, Map<Lane, Integer> shares) {
    return shares.isEmpty() ? List.of() : lookups.claim(now, leaseUntil, shares);
  }

  @Override
  public List<MessageRow> update(List<MessageRow> rows) {
    return rows.isEmpty() ? List.of() : lookups.update(rows);
  }

  @Override
  public int renew(List<MessageRow> rows, Instant leaseUntil) {
    return rows.isEmpty() ? 0 : lookups.renew(rows, leaseUntil);
  }

  @Override
  public int bringForward(Lane lane, Instant dueAt, Instant now, int limit) {
    return sql.update(
        """
        UPDATE #message SET planned_at = ?, due_at = ?, revision = revision + 1
        WHERE tenant_id = ? AND due_at = ? AND id IN (
          SELECT id FROM #message WHERE channel = ? AND tenant_id = ? AND due_at = ? AND state = 'PENDING'
            AND lease_until IS NULL
          ORDER BY id LIMIT ?)
        """,
        now,
        now,
        lane.tenant().value(),
        dueAt,
        lane.channel(),
        lane.tenant().value(),
        dueAt,
        limit);
  }

  /**
   * The earliest that nobody has; only those that are due before it can have a lease that ends
   * earlier.
   */
  @Override
  public Optional<Instant> nextDue() {
    Optional<Instant> free =
        first(
            """
            SELECT due_at AS at FROM #message WHERE due_at > ? AND state = 'PENDING' AND lease_until IS NULL
            ORDER BY due_at, id LIMIT 1
            """,
            Sql.EARLIEST);
    Optional<Instant> leased =
        first(
            """
            SELECT min(lease_until) AS at FROM #message
            WHERE due_at BETWEEN ? AND ? AND state = 'PENDING' AND lease_until IS NOT NULL
            """,
            Sql.EARLIEST,
            free.orElse(Sql.LATEST));
    return Stream.of(free, leased).flatMap(Optional::stream).min(Instant::compareTo);
  }

  private Optional<Instant> first(String query, Object... parameters) {
    return sql.query(query, row -> Optional.ofNullable(Sql.instant(row, "at")), parameters).stream()
        .flatMap(Optional::stream)
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

  @Override
  public int purge(TenantId tenant, Instant endedBefore, int limit) {
    List<UUID> ids =
        sql.query(
            "SELECT id FROM #message WHERE tenant_id = ? AND instance_id IS NULL AND ended_at < ? LIMIT ?",
            row -> Sql.uuid(row, "id"),
            tenant.value(),
            endedBefore,
            limit);
    if (!ids.isEmpty()) {
      sql.remove("#delivery", "message_id", tenant.value(), ids);
      sql.remove("#message", "id", tenant.value(), ids);
    }
    return ids.size();
  }
}
