package dev.workflow.gallery;

/**
 * A text put together of what stands for itself, whoever wrote it, and of expressions. Braces that
 * stand for themselves are escaped, also where they meet at the edge of two parts.
 */
final class LiteralText {

  private static final String ESCAPED = "\\{{";

  private final StringBuilder text = new StringBuilder();
  private final StringBuilder literal = new StringBuilder();
  private boolean impossible;

  LiteralText literal(String part) {
    literal.append(part);
    return this;
  }

  LiteralText expression(String part) {
    if (!part.isEmpty()) {
      flush(part.startsWith("{"));
      text.append(part);
    }
    return this;
  }

  /** Whether a single brace stands right before an expression, which cannot be written. */
  boolean isImpossible() {
    return impossible;
  }

  @Override
  public String toString() {
    flush(false);
    return text.toString();
  }

  private void flush(boolean beforeBraces) {
    int at = 0;
    while (at < literal.length()) {
      int run = 0;
      while (at + run < literal.length() && literal.charAt(at + run) == '{') {
        run++;
      }
      if (run > 1) {
        doubleSlashes(at);
        text.append(ESCAPED.repeat(run / 2));
      }
      boolean last = at + run == literal.length();
      if (run % 2 == 1) {
        impossible |= last && beforeBraces;
        text.append('{');
      }
      if (run == 0) {
        text.append(literal.charAt(at));
        at++;
      }
      at += run;
    }
    if (beforeBraces) {
      doubleSlashes(literal.length());
    }
    literal.setLength(0);
  }

  /** Backslashes right before braces count for these unless they are doubled. */
  private void doubleSlashes(int end) {
    int slashes = 0;
    while (slashes < end && literal.charAt(end - slashes - 1) == '\\') {
      slashes++;
    }
    text.append("\\".repeat(slashes));
  }
}
