package dev.workflow.channels;

import dev.workflow.messaging.Deliveries;
import dev.workflow.messaging.Deliveries.Cause;
import dev.workflow.messaging.Deliveries.Report;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Deferred;
import dev.workflow.spi.SendResult.Rejected;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A provider's report about a message it took before. Reports come more than once and in any order:
 * drop those whose {@link #eventKey()} is known, and let a state replace another only if it
 * {@linkplain State#supersedes supersedes} it. Immutable.
 *
 * @param providerId the id that {@code sent(providerId)} gave
 * @param providerState the state in the provider's own word
 * @param at when it happened; null if the provider does not say
 * @param recipient the address in the provider's form; null if the provider does not say
 * @param reference the outbox id, where the provider gives back what it was given; else null
 * @param failure what a failure means; null if it is none
 */
public record DeliveryStatus(
    String providerId,
    State state,
    String providerState,
    @Nullable Instant at,
    @Nullable String recipient,
    @Nullable String reference,
    @Nullable SendResult failure) {

  /** How far a message came, in rising order. */
  public enum State {
    /** The provider has it and has not passed it on. */
    ACCEPTED,
    /** Passed on towards the recipient. */
    SENT,
    /** Did not reach the recipient, or not that one of several devices. */
    FAILED,
    DELIVERED,
    READ;

    /**
     * Whether this state replaces another one whenever it was reported: a message that was
     * delivered to one device stays delivered though another device failed.
     */
    public boolean supersedes(State other) {
      return compareTo(other) > 0;
    }
  }

  public DeliveryStatus {
    Objects.requireNonNull(providerId, "providerId");
    Objects.requireNonNull(state, "state");
  }

  /** As the engine takes it with {@code engine.messaging().deliveries().record}. */
  public Report report() {
    return Report.of(eventKey(), providerId, Deliveries.State.valueOf(state.name()))
        .withMessage(outboxId())
        .withAt(at)
        .withCause(cause());
  }

  private @Nullable UUID outboxId() {
    try {
      return reference == null ? null : UUID.fromString(reference);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private @Nullable Cause cause() {
    if (failure instanceof Rejected rejected) {
      return new Cause(rejected.code(), rejected.reason(), rejected.refusal());
    } else if (failure instanceof Deferred deferred) {
      return new Cause(deferred.code(), deferred.reason(), null);
    }
    return null;
  }

  /** The same for every repetition of this report, and for no other. */
  public String eventKey() {
    return providerId + "/" + providerState;
  }
}
