package dev.workflow.messaging.internal.inbound;

import dev.workflow.messaging.InboundClassifier.Bounce;
import dev.workflow.messaging.InboundClassifier.Bounces;
import dev.workflow.messaging.InboundClassifier.Classification;
import dev.workflow.messaging.InboundClassifier.OtherAutomatic;
import dev.workflow.messaging.InboundMessage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what mail servers report about a mail (RFC 3464, RFC 6533), from the machine part alone:
 * what the report says to people may quote anything.
 */
final class DeliveryReport {

  static final String TYPE = "delivery-status";
  private static final List<String> PARTS =
      List.of("message/delivery-status", "message/global-delivery-status");

  /**
   * Codes of RFC 3463, RFC 7505 and their registry by which there is no such mailbox. Not among
   * them: 5.1.4 (ambiguous), 5.1.5 (it is valid), 5.1.7 and 5.1.8 (the sender's address), 5.1.9
   * (the mail was passed on to something that reports nothing).
   */
  private static final Set<String> NO_MAILBOX =
      Set.of("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1");

  private static final Pattern STATUS = Pattern.compile("([245]\\.[0-9]{1,3}\\.[0-9]{1,3})\\b.*");
  private static final Pattern DIAGNOSTIC =
      Pattern.compile(
          "(?i)smtp\\s*;.{0,200}?\\b[45][0-9]{2}[ -]#?([45]\\.[0-9]{1,3}\\.[0-9]{1,3})\\b.*");
  private static final Pattern COMMENT = Pattern.compile("\\([^()]{0,200}\\)");
  private static final Pattern HEX = Pattern.compile("\\+([0-9A-F]{2})");
  private static final int LONGEST_REASON = 1_000;
  private static final int MOST_RECIPIENTS = 100;
  private static final int LONGEST_ADDRESS = 1_000;

  private DeliveryReport() {}

  /** Every recipient that failed counts. */
  static Classification read(InboundMessage message) {
    ReportParts parts = ReportParts.of(message.header("Content-Type"), message.text());
    String original = parts.original(PARTS);
    List<Bounce> failed =
        parts.groups(PARTS).stream()
            .filter(fields -> word(fields.getOrDefault("action", "")).equals("failed"))
            .limit(MOST_RECIPIENTS)
            .map(fields -> bounce(fields, original.isEmpty() ? null : original))
            .toList();
    if (failed.isEmpty()) {
      return new OtherAutomatic();
    }
    return failed.size() == 1 ? failed.get(0) : new Bounces(failed);
  }

  private static Bounce bounce(Map<String, String> fields, @Nullable String original) {
    String diagnostic = fields.getOrDefault("diagnostic-code", "");
    String status = status(fields.getOrDefault("status", ""), diagnostic);
    String first = address(decoded(fields.getOrDefault("original-recipient", "")));
    return new Bounce(
        first == null ? address(fields.getOrDefault("final-recipient", "")) : first,
        status != null && NO_MAILBOX.contains(status),
        status,
        reason(diagnostic),
        original);
  }

  /**
   * The server's own code is in the diagnostic where the report has a general one, as Exim's 5.0.0;
   * a policy (5.7.x) there says that there is a mailbox.
   */
  private static @Nullable String status(String field, String diagnostic) {
    Matcher said = STATUS.matcher(field);
    String status = said.matches() ? said.group(1) : null;
    Matcher answered = DIAGNOSTIC.matcher(diagnostic);
    String own = answered.matches() ? answered.group(1) : null;
    boolean general = status == null || status.endsWith(".0.0");
    return own != null && (general || own.startsWith("5.7.")) ? own : status;
  }

  private static String word(String value) {
    return COMMENT.matcher(value).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
  }

  private static @Nullable String address(String field) {
    int semicolon = field.indexOf(';');
    String type = semicolon < 0 ? "" : field.substring(0, semicolon).strip();
    boolean mail = type.equalsIgnoreCase("rfc822") || type.equalsIgnoreCase("utf-8");
    String address = field.substring(semicolon + 1).strip();
    if (!mail || address.isEmpty() || address.length() > LONGEST_ADDRESS) {
      return null;
    }
    boolean bracketed = address.startsWith("<") && address.endsWith(">");
    return bracketed ? address.substring(1, address.length() - 1) : address;
  }

  /** RFC 3461 writes some signs as a plus and two digits: a plus of the address among them. */
  private static String decoded(String address) {
    return HEX.matcher(address)
        .replaceAll(
            found -> {
              char c = (char) Integer.parseInt(found.group(1), 16);
              boolean sign = c == '+' || c == '=';
              return Matcher.quoteReplacement(sign ? String.valueOf(c) : found.group());
            });
  }

  private static @Nullable String reason(String diagnostic) {
    int semicolon = diagnostic.indexOf(';');
    String reason = diagnostic.substring(semicolon + 1).strip();
    if (semicolon < 0 || reason.isEmpty()) {
      return null;
    }
    return reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
  }
}
