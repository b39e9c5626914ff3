package dev.workflow.messaging;

import org.jspecify.annotations.Nullable;

/**
 * The parts of a mailbox of RFC 5322, found in one pass: what is quoted and what is a comment is
 * not looked at for signs.
 *
 * @param address what is between the angle brackets, or everything; comments are blanks
 * @param name what is before the angle brackets, or the last comment, without quotes
 */
record MailScan(String address, @Nullable String name) {

  /** Null: brackets, quotes or comments that do not close, or more than one address. */
  static @Nullable MailScan of(String text) {
    StringBuilder outside = new StringBuilder();
    StringBuilder inside = null;
    StringBuilder into = outside;
    String comment = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        int end = endOfQuoted(text, i);
        if (end < 0) {
          return null;
        }
        into.append(text, i, end + 1);
        i = end;
      } else if (c == '(') {
        int end = endOfComment(text, i);
        if (end < 0) {
          return null;
        }
        comment = unquoted(text.substring(i + 1, end)).strip();
        into.append(' ');
        i = end;
      } else if (c == '<') {
        if (inside != null) {
          return null;
        }
        inside = new StringBuilder();
        into = inside;
      } else if (c == '>') {
        if (into != inside || !isBlank(text, i + 1)) {
          return null;
        }
        into = outside;
      } else {
        into.append(c);
      }
    }
    if (inside == null) {
      return new MailScan(outside.toString(), named(comment));
    }
    String phrase = outside.toString();
    return into == inside || holdsAt(phrase)
        ? null
        : new MailScan(inside.toString(), named(phrase.isBlank() ? comment : phrase(phrase)));
  }

  private static @Nullable String named(@Nullable String name) {
    return name == null || name.isBlank() ? null : name.strip();
  }

  private static boolean isBlank(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '(') {
        i = endOfComment(text, i);
        if (i < 0) {
          return false;
        }
      } else if (!Character.isWhitespace(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean holdsAt(String phrase) {
    for (int i = 0; i < phrase.length(); i++) {
      if (phrase.charAt(i) == '"') {
        i = endOfQuoted(phrase, i);
      } else if (phrase.charAt(i) == '@') {
        return true;
      }
    }
    return false;
  }

  private static String phrase(String written) {
    StringBuilder phrase = new StringBuilder();
    for (int i = 0; i < written.length(); i++) {
      if (written.charAt(i) == '"') {
        int end = endOfQuoted(written, i);
        phrase.append(unquoted(written.substring(i + 1, end)));
        i = end;
      } else {
        phrase.append(written.charAt(i));
      }
    }
    return phrase.toString().strip();
  }

  /** Where the quotes that open at a place close; negative: they do not. */
  static int endOfQuoted(String text, int open) {
    for (int i = open + 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == '"') {
        return i;
      }
    }
    return -1;
  }

  private static int endOfComment(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  static String unquoted(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\' && i + 1 < text.length()) {
        i++;
      }
      plain.append(text.charAt(i));
    }
    return plain.toString();
  }
}
