package dev.workflow.examples.host.sales;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A quote as it is kept. Treat the JSON as read-only.
 *
 * @param body what was written down when it was made: number, amount, currency, consumer, the terms
 *     with where they come from, and the document of acceptance
 */
record Quote(
    TenantId tenant,
    String id,
    String lead,
    QuoteStatus status,
    ObjectNode body,
    Instant createdAt,
    @Nullable Instant sentAt,
    @Nullable Instant decidedAt,
    @Nullable String reason) {

  /** The lead: what concerns a quote is about it, so that its workflow governs. */
  SubjectRef subject() {
    return Leads.subject(lead);
  }

  /** The last day on which it can be accepted; null: for ever. */
  @Nullable LocalDate validUntil() {
    JsonNode day = body.path("valid_until");
    return day.isTextual() ? LocalDate.parse(day.textValue()) : null;
  }

  /** The same for each publication of one event of this quote. */
  String eventId(QuoteStatus reached) {
    return "quote-" + id + "-" + reached.text();
  }
}
