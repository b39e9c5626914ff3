package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.MessageQueue;
import dev.workflow.jdbi.internal.MessageQueue.Claimed;
import dev.workflow.jdbi.internal.MessageTable;
import dev.workflow.jdbi.internal.MessageWriter;
import dev.workflow.jdbi.internal.MessageWriter.Cancellation;
import dev.workflow.jdbi.internal.Statements;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Conditions;
import dev.workflow.jdbi.internal.sql.Lookup;
import dev.workflow.jdbi.internal.sql.MatchedRows;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageFilter;
import dev.workflow.spi.store.MessageLinks;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRows;
import dev.workflow.spi.store.Overdue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The outbox: {@link MessageQueue} has when messages are sent, {@link MessageWriter} writes what
 * they are.
 */
final class JdbiMessages implements MessageRows {

  private static final Lookup<MessageQueue.Key> CONTENTS =
      new Lookup<>(
          Columns.<MessageQueue.Key>ofNoTable()
              .text("tenant_id", MessageQueue.Key::tenant)
              .uuid("id", MessageQueue.Key::id)
              .build(),
          "SELECT "
              + MessageTable.CONTENT
              + " FROM #message m WHERE m.tenant_id = key.tenant_id AND m.id = key.id");

  private static final String SEND_AGAIN =
      """
      UPDATE #message SET revision = revision + 1
      WHERE tenant_id = :tenant_id AND id = :id AND revision = :known
        AND NOT EXISTS (SELECT 1 FROM #message_queue q WHERE q.tenant_id = :tenant_id AND q.id = :id)
      """;

  private static final String NO_CARRIER_IN_DIGEST =
      "(m.digest_key IS NULL OR m.idempotency_key NOT LIKE '" + MessageLinks.CARRIER + "%')";

  private final Sql sql;
  private final MessageQueue queue;
  private final MessageWriter writer;
  private final MessageCancellation cancellation;

  JdbiMessages(Sql sql, Statements statements) {
    this.sql = sql;
    this.queue = statements.messageQueue(sql);
    this.writer = statements.messages(sql);
    this.cancellation = new MessageCancellation(writer);
  }

  @Override
  public void insert(List<MessageRow> messages) {
    if (!messages.isEmpty()) {
      writer.insert(messages);
    }
  }

  @Override
  public List<MessageRow> claim(Instant now, Instant leaseUntil, int limit) {
    return claimed(queue.claim(now, leaseUntil, limit));
  }

  @Override
  public DueLanes dueLanes(Instant now, @Nullable Lane after) {
    return queue.dueLanes(now, after);
  }

  @Override
  public List<MessageRow> claim(Instant now, Instant leaseUntil, Map<Lane, Integer> shares) {
    return shares.isEmpty() ? List.of() : claimed(queue.claim(now, leaseUntil, shares));
  }

  /**
   * What has been claimed, the earliest first. It is read after the claim: whoever changed a
   * message before that has changed its row in the queue.
   */
  private List<MessageRow> claimed(List<Claimed> claims) {
    Map<MessageQueue.Key, Claimed> byKey = new HashMap<>();
    claims.forEach(claim -> byKey.put(claim.key(), claim));
    Map<MessageQueue.Key, MessageRow> rows = new HashMap<>();
    sql.find(
        CONTENTS,
        byKey.keySet(),
        row -> {
          Claimed claim = Objects.requireNonNull(byKey.get(Claimed.key(row)));
          return rows.put(claim.key(), claimed(row, claim));
        });
    return claims.stream()
        .sorted(Comparator.comparing(Claimed::dueAt).thenComparing(claim -> claim.key().id()))
        .flatMap(claim -> Optional.ofNullable(rows.get(claim.key())).stream())
        .toList();
  }

  private static MessageRow claimed(ResultSet row, Claimed claim) throws SQLException {
    return MessageTable.row(
        row,
        new MessageTable.Times(
            claim.plannedAt(), claim.leaseUntil(), claim.inDoubt(), claim.revision()));
  }

  /** Whoever has changed or removed a message's row in the queue owns it. */
  @Override
  public List<MessageRow> update(List<MessageRow> rows) {
    Set<MessageRow> owned = Collections.newSetFromMap(new IdentityHashMap<>());
    owned.addAll(queue.remove(those(rows, row -> !row.status().open())));
    owned.addAll(queue.change(those(rows, row -> row.status().open())));
    owned.addAll(wereEnded(those(rows, row -> !owned.contains(row))));
    writer.write(those(rows, owned::contains));
    return those(rows, row -> !owned.contains(row));
  }

  private static List<MessageRow> those(List<MessageRow> rows, Predicate<MessageRow> which) {
    return rows.stream().filter(which).toList();
  }

  /** Those that had ended in their revision; what is to be sent again comes into the queue. */
  private List<MessageRow> wereEnded(List<MessageRow> rows) {
    List<MessageRow> found =
        MatchedRows.changed(sql.batch(SEND_AGAIN, MessageTable.KNOWN, rows)).of(rows);
    sql.insert(
        MessageTable.QUEUE,
        MessageTable.planned(found).stream()
            .map(row -> row.at(row.revision() + 1, row.status()))
            .toList());
    return found;
  }

  @Override
  public int renew(List<MessageRow> rows, Instant leaseUntil) {
    return rows.isEmpty() ? 0 : queue.renew(rows, leaseUntil);
  }

  @Override
  public int bringForward(Lane lane, Instant dueAt, Instant now, int limit) {
    return queue.bringForward(lane, dueAt, now, limit);
  }

  /**
   * The earliest that nobody has; only those that are due before it can have a lease that ends
   * earlier.
   */
  @Override
  public Optional<Instant> nextDue() {
    Optional<Instant> free =
        sql.of(
                """
                SELECT due_at FROM #message_queue WHERE due_at > :earliest AND lease_until IS NULL
                ORDER BY due_at, id LIMIT 1
                """)
            .bind("earliest", Sql.EARLIEST)
            .first(row -> Read.requiredInstant(row, "due_at"));
    Optional<Instant> leased =
        sql.of(
                """
                SELECT min(lease_until) AS lease_until FROM #message_queue
                WHERE due_at BETWEEN :earliest AND :latest AND lease_until IS NOT NULL
                """)
            .bind("earliest", Sql.EARLIEST)
            .bind("latest", free.orElse(Sql.LATEST))
            .one(row -> Optional.ofNullable(Read.instant(row, "lease_until")));
    return Stream.of(free, leased).flatMap(Optional::stream).min(Instant::compareTo);
  }

  @Override
  public Overdue overdue(TenantId tenant, Instant dueBefore, int limit) {
    return sql.of(
            """
            SELECT count(*) AS overdue, min(q.due_at) AS oldest FROM (
              SELECT due_at FROM #message_queue
              WHERE tenant_id = :tenant AND due_at > :earliest AND due_at < :before AND lease_until IS NULL
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
  public Optional<MessageRow> find(TenantId tenant, UUID id) {
    return sql.of(MessageTable.SELECT + "WHERE m.tenant_id = :tenant AND m.id = :id")
        .bind("tenant", tenant)
        .bind("id", id)
        .first(MessageTable::row);
  }

  @Override
  public List<MessageRow> list(MessageFilter filter, @Nullable UUID after, int limit) {
    Conditions where = MessageConditions.of(filter).andIfGiven("m.id < :after", "after", after);
    return sql.of(MessageTable.SELECT + where + " ORDER BY m.id DESC LIMIT :limit")
        .bind(where)
        .bind("limit", limit)
        .list(MessageTable::row);
  }

  @Override
  public List<MessageRow> upcoming(MessageFilter filter, @Nullable Cursor after, int limit) {
    Instant from = after == null ? Sql.EARLIEST : after.plannedAt();
    Conditions where =
        MessageConditions.of(filter)
            .and(NO_CARRIER_IN_DIGEST)
            .and("q.planned_at >= :planned_from", "planned_from", from);
    if (after != null) {
      where.and("(q.planned_at > :planned_from OR q.id > :after)", "after", after.id());
    }
    return sql.of(MessageTable.SELECT_QUEUED + where + " ORDER BY q.planned_at, q.id LIMIT :limit")
        .bind(where)
        .bind("limit", limit)
        .list(MessageTable::row);
  }

  @Override
  public int cancel(
      MessageFilter filter, Instant at, @Nullable String by, @Nullable String reason) {
    return cancellation.cancel(filter, new Cancellation(at, by, reason));
  }

  /** Cancels what an instance has not sent yet. */
  void cancel(InstanceKey instance, Instant at) {
    cancel(instance.tenant(), List.of(instance.id().value()), at);
  }

  /** Cancels what instances have not sent yet. */
  void cancel(TenantId tenant, List<UUID> instances, Instant at) {
    cancellation.cancel(tenant, instances, new Cancellation(at, null, null));
  }

  @Override
  public void remove(TenantId tenant, Collection<UUID> ids) {
    new MessageRemoval(sql, writer).remove(tenant, List.copyOf(ids));
  }

  @Override
  public int purge(TenantId tenant, Instant endedBefore, int limit) {
    List<UUID> ids =
        sql.of(
                """
                SELECT m.id FROM #message m
                WHERE m.tenant_id = :tenant AND m.instance_id IS NULL AND m.ended_at < :ended_before AND
                """
                    + JdbiHolds.none("m")
                    + " LIMIT :limit")
            .bind("tenant", tenant)
            .bind("ended_before", endedBefore)
            .bind("limit", limit)
            .list(row -> Read.uuid(row, "id"));
    new MessageRemoval(sql, writer).remove(tenant, ids);
    return ids.size();
  }
}
