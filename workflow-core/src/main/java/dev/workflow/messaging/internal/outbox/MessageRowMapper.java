package dev.workflow.messaging.internal.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.internal.decide.Effect;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageRow;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Maps a message to its row in the outbox and back. */
public final class MessageRowMapper {

  private static final int KEY_BYTES = 8;
  private static final int PRINT_BYTES = 16;
  private static final Duration OPENED = Duration.ofHours(1);

  private MessageRowMapper() {}

  public static MessageRow queued(
      InstanceSnapshot.Identity instance, Effect.Send send, Instant now) {
    OutboundMessage message = send.message();
    return MessageRow.builder(
            message.tenant(), UUID.fromString(message.id()), message.idempotencyKey())
        .origin(
            new MessageRow.Origin(
                new InstanceKey(instance.tenant(), instance.id()),
                instance.workflow().key(),
                instance.concurrencyKey(),
                send.step().toString(),
                message.subject()))
        .channel(message.channel())
        .recipient(MessageRow.Recipient.of(message.recipient()))
        .body(Json.write(message.content()))
        .purpose(message.handling().purpose())
        .plan(HandlingJson.plan(message))
        .createdAt(now)
        .revision(0)
        .status(MessageRow.Status.pending(now))
        .build();
  }

  /** One that is cancelled as it enters; a digest's carrier continues for others. */
  public static MessageRow canceled(MessageRow row, Instant now) {
    return Digests.isCarrier(row) ? row : row.with(row.status().ended(MessageState.CANCELED, now));
  }

  /**
   * A message that somebody wants to be sent now: for an hour it may be sent, whatever its window
   * and quiet hours say. That is long enough for another attempt or a node that dies, and too short
   * to be forgotten.
   */
  public static MessageRow sentNow(MessageRow row, Instant now) {
    MessageRow due = Pauses.takenOut(row.with(row.status().pendingAt(now)));
    return due.with(HandlingJson.opened(due, now.plus(OPENED)));
  }

  static OutboundMessage message(MessageRow row) {
    return new OutboundMessage(
        row.id().toString(),
        row.tenant(),
        row.subject(),
        idempotencyKey(row),
        row.channel(),
        row.recipient().address(),
        (ObjectNode) Json.read(row.body()),
        HandlingJson.read(row),
        HandlingJson.principal(row));
  }

  /** What it is gathered with, as it was named; null: nothing. */
  public static @Nullable String digestKey(MessageRow row) {
    return Envelope.bare(row.plan().digestKey());
  }

  /** The messages that a digest has taken up. */
  public static List<UUID> parts(MessageRow carrier) {
    return DigestParts.ids(carrier);
  }

  /** The template it was made from, as far as anybody has said so. */
  static @Nullable String template(MessageRow row) {
    if (row.purpose().template() != null) {
      return row.purpose().template();
    }
    JsonNode template = Json.read(row.body()).path("template");
    return template.isTextual() && !template.textValue().isBlank() ? template.textValue() : null;
  }

  /**
   * What the provider tells repetitions by: another address is another message to it, the same
   * address, even after a detour, is not.
   */
  private static String idempotencyKey(MessageRow row) {
    return row.recipient().original() == null
        ? row.idempotencyKey()
        : row.idempotencyKey() + "/to-" + digest(row.recipient().address());
  }

  /** A short fingerprint. */
  static String digest(String text) {
    return fingerprint(text).substring(0, 2 * KEY_BYTES);
  }

  /** 32 hexadecimal digits that no other text has. */
  public static String fingerprint(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, PRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
