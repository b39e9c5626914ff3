package dev.workflow.spi;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What came of handing a message over. Immutable.
 *
 * <p>Ids and reasons are kept up to 2,000 characters; what no database stores (NUL, lone
 * surrogates) becomes U+FFFD.
 */
public sealed interface SendResult {

  /**
   * @param providerId the provider's id of the message, if it gave one
   */
  record Sent(@Nullable String providerId) implements SendResult {}

  /** Final: it is not tried again. */
  record Rejected(String reason) implements SendResult {
    public Rejected {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * Tried again.
   *
   * @param retryAfter how long to wait at least, 7 days at most; null or negative: the usual
   *     backoff
   */
  record Deferred(String reason, @Nullable Duration retryAfter) implements SendResult {
    public Deferred {
      Objects.requireNonNull(reason, "reason");
    }
  }

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
