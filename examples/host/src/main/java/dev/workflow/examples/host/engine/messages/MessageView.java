package dev.workflow.examples.host.engine.messages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.SubjectRef;
import dev.workflow.messaging.Deliveries;
import dev.workflow.messaging.Messages;
import dev.workflow.spi.Handling;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.SendResult;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message.
 *
 * @param originalRecipient before it was readdressed
 * @param result what the provider or the engine said last
 * @param failure why it failed; null: it has not
 * @param fallbackFor the message in whose place it is sent
 */
record MessageView(
    UUID id,
    @Nullable String instanceId,
    @Nullable String workflow,
    @Nullable String step,
    @Nullable SubjectRef subject,
    String channel,
    String recipient,
    @Nullable String originalRecipient,
    ObjectNode content,
    Handling.Category category,
    @Nullable String template,
    @Nullable String language,
    MessageState state,
    int attempts,
    Instant createdAt,
    @Nullable Instant dueAt,
    @Nullable Instant endedAt,
    @Nullable String result,
    @Nullable MessageFailure failure,
    @Nullable String providerId,
    Deliveries.@Nullable State delivery,
    @Nullable Instant deliveredAt,
    @Nullable UUID fallbackFor,
    @Nullable String digestKey,
    @Nullable String changedBy) {

  /** What it failed for. */
  record MessageFailure(SendResult.Scope scope, @Nullable String code) {}

  static MessageView of(Messages.Message one) {
    Messages.Origin origin = one.origin();
    return new MessageView(
        one.id(),
        origin.instance() == null ? null : origin.instance().toString(),
        origin.workflow(),
        origin.step(),
        origin.subject(),
        one.channel(),
        one.recipient(),
        one.originalRecipient(),
        one.content(),
        one.purpose().category(),
        one.purpose().template(),
        one.purpose().language(),
        one.state(),
        one.attempts(),
        one.times().createdAt(),
        one.times().dueAt(),
        one.times().endedAt(),
        one.result(),
        one.failure() == null
            ? null
            : new MessageFailure(one.failure().scope(), one.failure().code()),
        one.delivery().providerId(),
        one.delivery().state(),
        one.delivery().at(),
        one.links().fallbackFor(),
        one.links().digestKey(),
        one.changedBy() == null ? null : one.changedBy().id());
  }
}
