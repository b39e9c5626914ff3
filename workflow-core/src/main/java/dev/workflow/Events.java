package dev.workflow;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the host says what happened. Thread-safe. */
public interface Events {

  /**
   * Accepts an event: durable when this returns, together with everything it started, answered or
   * ended.
   *
   * @throws InvalidInputException if the event is malformed, too large or nested too deeply;
   *     nothing is stored
   * @throws NotFoundException if the tenant is unknown
   */
  PublishReceipt publish(Event event);

  /** What an accepted event did. */
  Optional<PublishReceipt> receipt(TenantId tenant, String eventId);

  /** The accepted events of a tenant, newest first. */
  Page<Accepted> list(TenantId tenant, @Nullable String cursor, int limit);

  /** An accepted event. */
  record Accepted(Event event, Instant acceptedAt, PublishReceipt receipt) {}
}
