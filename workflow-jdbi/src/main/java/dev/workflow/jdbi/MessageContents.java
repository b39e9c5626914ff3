package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.MessageQueue.Claimed;
import dev.workflow.spi.store.MessageRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The messages themselves: what {@link MessageQueue} leaves to its owner. */
final class MessageContents {

  private static final Rows.Shape QUEUED =
      Rows.Shape.of(
          "#message_queue",
          "tenant_id text",
          "id uuid",
          "channel text",
          "recipient text",
          "digest_key text",
          "planned_at timestamptz",
          "due_at timestamptz",
          "in_doubt boolean",
          "revision bigint");
  private static final Rows.Shape PROVIDED =
      Rows.Shape.of(
          "#provider_message",
          "tenant_id text",
          "provider_id text",
          "channel text",
          "message_id uuid");
  private static final Rows.Shape KEYS =
      Rows.Shape.of("", "tenant_id text", "id uuid", "place integer");
  private static final Rows.Shape CHANGED =
      Rows.Shape.of(
          "",
          "state text",
          "attempts integer",
          "ended_at timestamptz",
          "result text",
          "failure_scope text",
          "failure_code text",
          "changed_by text",
          "recipient text",
          "first_recipient text",
          "address text",
          "provider_id text",
          "in_doubt boolean",
          "revision bigint",
          "tenant_id text",
          "id uuid",
          "channel text",
          "place integer");

  private static final String INSERT =
      """
      WITH fresh AS (
        INSERT INTO #message (%1$s) SELECT * FROM unnest(%2$s) ON CONFLICT DO NOTHING RETURNING tenant_id, id
      )
      INSERT INTO #message_queue (%3$s)
      SELECT k.* FROM unnest(%4$s) AS k(%3$s) JOIN fresh f ON f.tenant_id = k.tenant_id AND f.id = k.id
      """
          .formatted(
              MessageColumns.MESSAGE.commaNames(),
              MessageColumns.MESSAGE.marks(),
              QUEUED.commaNames(),
              QUEUED.marks());

  private static final String CONTENT =
      """
      SELECT %s, k.place FROM unnest(%s) AS k(%s)
      CROSS JOIN LATERAL (SELECT * FROM #message x WHERE x.tenant_id = k.tenant_id AND x.id = k.id OFFSET 0) m
      """
          .formatted(MessageColumns.CONTENT, KEYS.marks(), KEYS.commaNames());

  private static final String UPDATE =
      """
      WITH change AS MATERIALIZED (
        SELECT c.*, (SELECT x.ctid FROM #message x WHERE x.tenant_id = c.tenant_id AND x.id = c.id) AS found
        FROM unnest(%s) AS c(%s)
      ), provided AS (
        INSERT INTO #provider_message (tenant_id, provider_id, channel, message_id)
        SELECT c.tenant_id, c.provider_id, c.channel, c.id FROM change c WHERE c.provider_id IS NOT NULL
        ON CONFLICT DO NOTHING
      )
      UPDATE #message m SET state = c.state, attempts = c.attempts, ended_at = c.ended_at, result = c.result,
        failure_scope = c.failure_scope, failure_code = c.failure_code, changed_by = c.changed_by, recipient = c.recipient,
        first_recipient = c.first_recipient, address = c.address, provider_id = coalesce(c.provider_id, m.provider_id),
        in_doubt = c.in_doubt, revision = c.revision
      FROM change c
      WHERE m.ctid = ANY(ARRAY(SELECT found FROM change)) AND m.tenant_id = c.tenant_id AND m.id = c.id
      RETURNING c.place
      """
          .formatted(CHANGED.marks(), CHANGED.commaNames());

  private static final String UPDATE_ONE =
      """
      UPDATE #message SET state = ?, attempts = ?, ended_at = ?, result = ?, failure_scope = ?, failure_code = ?, changed_by = ?,
        recipient = ?, first_recipient = ?, address = ?, provider_id = coalesce(CAST(? AS varchar(2100)), provider_id),
        in_doubt = ?, revision = ?
      WHERE tenant_id = ? AND id = ?
      """;

  private final Sql sql;

  MessageContents(Sql sql) {
    this.sql = sql;
  }

  /** See {@link dev.workflow.spi.store.MessageRows#insert}. */
  void insert(List<MessageRow> messages) {
    List<MessageRow> fresh = sql.arrays() ? inOrder(messages) : unknown(messages);
    Rows contents = new Rows(MessageColumns.MESSAGE);
    fresh.forEach(message -> MessageColumns.add(contents, message));
    Rows queued = queued(fresh);
    if (sql.arrays()) {
      sql.insert(INSERT, List.of(contents, queued));
    } else {
      sql.insert(contents);
      sql.insert(queued);
    }
    provide(fresh);
  }

  /** Who adds a key that another transaction has added waits for it. */
  private static List<MessageRow> inOrder(List<MessageRow> messages) {
    return messages.stream().sorted(Comparator.comparing(MessageRow::idempotencyKey)).toList();
  }

  private List<MessageRow> unknown(List<MessageRow> messages) {
    record Once(TenantId tenant, String idempotencyKey) {}
    Set<Once> seen = new HashSet<>();
    return messages.stream()
        .filter(message -> seen.add(new Once(message.tenant(), message.idempotencyKey())))
        .filter(message -> !known(message))
        .toList();
  }

  private boolean known(MessageRow message) {
    return sql.exists(
        "SELECT 1 FROM #message WHERE tenant_id = ? AND idempotency_key = ?",
        message.tenant().value(),
        message.idempotencyKey());
  }

  /** Puts messages that are to be sent into the queue. */
  void queue(List<MessageRow> messages) {
    sql.insert(queued(messages));
  }

  private static Rows queued(List<MessageRow> messages) {
    Rows queued = new Rows(QUEUED);
    for (MessageRow row : messages) {
      if (row.status().plannedAt() != null) {
        queued.add(
            row.tenant().value(),
            row.id(),
            row.channel(),
            MessageColumns.address(row),
            row.plan().digestKey(),
            row.status().plannedAt(),
            row.status().dueAt(),
            row.status().inDoubt(),
            row.revision());
      }
    }
    return queued;
  }

  /**
   * What has been claimed, the earliest first. It is read after the claim: whoever changed a
   * message before that has changed its row in the queue.
   */
  List<MessageRow> claimed(List<Claimed> claims) {
    List<Claimed> sorted =
        claims.stream()
            .sorted(Comparator.comparing(Claimed::dueAt).thenComparing(Claimed::id))
            .toList();
    if (sorted.isEmpty()) {
      return List.of();
    }
    return sql.arrays() ? together(sorted) : sorted.stream().map(this::one).toList();
  }

  private List<MessageRow> together(List<Claimed> claims) {
    record Placed(int place, MessageRow row) {}
    Rows keys = new Rows(KEYS);
    claims.forEach(claim -> keys.add(claim.tenant().value(), claim.id(), keys.size()));
    return sql
        .query(
            CONTENT,
            row -> {
              int place = row.getInt("place");
              return new Placed(place, claimed(row, claims.get(place)));
            },
            keys.arrays())
        .stream()
        .sorted(Comparator.comparingInt(Placed::place))
        .map(Placed::row)
        .toList();
  }

  private MessageRow one(Claimed claim) {
    return sql.query(
            "SELECT "
                + MessageColumns.CONTENT
                + " FROM #message m WHERE m.tenant_id = ? AND m.id = ?",
            row -> claimed(row, claim),
            claim.tenant().value(),
            claim.id())
        .get(0);
  }

  private static MessageRow claimed(ResultSet row, Claimed claim) throws SQLException {
    return MessageColumns.row(
        row,
        new MessageColumns.Times(
            claim.plannedAt(), claim.leaseUntil(), claim.inDoubt(), claim.revision()));
  }

  /** Writes messages whose places the caller owns, at the revision after theirs. */
  void write(List<MessageRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    if (sql.arrays()) {
      each(missed(rows));
    } else {
      each(rows);
      provide(rows);
    }
  }

  private void each(List<MessageRow> rows) {
    sql.batch(UPDATE_ONE, rows.stream().map(row -> MessageColumns.changed(row).toArray()).toList());
  }

  /** A row that a report moves at the same moment may be missed by its old place. */
  private List<MessageRow> missed(List<MessageRow> rows) {
    Rows changed = new Rows(CHANGED);
    for (MessageRow row : rows) {
      List<@Nullable Object> values = new ArrayList<>(MessageColumns.changed(row));
      values.add(row.channel());
      values.add(changed.size());
      changed.add(values.toArray());
    }
    return sql.places(UPDATE, changed).without(rows);
  }

  private void provide(List<MessageRow> rows) {
    Rows provided = new Rows(PROVIDED);
    for (MessageRow row : rows) {
      String providerId = row.delivery().providerId();
      if (providerId != null && (sql.arrays() || !provided(row, providerId))) {
        provided.add(row.tenant().value(), providerId, row.channel(), row.id());
      }
    }
    sql.insertNew(provided);
  }

  private boolean provided(MessageRow row, String providerId) {
    return sql.exists(
        "SELECT 1 FROM #provider_message WHERE tenant_id = ? AND provider_id = ? AND message_id = ?",
        row.tenant().value(),
        providerId,
        row.id());
  }
}
