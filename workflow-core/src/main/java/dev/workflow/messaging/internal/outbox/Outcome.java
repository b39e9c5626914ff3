package dev.workflow.messaging.internal.outbox;

import dev.workflow.definition.Retry;
import dev.workflow.internal.decide.StableRandom;
import dev.workflow.internal.engine.StoredText;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Scope;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRow.Failure;
import dev.workflow.spi.store.MessageRow.Status;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the answer of a sender makes of a message: sent, given up, or tried again.
 *
 * <p>An attempt counts against the message unless it was put off for something that the message has
 * no part in: a paused template, a sender over its limit, an account that is out of order. Such a
 * message stays queued for as long as that lasts.
 */
final class Outcome {

  private static final Retry RETRY =
      new Retry(8, Duration.ofSeconds(10), 3, Duration.ofHours(1), 0.2);
  private static final Duration BLAMELESS_WAIT = Duration.ofMinutes(1);
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofDays(7);
  private static final int MAX_CODE = 100;
  private static final String PERHAPS = "perhaps sent: ";
  private static final String NODE_ENDED =
      PERHAPS + "the node that sent it ended before the answer";

  private Outcome() {}

  static Status of(MessageRow row, SendResult result, Instant now) {
    Status before = row.status();
    int attempt = before.attempts() + 1;
    double chance = StableRandom.of(row.id(), "send", attempt);
    if (result instanceof SendResult.Sent sent) {
      String id = sent.providerId();
      return before
          .attempts(attempt)
          .result(id == null ? null : ProviderId.kept(id))
          .failure(null)
          .inDoubt(false)
          .ended(MessageState.SENT, now);
    } else if (result instanceof SendResult.Rejected rejected) {
      return before
          .attempts(attempt)
          .result(StoredText.cut(rejected.reason()))
          .failure(failure(rejected.scope(), rejected.code()))
          .inDoubt(false)
          .ended(MessageState.FAILED, now);
    } else if (result instanceof SendResult.Deferred deferred) {
      Status about = before.failure(failure(deferred.scope(), deferred.code()));
      return deferred(about, deferred, now, chance);
    }
    String reason = PERHAPS + ((SendResult.Unknown) result).reason();
    Status doubtful = before.failure(failure(Scope.MESSAGE, null)).inDoubt(true);
    return counted(doubtful, reason, null, now, chance);
  }

  /** One that was in doubt, and that the provider has after all. */
  static MessageRow proved(MessageRow row, String providerId, Instant now) {
    Status before = row.status();
    String id = ProviderId.kept(providerId);
    return row.with(
            before
                .attempts(Math.max(1, before.attempts()))
                .result(id)
                .failure(null)
                .inDoubt(false)
                .ended(MessageState.SENT, now))
        .with(row.delivery().known(id));
  }

  /** Given up because the provider may have it and nobody can tell. */
  static Status perhapsSent(Status before, Instant now) {
    String told = before.result();
    return before
        .attempts(Math.max(1, before.attempts()))
        .failure(failure(Scope.MESSAGE, null))
        .result(told != null && told.startsWith(PERHAPS) ? told : NODE_ENDED)
        .ended(MessageState.FAILED, now);
  }

  /** Whether nothing was noted yet of the doubt about a claimed message: its node ended. */
  static boolean doubtIsNew(MessageRow row) {
    String told = row.status().result();
    return told == null || !told.startsWith(PERHAPS);
  }

  /** One whose node ended, looked at again when the provider can tell whether it has it. */
  static MessageRow settling(MessageRow row, Instant until) {
    return row.with(row.status().result(NODE_ENDED).pendingAt(until));
  }

  /** The same; if it is tried again, not before a time. */
  static MessageRow notBefore(MessageRow row, Instant time) {
    Instant planned = row.status().plannedAt();
    return planned != null && planned.isBefore(time) ? row.with(row.status().pendingAt(time)) : row;
  }

  private static Status deferred(
      Status before, SendResult.Deferred deferred, Instant now, double chance) {
    Duration asked = deferred.retryAfter();
    boolean blameless =
        switch (deferred.scope()) {
          case MESSAGE, RECIPIENT -> false;
          case TEMPLATE, SENDER, ACCOUNT -> true;
        };
    return blameless
        ? before
            .result(StoredText.cut(deferred.reason()))
            .pendingAt(now.plus(wait(asked, BLAMELESS_WAIT)))
        : counted(before, deferred.reason(), asked, now, chance);
  }

  private static Status counted(
      Status before, String why, @Nullable Duration asked, Instant now, double chance) {
    int attempt = before.attempts() + 1;
    String reason = StoredText.cut(why);
    return attempt >= RETRY.maxAttempts()
        ? before
            .attempts(attempt)
            .result("given up after " + attempt + " attempts: " + reason)
            .ended(MessageState.FAILED, now)
        : before
            .attempts(attempt)
            .result(reason)
            .pendingAt(now.plus(wait(asked, RETRY.delayAfter(attempt, chance))));
  }

  /** As long as was asked for, within reason; what is not in the future is not asked for. */
  static Duration wait(@Nullable Duration asked, Duration usual) {
    if (asked == null || asked.isNegative() || asked.isZero()) {
      return usual;
    } else if (asked.compareTo(SHORTEST_WAIT) < 0) {
      return SHORTEST_WAIT;
    }
    return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
  }

  private static Failure failure(Scope scope, @Nullable String code) {
    return new Failure(scope.name(), cut(code));
  }

  /** A provider's code as it is kept. */
  static @Nullable String cut(@Nullable String code) {
    return code == null ? null : StoredText.cut(code, MAX_CODE);
  }
}
