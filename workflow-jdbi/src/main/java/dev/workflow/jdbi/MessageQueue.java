package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRows.DueLanes;
import dev.workflow.spi.store.MessageRows.Lane;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is still to be sent: when, who has it, and the revision that fences. Whoever has changed or
 * removed a row here may write the message itself, and nobody else may until the transaction ends.
 *
 * <p>With arrays, many rows are one statement; with lists, a batch.
 */
sealed interface MessageQueue permits ArrayQueue, ListQueue {

  /**
   * A message that has been claimed.
   *
   * @param dueAt when it was due
   * @param revision since the claim
   */
  record Claimed(
      TenantId tenant,
      UUID id,
      Instant plannedAt,
      Instant dueAt,
      Instant leaseUntil,
      boolean inDoubt,
      long revision) {

    static Claimed of(ResultSet row) throws SQLException {
      return new Claimed(
          TenantId.of(row.getString("tenant_id")),
          Sql.uuid(row, "id"),
          Sql.requiredInstant(row, "planned_at"),
          Sql.requiredInstant(row, "due_at"),
          Sql.requiredInstant(row, "lease_until"),
          row.getBoolean("in_doubt"),
          row.getLong("revision"));
    }
  }

  /** See {@link dev.workflow.spi.store.MessageRows#claim(Instant, Instant, int)}. */
  List<Claimed> claim(Instant now, Instant leaseUntil, int limit);

  /** See {@link dev.workflow.spi.store.MessageRows#claim(Instant, Instant, Map)}. */
  List<Claimed> claim(Instant now, Instant leaseUntil, Map<Lane, Integer> shares);

  /** See {@link dev.workflow.spi.store.MessageRows#dueLanes}. */
  DueLanes dueLanes(Instant now, @Nullable Lane after);

  /** See {@link dev.workflow.spi.store.MessageRows#renew}. */
  int renew(List<MessageRow> rows, Instant leaseUntil);

  /** Sets the times of messages that are here in their revision; returns those. */
  List<MessageRow> change(List<MessageRow> rows);

  /** Removes messages that are here in their revision; returns those. */
  List<MessageRow> remove(List<MessageRow> rows);

  /**
   * A lane on the way round.
   *
   * @param busy whether it has due messages
   */
  record Visited(Lane lane, boolean busy) {

    static Visited of(ResultSet row) throws SQLException {
      return new Visited(
          new Lane(row.getString("channel"), TenantId.of(row.getString("tenant_id"))),
          row.getBoolean("busy"));
    }
  }

  /**
   * @param visit how many lanes are visited unless there are no more
   */
  static DueLanes part(List<Visited> visited, int visit) {
    return new DueLanes(
        visited.stream().filter(Visited::busy).map(Visited::lane).toList(),
        visited.size() < visit ? null : visited.get(visited.size() - 1).lane());
  }
}
