package dev.workflow.jdbi;

import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRows.DueLanes;
import dev.workflow.spi.store.MessageRows.Lane;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The form for databases that take arrays. Rows are found one by one, as in {@link ArrayLookups}.
 */
final class ArrayQueue implements MessageQueue {

  private static final Rows.Shape LANES =
      Rows.Shape.of("", "channel text", "tenant_id text", "share integer");
  private static final Rows.Shape KNOWN =
      Rows.Shape.of("", "tenant_id text", "id uuid", "known bigint", "place integer");
  private static final Rows.Shape CHANGED =
      Rows.Shape.of(
          "",
          "tenant_id text",
          "id uuid",
          "known bigint",
          "recipient text",
          "planned_at timestamptz",
          "due_at timestamptz",
          "in_doubt boolean",
          "place integer");
  private static final int VISIT = 128;

  private static final String TAKE =
      """
      UPDATE #message_queue q SET lease_until = ?, revision = q.revision + 1,
        in_doubt = q.in_doubt OR q.lease_until IS NOT NULL
      FROM due
      WHERE q.ctid = ANY(ARRAY(SELECT place FROM due)) AND q.ctid = due.place
      RETURNING q.tenant_id, q.id, q.planned_at, q.due_at, q.lease_until, q.in_doubt, q.revision
      """;

  private static final String CLAIM =
      """
      WITH due AS MATERIALIZED (
        SELECT ctid AS place FROM #message_queue
        WHERE due_at BETWEEN ? AND ? AND (lease_until IS NULL OR lease_until <= ?)
        ORDER BY due_at, id LIMIT ? FOR UPDATE SKIP LOCKED
      )
      """
          + TAKE;

  private static final String CLAIM_LANES =
      """
      WITH due AS MATERIALIZED (
        SELECT d.place
        FROM unnest(%s) AS l(%s)
        CROSS JOIN LATERAL (
          SELECT x.ctid AS place FROM #message_queue x
          WHERE x.channel = l.channel AND x.tenant_id = l.tenant_id AND x.due_at BETWEEN ? AND ?
            AND (x.lease_until IS NULL OR x.lease_until <= ?)
          ORDER BY x.due_at, x.id LIMIT l.share FOR UPDATE SKIP LOCKED) d
      )
      """
              .formatted(LANES.marks(), LANES.commaNames())
          + TAKE;

  /** The skip scan is bound to the index by its order, whatever the planner believes. */
  private static final String DUE_LANES =
      """
      WITH RECURSIVE lane(channel, tenant_id, due_at, visited) AS (
        (SELECT q.channel, q.tenant_id, q.due_at, 1 FROM #message_queue q
         WHERE (q.channel, q.tenant_id) > (?, ?) AND q.due_at IS NOT NULL
         ORDER BY q.channel, q.tenant_id, q.due_at, q.id LIMIT 1)
        UNION ALL
        SELECT n.channel, n.tenant_id, n.due_at, l.visited + 1
        FROM lane l CROSS JOIN LATERAL (
          SELECT q.channel, q.tenant_id, q.due_at FROM #message_queue q
          WHERE (q.channel, q.tenant_id) > (l.channel, l.tenant_id) AND q.due_at IS NOT NULL
          ORDER BY q.channel, q.tenant_id, q.due_at, q.id LIMIT 1) n
        WHERE l.visited < ?
      )
      SELECT channel, tenant_id, due_at <= ? AS busy FROM lane
      """;

  private static final String CHANGE =
      known(CHANGED)
          + """
          UPDATE #message_queue q SET recipient = k.recipient, planned_at = k.planned_at, due_at = k.due_at,
            lease_until = NULL, in_doubt = k.in_doubt, revision = q.revision + 1
          FROM known k
          WHERE\s"""
          + here()
          + " RETURNING k.place";

  private static final String REMOVE =
      known(KNOWN)
          + "DELETE FROM #message_queue q USING known k WHERE "
          + here()
          + " RETURNING k.place";

  private static final String RENEW =
      known(KNOWN)
          + "UPDATE #message_queue q SET lease_until = ? FROM known k WHERE "
          + here()
          + " AND q.due_at IS NOT NULL";

  private final Sql sql;

  ArrayQueue(Sql sql) {
    this.sql = sql;
  }

  private static String known(Rows.Shape shape) {
    return """
    WITH known AS MATERIALIZED (
      SELECT k.*, (SELECT x.ctid FROM #message_queue x
                   WHERE x.tenant_id = k.tenant_id AND x.id = k.id AND x.revision = k.known) AS found
      FROM unnest(%s) AS k(%s)
    )
    """
        .formatted(shape.marks(), shape.commaNames());
  }

  private static String here() {
    return """
    q.ctid = ANY(ARRAY(SELECT found FROM known)) AND q.tenant_id = k.tenant_id AND q.id = k.id
      AND q.revision = k.known""";
  }

  @Override
  public List<Claimed> claim(Instant now, Instant leaseUntil, int limit) {
    return sql.query(CLAIM, Claimed::of, Sql.EARLIEST, now, now, limit, leaseUntil);
  }

  @Override
  public List<Claimed> claim(Instant now, Instant leaseUntil, Map<Lane, Integer> shares) {
    Rows rows = new Rows(LANES);
    shares.forEach((lane, share) -> rows.add(lane.channel(), lane.tenant().value(), share));
    List<@Nullable Object> parameters = new ArrayList<>(Arrays.asList(rows.arrays()));
    parameters.addAll(List.of(Sql.EARLIEST, now, now, leaseUntil));
    return sql.query(CLAIM_LANES, Claimed::of, parameters.toArray());
  }

  @Override
  public DueLanes dueLanes(Instant now, @Nullable Lane after) {
    List<Visited> visited =
        sql.query(
            DUE_LANES,
            Visited::of,
            after == null ? "" : after.channel(),
            after == null ? "" : after.tenant().value(),
            VISIT,
            now);
    return MessageQueue.part(visited, VISIT);
  }

  @Override
  public int renew(List<MessageRow> rows, Instant leaseUntil) {
    List<@Nullable Object> parameters = new ArrayList<>(Arrays.asList(known(rows).arrays()));
    parameters.add(leaseUntil);
    return sql.update(RENEW, parameters.toArray());
  }

  private static Rows known(List<MessageRow> rows) {
    Rows known = new Rows(KNOWN);
    for (MessageRow row : rows) {
      known.add(row.tenant().value(), row.id(), row.revision(), known.size());
    }
    return known;
  }

  @Override
  public List<MessageRow> change(List<MessageRow> rows) {
    return all(CHANGE, rows, ArrayQueue::changed);
  }

  private static Rows changed(List<MessageRow> rows) {
    Rows changed = new Rows(CHANGED);
    for (MessageRow row : rows) {
      changed.add(
          row.tenant().value(),
          row.id(),
          row.revision(),
          MessageColumns.address(row),
          row.status().plannedAt(),
          row.status().dueAt(),
          row.status().inDoubt(),
          changed.size());
    }
    return changed;
  }

  @Override
  public List<MessageRow> remove(List<MessageRow> rows) {
    return all(REMOVE, rows, ArrayQueue::known);
  }

  /**
   * A row that another transaction moves at the same moment without changing its revision, as a
   * renewal does, may be missed by its old place: what is left is looked for again.
   */
  private List<MessageRow> all(
      String statement, List<MessageRow> rows, Function<List<MessageRow>, Rows> parameters) {
    if (rows.isEmpty()) {
      return rows;
    }
    Places found = sql.places(statement, parameters.apply(rows));
    if (found.all()) {
      return rows;
    }
    List<MessageRow> missed = found.without(rows);
    List<MessageRow> all = new ArrayList<>(found.of(rows));
    all.addAll(sql.places(statement, parameters.apply(missed)).of(missed));
    return all;
  }
}
