package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageFilter;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRows;
import dev.workflow.spi.store.MessageTies;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The outbox: {@link MessageQueue} has when messages are sent, {@link MessageContents} what they
 * are.
 */
final class JdbiMessages implements MessageRows {

  private final Sql sql;
  private final MessageQueue queue;
  private final MessageContents contents;
  private final MessageEnd end;

  JdbiMessages(Sql sql) {
    this.sql = sql;
    this.queue = sql.arrays() ? new ArrayQueue(sql) : new ListQueue(sql);
    this.contents = new MessageContents(sql);
    this.end = new MessageEnd(sql);
  }

  @Override
  public void insert(List<MessageRow> messages) {
    if (!messages.isEmpty()) {
      contents.insert(messages);
    }
  }

  @Override
  public List<MessageRow> claim(Instant now, Instant leaseUntil, int limit) {
    return contents.claimed(queue.claim(now, leaseUntil, limit));
  }

  @Override
  public DueLanes dueLanes(Instant now, @Nullable Lane after) {
    return queue.dueLanes(now, after);
  }

  @Override
  public List<MessageRow> claim(Instant now, Instant leaseUntil, Map<Lane, Integer> shares) {
    return shares.isEmpty() ? List.of() : contents.claimed(queue.claim(now, leaseUntil, shares));
  }

  /** Whoever has changed or removed a message's row in the queue owns it. */
  @Override
  public List<MessageRow> update(List<MessageRow> rows) {
    Set<MessageRow> owned = Collections.newSetFromMap(new IdentityHashMap<>());
    owned.addAll(queue.remove(those(rows, row -> !row.status().open())));
    owned.addAll(queue.change(those(rows, row -> row.status().open())));
    owned.addAll(wereEnded(those(rows, row -> !owned.contains(row))));
    contents.write(those(rows, owned::contains));
    return those(rows, row -> !owned.contains(row));
  }

  private static List<MessageRow> those(List<MessageRow> rows, Predicate<MessageRow> which) {
    return rows.stream().filter(which).toList();
  }

  /** Those that had ended in their revision; what is to be sent again comes into the queue. */
  private List<MessageRow> wereEnded(List<MessageRow> rows) {
    int[] counts =
        sql.batch(
            """
            UPDATE #message SET revision = revision + 1
            WHERE tenant_id = ? AND id = ? AND revision = ?
              AND NOT EXISTS (SELECT 1 FROM #message_queue q WHERE q.tenant_id = ? AND q.id = ?)
            """,
            rows.stream()
                .map(
                    row ->
                        Sql.row(
                            row.tenant().value(),
                            row.id(),
                            row.revision(),
                            row.tenant().value(),
                            row.id()))
                .toList());
    List<MessageRow> found = Places.changed(counts).of(rows);
    contents.queue(found.stream().map(row -> row.at(row.revision() + 1, row.status())).toList());
    return found;
  }

  @Override
  public int renew(List<MessageRow> rows, Instant leaseUntil) {
    return rows.isEmpty() ? 0 : queue.renew(rows, leaseUntil);
  }

  @Override
  public int bringForward(Lane lane, Instant dueAt, Instant now, int limit) {
    return sql.update(
        """
        UPDATE #message_queue SET planned_at = ?, due_at = ?, revision = revision + 1
        WHERE tenant_id = ? AND due_at = ? AND id IN (
          SELECT id FROM #message_queue WHERE channel = ? AND tenant_id = ? AND due_at = ? AND lease_until IS NULL
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
            SELECT due_at AS at FROM #message_queue WHERE due_at > ? AND lease_until IS NULL
            ORDER BY due_at, id LIMIT 1
            """,
            Sql.EARLIEST);
    Optional<Instant> leased =
        first(
            """
            SELECT min(lease_until) AS at FROM #message_queue
            WHERE due_at BETWEEN ? AND ? AND lease_until IS NOT NULL
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
            MessageColumns.SELECT + "WHERE m.tenant_id = ? AND m.id = ?",
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
      where.and("m.id < ?", after);
    }
    return sql.query(
        MessageColumns.SELECT + where.text() + " ORDER BY m.id DESC LIMIT ?",
        MessageColumns::row,
        where.values(List.of(), limit));
  }

  @Override
  public List<MessageRow> upcoming(MessageFilter filter, @Nullable Place after, int limit) {
    MessageWhere where =
        new MessageWhere(filter)
            .and(
                "(m.digest_key IS NULL OR m.idempotency_key NOT LIKE '"
                    + MessageTies.CARRIER
                    + "%')")
            .and("q.planned_at >= ?", after == null ? Sql.EARLIEST : after.plannedAt());
    if (after != null) {
      where.and("(q.planned_at > ? OR q.id > ?)", after.plannedAt(), after.id());
    }
    return sql.query(
        MessageColumns.SELECT_QUEUED + where.text() + " ORDER BY q.planned_at, q.id LIMIT ?",
        MessageColumns::row,
        where.values(List.of(), limit));
  }

  @Override
  public int cancel(
      MessageFilter filter, Instant at, @Nullable String by, @Nullable String reason) {
    return end.cancel(filter, at, by, reason);
  }

  /** Cancels what an instance has not sent yet. */
  void cancel(InstanceKey instance, Instant at) {
    end.cancel(instance, at);
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
    end.remove(tenant, ids);
    return ids.size();
  }
}
