package dev.workflow.condition;

import java.util.Locale;

/** Strings as the conditions compare them. */
final class Texts {

  private static final int SHOWN = 60;
  private static final int FAR = 3;

  /** So many comparisons are made at once whatever the texts are. */
  private static final long QUICK = 100_000;

  private static final int FEW = 16;

  /** Characters that are upper-cased at once. */
  private static final int PIECE = 500;

  private Texts() {}

  /**
   * Whether a text holds a part. In a time that grows with the sum of their lengths: what is short
   * is looked for place by place, what is long after Knuth, Morris and Pratt.
   */
  static boolean contains(String text, String part) {
    Effort.read(text);
    if (part.length() > text.length()) {
      return false;
    }
    long worst = (long) text.length() * part.length();
    return worst <= QUICK || part.length() <= FEW ? text.contains(part) : containsLong(text, part);
  }

  private static boolean containsLong(String text, String part) {
    Effort.work(part, 1);
    Effort.read(text);
    int[] borders = borders(part);
    int matched = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      while (matched > 0 && part.charAt(matched) != c) {
        matched = borders[matched - 1];
      }
      if (part.charAt(matched) == c && ++matched == part.length()) {
        return true;
      }
    }
    return false;
  }

  /** For each beginning of the part, the length of its longest end that is a beginning too. */
  private static int[] borders(String part) {
    int[] borders = new int[part.length()];
    int length = 0;
    for (int i = 1; i < borders.length; i++) {
      while (length > 0 && part.charAt(i) != part.charAt(length)) {
        length = borders[length - 1];
      }
      if (part.charAt(i) == part.charAt(length)) {
        length++;
      }
      borders[i] = length;
    }
    return borders;
  }

  /** Negative, zero or positive, by Unicode code point. */
  static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char left = a.charAt(i);
      char right = b.charAt(i);
      if (left != right) {
        return Integer.signum(rank(left) - rank(right));
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** Moves the surrogates, which stand for the highest code points, above all other units. */
  private static int rank(char unit) {
    return Character.isSurrogate(unit) ? unit + 0x10000 : unit;
  }

  /** Upper- then lower-cased by the root locale, so that {@code STRASSE} equals {@code straße}. */
  static String fold(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80 || c >= 'A' && c <= 'Z') {
        Effort.work(text, 1);
        return upper(text).replace("\u0130", "i\u0307").toLowerCase(Locale.ROOT);
      }
    }
    return text;
  }

  /**
   * In pieces: the library copies all of a text again for each letter that becomes longer, such as
   * {@code ß}. Lower-casing does so for one letter only, which is replaced before.
   */
  private static String upper(String text) {
    if (text.length() <= PIECE) {
      return text.toUpperCase(Locale.ROOT);
    }
    StringBuilder upper = new StringBuilder(text.length() + PIECE);
    for (int from = 0; from < text.length(); ) {
      int to = Math.min(from + PIECE, text.length());
      if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
        to--;
      }
      upper.append(text.substring(from, to).toUpperCase(Locale.ROOT));
      from = to;
    }
    return upper.toString();
  }

  /** The text in quotes, shortened to what a message can hold, on one line. */
  static String quote(String text) {
    return '"' + clip(text, SHOWN) + '"';
  }

  /** The text, shortened to a length and on one line. */
  static String clip(String text, int length) {
    String shown = text;
    if (text.length() > length) {
      int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
      shown = text.substring(0, end) + "…";
    }
    return shown.replace('\n', ' ').replace('\r', ' ');
  }

  /** {@code ; did you mean "gte"?}, or nothing where no known word is near. */
  static String suggestion(String unknown, Iterable<String> known) {
    String nearest = "";
    int least = FAR;
    for (String candidate : known) {
      int distance = distance(unknown.toLowerCase(Locale.ROOT), candidate);
      boolean nearer = distance < least || distance == least && candidate.compareTo(nearest) < 0;
      if (nearer && distance < FAR && distance < candidate.length()) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest.isEmpty() ? "" : "; did you mean \"" + nearest + "\"?";
  }

  private static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) >= FAR) {
      return FAR;
    }
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(above[j - 1] + change, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[b.length()];
  }
}
