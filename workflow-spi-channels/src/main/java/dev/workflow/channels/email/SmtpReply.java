package dev.workflow.channels.email;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The reply of a server to a command.
 *
 * @param code three digits; negative if there was no answer that could be read
 */
record SmtpReply(int code, String text) {

  private static final Pattern ENHANCED =
      Pattern.compile(
          "[245][0-9]{2}[ -]([245]\\.[0-9]{1,3}\\.[0-9]{1,3})(?:[ \\r\\n].*|$)", Pattern.DOTALL);
  private static final int SHOWN = 200;

  boolean isTransient() {
    return code >= 400 && code <= 499;
  }

  boolean isPermanent() {
    return code >= 500 && code <= 599;
  }

  boolean isFailure() {
    return isTransient() || isPermanent();
  }

  /** The code of RFC 3463, such as {@code 5.1.1}, or null. */
  @Nullable String enhanced() {
    Matcher matcher = ENHANCED.matcher(text);
    return matcher.matches() ? matcher.group(1) : null;
  }

  /** The most telling code there is. */
  String bestCode() {
    String enhanced = enhanced();
    return enhanced == null ? String.valueOf(code) : enhanced;
  }

  /** The answer as one line. */
  String line() {
    String line = text.strip().replaceAll("\\p{Cntrl}+", " ");
    return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
  }
}
