package dev.workflow.messaging.internal.inbound;

import dev.workflow.messaging.InboundClassifier.Classification;
import dev.workflow.messaging.InboundClassifier.Complaint;
import dev.workflow.messaging.InboundClassifier.OtherAutomatic;
import dev.workflow.messaging.InboundMessage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads what mailbox providers report of people who call a mail spam (RFC 5965). */
final class AbuseReport {

  static final String TYPE = "feedback-report";
  private static final List<String> PARTS = List.of("message/feedback-report");
  private static final Set<String> COMPLAINTS = Set.of("abuse", "fraud", "opt-out", "opt-out-list");
  private static final int LONGEST_ADDRESS = 1_000;

  private AbuseReport() {}

  static Classification read(InboundMessage message) {
    ReportParts parts = ReportParts.of(message.header("Content-Type"), message.text());
    String original = parts.original(PARTS);
    for (Map<String, String> fields : parts.groups(PARTS)) {
      String type = fields.getOrDefault("feedback-type", "").strip().toLowerCase(Locale.ROOT);
      if (COMPLAINTS.contains(type)) {
        String to = fields.getOrDefault("original-rcpt-to", "").strip();
        String address =
            to.startsWith("<") && to.endsWith(">") ? to.substring(1, to.length() - 1) : to;
        boolean said = !address.isBlank() && address.length() <= LONGEST_ADDRESS;
        return new Complaint(said ? address : null, original.isEmpty() ? null : original);
      }
    }
    return new OtherAutomatic();
  }
}
