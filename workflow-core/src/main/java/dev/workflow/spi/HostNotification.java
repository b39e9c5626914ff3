package dev.workflow.spi;

import dev.workflow.Event;
import java.util.Objects;

/**
 * A notification that the host sends itself. Immutable.
 *
 * @param event the event it is about, as it was published
 * @param channel such as {@code email}
 * @param audience for whom, such as {@code customer}
 * @param idempotencyKey the same each time this notification is handed over
 */
public record HostNotification(
    Event event, String channel, String audience, String idempotencyKey) {

  public HostNotification {
    Objects.requireNonNull(event, "event");
    Objects.requireNonNull(channel, "channel");
    Objects.requireNonNull(audience, "audience");
    Objects.requireNonNull(idempotencyKey, "idempotencyKey");
  }
}
