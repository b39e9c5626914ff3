package dev.workflow.messaging;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what a message that came in is. Called once for each, on the thread that hands it in, before
 * the transaction; it may block. One that throws is logged, and the message is then from a human.
 * Thread-safe.
 */
@FunctionalInterface
public interface InboundClassifier {

  Classification classify(InboundMessage message);

  /** What a message is. */
  sealed interface Classification {}

  /** Somebody wrote it. */
  record Human() implements Classification {}

  /**
   * The recipient is away.
   *
   * @param until when they are back; null: not said
   */
  record OutOfOffice(@Nullable Instant until) implements Classification {}

  /**
   * A mail server gives a message back.
   *
   * @param address whom it could not be given to; null: not said
   * @param hard whether there is no such mailbox
   * @param original the provider's id of the message; null: not said
   */
  record Bounce(
      @Nullable String address,
      boolean hard,
      @Nullable String code,
      @Nullable String reason,
      @Nullable String original)
      implements Classification {}

  /**
   * The same report about several recipients of one message.
   *
   * @param each at least one; at most 100 are looked at
   */
  record Bounces(List<Bounce> each) implements Classification {

    public Bounces {
      each = List.copyOf(each);
    }
  }

  /**
   * The recipient told their mailbox's provider that a message was spam.
   *
   * @param address whose complaint it is; null: not said
   * @param original the provider's id of the message; null: not said
   */
  record Complaint(@Nullable String address, @Nullable String original) implements Classification {}

  /** The recipient wants no more. */
  record OptOut(Suppressions.Scope scope) implements Classification {}

  /** The recipient, who had opted out, opts in again. */
  record OptIn() implements Classification {}

  /** A robot wrote it, and nothing follows from it. */
  record OtherAutomatic() implements Classification {}
}
