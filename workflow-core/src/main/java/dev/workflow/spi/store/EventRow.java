package dev.workflow.spi.store;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An accepted event.
 *
 * @param body the whole event as JSON text
 * @param receipt what it did, as JSON text; null: nothing
 */
public record EventRow(
    TenantId tenant,
    String id,
    String type,
    @Nullable SubjectRef subject,
    Instant acceptedAt,
    String body,
    @Nullable String receipt) {

  /** The place in the order of a tenant's events at which one stands or stood. */
  public static EventRow place(TenantId tenant, String id, Instant acceptedAt) {
    return new EventRow(tenant, id, "", null, acceptedAt, "", null);
  }
}
