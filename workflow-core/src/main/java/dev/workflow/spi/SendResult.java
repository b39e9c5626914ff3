package dev.workflow.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of handing a message over. Immutable. */
public sealed interface SendResult {

  /**
   * @param providerId the provider's id of the message, if it gave one
   */
  record Sent(@Nullable String providerId) implements SendResult {}

  /** Final: it is not tried again. */
  record Rejected(String reason) implements SendResult {}

  /**
   * Tried again.
   *
   * @param retryAfter the earliest time; null: after the usual backoff
   */
  record Deferred(String reason, @Nullable Duration retryAfter) implements SendResult {}

  static SendResult sent(@Nullable String providerId) {
    return new Sent(providerId);
  }

  static SendResult rejected(String reason) {
    return new Rejected(reason);
  }

  static SendResult deferred(String reason, @Nullable Duration retryAfter) {
    return new Deferred(reason, retryAfter);
  }
}
