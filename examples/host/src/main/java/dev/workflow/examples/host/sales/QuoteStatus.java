package dev.workflow.examples.host.sales;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The life of a quote. */
enum QuoteStatus {
  /** Made, and shown to nobody outside. */
  @JsonProperty("draft")
  DRAFT,
  /** The customer has it. */
  @JsonProperty("sent")
  SENT,
  /** The customer said yes. */
  @JsonProperty("accepted")
  ACCEPTED,
  /** The customer said no. */
  @JsonProperty("rejected")
  REJECTED;

  /** Such as {@code quote.sent}. */
  String event() {
    return "quote." + text();
  }

  String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
