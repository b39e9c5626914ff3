package dev.workflow.spi;

import dev.workflow.spi.Handling.Category;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The hours in which messages that can wait are not sent: they go out at the next opening. A
 * message that has a {@link Handling#window} of its own follows that instead. Immutable.
 *
 * @param open when messages are sent, in the recipient's zone if that is known and the window names
 *     none; null: at any hour
 * @param category which messages wait: those of this category and of the less urgent ones
 */
public record QuietHours(@Nullable Window open, Category category) {

  /** Messages are sent at any hour. */
  public static final QuietHours NONE = new QuietHours(null, Category.MARKETING);

  public QuietHours {
    Objects.requireNonNull(category, "category");
  }

  /**
   * It is quiet from one time to another, over midnight too, every day in the recipient's zone, for
   * everything that is not transactional.
   *
   * @throws IllegalArgumentException if both are the same
   */
  public static QuietHours between(LocalTime from, LocalTime to) {
    if (from.equals(to)) {
      throw new IllegalArgumentException(
          "it is quiet from and to the same time, " + from + ", so nothing would ever be sent");
    }
    return outside(new Window(EnumSet.allOf(DayOfWeek.class), to, from, null, true, false));
  }

  /** It is quiet outside a window, for everything that is not transactional. */
  public static QuietHours outside(Window open) {
    return new QuietHours(Objects.requireNonNull(open, "open"), Category.FOLLOW_UP);
  }

  /** The same for messages of this category and of the less urgent ones. */
  public QuietHours withCategory(Category value) {
    return new QuietHours(open, value);
  }

  /** The same hours in a zone. */
  public QuietHours withZone(ZoneId zone) {
    return new QuietHours(open == null ? null : open.withZone(zone), category);
  }

  /** Whether messages of a category wait. */
  public boolean covers(Category one) {
    return open != null && one.compareTo(category) >= 0;
  }
}
