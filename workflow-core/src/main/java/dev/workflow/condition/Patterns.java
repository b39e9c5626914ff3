package dev.workflow.condition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Regular expressions in RE2 syntax, of a size that takes little time and memory to compile:
 * counted repetitions are written out, and those within each other multiply.
 */
public final class Patterns {

  static final int MAX_LENGTH = 1_000;
  private static final int MAX_SIZE = 20_000;

  /** The most instructions that are kept compiled, of all documents together. */
  private static final long KEPT = 500_000;

  private static final long BASE = 2;
  private static final long UNITS = 2;
  private static final long COMPILED_LIKE = 10;

  private record Key(String text, boolean ignoreCase) {}

  private static final Cache<Key, Pattern> COMPILED =
      Caffeine.newBuilder()
          .maximumWeight(KEPT)
          .weigher((Key key, Pattern pattern) -> (int) Math.min(size(key.text), MAX_SIZE) + 10)
          .build();

  private Patterns() {}

  /** The same as {@link #compile}, shared by all conditions that have it. */
  static @Nullable Pattern shared(String text, boolean ignoreCase) {
    return COMPILED.get(new Key(text, ignoreCase), key -> compile(key.text, key.ignoreCase));
  }

  /**
   * Whether a whole text matches; false for an expression that is none.
   *
   * <p>Each character costs at most about 25 ns for each instruction of the compiled expression, so
   * measured, mostly a quarter of it; compiling it costs as much as {@link #COMPILED_LIKE}
   * characters.
   */
  static boolean matches(String text, boolean ignoreCase, @Nullable Pattern known, String actual) {
    if (known == null) {
      Effort.spend(Math.min(size(text), MAX_SIZE) * COMPILED_LIKE);
    }
    Pattern pattern = known == null ? shared(text, ignoreCase) : known;
    if (pattern == null) {
      return false;
    }
    Effort.spend((BASE + UNITS * pattern.programSize()) * actual.length());
    return pattern.matches(actual);
  }

  /** The compiled expression, or null if {@link #fault} has something to say about it. */
  public static @Nullable Pattern compile(String text, boolean ignoreCase) {
    if (isTooLarge(text)) {
      return null;
    }
    try {
      return Pattern.compile(text, ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
    } catch (PatternSyntaxException e) {
      return null;
    }
  }

  /** What is wrong with an expression, or null. */
  public static @Nullable String fault(String text) {
    if (isTooLarge(text)) {
      return "it is too large: at most " + MAX_LENGTH + " characters, and smaller counts of {n,m}";
    }
    if (!PatternAllowance.take(size(text))) {
      return "the patterns of the document are too large together: at most about "
          + PatternAllowance.LIMIT
          + " characters, counts of {n,m} written out";
    }
    try {
      Pattern.compile(text);
      return null;
    } catch (PatternSyntaxException e) {
      String part = e.getPattern() == null ? text : e.getPattern();
      return e.getDescription() + ": " + Texts.quote(part);
    }
  }

  private static boolean isTooLarge(String text) {
    return text.length() > MAX_LENGTH || text.indexOf('{') >= 0 && size(text) > MAX_SIZE;
  }

  /** About how many instructions the expression compiles to. */
  private static long size(String text) {
    Deque<Long> outer = new ArrayDeque<>();
    long group = 0;
    long atom = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '(') {
        outer.push(group + atom);
        group = 0;
        atom = 0;
      } else if (c == ')' && !outer.isEmpty()) {
        atom = group + atom + 2;
        group = outer.pop();
      } else if (c == '{') {
        atom = Math.min(atom * Math.max(1, count(text, i + 1)), Integer.MAX_VALUE);
      } else {
        group += atom;
        atom = 1;
        i = c == '\\' ? i + 1 : i;
      }
    }
    while (!outer.isEmpty()) {
      group += outer.pop();
    }
    return group + atom;
  }

  /** The larger number of {@code n}}, {@code n,}} or {@code n,m}}. */
  private static long count(String text, int from) {
    long largest = 0;
    long number = 0;
    for (int i = from; i < text.length() && number < MAX_SIZE; i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        number = number * 10 + (c - '0');
        largest = Math.max(largest, number);
      } else if (c == ',') {
        number = 0;
      } else {
        break;
      }
    }
    return largest;
  }
}
