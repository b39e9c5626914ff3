package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.MessageTable;
import dev.workflow.jdbi.internal.sql.Call;
import dev.workflow.jdbi.internal.sql.Conditions;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.spi.Channels;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.RecipientRows;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class JdbiRecipients implements RecipientRows {

  private static final String TO =
      "WHERE m.address = :address AND m.channel = :channel AND m.tenant_id = :tenant";
  private static final String IN_INBOX =
      "m.channel = 'in_app' AND m.tenant_id = :tenant AND m.state = 'SENT'";
  private static final String UNREAD = IN_INBOX + " AND m.read_at IS NULL";

  private final Sql sql;

  JdbiRecipients(Sql sql) {
    this.sql = sql;
  }

  private Call of(String text, AddressKey key) {
    return sql.of(text)
        .bind("address", key.address())
        .bind("channel", key.channel())
        .bind("tenant", key.tenant());
  }

  @Override
  public Optional<MessageRow> newestSent(AddressKey key) {
    return of(
            MessageTable.SELECT_ENDED + TO + " AND m.state = 'SENT' ORDER BY m.id DESC LIMIT 1",
            key)
        .first(MessageTable::ended);
  }

  @Override
  public List<MessageRow> waiting(AddressKey key, Instant now) {
    List<UUID> ids =
        of(
                """
                SELECT id FROM #message_queue WHERE due_at IS NOT NULL AND tenant_id = :tenant
                  AND id IN (SELECT m.id FROM #message m %s) ORDER BY id FOR UPDATE
                """
                    .formatted(TO),
                key)
            .list(row -> Read.uuid(row, "id"));
    return ids.isEmpty()
        ? List.of()
        : sql
            .of(
                MessageTable.SELECT_QUEUED
                    + "WHERE m.tenant_id = :tenant AND m.id IN (:ids) ORDER BY m.id DESC")
            .bind("tenant", key.tenant())
            .bind("ids", ids)
            .list(MessageTable::row)
            .stream()
            .filter(row -> !row.status().underWay(now))
            .toList();
  }

  @Override
  public List<MessageRow> since(String channel, String address, Instant since, int limit) {
    return sql.of(
            MessageTable.SELECT
                + """
                WHERE m.address = :address AND m.channel = :channel AND (m.ended_at IS NULL OR m.ended_at >= :since)
                LIMIT :limit
                """)
        .bind("address", address)
        .bind("channel", channel)
        .bind("since", since)
        .bind("limit", limit)
        .list(MessageTable::row);
  }

  /** The inbox of a recipient, as the address of messages {@code m}. */
  private static Conditions inbox(TenantId tenant, String recipient) {
    return Conditions.where(
            "m.address = :address", "address", ChannelAddress.normal(Channels.IN_APP, recipient))
        .bind("tenant", tenant);
  }

  @Override
  public List<MessageRow> inbox(
      TenantId tenant, String recipient, boolean unreadOnly, @Nullable UUID after, int limit) {
    Conditions where =
        inbox(tenant, recipient)
            .and(unreadOnly ? UNREAD : IN_INBOX)
            .andIfGiven("m.id < :after", "after", after);
    return sql.of(MessageTable.SELECT_ENDED + where + " ORDER BY m.id DESC LIMIT :limit")
        .bind(where)
        .bind("limit", limit)
        .list(MessageTable::ended);
  }

  @Override
  public boolean isInInbox(TenantId tenant, String recipient, UUID id) {
    Conditions where = inbox(tenant, recipient).and(IN_INBOX).and("m.id = :id", "id", id);
    return sql.of("SELECT 1 FROM #message m " + where).bind(where).exists();
  }

  @Override
  public long unread(TenantId tenant, String recipient) {
    Conditions where = inbox(tenant, recipient).and(UNREAD);
    return sql.of("SELECT count(*) FROM #message m " + where)
        .bind(where)
        .one(row -> row.getLong(1));
  }

  @Override
  public int markRead(TenantId tenant, String recipient, @Nullable UUID id, Instant at) {
    Conditions where = inbox(tenant, recipient).and(UNREAD).andIfGiven("m.id = :id", "id", id);
    return sql.of(
            "UPDATE #message m SET read_at = :at, delivery = 'READ', delivery_at = :at " + where)
        .bind(where)
        .bind("at", at)
        .update();
  }
}
