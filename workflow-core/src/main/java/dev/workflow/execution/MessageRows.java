package dev.workflow.execution;

import dev.workflow.Json;
import dev.workflow.instance.Effect;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageRow;
import java.time.Instant;
import java.util.UUID;

/** Between a message and its row in the outbox. */
final class MessageRows {

  static final String PENDING = "PENDING";

  private MessageRows() {}

  static MessageRow queued(InstanceKey instance, Effect.Send send, Instant now) {
    OutboundMessage message = send.message();
    return new MessageRow(
        message.tenant(),
        UUID.fromString(message.id()),
        message.idempotencyKey(),
        instance,
        send.step().toString(),
        message.subject(),
        message.channel(),
        message.recipient(),
        Json.write(message.content()),
        PENDING,
        0,
        0,
        now,
        now,
        null,
        null);
  }

  static OutboundMessage message(MessageRow row) {
    return new OutboundMessage(
        row.id().toString(),
        row.tenant(),
        row.subject(),
        row.idempotencyKey(),
        row.channel(),
        row.recipient(),
        (com.fasterxml.jackson.databind.node.ObjectNode) Json.read(row.body()));
  }
}
