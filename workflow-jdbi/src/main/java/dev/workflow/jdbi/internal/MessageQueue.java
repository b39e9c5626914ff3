package dev.workflow.jdbi.internal;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRows;
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
 * The queue of messages: when each is due, who has it, and the revision that fences. Whoever has
 * changed or removed a row here may write the message itself, and nobody else may until the
 * transaction ends.
 */
public interface MessageQueue {

  /**
   * A message.
   *
   * @param id unique within the tenant
   */
  record Key(TenantId tenant, UUID id) {}

  /**
   * A message that has been claimed.
   *
   * @param dueAt when it was due
   * @param revision since the claim
   */
  record Claimed(
      Key key,
      Instant plannedAt,
      Instant dueAt,
      Instant leaseUntil,
      boolean inDoubt,
      long revision) {

    public static Claimed of(ResultSet row) throws SQLException {
      return new Claimed(
          key(row),
          Read.requiredInstant(row, "planned_at"),
          Read.requiredInstant(row, "due_at"),
          Read.requiredInstant(row, "lease_until"),
          row.getBoolean("in_doubt"),
          row.getLong("revision"));
    }

    public static Key key(ResultSet row) throws SQLException {
      return new Key(TenantId.of(row.getString("tenant_id")), Read.uuid(row, "id"));
    }
  }

  /** See {@link MessageRows#claim(Instant, Instant, int)}. */
  List<Claimed> claim(Instant now, Instant leaseUntil, int limit);

  /** See {@link MessageRows#claim(Instant, Instant, Map)}. */
  List<Claimed> claim(Instant now, Instant leaseUntil, Map<Lane, Integer> shares);

  /** See {@link MessageRows#dueLanes}. */
  DueLanes dueLanes(Instant now, @Nullable Lane after);

  /** See {@link MessageRows#renew}. */
  int renew(List<MessageRow> rows, Instant leaseUntil);

  /** See {@link MessageRows#bringForward}. */
  int bringForward(Lane lane, Instant dueAt, Instant now, int limit);

  /** Sets the times of messages that are here in their revision; returns those. */
  List<MessageRow> change(List<MessageRow> rows);

  /** Removes messages that are here in their revision; returns those. */
  List<MessageRow> remove(List<MessageRow> rows);
}
