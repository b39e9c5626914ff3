package dev.workflow.messaging;

import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what recipients, their mail servers and their robots write back; the host hands it over.
 * Thread-safe.
 *
 * <table>
 * <caption>What follows from what a message is</caption>
 * <tr><td>HUMAN</td><td>the event {@code message.received}: exits and waits act on it; an absence of
 *     the sender ends</td></tr>
 * <tr><td>OUT_OF_OFFICE</td><td>what waits to be sent to the address, or becomes due meanwhile,
 *     except {@code TRANSACTIONAL}, is put off until the recipient is back, or for three days, see
 *     {@link Suppressions.Absence}; no event</td></tr>
 * <tr><td>BOUNCE</td><td>the message it is about is {@code BOUNCED}, see {@link Deliveries}; a hard
 *     one suppresses the address it names. Nothing if it is about no message that was sent to that
 *     address</td></tr>
 * <tr><td>COMPLAINT</td><td>the address is suppressed, if the message it is about was sent to
 *     it</td></tr>
 * <tr><td>OPT_OUT</td><td>the address is suppressed; the event {@code message.opted_out}</td></tr>
 * <tr><td>OPT_IN</td><td>a suppression by opt-out is lifted; the event {@code
 *     message.opted_in}</td></tr>
 * <tr><td>OTHER_AUTOMATIC</td><td>nothing</td></tr>
 * </table>
 *
 * <p>All of it happens in one transaction. A message that a sender has at that moment may arrive
 * nevertheless, but is not tried again.
 */
public interface Inbound {

  /** What a message is. */
  enum Kind {
    HUMAN,
    OUT_OF_OFFICE,
    BOUNCE,
    COMPLAINT,
    OPT_OUT,
    OPT_IN,
    OTHER_AUTOMATIC
  }

  /**
   * What was done.
   *
   * @param repeated a message with the same id was taken before: nothing was done this time
   * @param answers the message that it answers, or reports about, if it is known
   * @param subject what it is about
   * @param event what the event did, if one was published
   * @param postponed how many messages were put off
   * @param suppressed whether the address is suppressed now
   */
  record Receipt(
      Kind kind,
      boolean repeated,
      @Nullable UUID answers,
      @Nullable SubjectRef subject,
      @Nullable PublishReceipt event,
      int postponed,
      boolean suppressed) {}

  /**
   * Takes a message: durable when this returns, together with everything that follows from it.
   *
   * <p>The message that it answers is found by an outbox id in the address it came to (as in {@code
   * bounces+<id>@…}), by {@code inReplyTo} and {@code references}, and otherwise as the newest that
   * was sent to the address it came from. A bounce or a complaint must name its message: by the
   * outbox id, or by the provider's id of the mail that came back.
   *
   * @throws InvalidInputException if it is too large
   * @throws NotFoundException if the tenant is unknown
   */
  Receipt receive(InboundMessage message);
}
