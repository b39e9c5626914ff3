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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The form for H2, in batches and lane by lane. */
final class ListQueue implements MessageQueue {

  private static final int VISIT = 32;
  private static final String COLUMNS =
      "SELECT tenant_id, id, planned_at, due_at, lease_until, in_doubt, revision FROM #message_queue ";
  private static final String KNOWN = " WHERE tenant_id = ? AND id = ? AND revision = ?";

  private final Sql sql;

  ListQueue(Sql sql) {
    this.sql = sql;
  }

  @Override
  public List<Claimed> claim(Instant now, Instant leaseUntil, int limit) {
    return leased(
        sql.query(
            COLUMNS
                + """
                WHERE due_at BETWEEN ? AND ? AND (lease_until IS NULL OR lease_until <= ?)
                ORDER BY due_at, id LIMIT ? FOR UPDATE SKIP LOCKED
                """,
            row -> claimed(row, leaseUntil),
            Sql.EARLIEST,
            now,
            now,
            limit));
  }

  @Override
  public List<Claimed> claim(Instant now, Instant leaseUntil, Map<Lane, Integer> shares) {
    List<Claimed> due = new ArrayList<>();
    shares.forEach(
        (lane, share) ->
            due.addAll(
                sql.query(
                    COLUMNS
                        + """
                        WHERE channel = ? AND tenant_id = ? AND due_at BETWEEN ? AND ?
                          AND (lease_until IS NULL OR lease_until <= ?)
                        ORDER BY due_at, id LIMIT ? FOR UPDATE SKIP LOCKED
                        """,
                    row -> claimed(row, leaseUntil),
                    lane.channel(),
                    lane.tenant().value(),
                    Sql.EARLIEST,
                    now,
                    now,
                    share)));
    return leased(due);
  }

  /** One that was leased before is in doubt. */
  private static Claimed claimed(ResultSet row, Instant leaseUntil) throws SQLException {
    return new Claimed(
        TenantId.of(row.getString("tenant_id")),
        Sql.uuid(row, "id"),
        Sql.requiredInstant(row, "planned_at"),
        Sql.requiredInstant(row, "due_at"),
        leaseUntil,
        row.getBoolean("in_doubt") || Sql.instant(row, "lease_until") != null,
        row.getLong("revision") + 1);
  }

  private List<Claimed> leased(List<Claimed> due) {
    sql.batch(
        "UPDATE #message_queue SET in_doubt = ?, revision = ?, lease_until = ? WHERE tenant_id = ? AND id = ?",
        due.stream()
            .map(
                one ->
                    Sql.row(
                        one.inDoubt(),
                        one.revision(),
                        one.leaseUntil(),
                        one.tenant().value(),
                        one.id()))
            .toList());
    return due;
  }

  @Override
  public DueLanes dueLanes(Instant now, @Nullable Lane after) {
    List<Visited> visited = new ArrayList<>();
    Optional<Lane> lane = after == null ? first("") : next(after);
    while (lane.isPresent() && visited.size() < VISIT) {
      visited.add(new Visited(lane.get(), busy(lane.get(), now)));
      lane = next(lane.get());
    }
    return MessageQueue.part(visited, VISIT);
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
            "SELECT channel, tenant_id FROM #message_queue WHERE "
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
        SELECT 1 FROM #message_queue
        WHERE channel = ? AND tenant_id = ? AND due_at BETWEEN ? AND ? LIMIT 1
        """,
        lane.channel(),
        lane.tenant().value(),
        Sql.EARLIEST,
        now);
  }

  @Override
  public int renew(List<MessageRow> rows, Instant leaseUntil) {
    int[] counts =
        sql.batch(
            "UPDATE #message_queue SET lease_until = ?" + KNOWN + " AND due_at IS NOT NULL",
            rows.stream()
                .map(row -> Sql.row(leaseUntil, row.tenant().value(), row.id(), row.revision()))
                .toList());
    return Arrays.stream(counts).sum();
  }

  @Override
  public List<MessageRow> change(List<MessageRow> rows) {
    return each(
        """
        UPDATE #message_queue SET recipient = ?, planned_at = ?, due_at = ?, lease_until = NULL, in_doubt = ?,
          revision = revision + 1
        """
            + KNOWN,
        rows,
        row ->
            Sql.row(
                MessageColumns.address(row),
                row.status().plannedAt(),
                row.status().dueAt(),
                row.status().inDoubt(),
                row.tenant().value(),
                row.id(),
                row.revision()));
  }

  @Override
  public List<MessageRow> remove(List<MessageRow> rows) {
    return each(
        "DELETE FROM #message_queue" + KNOWN,
        rows,
        row -> Sql.row(row.tenant().value(), row.id(), row.revision()));
  }

  private List<MessageRow> each(
      String statement, List<MessageRow> rows, Function<MessageRow, @Nullable Object[]> values) {
    return Places.changed(sql.batch(statement, rows.stream().map(values).toList())).of(rows);
  }
}
