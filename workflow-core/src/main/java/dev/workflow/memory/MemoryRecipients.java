package dev.workflow.memory;

import dev.workflow.TenantId;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.messaging.Deliveries.State;
import dev.workflow.spi.Channels;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.RecipientRows;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

final class MemoryRecipients implements RecipientRows {

  private static final String READ = State.READ.name();

  private final MemoryMessages messages;

  MemoryRecipients(MemoryMessages messages) {
    this.messages = messages;
  }

  /** Newest first. */
  private Stream<MessageRow> to(AddressKey key, @Nullable UUID before) {
    NavigableMap<UUID, MessageRow> all = messages.of(key.tenant());
    return (before == null ? all : all.headMap(before, false))
        .descendingMap().values().stream()
            .filter(row -> row.channel().equals(key.channel()))
            .filter(
                row ->
                    ChannelAddress.normal(row.channel(), row.recipient().address())
                        .equals(key.address()));
  }

  @Override
  public Optional<MessageRow> newestSent(AddressKey key) {
    return to(key, null).filter(row -> row.is(MessageState.SENT)).findFirst();
  }

  @Override
  public List<MessageRow> waiting(AddressKey key, Instant now) {
    return to(key, null)
        .filter(row -> row.is(MessageState.PENDING) && !row.status().underWay(now))
        .toList();
  }

  @Override
  public List<MessageRow> since(String channel, String address, Instant since, int limit) {
    return messages
        .all()
        .filter(row -> row.channel().equals(channel))
        .filter(row -> ChannelAddress.normal(channel, row.recipient().address()).equals(address))
        .filter(row -> endedNotBefore(row, since))
        .limit(limit)
        .toList();
  }

  private static boolean endedNotBefore(MessageRow row, Instant since) {
    Instant ended = row.status().endedAt();
    return ended == null || !ended.isBefore(since);
  }

  private Stream<MessageRow> sent(
      TenantId tenant, String recipient, boolean unreadOnly, @Nullable UUID before) {
    return to(
            new AddressKey(
                tenant, Channels.IN_APP, ChannelAddress.normal(Channels.IN_APP, recipient)),
            before)
        .filter(row -> row.is(MessageState.SENT))
        .filter(row -> !unreadOnly || !READ.equals(row.delivery().state()));
  }

  @Override
  public List<MessageRow> inbox(
      TenantId tenant, String recipient, boolean unreadOnly, @Nullable UUID after, int limit) {
    return sent(tenant, recipient, unreadOnly, after).limit(limit).toList();
  }

  @Override
  public boolean isInInbox(TenantId tenant, String recipient, UUID id) {
    return sent(tenant, recipient, false, null).anyMatch(row -> row.id().equals(id));
  }

  @Override
  public long unread(TenantId tenant, String recipient) {
    return sent(tenant, recipient, true, null).count();
  }

  @Override
  public int markRead(TenantId tenant, String recipient, @Nullable UUID id, Instant at) {
    List<MessageRow> rows =
        sent(tenant, recipient, true, null)
            .filter(row -> id == null || row.id().equals(id))
            .toList();
    rows.forEach(
        row ->
            messages.replace(
                row.with(new MessageRow.Delivery(row.delivery().providerId(), READ, at))));
    return rows.size();
  }
}
