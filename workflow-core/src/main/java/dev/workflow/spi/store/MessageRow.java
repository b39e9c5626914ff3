package dev.workflow.spi.store;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message in the outbox.
 *
 * @param idempotencyKey unique in the tenant: the same step and recipient never enters twice
 * @param body the rendered message as JSON text
 * @param state {@code PENDING}, {@code SENT}, {@code FAILED} or {@code CANCELED}
 * @param revision the fence of the dispatcher: raised by every claim and write
 * @param dueAt when it is to be sent, or the end of the dispatcher's lease; null once it has ended
 * @param result provider's id when SENT, the reason when FAILED or after a deferred attempt
 */
public record MessageRow(
    TenantId tenant,
    UUID id,
    String idempotencyKey,
    @Nullable InstanceKey instance,
    @Nullable String step,
    @Nullable SubjectRef subject,
    String channel,
    String recipient,
    String body,
    String state,
    int attempts,
    long revision,
    Instant createdAt,
    @Nullable Instant dueAt,
    @Nullable Instant endedAt,
    @Nullable String result) {

  /** The same message with its changing parts replaced. */
  public MessageRow with(
      String state,
      int attempts,
      long revision,
      @Nullable Instant dueAt,
      @Nullable Instant endedAt,
      @Nullable String result) {
    return new MessageRow(
        tenant,
        id,
        idempotencyKey,
        instance,
        step,
        subject,
        channel,
        recipient,
        body,
        state,
        attempts,
        revision,
        createdAt,
        dueAt,
        endedAt,
        result);
  }

  /** The same message, held by a dispatcher until {@code leaseUntil}. */
  public MessageRow leased(long revision, Instant leaseUntil) {
    return with(state, attempts, revision, leaseUntil, null, result);
  }
}
