package dev.workflow.spi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A rendered message on its way to one recipient.
 *
 * @param id the outbox id; empty until it entered the outbox
 * @param idempotencyKey the same each time the message is handed to a sender
 * @param channel {@code email}, {@code sms}, {@code in_app}, …
 * @param recipient an address of the channel
 * @param content what the channel needs: {@code subject}, {@code text}, {@code html}, {@code
 *     template}, …
 * @param handling how it is treated besides
 * @param principal as whom the action acted that sends it, see {@link ActionContext#principal};
 *     {@link Actor#ENGINE} for what the engine sends itself
 */
public record OutboundMessage(
    String id,
    TenantId tenant,
    @Nullable SubjectRef subject,
    String idempotencyKey,
    String channel,
    String recipient,
    ObjectNode content,
    Handling handling,
    Actor principal) {

  public OutboundMessage {
    channel = Channels.normal(Objects.requireNonNull(channel, "channel"));
    Objects.requireNonNull(recipient, "recipient");
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(handling, "handling");
    Objects.requireNonNull(principal, "principal");
  }

  /** Of the engine itself. */
  public OutboundMessage(
      String id,
      TenantId tenant,
      @Nullable SubjectRef subject,
      String idempotencyKey,
      String channel,
      String recipient,
      ObjectNode content,
      Handling handling) {
    this(id, tenant, subject, idempotencyKey, channel, recipient, content, handling, Actor.ENGINE);
  }

  public OutboundMessage(
      String id,
      TenantId tenant,
      @Nullable SubjectRef subject,
      String idempotencyKey,
      String channel,
      String recipient,
      ObjectNode content) {
    this(id, tenant, subject, idempotencyKey, channel, recipient, content, Handling.NONE);
  }

  /** The same, treated in another way. */
  public OutboundMessage withHandling(Handling value) {
    return new OutboundMessage(
        id, tenant, subject, idempotencyKey, channel, recipient, content, value, principal);
  }

  /** The same message with another content. */
  public OutboundMessage withContent(ObjectNode value) {
    return new OutboundMessage(
        id, tenant, subject, idempotencyKey, channel, recipient, value, handling, principal);
  }

  /** The text of one part of the content, or the empty string. */
  public String text(String part) {
    JsonNode value = content.path(part);
    return value.isValueNode() ? Json.text(value) : "";
  }

  /** A message that a step hands to the outbox; the engine fills the rest in. */
  public static OutboundMessage draft(
      ActionContext context, String channel, String recipient, ObjectNode content) {
    return new OutboundMessage(
        "", context.tenant(), context.subject(), "", channel, recipient, content);
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
