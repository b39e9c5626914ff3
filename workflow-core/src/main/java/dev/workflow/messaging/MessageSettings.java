package dev.workflow.messaging;

import org.jspecify.annotations.Nullable;

/**
 * Settings of message steps. Defaults:
 *
 * <ul>
 *   <li>{@code policy} {@link MessagePolicy#LENIENT}
 *   <li>{@code maxRecipients} 1,000: the most that one step may send to, copies included
 *   <li>{@code maxSmsSegments} 10: the longest text message, see {@link SmsSegments}
 *   <li>{@code maxContentBytes} 64 MiB: what the messages of one step may hold together
 *   <li>{@code region} none: the country of phone numbers without a country code (ISO 3166, such as
 *       {@code NL}) where the tenant's locale names none
 * </ul>
 *
 * <p>Immutable and thread-safe; every {@code with} gives a changed copy.
 */
public record MessageSettings(
    MessagePolicy policy,
    int maxRecipients,
    int maxSmsSegments,
    long maxContentBytes,
    @Nullable String region) {

  public MessageSettings {
    if (maxRecipients < 1 || maxSmsSegments < 1 || maxContentBytes < 1) {
      throw new IllegalArgumentException(
          "maxRecipients, maxSmsSegments and maxContentBytes must be at least 1");
    }
  }

  public static MessageSettings defaults() {
    return new MessageSettings(MessagePolicy.LENIENT, 1_000, 10, 64L << 20, null);
  }

  public MessageSettings withPolicy(MessagePolicy value) {
    return new MessageSettings(value, maxRecipients, maxSmsSegments, maxContentBytes, region);
  }

  public MessageSettings withMaxRecipients(int value) {
    return new MessageSettings(policy, value, maxSmsSegments, maxContentBytes, region);
  }

  public MessageSettings withMaxSmsSegments(int value) {
    return new MessageSettings(policy, maxRecipients, value, maxContentBytes, region);
  }

  public MessageSettings withMaxContentBytes(long value) {
    return new MessageSettings(policy, maxRecipients, maxSmsSegments, value, region);
  }

  public MessageSettings withRegion(@Nullable String value) {
    return new MessageSettings(policy, maxRecipients, maxSmsSegments, maxContentBytes, value);
  }
}
