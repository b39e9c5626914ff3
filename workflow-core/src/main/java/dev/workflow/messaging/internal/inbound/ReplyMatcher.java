package dev.workflow.messaging.internal.inbound;

import dev.workflow.TenantId;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.input.AddressInput;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.internal.context.AddressDoor;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.spi.store.DeliveryRows;
import dev.workflow.spi.store.DeliveryRows.Reported;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the message that another one answers, or gives back. */
final class ReplyMatcher {

  private static final int MOST_IDS = 50;
  private static final int LONGEST_ID = 2_000;
  private static final Pattern OUTBOX_ID =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private ReplyMatcher() {}

  /** By what it names, and otherwise the newest that was sent to the address it came from. */
  static @Nullable Reported of(CommandContext work, InboundMessage message) {
    StoreTransaction transaction = work.transaction();
    Reported named = named(transaction, message, null);
    String address = message.from();
    if (named != null || !AddressInput.storable(address)) {
      return named;
    }
    return transaction
        .recipients()
        .newestSent(key(work, message.tenant(), message.channel(), address))
        .map(ReplyMatcher::reported)
        .orElse(null);
  }

  /**
   * By what it names: an outbox id in the address it came to, and then ids of the provider.
   *
   * @param original the provider's id of a mail that came back; null: none did
   */
  static @Nullable Reported named(
      StoreTransaction transaction, InboundMessage message, @Nullable String original) {
    TenantId tenant = message.tenant();
    String channel = message.channel();
    DeliveryRows deliveries = transaction.deliveries();
    Optional<UUID> outboxId = outboxId(message.to());
    if (outboxId.isPresent()) {
      List<Reported> found = deliveries.byId(tenant, channel, List.of(outboxId.get()));
      if (!found.isEmpty()) {
        return found.get(0);
      }
    }
    List<String> ids = ids(message, original);
    List<Reported> found = deliveries.byProvider(tenant, channel, ids);
    for (String id : ids) {
      for (Reported one : found) {
        if (id.equals(one.providerId())) {
          return one;
        }
      }
    }
    return null;
  }

  /** Any text has a key, if only that of who is not known. */
  static AddressKey key(CommandContext work, TenantId tenant, String channel, String address) {
    AddressDoor door = MessagingContext.of(work).addresses();
    return door.sender(tenant, channel, address).orElseGet(() -> door.of(tenant, channel, address));
  }

  private static Optional<UUID> outboxId(@Nullable String address) {
    Matcher matcher = OUTBOX_ID.matcher(address == null ? "" : address);
    return matcher.find() ? Optional.of(UUID.fromString(matcher.group())) : Optional.empty();
  }

  /** The nearest first. */
  private static List<String> ids(InboundMessage message, @Nullable String original) {
    List<String> ids = new ArrayList<>();
    if (original != null) {
      ids.add(original);
    }
    if (message.conversation().inReplyTo() != null) {
      ids.add(message.conversation().inReplyTo());
    }
    List<String> references = new ArrayList<>(message.conversation().references());
    Collections.reverse(references);
    ids.addAll(references);
    return ids.stream()
        .filter(id -> !id.isBlank() && id.length() <= LONGEST_ID && AddressInput.storable(id))
        .limit(MOST_IDS)
        .toList();
  }

  private static Reported reported(MessageRow row) {
    return new Reported(
        row.id(),
        row.origin(),
        row.recipient().address(),
        row.delivery().providerId(),
        row.delivery().state());
  }
}
