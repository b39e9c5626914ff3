package dev.workflow.spi;

import dev.workflow.spi.Handling.Category;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The largest number of messages to one person, from all workflows of a tenant and on all channels
 * together. What exceeds it is postponed until there is room, the most urgent first. Immutable.
 *
 * <p>A person is who {@link Handling.Purpose#person} names; without that, the address on its
 * channel.
 *
 * @param category which messages it counts and holds back: those of this category and of the less
 *     urgent ones. So {@code MARKETING} is about marketing alone, {@code FOLLOW_UP} about
 *     follow-ups and marketing together, {@code TRANSACTIONAL} about everything; without a cap of
 *     that category transactional messages are never held back
 * @param most in any window of length {@code per}, wherever it begins: 1 to 50
 * @param per more than nothing, at most 366 days
 */
public record FrequencyCap(Category category, int most, Duration per) {

  /** How many messages all caps of an engine may allow together. */
  public static final int MOST_TOGETHER = 50;

  private static final Duration LONGEST = Duration.ofDays(366);

  /**
   * @throws IllegalArgumentException if {@code most} or {@code per} is out of its bounds
   */
  public FrequencyCap {
    Objects.requireNonNull(category, "category");
    if (most < 1 || most > MOST_TOGETHER) {
      throw new IllegalArgumentException(
          "a frequency cap allows 1 to " + MOST_TOGETHER + " messages, not " + most);
    }
    if (per.isNegative() || per.isZero() || per.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "the window of a frequency cap is longer than nothing and at most 366 days, not " + per);
    }
  }

  /**
   * A copy of those that hold together.
   *
   * @throws IllegalArgumentException if they allow more than can be remembered for each person
   */
  static List<FrequencyCap> checked(List<FrequencyCap> caps) {
    int most = caps.stream().mapToInt(FrequencyCap::most).sum();
    if (most > MOST_TOGETHER) {
      throw new IllegalArgumentException(
          "all frequency caps together allow "
              + most
              + " messages; at most "
              + MOST_TOGETHER
              + " can be remembered for each person");
    }
    return List.copyOf(caps);
  }

  /** Whether it is about messages of a category. */
  public boolean covers(Category one) {
    return one.compareTo(category) >= 0;
  }
}
