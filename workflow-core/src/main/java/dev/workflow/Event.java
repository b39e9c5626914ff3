package dev.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in the host application.
 *
 * <p>Immutable: treat the JSON parts as read-only after handing them over.
 *
 * @param id makes publishing idempotent: the same id again does nothing; given by the engine if the
 *     host gives none
 * @param type dotted lower case, such as {@code deal.stage_changed}
 * @param occurredAt null: the moment it is published
 * @param subject what it is about; null: nothing in particular
 * @param payload what happened, read by conditions and expressions
 * @param previous the subject's data before the change, for {@code changed} conditions
 * @param correlation finds steps that wait with this key
 * @param cause set when an automation caused the event, see {@link Cause}
 */
public record Event(
    @Nullable String id,
    TenantId tenant,
    String type,
    @Nullable Instant occurredAt,
    @Nullable SubjectRef subject,
    ObjectNode payload,
    @Nullable JsonNode previous,
    @Nullable String correlation,
    @Nullable Cause cause) {

  public Event {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(payload, "payload");
  }

  public static Event of(
      TenantId tenant, String type, @Nullable SubjectRef subject, ObjectNode payload) {
    return new Event(null, tenant, type, null, subject, payload, null, null, null);
  }

  /**
   * Reads the JSON form.
   *
   * @throws InvalidInputException naming every problem
   */
  public static Event parse(JsonNode json) {
    return EventJson.read(json);
  }

  /** The JSON form; absent parts are left out. */
  public ObjectNode toJson() {
    return EventJson.write(this);
  }

  public Event withId(String id) {
    return new Event(id, tenant, type, occurredAt, subject, payload, previous, correlation, cause);
  }

  public Event withOccurredAt(Instant occurredAt) {
    return new Event(id, tenant, type, occurredAt, subject, payload, previous, correlation, cause);
  }

  public Event withPrevious(JsonNode previous) {
    return new Event(id, tenant, type, occurredAt, subject, payload, previous, correlation, cause);
  }

  public Event withCorrelation(String correlation) {
    return new Event(id, tenant, type, occurredAt, subject, payload, previous, correlation, cause);
  }

  /**
   * Says which automation caused this event, so that a workflow that triggers itself is stopped.
   */
  public Event withCause(@Nullable Cause cause) {
    return new Event(id, tenant, type, occurredAt, subject, payload, previous, correlation, cause);
  }
}
