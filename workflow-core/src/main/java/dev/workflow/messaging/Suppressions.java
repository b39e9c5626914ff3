package dev.workflow.messaging;

import dev.workflow.Actor;
import dev.workflow.InvalidInputException;
import dev.workflow.Page;
import dev.workflow.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The addresses to which nothing is sent, or no marketing. Looked at when a message is about to be
 * sent: one to a suppressed address ends {@code SKIPPED}, with the reason as its result. The engine
 * adds to it what senders, delivery reports and replies report. It also lists who is away.
 * Thread-safe.
 *
 * <p>An address can be suppressed for several reasons at once; each is lifted by itself.
 */
public interface Suppressions {

  /** Why an address is suppressed. */
  enum Reason {
    /** There is no such mailbox or number. */
    HARD_BOUNCE,
    /** The recipient reported a message as unwanted. */
    COMPLAINT,
    /** The recipient asked for no more. */
    OPT_OUT,
    /** Somebody of the host decided so. */
    MANUAL
  }

  /** What is not sent. */
  enum Scope {
    EVERYTHING,
    /** Messages of the category {@code MARKETING} only. */
    MARKETING
  }

  /**
   * @param by who suppressed it; {@link Actor#ENGINE} where a provider or the recipient said so
   * @param message the message it came from, if any
   * @param lifted null while it holds
   */
  record Suppression(
      ChannelAddress address,
      Reason reason,
      Scope scope,
      Instant at,
      Actor by,
      @Nullable UUID message,
      @Nullable String note,
      @Nullable Lifted lifted) {}

  /** Who lifted a suppression, and when. */
  record Lifted(Instant at, Actor by) {}

  /**
   * Suppresses an address. For a reason that holds already the wider scope stays, and the first
   * time and note.
   *
   * @param note kept with it; up to 2,000 characters
   * @throws InvalidInputException if the channel has no such address: nothing would be kept back
   */
  Suppression suppress(
      TenantId tenant,
      ChannelAddress address,
      Reason reason,
      Scope scope,
      Actor by,
      @Nullable String note);

  /**
   * The same for the recipient of a message, such as who follows its link to unsubscribe. Their
   * address is never refused: one that cannot be read is kept as the message has it.
   */
  default Suppression suppressRecipient(
      TenantId tenant,
      ChannelAddress address,
      Reason reason,
      Scope scope,
      Actor by,
      @Nullable String note) {
    return suppress(tenant, address, reason, scope, by, note);
  }

  /**
   * Lets messages go to an address again, as far as this reason is concerned. Messages that were
   * skipped stay so.
   *
   * @return whether it held
   */
  boolean lift(TenantId tenant, ChannelAddress address, Reason reason, Actor by);

  /** All that is known of an address, what was lifted included; by reason. */
  List<Suppression> of(TenantId tenant, ChannelAddress address);

  /**
   * The suppressions that hold, by channel and address.
   *
   * @param channel null: of all channels
   * @param limit 1 to 1,000
   */
  Page<Suppression> list(
      TenantId tenant, @Nullable String channel, @Nullable String cursor, int limit);

  /**
   * Somebody is away, as an automatic answer said: what becomes due to the address before they are
   * back waits until then, except {@code TRANSACTIONAL}. A new answer takes the place of the one
   * before; a message from a human ends it.
   *
   * @param until when they are back; two months after the answer at most
   * @param since when they answered
   * @param message what they answered, if it is known
   */
  record Absence(ChannelAddress address, Instant until, Instant since, @Nullable UUID message) {}

  /** Whether somebody is away, and until when. */
  Optional<Absence> absence(TenantId tenant, ChannelAddress address);

  /**
   * Who is away, by channel and address.
   *
   * @param channel null: on all channels
   * @param limit 1 to 1,000
   */
  Page<Absence> absences(
      TenantId tenant, @Nullable String channel, @Nullable String cursor, int limit);

  /**
   * Sends to an address again what becomes due from now on. What was put off stays so until the
   * time that it was put off to, unless somebody {@linkplain Messages#sendNow sends} it.
   *
   * @return whether somebody was away
   */
  boolean endAbsence(TenantId tenant, ChannelAddress address);

  /**
   * Brings the addresses of suppressions that hold and of consents into the one form by which they
   * are looked for. What an earlier version kept in another spelling holds again from then on; who
   * said so, when and why stays. Where an address has several by then, the suppressions become one
   * as by {@link #suppress}, what was lifted since stays lifted, and the newest consent holds. What
   * cannot be read stays as it is. Call it once for each tenant after such an upgrade, and after
   * the tenant's country has changed; it may be called again, and on several nodes at once. It goes
   * on in portions, each in a transaction of its own: what is done stays done.
   *
   * @param progress told after every portion how many were rewritten so far, on the calling thread;
   *     what it throws ends the operation
   * @return how many were rewritten
   */
  long rewriteAddresses(TenantId tenant, LongConsumer progress);
}
