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

  private static final String TO = "WHERE address = ? AND channel = ? AND tenant_id = ?";
  private static final String UNREAD =
      "WHERE address = ? AND channel = 'in_app' AND tenant_id = ? AND state = 'SENT' AND read_at IS NULL";

  private final Sql sql;

  JdbiRecipients(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Optional<MessageRow> newestSent(AddressKey key) {
    return sql
        .query(
            MessageColumns.SELECT + TO + " AND state = 'SENT' ORDER BY id DESC LIMIT 1",
            MessageColumns::row,
            key.address(),
            key.channel(),
            key.tenant().value())
        .stream()
        .findFirst();
  }

  @Override
  public List<MessageRow> waiting(AddressKey key, Instant now) {
    return sql
        .query(
            MessageColumns.SELECT + TO + " AND state = 'PENDING' ORDER BY id DESC FOR UPDATE",
            MessageColumns::row,
            key.address(),
            key.channel(),
            key.tenant().value())
        .stream()
        .filter(row -> !row.status().underWay(now))
        .toList();
  }

  private static String address(String recipient) {
    return ChannelAddress.normal(IN_APP, recipient);
  }

  @Override
  public List<MessageRow> inbox(
      TenantId tenant, String recipient, boolean unreadOnly, @Nullable UUID after, int limit) {
    StringBuilder where = new StringBuilder(unreadOnly ? UNREAD : TO + " AND state = 'SENT'");
    List<@Nullable Object> values = new ArrayList<>();
    values.add(address(recipient));
    if (!unreadOnly) {
      values.add(IN_APP);
    }
    values.add(tenant.value());
    if (after != null) {
      where.append(" AND id < ?");
      values.add(after);
    }
    values.add(limit);
    return sql.query(
        MessageColumns.SELECT + where + " ORDER BY id DESC LIMIT ?",
        MessageColumns::row,
        values.toArray());
  }

  @Override
  public boolean isInInbox(TenantId tenant, String recipient, UUID id) {
    return sql.exists(
        "SELECT 1 FROM #message " + TO + " AND state = 'SENT' AND id = ?",
        address(recipient),
        IN_APP,
        tenant.value(),
        id);
  }

  @Override
  public long unread(TenantId tenant, String recipient) {
    return sql.query(
            "SELECT count(*) FROM #message " + UNREAD,
            row -> row.getLong(1),
            address(recipient),
            tenant.value())
        .get(0);
  }

  @Override
  public int markRead(TenantId tenant, String recipient, @Nullable UUID id, Instant at) {
    String update = "UPDATE #message SET read_at = ?, delivery = 'READ', delivery_at = ? " + UNREAD;
    return id == null
        ? sql.update(update, at, at, address(recipient), tenant.value())
        : sql.update(update + " AND id = ?", at, at, address(recipient), tenant.value(), id);
  }
}
