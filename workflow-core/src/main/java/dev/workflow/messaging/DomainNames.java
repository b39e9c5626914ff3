package dev.workflow.messaging;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Domain names in the letters of the DNS, as IDNA 2008 (RFC 5890 to 5894) has it: the mapping of
 * UTS 46 without its transitional part, so that {@code straße} stays another name than {@code
 * strasse}. {@code java.net.IDN} knows IDNA 2003 only, and what the letters of Unicode 3.2 map to.
 * Labels are encoded by RFC 3492.
 */
final class DomainNames {

  private static final Pattern DOTS = Pattern.compile("[.\\u3002\\uFF0E\\uFF61]");
  private static final Pattern IGNORED =
      Pattern.compile(
          "[\\u00AD\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u200B\\u2060\\u2064\\u3164\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\x{E0100}-\\x{E01EF}]");
  private static final Pattern ASCII_LABEL = Pattern.compile("[a-z0-9_-]{1,63}");
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST = 253;

  private DomainNames() {}

  /** In lower case and ASCII; null: no name that a mail can go to. */
  static @Nullable String ascii(String name) {
    if (name.length() > 4 * LONGEST) {
      return null;
    }
    String[] labels = DOTS.split(name, -1);
    int count = labels.length;
    if (count > 1 && labels[count - 1].isEmpty()) {
      count--; // the root, which nobody writes
    }
    StringBuilder ascii = new StringBuilder();
    for (int i = 0; i < count; i++) {
      String label = label(labels[i]);
      if (label == null) {
        return null;
      }
      ascii.append(i == 0 ? "" : ".").append(label);
    }
    return ascii.length() > LONGEST ? null : ascii.toString();
  }

  private static @Nullable String label(String written) {
    String label = isAscii(written) ? written.toLowerCase(Locale.ROOT) : mapped(written);
    if (isAscii(label)) {
      return ASCII_LABEL.matcher(label).matches() ? label : null;
    }
    if (!label.codePoints().allMatch(DomainNames::isLetter)) {
      return null;
    }
    String encoded = "xn--" + encoded(label.codePoints().toArray());
    return encoded.length() > LONGEST_LABEL ? null : encoded;
  }

  private static boolean isAscii(String text) {
    return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
  }

  private static String mapped(String label) {
    String text = IGNORED.matcher(label).replaceAll("");
    return Normalizer.normalize(folded(folded(text)), Normalizer.Form.NFC);
  }

  /** In parts, since an accent may become a letter and a sign hold a capital. */
  private static String folded(String text) {
    StringBuilder folded = new StringBuilder();
    text.codePoints()
        .forEach(
            c ->
                Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKD)
                    .codePoints()
                    .forEach(part -> fold(part == 'ς' && c != 'ς' ? 'σ' : part, folded)));
    return folded.toString();
  }

  /** One by one, since the end of a word plays no part: a capital sigma is not a final one. */
  private static void fold(int c, StringBuilder folded) {
    if (c == 'ς' || c == 'ı' || c == 'ß') {
      folded.appendCodePoint(c);
    } else if (Character.UnicodeScript.of(c) == Character.UnicodeScript.CHEROKEE) {
      folded.appendCodePoint(Character.toUpperCase(c));
    } else {
      folded.appendCodePoint(Character.toLowerCase(Character.toUpperCase(c)));
    }
  }

  /** Letters, marks and digits, and what joins or parts letters in some scripts. */
  private static boolean isLetter(int c) {
    return switch (Character.getType(c)) {
      case Character.UPPERCASE_LETTER, // of Cherokee: the others are folded
          Character.LOWERCASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.DECIMAL_DIGIT_NUMBER ->
          true;
      default ->
          c == '-'
              || c == 0xB7
              || c == 0x200C
              || c == 0x200D
              || c == 0x30FB
              || c == 0x375
              || c == 0x5F3
              || c == 0x5F4;
    };
  }

  // RFC 3492, with the parameters of its section 5.
  private static final int BASE = 36;
  private static final int TMIN = 1;
  private static final int TMAX = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int INITIAL_BIAS = 72;
  private static final int INITIAL_N = 128;

  private static String encoded(int[] label) {
    StringBuilder out = new StringBuilder();
    for (int c : label) {
      if (c < INITIAL_N) {
        out.append((char) c);
      }
    }
    int basic = out.length();
    int handled = basic;
    if (basic > 0) {
      out.append('-');
    }
    int n = INITIAL_N;
    int delta = 0;
    int bias = INITIAL_BIAS;
    while (handled < label.length) {
      int next = Integer.MAX_VALUE;
      for (int c : label) {
        next = c >= n && c < next ? c : next;
      }
      delta += (next - n) * (handled + 1);
      n = next;
      for (int c : label) {
        if (c < n) {
          delta++;
        } else if (c == n) {
          variable(out, delta, bias);
          bias = adapted(delta, handled + 1, handled == basic);
          delta = 0;
          handled++;
        }
      }
      delta++;
      n++;
    }
    return out.toString();
  }

  private static void variable(StringBuilder out, int delta, int bias) {
    int rest = delta;
    for (int k = BASE; ; k += BASE) {
      int threshold = Math.max(TMIN, Math.min(TMAX, k - bias));
      if (rest < threshold) {
        out.append(digit(rest));
        return;
      }
      out.append(digit(threshold + (rest - threshold) % (BASE - threshold)));
      rest = (rest - threshold) / (BASE - threshold);
    }
  }

  private static char digit(int value) {
    return (char) (value < 26 ? 'a' + value : '0' + value - 26);
  }

  private static int adapted(int change, int points, boolean first) {
    int delta = first ? change / DAMP : change / 2;
    delta += delta / points;
    int k = 0;
    while (delta > (BASE - TMIN) * TMAX / 2) {
      delta /= BASE - TMIN;
      k += BASE;
    }
    return k + (BASE - TMIN + 1) * delta / (delta + SKEW);
  }
}
