package dev.workflow.messaging;

import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.internal.text.Ids;
import dev.workflow.spi.SendResult;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reports of providers about messages after they took them. Thread-safe.
 *
 * <p>Reports come twice, late, out of order, before the engine has noted that the message was sent,
 * or about messages that it did not send; all of these are taken. A message shows the farthest
 * {@linkplain State state} it has come to, regardless of the order of the reports.
 */
public interface Deliveries {

  /** How far a message came, in rising order: a later state is never replaced by an earlier one. */
  enum State {
    /** The provider has it and has not passed it on. */
    ACCEPTED,
    /** Passed on towards the recipient. */
    SENT,
    /** Did not reach the recipient, or not that one of several devices. */
    FAILED,
    /** Reached the recipient's device or mailbox. */
    DELIVERED,
    /** Came back from the recipient's mail server, perhaps after that had taken it. */
    BOUNCED,
    /** The recipient has opened it. */
    READ,
    /**
     * A state that this release does not know, written by a newer one on the same database. Only
     * read; a report cannot have it.
     */
    UNRECOGNIZED;

    /** The state of a stored name; {@link #UNRECOGNIZED} if no other has it. */
    public static State of(String stored) {
      for (State state : values()) {
        if (state.name().equals(stored)) {
          return state;
        }
      }
      return UNRECOGNIZED;
    }
  }

  /**
   * What a provider says about a message.
   *
   * @param eventKey the same for every repetition of this report, and for no other of the channel;
   *     1 to 300 characters
   * @param providerId the provider's id of the message; 1 to 2,000 characters
   * @param message the outbox id, where the provider gives it back; it then wins
   * @param at when it happened; null: now
   * @param cause why it failed; null if it did not, or for no stated reason
   */
  record Report(
      String eventKey,
      String providerId,
      @Nullable UUID message,
      State state,
      @Nullable Instant at,
      @Nullable Cause cause) {

    public Report {
      Ids.requireText("event key", eventKey, 300);
      Ids.requireText("provider id", providerId, 2_000);
      Objects.requireNonNull(state, "state");
      if (state == State.UNRECOGNIZED) {
        throw new IllegalArgumentException(
            "the state of a report is UNRECOGNIZED; that is only what a list shows for a state of a"
                + " newer release");
      }
    }

    public static Report of(String eventKey, String providerId, State state) {
      return new Report(eventKey, providerId, null, state, null, null);
    }

    public Report withMessage(@Nullable UUID outboxId) {
      return new Report(eventKey, providerId, outboxId, state, at, cause);
    }

    public Report withAt(@Nullable Instant time) {
      return new Report(eventKey, providerId, message, state, time, cause);
    }

    public Report withCause(@Nullable Cause why) {
      return new Report(eventKey, providerId, message, state, at, why);
    }
  }

  /**
   * Why a message did not arrive.
   *
   * @param code the provider's own code, cut after 100 characters
   * @param reason for people, cut after 2,000 characters
   * @param refusal what it says about the address, which is then suppressed; null: nothing
   */
  record Cause(
      @Nullable String code, @Nullable String reason, SendResult.@Nullable Refusal refusal) {}

  /**
   * The result of reports.
   *
   * @param applied how many moved a message to a farther state
   * @param repeated how many were known
   * @param late how many were kept, though the message was farther already
   * @param unknown how many were kept for a message that is not known, or not known yet
   */
  record Receipt(int applied, int repeated, int late, int unknown) {}

  /** A report as it is kept. */
  record ReceivedReport(
      String eventKey,
      State state,
      Instant at,
      Instant reportedAt,
      @Nullable String code,
      @Nullable String reason) {}

  /**
   * Takes reports of one channel: durable when this returns. In the same transaction an address
   * that is refused for good is suppressed, and for a message that newly {@code FAILED} or {@code
   * BOUNCED} the event {@code message.failed} or {@code message.bounced} is published, about the
   * message's subject, unless that was published when the message was given up. A report that names
   * a message of which it is in doubt whether it was sent proves that it was: it is SENT then.
   * Repeating the call does nothing more.
   *
   * @param reports at most 5,000
   */
  Receipt record(TenantId tenant, String channel, List<Report> reports);

  /**
   * All that was heard of a message, in the order in which it was heard.
   *
   * @throws NotFoundException if the tenant has no such message
   */
  List<ReceivedReport> of(TenantId tenant, UUID message);

  /**
   * Removes reports about messages that are not known, heard before a time. The others go with
   * their messages.
   *
   * @return how many
   */
  long purgeUnknown(TenantId tenant, Instant reportedBefore);
}
