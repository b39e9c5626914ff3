package dev.workflow.internal.input;

import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import dev.workflow.internal.text.Limits;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Pages of lists. */
public final class Cursors {

  private static final int MOST = 1_000;

  /** Where a page of large rows ends: with the part in which it comes to that. */
  private static final long MOST_BYTES = 4_194_304;

  private static final int AT_ONCE = 50;

  private Cursors() {}

  public static int limit(int limit) {
    if (limit < 1 || limit > MOST) {
      throw new InvalidInputException(
          "The limit", List.of(new Problem("", "is " + limit + "; it must be 1 to " + MOST)));
    }
    return limit;
  }

  /**
   * The rows of a page that may be large: read in parts, until it is full, or holds {@link
   * #MOST_BYTES}.
   *
   * @param more whether others follow
   */
  public record Rows<T>(List<T> rows, boolean more) {

    /** The cursor of what follows. */
    public Optional<String> next(Function<T, String> cursor) {
      return more ? Optional.of(cursor.apply(rows.get(rows.size() - 1))) : Optional.empty();
    }
  }

  /**
   * Reads a page.
   *
   * @param after the last row of the page before
   * @param read gives as many rows after one, or fewer if there are no more
   * @param size how large one is, in characters
   */
  public static <T> Rows<T> read(
      int limit,
      @Nullable T after,
      BiFunction<@Nullable T, Integer, List<T>> read,
      ToLongFunction<T> size) {
    List<T> rows = new ArrayList<>();
    long large = 0;
    T last = after;
    while (rows.size() < limit && large < MOST_BYTES) {
      int asked = Math.min(AT_ONCE, limit - rows.size());
      List<T> part = read.apply(last, asked);
      rows.addAll(part);
      if (part.size() < asked) {
        return new Rows<>(rows, false);
      }
      last = part.get(part.size() - 1);
      for (T row : part) {
        large += size.applyAsLong(row);
      }
    }
    return new Rows<>(rows, true);
  }

  /** The cursor of what follows: the last row's, if the page is full. */
  public static <T> Optional<String> next(List<T> rows, int limit, Function<T, String> cursor) {
    return rows.size() < limit
        ? Optional.empty()
        : Optional.of(cursor.apply(rows.get(rows.size() - 1)));
  }

  /**
   * A time in a cursor.
   *
   * @throws IllegalArgumentException if nothing is kept with such a time
   */
  public static Instant time(String text) {
    Instant time = Instant.parse(text);
    String wrong = Limits.wrongTime(time);
    if (wrong != null) {
      throw new IllegalArgumentException("the time " + wrong);
    }
    return time;
  }

  /** A cursor that is made of several texts without line breaks. */
  public static String of(String... parts) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws InvalidInputException if it is no cursor of so many parts
   */
  public static String[] parts(String cursor, int count) {
    try {
      String place = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      String[] parts = place.split("\n", -1);
      if (parts.length == count && place.indexOf('\0') < 0) {
        return parts;
      }
    } catch (IllegalArgumentException e) {
      throw AddressInput.unknownCursor();
    }
    throw AddressInput.unknownCursor();
  }

  /**
   * What a cursor of one list says, which begins with the list's name.
   *
   * @param count the number of parts after the name
   * @throws InvalidInputException if it is a cursor of another list, or none
   */
  public static <T> T read(String list, String cursor, int count, Function<String[], T> place) {
    String[] parts = parts(cursor, count + 1);
    if (parts[0].equals(list)) {
      try {
        return place.apply(Arrays.copyOfRange(parts, 1, parts.length));
      } catch (InvalidInputException | DateTimeException | IllegalArgumentException e) {
        throw AddressInput.unknownCursor();
      }
    }
    throw AddressInput.unknownCursor();
  }
}
