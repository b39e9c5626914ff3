package dev.workflow.expression;

/** A place in a text that is being read. Not thread-safe. */
final class Cursor {

  /** Reads as this past the end; no template may hold it within an expression. */
  static final char END = '\0';

  private final String text;
  private int offset;

  Cursor(String text) {
    this.text = text;
  }

  int offset() {
    return offset;
  }

  void moveTo(int place) {
    offset = place;
  }

  boolean atEnd() {
    return offset >= text.length();
  }

  char peek() {
    return offset < text.length() ? text.charAt(offset) : END;
  }

  boolean looksAt(String expected) {
    return text.startsWith(expected, offset);
  }

  /** Goes past the expected text if it is next. */
  boolean take(String expected) {
    if (!looksAt(expected)) {
      return false;
    }
    offset += expected.length();
    return true;
  }

  char next() {
    char c = peek();
    offset++;
    return c;
  }

  void skipSpace() {
    while (offset < text.length() && Character.isWhitespace(text.charAt(offset))) {
      offset++;
    }
  }

  /** Goes past letters, digits and underscores of ASCII. */
  String word() {
    int start = offset;
    while (isWord(peek())) {
      offset++;
    }
    return from(start);
  }

  /** Goes past digits. */
  String digits() {
    int start = offset;
    while (isDigit(peek())) {
      offset++;
    }
    return from(start);
  }

  /** Goes past what a data path may consist of, wildcards included so that they can be refused. */
  String path() {
    int start = offset;
    while (isPath(peek())) {
      offset++;
    }
    return from(start);
  }

  String from(int start) {
    return text.substring(start, Math.min(offset, text.length()));
  }

  /** What stands here, for an error: {@code "%"}, or the end of the text. */
  String found() {
    if (atEnd()) {
      return "the end of the text";
    }
    if (looksAt("}}")) {
      return "\"}}\"";
    }
    return "\"" + Character.toString(text.codePointAt(offset)) + "\"";
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isWord(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || c == '_';
  }

  static boolean isPath(char c) {
    return isWord(c) || "-.\\$:@/*".indexOf(c) >= 0 || c >= 0x80 && !Character.isWhitespace(c);
  }
}
