package dev.workflow.jdbi.internal.postgres;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.LaneRound;
import dev.workflow.jdbi.internal.LaneRound.Visited;
import dev.workflow.jdbi.internal.MessageQueue;
import dev.workflow.jdbi.internal.MessageTable;
import dev.workflow.jdbi.internal.sql.Call;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.MatchedRows;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRows.DueLanes;
import dev.workflow.spi.store.MessageRows.Lane;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

final class PostgresMessageQueue implements MessageQueue {

  private static final int VISIT = 128;

  private static final Unnest<Map.Entry<Lane, Integer>> LANES =
      new Unnest<>(
          "lane",
          Columns.<Map.Entry<Lane, Integer>>ofNoTable()
              .text("channel", entry -> entry.getKey().channel())
              .text("tenant_id", entry -> entry.getKey().tenant())
              .integer("share", Map.Entry::getValue)
              .build());
  private static final Unnest<MessageRow> KNOWN =
      new Unnest<>("known", MessageTable.KNOWN.placed());
  private static final Unnest<MessageRow> CHANGED =
      new Unnest<>("known", MessageTable.KNOWN.and(MessageTable.PLAN).placed());

  private static final String TAKE =
      """
      UPDATE #message_queue q SET lease_until = :lease_until, revision = q.revision + 1,
        in_doubt = q.in_doubt OR q.lease_until IS NOT NULL
      FROM due
      WHERE q.ctid = ANY(ARRAY(SELECT place FROM due)) AND q.ctid = due.place
      RETURNING q.tenant_id, q.id, q.planned_at, q.due_at, q.lease_until, q.in_doubt, q.revision
      """;

  private static final String CLAIM =
      """
      WITH due AS MATERIALIZED (
        SELECT ctid AS place FROM #message_queue
        WHERE due_at BETWEEN :earliest AND :now AND (lease_until IS NULL OR lease_until <= :now)
        ORDER BY due_at, id LIMIT :limit FOR UPDATE SKIP LOCKED
      )
      """
          + TAKE;

  private static final String CLAIM_LANES =
      """
      WITH due AS MATERIALIZED (
        SELECT d.place
        FROM %s
        CROSS JOIN LATERAL (
          SELECT x.ctid AS place FROM #message_queue x
          WHERE x.channel = lane.channel AND x.tenant_id = lane.tenant_id AND x.due_at BETWEEN :earliest AND :now
            AND (x.lease_until IS NULL OR x.lease_until <= :now)
          ORDER BY x.due_at, x.id LIMIT lane.share FOR UPDATE SKIP LOCKED) d
      )
      """
              .formatted(LANES.table())
          + TAKE;

  /** The skip scan is bound to the index by its order, whatever the planner believes. */
  private static final String DUE_LANES =
      """
      WITH RECURSIVE lane(channel, tenant_id, due_at, visited) AS (
        (SELECT q.channel, q.tenant_id, q.due_at, 1 FROM #message_queue q
         WHERE (q.channel, q.tenant_id) > (:after_channel, :after_tenant) AND q.due_at IS NOT NULL
         ORDER BY q.channel, q.tenant_id, q.due_at, q.id LIMIT 1)
        UNION ALL
        SELECT n.channel, n.tenant_id, n.due_at, l.visited + 1
        FROM lane l CROSS JOIN LATERAL (
          SELECT q.channel, q.tenant_id, q.due_at FROM #message_queue q
          WHERE (q.channel, q.tenant_id) > (l.channel, l.tenant_id) AND q.due_at IS NOT NULL
          ORDER BY q.channel, q.tenant_id, q.due_at, q.id LIMIT 1) n
        WHERE l.visited < :visit
      )
      SELECT channel, tenant_id, due_at <= :now AS busy FROM lane
      """;

  private static final String HERE =
      """
      q.ctid = ANY(ARRAY(SELECT found FROM known)) AND q.tenant_id = known.tenant_id AND q.id = known.id
        AND q.revision = known.known
      """;

  private static final String CHANGE =
      located(CHANGED)
          + """
          UPDATE #message_queue q SET %s, lease_until = NULL, revision = q.revision + 1
          FROM known
          WHERE %s
          RETURNING known.place
          """
              .formatted(MessageTable.PLAN.setFrom("known"), HERE);

  private static final String REMOVE =
      located(KNOWN)
          + "DELETE FROM #message_queue q USING known WHERE "
          + HERE
          + "RETURNING known.place";

  private static final String RENEW =
      located(KNOWN)
          + "UPDATE #message_queue q SET lease_until = :lease_until FROM known WHERE "
          + HERE
          + "AND q.due_at IS NOT NULL";

  private final Sql sql;

  PostgresMessageQueue(Sql sql) {
    this.sql = sql;
  }

  private static String located(Unnest<MessageRow> known) {
    return """
    WITH known AS MATERIALIZED (
      SELECT known.*, (SELECT x.ctid FROM #message_queue x
                       WHERE x.tenant_id = known.tenant_id AND x.id = known.id AND x.revision = known.known) AS found
      FROM %s
    )
    """
        .formatted(known.table());
  }

  @Override
  public List<Claimed> claim(Instant now, Instant leaseUntil, int limit) {
    return sql.of(CLAIM)
        .bind("earliest", Sql.EARLIEST)
        .bind("now", now)
        .bind("limit", limit)
        .bind("lease_until", leaseUntil)
        .list(Claimed::of);
  }

  @Override
  public List<Claimed> claim(Instant now, Instant leaseUntil, Map<Lane, Integer> shares) {
    Call call =
        sql.of(CLAIM_LANES)
            .bind("earliest", Sql.EARLIEST)
            .bind("now", now)
            .bind("lease_until", leaseUntil);
    LANES.bind(call, shares.entrySet());
    return call.list(Claimed::of);
  }

  @Override
  public DueLanes dueLanes(Instant now, @Nullable Lane after) {
    List<Visited<Lane>> visited =
        sql.of(DUE_LANES)
            .bind("after_channel", after == null ? "" : after.channel())
            .bind("after_tenant", after == null ? "" : after.tenant())
            .bind("visit", VISIT)
            .bind("now", now)
            .list(
                row ->
                    new Visited<>(
                        new Lane(row.getString("channel"), TenantId.of(row.getString("tenant_id"))),
                        row.getBoolean("busy")));
    LaneRound<Lane> round = LaneRound.of(visited, VISIT);
    return new DueLanes(round.busy(), round.last());
  }

  @Override
  public int renew(List<MessageRow> rows, Instant leaseUntil) {
    Call call = sql.of(RENEW).bind("lease_until", leaseUntil);
    KNOWN.bind(call, rows);
    return call.update();
  }

  @Override
  public int bringForward(Lane lane, Instant dueAt, Instant now, int limit) {
    return sql.of(
            """
            UPDATE #message_queue SET planned_at = :now, due_at = :now, revision = revision + 1
            WHERE tenant_id = :tenant AND due_at = :due_at AND id IN (
              SELECT id FROM #message_queue
              WHERE channel = :channel AND tenant_id = :tenant AND due_at = :due_at AND lease_until IS NULL
              ORDER BY id LIMIT :limit)
            """)
        .bind("now", now)
        .bind("tenant", lane.tenant())
        .bind("due_at", dueAt)
        .bind("channel", lane.channel())
        .bind("limit", limit)
        .update();
  }

  @Override
  public List<MessageRow> change(List<MessageRow> rows) {
    return matched(CHANGE, CHANGED, rows);
  }

  @Override
  public List<MessageRow> remove(List<MessageRow> rows) {
    return matched(REMOVE, KNOWN, rows);
  }

  /**
   * A row that another transaction moves at the same moment without changing its revision, as a
   * renewal does, may be missed by its old place: what is left is looked for again.
   */
  private List<MessageRow> matched(
      String statement, Unnest<MessageRow> sent, List<MessageRow> rows) {
    if (rows.isEmpty()) {
      return rows;
    }
    MatchedRows found = match(statement, sent, rows);
    if (found.all()) {
      return rows;
    }
    List<MessageRow> missed = found.without(rows);
    List<MessageRow> all = new ArrayList<>(found.of(rows));
    all.addAll(match(statement, sent, missed).of(missed));
    return all;
  }

  private MatchedRows match(String statement, Unnest<MessageRow> sent, List<MessageRow> rows) {
    Call call = sql.of(statement);
    sent.bind(call, rows);
    return new MatchedRows(rows.size(), call.list(row -> row.getInt("place")));
  }
}
