package dev.workflow.channels.email;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is looked at before a mail is read, so that reading it takes little whatever it is. Each
 * check goes through the mail once.
 */
final class MailBounds {

  static final int MAX_PARTS = 1_000;
  static final int MAX_ADDRESSES = 10_000;

  private static final Pattern BOUNDARY =
      Pattern.compile("(?i)boundary\\s{0,10}=\\s{0,10}\"?([^\"\\s;]{1,200})");

  private MailBounds() {}

  /**
   * Refuses a mail with more parts than anybody sends.
   *
   * @throws IllegalArgumentException naming the limit
   */
  static void checkParts(byte[] mail) {
    String text = new String(mail, StandardCharsets.ISO_8859_1);
    Set<String> boundaries = new HashSet<>();
    Matcher declared = BOUNDARY.matcher(text);
    while (declared.find() && boundaries.size() <= MAX_PARTS) {
      boundaries.add(declared.group(1));
    }
    int parts = 0;
    for (int at = text.indexOf("\n--"); at >= 0; at = text.indexOf("\n--", at + 3)) {
      if (boundaries.contains(boundary(text, at + 3)) && ++parts > MAX_PARTS) {
        throw new IllegalArgumentException(
            "the mail has more than " + MAX_PARTS + " parts; no more are read");
      }
    }
  }

  private static String boundary(String text, int from) {
    int to = from;
    while (to < text.length() && to - from <= 200 && text.charAt(to) > ' ') {
      to++;
    }
    String found = text.substring(from, to);
    return found.endsWith("--") ? found.substring(0, found.length() - 2) : found;
  }

  /**
   * Refuses a header with addresses that is longer than anybody writes.
   *
   * @throws IllegalArgumentException naming the limit
   */
  static String checked(String name, String header) {
    if (header.length() > MAX_ADDRESSES) {
      throw new IllegalArgumentException(
          "the mail's "
              + name
              + " has "
              + header.length()
              + " characters; at most "
              + MAX_ADDRESSES
              + " are read");
    }
    return header;
  }
}
