package dev.workflow.execution.outbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Cause;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.spi.store.DeliveryRows.DeliveryRow;
import dev.workflow.spi.store.DeliveryRows.Reported;
import dev.workflow.spi.store.MessageRow;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What workflows hear of messages that did not arrive. The id of an event is made of its type and
 * the message, so that each is published once, whoever notices first: the sender or a report.
 */
final class MessageEvents {

  private static final String FAILED = "FAILED";

  private MessageEvents() {}

  /** What the provider reported. */
  static Event reported(DeliveryRow row, Reported message) {
    return event(
        new What(row.tenant(), message.id(), row.channel(), message.recipient()),
        message.origin(),
        row.state(),
        new Why(row.code(), row.reason(), row.at()));
  }

  /** Whether a message is given up at sending. */
  static boolean isGivenUp(MessageRow row) {
    return row.state().equals(FAILED);
  }

  /** A message that was given up at sending. */
  static Event givenUp(MessageRow row, Instant now) {
    MessageRow.Failure failure = row.status().failure();
    return event(
        new What(row.tenant(), row.id(), row.channel(), row.recipient().address()),
        row.origin(),
        FAILED,
        new Why(failure == null ? null : failure.code(), row.status().result(), now));
  }

  private record What(TenantId tenant, UUID id, String channel, String recipient) {}

  private record Why(@Nullable String code, @Nullable String reason, Instant at) {}

  private static Event event(What message, MessageRow.Origin origin, String state, Why why) {
    String type = "message." + state.toLowerCase(Locale.ROOT);
    ObjectNode payload =
        Json.object()
            .put("message_id", message.id().toString())
            .put("channel", message.channel())
            .put("recipient", message.recipient())
            .put("code", why.code())
            .put("reason", why.reason())
            .put("workflow", origin.workflow())
            .put("step", origin.step());
    Event event =
        Event.of(message.tenant(), type, origin.subject(), payload)
            .withId(type + "/" + message.id())
            .at(why.at());
    return origin.instance() == null || origin.workflow() == null
        ? event
        : event.causedBy(new Cause(List.of()).then(origin.workflow(), origin.instance().id()));
  }
}
