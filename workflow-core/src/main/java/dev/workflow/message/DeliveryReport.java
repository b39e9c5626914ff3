package dev.workflow.message;

import dev.workflow.InboundMessage;
import dev.workflow.spi.InboundClassifier.Bounce;
import dev.workflow.spi.InboundClassifier.Classification;
import dev.workflow.spi.InboundClassifier.OtherAutomatic;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what mail servers report about a mail (RFC 3464). */
final class DeliveryReport {

  private static final int LONGEST = 200_000;
  private static final Pattern TYPE =
      Pattern.compile("(?is)multipart/report\\b.*report-type=\"?delivery-status\\b.*");
  private static final Pattern HARD = Pattern.compile("5\\.1\\.[0-9]{1,3}|5\\.2\\.1");
  private static final Pattern ACTION = field("Action", "([a-z]+)");
  private static final Pattern STATUS = field("Status", "([245]\\.[0-9]{1,3}\\.[0-9]{1,3})");
  private static final Pattern FINAL = field("Final-Recipient", "rfc822\\s*;\\s*(\\S{1,1000})");
  private static final Pattern FIRST = field("Original-Recipient", "rfc822\\s*;\\s*(\\S{1,1000})");
  private static final Pattern WHY = field("Diagnostic-Code", "[a-z]+\\s*;\\s*([^\\r\\n]{1,1000})");
  private static final Pattern ORIGINAL = field("Message-ID", "(<[^>\\s]{1,900}>)");

  private DeliveryReport() {}

  private static Pattern field(String name, String value) {
    return Pattern.compile("(?im)^[ \\t]*" + name + "[ \\t]*:[ \\t]*" + value);
  }

  static boolean isOne(InboundMessage message) {
    return TYPE.matcher(message.header("Content-Type")).matches();
  }

  /** Of a report about several recipients the first counts. */
  static Classification read(String body) {
    String text = body.length() > LONGEST ? body.substring(0, LONGEST) : body;
    String action = find(ACTION, text);
    String status = find(STATUS, text);
    if (action == null || !action.toLowerCase(Locale.ROOT).equals("failed")) {
      return new OtherAutomatic();
    }
    String first = find(FIRST, text);
    return new Bounce(
        first == null ? find(FINAL, text) : first,
        status != null && HARD.matcher(status).matches(),
        status,
        find(WHY, text),
        find(ORIGINAL, text));
  }

  private static @Nullable String find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }
}
