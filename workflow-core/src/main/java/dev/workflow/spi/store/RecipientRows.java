package dev.workflow.spi.store;

import dev.workflow.TenantId;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The messages to one address. */
public interface RecipientRows {

  /** The newest that was sent. */
  Optional<MessageRow> newestSent(AddressKey key);

  /** Those that are PENDING and not yet handed to a sender, locked until the transaction ends. */
  List<MessageRow> waiting(AddressKey key, Instant now);

  /**
   * What may have gone to an address since a time, of all tenants, in no particular order: all that
   * has not ended, or not before that time.
   *
   * @param address in its normal form
   */
  List<MessageRow> since(String channel, String address, Instant since, int limit);

  /**
   * What was sent to somebody inside the application, newest first.
   *
   * @param after the id of the last one that is known; null: from the newest
   */
  List<MessageRow> inbox(
      TenantId tenant, String recipient, boolean unreadOnly, @Nullable UUID after, int limit);

  /** Whether one of those has this id. */
  boolean isInInbox(TenantId tenant, String recipient, UUID id);

  /** How many of those are not read. */
  long unread(TenantId tenant, String recipient);

  /**
   * Notes that they were read: one, or all.
   *
   * @return how many were not read before
   */
  int markRead(TenantId tenant, String recipient, @Nullable UUID id, Instant at);
}
