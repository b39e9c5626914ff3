package dev.workflow.jdbi;

import dev.workflow.ChannelAddress;
import dev.workflow.TenantId;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.RecipientRows;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class JdbiRecipients implements RecipientRows {

  private static final String TO = "WHERE m.address = ? AND m.channel = ? AND m.tenant_id = ?";
  private static final String UNREAD =
      "WHERE m.address = ? AND m.channel = 'in_app' AND m.tenant_id = ? AND m.state = 'SENT' AND m.read_at IS NULL";

  private final Sql sql;

  JdbiRecipients(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Optional<MessageRow> newestSent(AddressKey key) {
    return sql
        .query(
            MessageColumns.SELECT_ENDED + TO + " AND m.state = 'SENT' ORDER BY m.id DESC LIMIT 1",
            MessageColumns::ended,
            key.address(),
            key.channel(),
            key.tenant().value())
        .stream()
        .findFirst();
  }

  @Override
  public List<MessageRow> waiting(AddressKey key, Instant now) {
    List<UUID> ids =
        sql.query(
            """
            SELECT id FROM #message_queue WHERE due_at IS NOT NULL AND tenant_id = ?
              AND id IN (SELECT m.id FROM #message m %s) ORDER BY id FOR UPDATE
            """
                .formatted(TO),
            row -> Sql.uuid(row, "id"),
            key.tenant().value(),
            key.address(),
            key.channel(),
            key.tenant().value());
    return ids.isEmpty()
        ? List.of()
        : sql
            .query(
                MessageColumns.SELECT_QUEUED
                    + "WHERE m.tenant_id = ? AND m.id = ANY(?) ORDER BY m.id DESC",
                MessageColumns::row,
                key.tenant().value(),
                ids)
            .stream()
            .filter(row -> !row.status().underWay(now))
            .toList();
  }

  @Override
  public List<MessageRow> since(String channel, String address, Instant since, int limit) {
    return sql.query(
        MessageColumns.SELECT
            + "WHERE m.address = ? AND m.channel = ? AND (m.ended_at IS NULL OR m.ended_at >= ?) LIMIT ?",
        MessageColumns::row,
        address,
        channel,
        since,
        limit);
  }

  private static String address(String recipient) {
    return ChannelAddress.normal(IN_APP, recipient);
  }

  @Override
  public List<MessageRow> inbox(
      TenantId tenant, String recipient, boolean unreadOnly, @Nullable UUID after, int limit) {
    StringBuilder where = new StringBuilder(unreadOnly ? UNREAD : TO + " AND m.state = 'SENT'");
    List<@Nullable Object> values = new ArrayList<>();
    values.add(address(recipient));
    if (!unreadOnly) {
      values.add(IN_APP);
    }
    values.add(tenant.value());
    if (after != null) {
      where.append(" AND m.id < ?");
      values.add(after);
    }
    values.add(limit);
    return sql.query(
        MessageColumns.SELECT_ENDED + where + " ORDER BY m.id DESC LIMIT ?",
        MessageColumns::ended,
        values.toArray());
  }

  @Override
  public boolean isInInbox(TenantId tenant, String recipient, UUID id) {
    return sql.exists(
        "SELECT 1 FROM #message m " + TO + " AND m.state = 'SENT' AND m.id = ?",
        address(recipient),
        IN_APP,
        tenant.value(),
        id);
  }

  @Override
  public long unread(TenantId tenant, String recipient) {
    return sql.query(
            "SELECT count(*) FROM #message m " + UNREAD,
            row -> row.getLong(1),
            address(recipient),
            tenant.value())
        .get(0);
  }

  @Override
  public int markRead(TenantId tenant, String recipient, @Nullable UUID id, Instant at) {
    String update =
        "UPDATE #message m SET read_at = ?, delivery = 'READ', delivery_at = ? " + UNREAD;
    return id == null
        ? sql.update(update, at, at, address(recipient), tenant.value())
        : sql.update(update + " AND m.id = ?", at, at, address(recipient), tenant.value(), id);
  }
}
