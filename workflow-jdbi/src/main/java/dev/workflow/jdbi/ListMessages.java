package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRows.DueLanes;
import dev.workflow.spi.store.MessageRows.Lane;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The form for H2, in batches and lane by lane. */
final class ListMessages implements MessageLookups {

  private static final int VISIT = 32;

  private final Sql sql;

  ListMessages(Sql sql) {
    this.sql = sql;
  }

  @Override
  public List<MessageRow> claim(Instant now, Instant leaseUntil, int limit) {
    return leased(
        sql.query(
            MessageColumns.SELECT
                + """
                WHERE due_at BETWEEN ? AND ? AND state = 'PENDING' AND (lease_until IS NULL OR lease_until <= ?)
                ORDER BY due_at, id LIMIT ? FOR UPDATE SKIP LOCKED
                """,
            ListMessages::claimed,
            Sql.EARLIEST,
            now,
            now,
            limit),
        leaseUntil);
  }

  @Override
  public List<MessageRow> claim(Instant now, Instant leaseUntil, Map<Lane, Integer> shares) {
    List<MessageRow> due = new ArrayList<>();
    shares.forEach(
        (lane, share) ->
            due.addAll(
                sql.query(
                    MessageColumns.SELECT
                        + """
                        WHERE channel = ? AND tenant_id = ? AND due_at BETWEEN ? AND ? AND state = 'PENDING'
                          AND (lease_until IS NULL OR lease_until <= ?)
                        ORDER BY due_at, id LIMIT ? FOR UPDATE SKIP LOCKED
                        """,
                    ListMessages::claimed,
                    lane.channel(),
                    lane.tenant().value(),
                    Sql.EARLIEST,
                    now,
                    now,
                    share)));
    return leased(due, leaseUntil);
  }

  /** One that was leased before is in doubt. */
  private static MessageRow claimed(ResultSet row) throws SQLException {
    MessageRow message = MessageColumns.row(row);
    return Sql.instant(row, "lease_until") == null
        ? message
        : message.with(message.status().inDoubt(true));
  }

  private List<MessageRow> leased(List<MessageRow> due, Instant leaseUntil) {
    sql.batch(
        "UPDATE #message SET in_doubt = in_doubt OR lease_until IS NOT NULL, revision = revision + 1, lease_until = ? WHERE tenant_id = ? AND id = ?",
        due.stream().map(row -> Sql.row(leaseUntil, row.tenant().value(), row.id())).toList());
    return due.stream().map(row -> row.leased(row.revision() + 1, leaseUntil)).toList();
  }

  @Override
  public DueLanes dueLanes(Instant now, @Nullable Lane after) {
    List<Visited> visited = new ArrayList<>();
    Optional<Lane> lane = after == null ? first("") : next(after);
    while (lane.isPresent() && visited.size() < VISIT) {
      visited.add(new Visited(lane.get(), busy(lane.get(), now)));
      lane = next(lane.get());
    }
    return MessageLookups.part(visited, VISIT);
  }

  private Optional<Lane> first(String afterChannel) {
    return lane("channel > ?", afterChannel);
  }

  private Optional<Lane> next(Lane lane) {
    return lane("channel = ? AND tenant_id > ?", lane.channel(), lane.tenant().value())
        .or(() -> first(lane.channel()));
  }

  private Optional<Lane> lane(String where, Object... parameters) {
    return sql
        .query(
            "SELECT channel, tenant_id FROM #message WHERE "
                + where
                + " AND due_at IS NOT NULL ORDER BY channel, tenant_id LIMIT 1",
            row -> new Lane(row.getString("channel"), TenantId.of(row.getString("tenant_id"))),
            parameters)
        .stream()
        .findFirst();
  }

  private boolean busy(Lane lane, Instant now) {
    return sql.exists(
        """
        SELECT 1 FROM #message
        WHERE channel = ? AND tenant_id = ? AND due_at BETWEEN ? AND ? AND state = 'PENDING' LIMIT 1
        """,
        lane.channel(),
        lane.tenant().value(),
        Sql.EARLIEST,
        now);
  }

  @Override
  public List<MessageRow> update(List<MessageRow> rows) {
    int[] counts =
        sql.batch(
            """
            UPDATE #message SET state = ?, attempts = ?, planned_at = ?, due_at = ?, lease_until = NULL, ended_at = ?, result = ?,
              failure_scope = ?, failure_code = ?, changed_by = ?, recipient = ?, first_recipient = ?, address = ?,
              provider_id = coalesce(CAST(? AS varchar(2100)), provider_id), in_doubt = ?,
              revision = revision + 1
            WHERE tenant_id = ? AND id = ? AND revision = ?
            """,
            rows.stream().map(ListMessages::changed).toList());
    List<MessageRow> fenced = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 0) {
        fenced.add(rows.get(i));
      }
    }
    return fenced;
  }

  private static @Nullable Object[] changed(MessageRow row) {
    List<@Nullable Object> values = new ArrayList<>(MessageColumns.changing(row));
    values.addAll(List.of(row.status().inDoubt(), row.tenant().value(), row.id(), row.revision()));
    return values.toArray();
  }

  @Override
  public int renew(List<MessageRow> rows, Instant leaseUntil) {
    int[] counts =
        sql.batch(
            """
            UPDATE #message SET lease_until = ?
            WHERE tenant_id = ? AND id = ? AND revision = ? AND state = 'PENDING'
            """,
            rows.stream()
                .map(row -> Sql.row(leaseUntil, row.tenant().value(), row.id(), row.revision()))
                .toList());
    return Arrays.stream(counts).sum();
  }
}
