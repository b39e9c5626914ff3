package dev.workflow.spi.store;

import dev.workflow.TenantId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker that is open: a part of the outbox from which nothing is sent.
 *
 * @param cause why
 * @param openedAt when it began
 * @param retryAt when the next look is due: one message is tried, or, if it was stopped by hand,
 *     the time is moved on
 * @param failures how many attempts have failed in a row
 * @param trial the message that is sent as a trial; null: none
 */
public record BreakerRow(
    Key key, Cause cause, Instant openedAt, Instant retryAt, int failures, @Nullable UUID trial) {

  /**
   * What is stopped.
   *
   * @param template the messages made from it; null: everything of the tenant on the channel
   */
  public record Key(TenantId tenant, String channel, @Nullable String template) {

    public MessageRows.Lane lane() {
      return new MessageRows.Lane(channel, tenant);
    }
  }

  /**
   * Why.
   *
   * @param scope what the failure was about, a name of {@link dev.workflow.spi.SendResult.Scope};
   *     null if it was stopped by hand
   * @param code the provider's own code
   * @param by who stopped it by hand
   */
  public record Cause(
      @Nullable String scope, String reason, @Nullable String code, @Nullable String by) {}

  /** Whether a person stopped it, so that only a person ends it. */
  public boolean byHand() {
    return cause.scope() == null;
  }

  /** The same with another time of the next look. */
  public BreakerRow withRetryAt(Instant value) {
    return new BreakerRow(key, cause, openedAt, value, failures, trial);
  }

  /** The same, half-open: one message is sent as a trial. */
  public BreakerRow withTrial(UUID message, Instant deadline) {
    return new BreakerRow(key, cause, openedAt, deadline, failures, message);
  }
}
