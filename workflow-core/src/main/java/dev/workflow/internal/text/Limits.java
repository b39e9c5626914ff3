package dev.workflow.internal.text;

import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Limits of what every store can keep, index and give back. Whatever comes in is measured here, at
 * every door, so that nothing is accepted that cannot be read later, on no store. JSON is measured
 * by {@link Json#check}. Stateless and thread-safe.
 */
public final class Limits {

  /** The most characters of a reason, a comment or a note. */
  public static final int REASON = 2_000;

  /**
   * The most bytes, as UTF-8, of texts that are in one index of a database: PostgreSQL takes 2,704
   * for all columns of an index together (a third of a page of 8 kB), and the tenant and the
   * workflow are a part of most.
   */
  public static final int INDEXED_BYTES = 2_000;

  /** The earliest time that is kept. */
  public static final Instant EARLIEST = Instant.parse("1000-01-01T00:00:00Z");

  /** The latest time that is kept: the last microsecond of the year 9999. */
  public static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private static final int REPLACEMENT = 0xFFFD;

  private Limits() {}

  /**
   * What is wrong with a text of one line, such as an id or a key; null: nothing.
   *
   * @param most its most characters
   */
  public static @Nullable String wrongLine(String text, int most) {
    if (text.length() > most) {
      return "has " + text.length() + " characters; at most " + most + " are allowed";
    } else if (text.chars().anyMatch(Character::isISOControl)) {
      return "holds a control character";
    }
    return holdsHalfACharacter(text) ? "holds half a surrogate pair" : null;
  }

  /**
   * What is wrong with a text that is indexed; null: nothing.
   *
   * @param most its most characters
   */
  public static @Nullable String wrongKey(String text, int most) {
    String wrong = wrongLine(text, most);
    if (wrong == null && text.length() > INDEXED_BYTES / 3 && bytes(text) > INDEXED_BYTES) {
      return "has "
          + bytes(text)
          + " bytes in UTF-8; at most "
          + INDEXED_BYTES
          + " are allowed, because it is indexed";
    }
    return wrong;
  }

  /**
   * What is wrong with a text of several lines, such as a reason; null: nothing. Line breaks and
   * tabs are allowed.
   *
   * @param most its most characters
   */
  public static @Nullable String wrongText(String text, int most) {
    if (text.length() > most) {
      return "has " + text.length() + " characters; at most " + most + " are allowed";
    }
    return text.chars().anyMatch(c -> Character.isISOControl(c) && !isSpace(c))
            || holdsHalfACharacter(text)
        ? "holds a control character or half a surrogate pair"
        : null;
  }

  private static boolean isSpace(int c) {
    return c == '\n' || c == '\r' || c == '\t';
  }

  /**
   * The reason that somebody gives for what they do.
   *
   * @throws InvalidInputException if it cannot be kept
   */
  public static @Nullable String reason(@Nullable String reason) {
    if (reason != null) {
      require("The reason", wrongText(reason, REASON));
    }
    return reason;
  }

  /**
   * A text that is looked for; null is no text.
   *
   * @throws InvalidInputException if no store can hold such a text, so that it is a mistake
   */
  public static @Nullable String sought(String what, @Nullable String text) {
    if (text != null) {
      require(what, wrongLine(text, INDEXED_BYTES));
    }
    return text;
  }

  /**
   * A time that is kept.
   *
   * @throws InvalidInputException if it is too early or too late
   */
  public static Instant time(String what, Instant time) {
    require(what, wrongTime(time));
    return time;
  }

  /** What is wrong with a time; null: nothing. */
  public static @Nullable String wrongTime(Instant time) {
    return time.isBefore(EARLIEST) || time.isAfter(LATEST)
        ? "is " + time + "; times from " + EARLIEST + " to " + LATEST + " are kept"
        : null;
  }

  /** The time, or the nearest one that is kept. */
  public static Instant nearest(Instant time) {
    return time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
  }

  /**
   * A text in a form that every store keeps: cut after {@code most} characters, with U+FFFD for
   * what no database takes.
   */
  public static String storable(String text, int most) {
    StringBuilder kept = new StringBuilder();
    text.codePoints()
        .limit(most)
        .forEach(c -> kept.appendCodePoint(isStorable(c) ? c : REPLACEMENT));
    return kept.toString();
  }

  private static boolean isStorable(int codePoint) {
    return codePoint != 0 && Character.getType(codePoint) != Character.SURROGATE;
  }

  private static void require(String what, @Nullable String wrong) {
    if (wrong != null) {
      throw new InvalidInputException(what, List.of(new Problem("", wrong)));
    }
  }

  /** How many bytes a text has in UTF-8. */
  public static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Half a character cannot be encoded, so no database keeps it. */
  public static boolean holdsHalfACharacter(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  /**
   * A text as one line, whatever it holds: line breaks and other control characters become what
   * they are written as in Java, so that no text can look like two lines of a log or a story.
   */
  public static String oneLine(String text) {
    StringBuilder line = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        line = line == null ? new StringBuilder(text.substring(0, i)) : line;
        line.append(escaped(c));
      } else if (line != null) {
        line.append(c);
      }
    }
    return line == null ? text : line.toString();
  }

  private static String escaped(char c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> String.format("\\u%04x", (int) c);
    };
  }
}
