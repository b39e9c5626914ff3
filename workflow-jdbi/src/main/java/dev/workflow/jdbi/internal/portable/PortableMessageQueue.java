package dev.workflow.jdbi.internal.portable;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.LaneRound;
import dev.workflow.jdbi.internal.MessageQueue;
import dev.workflow.jdbi.internal.MessageTable;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.MatchedRows;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class PortableMessageQueue implements MessageQueue {

  private static final int VISIT = 32;

  private static final String SELECT =
      "SELECT tenant_id, id, planned_at, due_at, lease_until, in_doubt, revision FROM #message_queue ";

  private static final String DUE =
      SELECT
          + """
          WHERE due_at BETWEEN :earliest AND :now AND (lease_until IS NULL OR lease_until <= :now)
          ORDER BY due_at, id LIMIT :limit FOR UPDATE SKIP LOCKED
          """;

  private static final String DUE_IN_LANE =
      SELECT
          + """
          WHERE channel = :channel AND tenant_id = :tenant AND due_at BETWEEN :earliest AND :now
            AND (lease_until IS NULL OR lease_until <= :now)
          ORDER BY due_at, id LIMIT :limit FOR UPDATE SKIP LOCKED
          """;

  private static final String LEASE =
      """
      UPDATE #message_queue SET in_doubt = :in_doubt, revision = :revision, lease_until = :lease_until
      WHERE tenant_id = :tenant AND id = :id
      """;

  private static final String KNOWN =
      " WHERE tenant_id = :tenant_id AND id = :id AND revision = :known";

  private static final String RENEW =
      "UPDATE #message_queue SET lease_until = :lease_until" + KNOWN + " AND due_at IS NOT NULL";

  private static final String CHANGE =
      "UPDATE #message_queue SET "
          + MessageTable.PLAN.set()
          + ", lease_until = NULL, revision = revision + 1"
          + KNOWN;

  private static final String REMOVE = "DELETE FROM #message_queue" + KNOWN;

  private static final Columns<MessageRow> CHANGED = MessageTable.KNOWN.and(MessageTable.PLAN);

  private static final String NEXT_OF_CHANNEL =
      """
      SELECT channel, tenant_id FROM #message_queue
      WHERE channel = :channel AND tenant_id > :tenant AND due_at IS NOT NULL ORDER BY channel, tenant_id LIMIT 1
      """;

  private static final String FIRST_AFTER_CHANNEL =
      """
      SELECT channel, tenant_id FROM #message_queue
      WHERE channel > :channel AND due_at IS NOT NULL ORDER BY channel, tenant_id LIMIT 1
      """;

  private static final String BUSY =
      """
      SELECT 1 FROM #message_queue
      WHERE channel = :channel AND tenant_id = :tenant AND due_at BETWEEN :earliest AND :now LIMIT 1
      """;

  private final Sql sql;

  PortableMessageQueue(Sql sql) {
    this.sql = sql;
  }

  @Override
  public List<Claimed> claim(Instant now, Instant leaseUntil, int limit) {
    return leased(
        sql.of(DUE)
            .bind("earliest", Sql.EARLIEST)
            .bind("now", now)
            .bind("limit", limit)
            .list(row -> claimed(row, leaseUntil)));
  }

  @Override
  public List<Claimed> claim(Instant now, Instant leaseUntil, Map<Lane, Integer> shares) {
    List<Claimed> due = new ArrayList<>();
    shares.forEach(
        (lane, share) ->
            due.addAll(
                sql.of(DUE_IN_LANE)
                    .bind("channel", lane.channel())
                    .bind("tenant", lane.tenant())
                    .bind("earliest", Sql.EARLIEST)
                    .bind("now", now)
                    .bind("limit", share)
                    .list(row -> claimed(row, leaseUntil))));
    return leased(due);
  }

  /** One that was leased before is in doubt. */
  private static Claimed claimed(ResultSet row, Instant leaseUntil) throws SQLException {
    return new Claimed(
        Claimed.key(row),
        Read.requiredInstant(row, "planned_at"),
        Read.requiredInstant(row, "due_at"),
        leaseUntil,
        row.getBoolean("in_doubt") || Read.instant(row, "lease_until") != null,
        row.getLong("revision") + 1);
  }

  private List<Claimed> leased(List<Claimed> due) {
    sql.batch(
        LEASE,
        due,
        (binding, one) ->
            binding
                .bind("in_doubt", one.inDoubt())
                .bind("revision", one.revision())
                .bind("lease_until", one.leaseUntil())
                .bind("tenant", one.key().tenant())
                .bind("id", one.key().id()));
    return due;
  }

  @Override
  public DueLanes dueLanes(Instant now, @Nullable Lane after) {
    LaneRound<Lane> round = LaneRound.walk(after, VISIT, this::next, lane -> isBusy(lane, now));
    return new DueLanes(round.busy(), round.last());
  }

  private Optional<Lane> next(@Nullable Lane after) {
    if (after == null) {
      return lane(FIRST_AFTER_CHANNEL, "", "");
    }
    return lane(NEXT_OF_CHANNEL, after.channel(), after.tenant().value())
        .or(() -> lane(FIRST_AFTER_CHANNEL, after.channel(), ""));
  }

  private Optional<Lane> lane(String query, String channel, String tenant) {
    return sql.of(query)
        .bind("channel", channel)
        .bind("tenant", tenant)
        .first(row -> new Lane(row.getString("channel"), TenantId.of(row.getString("tenant_id"))));
  }

  private boolean isBusy(Lane lane, Instant now) {
    return sql.of(BUSY)
        .bind("channel", lane.channel())
        .bind("tenant", lane.tenant())
        .bind("earliest", Sql.EARLIEST)
        .bind("now", now)
        .exists();
  }

  @Override
  public int renew(List<MessageRow> rows, Instant leaseUntil) {
    int[] counts =
        sql.batch(
            RENEW,
            rows,
            (binding, row) -> {
              binding.bind("lease_until", leaseUntil);
              MessageTable.KNOWN.bind(binding, row);
            });
    return Arrays.stream(counts).sum();
  }

  @Override
  public int bringForward(Lane lane, Instant dueAt, Instant now, int limit) {
    List<UUID> ids =
        sql.of(
                """
                SELECT id FROM #message_queue
                WHERE channel = :channel AND tenant_id = :tenant AND due_at = :due_at AND lease_until IS NULL
                ORDER BY id LIMIT :limit FOR UPDATE
                """)
            .bind("channel", lane.channel())
            .bind("tenant", lane.tenant())
            .bind("due_at", dueAt)
            .bind("limit", limit)
            .list(row -> Read.uuid(row, "id"));
    sql.batch(
        """
        UPDATE #message_queue SET planned_at = :now, due_at = :now, revision = revision + 1
        WHERE tenant_id = :tenant AND id = :id
        """,
        ids,
        (binding, id) -> binding.bind("now", now).bind("tenant", lane.tenant()).bind("id", id));
    return ids.size();
  }

  @Override
  public List<MessageRow> change(List<MessageRow> rows) {
    return MatchedRows.changed(sql.batch(CHANGE, CHANGED, rows)).of(rows);
  }

  @Override
  public List<MessageRow> remove(List<MessageRow> rows) {
    return MatchedRows.changed(sql.batch(REMOVE, MessageTable.KNOWN, rows)).of(rows);
  }
}
