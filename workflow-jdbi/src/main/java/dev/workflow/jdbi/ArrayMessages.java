package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRows.DueLanes;
import dev.workflow.spi.store.MessageRows.Lane;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The form for databases that take arrays. Rows are found one by one, as in {@link ArrayLookups}.
 */
final class ArrayMessages implements MessageLookups {

  private static final Rows.Shape LANES =
      Rows.Shape.of("", "channel text", "tenant_id text", "share integer");
  private static final Rows.Shape CHANGED =
      Rows.Shape.of(
          "",
          "tenant_id text",
          "id uuid",
          "known bigint",
          "state text",
          "attempts integer",
          "planned_at timestamptz",
          "due_at timestamptz",
          "ended_at timestamptz",
          "result text",
          "failure_scope text",
          "failure_code text",
          "changed_by text",
          "recipient text",
          "first_recipient text",
          "address text",
          "provider_id text",
          "in_doubt text");
  private static final Rows.Shape HELD =
      Rows.Shape.of("", "tenant_id text", "id uuid", "known bigint");
  private static final int VISIT = 128;

  private static final String TAKE =
      """
      UPDATE #message m SET lease_until = ?, revision = m.revision + 1,
        in_doubt = m.in_doubt OR m.lease_until IS NOT NULL
      FROM due
      WHERE m.ctid = ANY(ARRAY(SELECT place FROM due)) AND m.ctid = due.place
      RETURNING due.was_due,
      """
          + MessageColumns.names("m");

  private static final String CLAIM =
      """
      WITH due AS MATERIALIZED (
        SELECT ctid AS place, due_at AS was_due FROM #message
        WHERE due_at BETWEEN ? AND ? AND state = 'PENDING' AND (lease_until IS NULL OR lease_until <= ?)
        ORDER BY due_at, id LIMIT ? FOR UPDATE SKIP LOCKED
      )
      """
          + TAKE;

  private static final String CLAIM_LANES =
      """
      WITH due AS MATERIALIZED (
        SELECT d.place, d.was_due
        FROM unnest(%s) AS l(%s)
        CROSS JOIN LATERAL (
          SELECT x.ctid AS place, x.due_at AS was_due FROM #message x
          WHERE x.channel = l.channel AND x.tenant_id = l.tenant_id AND x.due_at BETWEEN ? AND ?
            AND x.state = 'PENDING' AND (x.lease_until IS NULL OR x.lease_until <= ?)
          ORDER BY x.due_at, x.id LIMIT l.share FOR UPDATE SKIP LOCKED) d
      )
      """
              .formatted(LANES.marks(), LANES.commaNames())
          + TAKE;

  /** The skip scan is bound to the index by its order, whatever the planner believes. */
  private static final String DUE_LANES =
      """
      WITH RECURSIVE lane(channel, tenant_id, due_at, visited) AS (
        (SELECT m.channel, m.tenant_id, m.due_at, 1 FROM #message m
         WHERE (m.channel, m.tenant_id) > (?, ?) AND m.due_at IS NOT NULL
         ORDER BY m.channel, m.tenant_id, m.due_at, m.id LIMIT 1)
        UNION ALL
        SELECT n.channel, n.tenant_id, n.due_at, l.visited + 1
        FROM lane l CROSS JOIN LATERAL (
          SELECT m.channel, m.tenant_id, m.due_at FROM #message m
          WHERE (m.channel, m.tenant_id) > (l.channel, l.tenant_id) AND m.due_at IS NOT NULL
          ORDER BY m.channel, m.tenant_id, m.due_at, m.id LIMIT 1) n
        WHERE l.visited < ?
      )
      SELECT channel, tenant_id, due_at <= ? AS busy FROM lane
      """;

  private static final String UPDATE =
      """
      WITH change AS MATERIALIZED (
        SELECT c.*, (SELECT x.ctid FROM #message x
                     WHERE x.tenant_id = c.tenant_id AND x.id = c.id AND x.revision = c.known) AS place
        FROM unnest(%s) AS c(%s)
      )
      UPDATE #message m SET state = c.state, attempts = c.attempts, planned_at = c.planned_at, due_at = c.due_at, lease_until = NULL,
        ended_at = c.ended_at, result = c.result, failure_scope = c.failure_scope, failure_code = c.failure_code,
        changed_by = c.changed_by, recipient = c.recipient, first_recipient = c.first_recipient, address = c.address,
        provider_id = coalesce(c.provider_id, m.provider_id), in_doubt = c.in_doubt::boolean,
        revision = m.revision + 1
      FROM change c
      WHERE m.ctid = ANY(ARRAY(SELECT place FROM change)) AND m.tenant_id = c.tenant_id AND m.id = c.id
        AND m.revision = c.known
      RETURNING m.tenant_id, m.id
      """
          .formatted(CHANGED.marks(), CHANGED.commaNames());

  private static final String RENEW =
      """
      WITH held AS MATERIALIZED (
        SELECT h.*, (SELECT x.ctid FROM #message x
                     WHERE x.tenant_id = h.tenant_id AND x.id = h.id AND x.revision = h.known) AS place
        FROM unnest(%s) AS h(%s)
      )
      UPDATE #message m SET lease_until = ?
      FROM held h
      WHERE m.ctid = ANY(ARRAY(SELECT place FROM held)) AND m.tenant_id = h.tenant_id AND m.id = h.id
        AND m.revision = h.known AND m.state = 'PENDING'
      """
          .formatted(HELD.marks(), HELD.commaNames());

  private record Key(TenantId tenant, UUID id) {}

  private record Claimed(MessageRow row, Instant wasDue) {}

  private final Sql sql;

  ArrayMessages(Sql sql) {
    this.sql = sql;
  }

  @Override
  public List<MessageRow> claim(Instant now, Instant leaseUntil, int limit) {
    return inOrder(CLAIM, Sql.EARLIEST, now, now, limit, leaseUntil);
  }

  @Override
  public List<MessageRow> claim(Instant now, Instant leaseUntil, Map<Lane, Integer> shares) {
    Rows rows = new Rows(LANES);
    shares.forEach((lane, share) -> rows.add(lane.channel(), lane.tenant().value(), share));
    List<@Nullable Object> parameters = new ArrayList<>(Arrays.asList(rows.arrays()));
    parameters.addAll(List.of(Sql.EARLIEST, now, now, leaseUntil));
    return inOrder(CLAIM_LANES, parameters.toArray());
  }

  private List<MessageRow> inOrder(String claim, @Nullable Object... parameters) {
    return sql
        .query(
            claim,
            row -> new Claimed(MessageColumns.row(row), Sql.requiredInstant(row, "was_due")),
            parameters)
        .stream()
        .sorted(Comparator.comparing(Claimed::wasDue).thenComparing(claimed -> claimed.row().id()))
        .map(Claimed::row)
        .toList();
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
    return MessageLookups.part(visited, VISIT);
  }

  /**
   * A row that another transaction moves at the same moment without changing its revision, as a
   * renewal or a report does, may be missed by its old place: what is left is looked for again.
   */
  @Override
  public List<MessageRow> update(List<MessageRow> rows) {
    List<MessageRow> missed = missed(rows);
    return missed.isEmpty() ? missed : missed(missed);
  }

  private List<MessageRow> missed(List<MessageRow> rows) {
    Rows changed = new Rows(CHANGED);
    for (MessageRow row : rows) {
      List<@Nullable Object> values =
          new ArrayList<>(Arrays.asList(row.tenant().value(), row.id(), row.revision()));
      values.addAll(MessageColumns.changing(row));
      values.add(String.valueOf(row.status().inDoubt()));
      changed.add(values.toArray());
    }
    Set<Key> written =
        new HashSet<>(
            sql.query(
                UPDATE,
                row -> new Key(TenantId.of(row.getString("tenant_id")), Sql.uuid(row, "id")),
                changed.arrays()));
    return rows.stream().filter(row -> !written.contains(new Key(row.tenant(), row.id()))).toList();
  }

  @Override
  public int renew(List<MessageRow> rows, Instant leaseUntil) {
    Rows held = new Rows(HELD);
    rows.forEach(row -> held.add(row.tenant().value(), row.id(), row.revision()));
    List<@Nullable Object> parameters = new ArrayList<>(Arrays.asList(held.arrays()));
    parameters.add(leaseUntil);
    return sql.update(RENEW, parameters.toArray());
  }
}
