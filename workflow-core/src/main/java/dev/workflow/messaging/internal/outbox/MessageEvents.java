package dev.workflow.messaging.internal.outbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Cause;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.DeliveryRows.DeliveryRow;
import dev.workflow.spi.store.DeliveryRows.Reported;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageRow;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The events that tell workflows of messages that did not arrive. The id of an event is made of its
 * type and the message, so that each is published once, whoever notices first: the sender or a
 * report.
 *
 * <p>An event bears the whole chain of automations that led to its message, so that workflows that
 * send messages about lost messages do not start one another for ever.
 */
final class MessageEvents {

  private MessageEvents() {}

  /** A message that did not arrive. */
  record Lost(What message, MessageRow.Origin origin, String state, Why why) {}

  private record What(TenantId tenant, UUID id, String channel, String recipient) {}

  private record Why(@Nullable String code, @Nullable String reason, Instant at) {}

  /** What the provider reported. */
  static Lost reported(DeliveryRow row, Reported message) {
    return new Lost(
        new What(row.tenant(), message.id(), row.channel(), message.recipient()),
        message.origin(),
        row.state(),
        new Why(row.code(), row.reason(), row.at()));
  }

  /** Whether a message is given up at sending. */
  static boolean isGivenUp(MessageRow row) {
    return row.is(MessageState.FAILED);
  }

  /** A message that was given up at sending. */
  static Lost givenUp(MessageRow row, Instant now) {
    MessageRow.Failure failure = row.status().failure();
    return new Lost(
        new What(row.tenant(), row.id(), row.channel(), row.recipient().address()),
        row.origin(),
        MessageState.FAILED.name(),
        new Why(failure == null ? null : failure.code(), row.status().result(), now));
  }

  static void publish(CommandContext work, List<Lost> all) {
    Set<InstanceKey> instances =
        all.stream()
            .map(lost -> lost.origin().instance())
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    Map<InstanceKey, Cause> causes = work.causes(instances);
    all.forEach(lost -> work.accept(event(lost).withCause(cause(lost.origin(), causes))));
  }

  /** Of an instance that is gone only its workflow is known. */
  private static @Nullable Cause cause(MessageRow.Origin origin, Map<InstanceKey, Cause> causes) {
    InstanceKey instance = origin.instance();
    if (instance == null || origin.workflow() == null) {
      return null;
    }
    Cause known = causes.get(instance);
    return known == null ? new Cause(List.of()).then(origin.workflow(), instance.id()) : known;
  }

  private static Event event(Lost lost) {
    What message = lost.message();
    String type = "message." + lost.state().toLowerCase(Locale.ROOT);
    ObjectNode payload =
        Json.object()
            .put("message_id", message.id().toString())
            .put("channel", message.channel())
            .put("recipient", message.recipient())
            .put("code", lost.why().code())
            .put("reason", lost.why().reason())
            .put("workflow", lost.origin().workflow())
            .put("step", lost.origin().step());
    return Event.of(message.tenant(), type, lost.origin().subject(), payload)
        .withId(type + "/" + message.id())
        .withOccurredAt(lost.why().at());
  }
}
