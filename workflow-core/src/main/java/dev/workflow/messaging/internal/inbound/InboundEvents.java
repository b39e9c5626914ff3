package dev.workflow.messaging.internal.inbound;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Event;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Problems;
import dev.workflow.SubjectRef;
import dev.workflow.internal.engine.EventCheck;
import dev.workflow.internal.text.Limits;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.spi.store.DeliveryRows.Reported;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The events that follow from messages that came in. */
final class InboundEvents {

  private static final int KEY_BYTES = 20;

  private InboundEvents() {}

  /**
   * @throws InvalidInputException if no event can hold the message
   */
  static void check(InboundMessage message, long maxBytes) {
    Problems problems = Problems.none();
    EventCheck.check(event("message.received", message, null, null), maxBytes, problems);
    problems.throwIfAny(list -> new InvalidInputException("The message", list));
  }

  static Event event(
      String type,
      InboundMessage message,
      @Nullable Reported answered,
      @Nullable SubjectRef subject) {
    ObjectNode payload =
        Json.object()
            .put("channel", message.channel())
            .put("from", message.from())
            .put("text", kept(message.text()));
    put(payload, "to", message.to());
    put(payload, "subject", message.subjectLine());
    put(payload, "provider_id", message.conversation().id());
    if (answered != null) {
      payload.put("answers", answered.id().toString());
      put(payload, "workflow", answered.origin().workflow());
      put(payload, "step", answered.origin().step());
      if (answered.origin().instance() != null) {
        payload.put("instance_id", answered.origin().instance().id().toString());
      }
    }
    Event event = Event.of(message.tenant(), type, subject, payload);
    event = message.conversation().id() == null ? event : event.withId(type + "/" + key(message));
    return message.receivedAt() == null
        ? event
        : event.withOccurredAt(Limits.nearest(message.receivedAt()));
  }

  /** Half a character, as where a provider has cut a text, keeps nobody from being heard. */
  private static String kept(String text) {
    return Limits.holdsHalfACharacter(text) ? Limits.storable(text, text.length()) : text;
  }

  private static void put(ObjectNode payload, String name, @Nullable String value) {
    if (value != null) {
      payload.put(name, kept(value));
    }
  }

  /** The same for every repetition of a message that has an id, whatever the id is like. */
  static String key(InboundMessage message) {
    String text = message.channel() + "\n" + message.conversation().id();
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, KEY_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
