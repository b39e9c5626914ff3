package dev.workflow.messaging.internal.outbox;

import dev.workflow.internal.engine.StoredText;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Scope;
import dev.workflow.spi.store.BreakerRow;
import dev.workflow.spi.store.BreakerRow.Key;
import dev.workflow.spi.store.MessageRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges by a sender's answer whether more than its own message is concerned, and for how long. */
final class BreakerRules {

  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int DOUBLINGS = 6;

  private BreakerRules() {}

  /** The stops that would hold a message back. */
  static List<Key> keys(MessageRow row) {
    Key lane = new Key(row.tenant(), row.channel(), null);
    String template = MessageRowMapper.template(row);
    return template == null
        ? List.of(lane)
        : List.of(lane, new Key(row.tenant(), row.channel(), template));
  }

  /** What would fail in the same way; null: nothing else, so far as is known. */
  static @Nullable Key failed(MessageRow row, SendResult result) {
    Failed failed = Failed.of(result);
    if (failed == null) {
      return null;
    }
    return switch (failed.scope()) {
      case SENDER, ACCOUNT -> new Key(row.tenant(), row.channel(), null);
      case TEMPLATE -> {
        String template = MessageRowMapper.template(row);
        yield template == null ? null : new Key(row.tenant(), row.channel(), template);
      }
      case MESSAGE, RECIPIENT -> null;
    };
  }

  /** Whether the provider has dealt with the message, so that it deals with others. */
  static boolean conclusive(SendResult result) {
    return result instanceof SendResult.Sent
        || result instanceof SendResult.Rejected
        || (result instanceof SendResult.Deferred deferred && deferred.scope() != Scope.MESSAGE);
  }

  /**
   * The stop after a failure.
   *
   * @param known the stop whose probe this was; null: there was none
   */
  static BreakerRow after(Key key, @Nullable BreakerRow known, SendResult result, Instant now) {
    Failed failed = Failed.of(result);
    if (failed == null) {
      throw new IllegalArgumentException("no failure: " + result);
    }
    int failures = known == null ? 1 : known.failures() + 1;
    Duration doubled = FIRST.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
    Duration usual = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    return new BreakerRow(
        key,
        new BreakerRow.Cause(
            failed.scope().name(),
            StoredText.cut(failed.reason()),
            Outcome.cut(failed.code()),
            null),
        known == null ? now : known.openedAt(),
        now.plus(Outcome.wait(failed.retryAfter(), usual)),
        failures,
        null);
  }

  /** The stop after a probe that told nothing: another one soon. */
  static BreakerRow again(BreakerRow stop, Instant now) {
    return new BreakerRow(
        stop.key(), stop.cause(), stop.openedAt(), now.plus(FIRST), stop.failures(), null);
  }

  /** When the next look at what is stopped by hand is due. */
  static Instant nextLook(Instant now) {
    return now.plus(LONGEST);
  }

  private record Failed(
      Scope scope, String reason, @Nullable String code, @Nullable Duration retryAfter) {

    static @Nullable Failed of(SendResult result) {
      if (result instanceof SendResult.Rejected rejected) {
        return new Failed(rejected.scope(), rejected.reason(), rejected.code(), null);
      } else if (result instanceof SendResult.Deferred deferred) {
        return new Failed(
            deferred.scope(), deferred.reason(), deferred.code(), deferred.retryAfter());
      }
      return null;
    }
  }
}
