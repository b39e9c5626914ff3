package dev.workflow.spi;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What holds for the messages of one tenant in place of what the engine was built with. A part that
 * is null is the engine's. Immutable and thread-safe; every {@code with} gives a changed copy.
 *
 * @param frequencyCaps how many messages one person gets; empty: any number
 * @param quietHours when messages that can wait are not sent; {@link QuietHours#NONE}: they are
 *     sent at any hour
 * @param channelLimits by channel, at most one for each; channels that are not there have the
 *     engine's
 */
public record TenantMessaging(
    @Nullable List<FrequencyCap> frequencyCaps,
    @Nullable QuietHours quietHours,
    List<ChannelLimit> channelLimits) {

  /** All as the engine was built: the default. */
  public static final TenantMessaging DEFAULT = new TenantMessaging(null, null, List.of());

  /**
   * @throws IllegalArgumentException if the caps allow more than {@link FrequencyCap#MOST_TOGETHER}
   *     messages together, or a channel has two limits
   */
  public TenantMessaging {
    frequencyCaps = frequencyCaps == null ? null : FrequencyCap.checked(frequencyCaps);
    channelLimits = List.copyOf(channelLimits);
    Set<String> channels = new HashSet<>();
    for (ChannelLimit limit : channelLimits) {
      if (!channels.add(limit.channel())) {
        throw new IllegalArgumentException(
            "the channel " + limit.channel() + " has two limits; it has one at most");
      }
    }
  }

  public TenantMessaging withFrequencyCaps(@Nullable List<FrequencyCap> value) {
    return new TenantMessaging(value, quietHours, channelLimits);
  }

  public TenantMessaging withQuietHours(@Nullable QuietHours value) {
    return new TenantMessaging(frequencyCaps, value, channelLimits);
  }

  public TenantMessaging withChannelLimits(List<ChannelLimit> value) {
    return new TenantMessaging(frequencyCaps, quietHours, value);
  }
}
