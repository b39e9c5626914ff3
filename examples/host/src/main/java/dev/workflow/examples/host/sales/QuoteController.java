package dev.workflow.examples.host.sales;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.security.Role;
import dev.workflow.examples.host.web.Checks;
import dev.workflow.examples.host.web.Created;
import dev.workflow.messaging.Route;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Quotes, as the portal's own people make and send them. */
@RestController
@Tag(name = "sales")
@RequestMapping("/api/v1/quotes")
class QuoteController {

  private static final BigDecimal MOST = new BigDecimal("1000000000000");

  private final Quotes quotes;
  private final Engines engines;
  private final OldNotifications old;

  QuoteController(Quotes quotes, Engines engines, OldNotifications old) {
    this.quotes = quotes;
    this.engines = engines;
    this.old = old;
  }

  /**
   * A new quote.
   *
   * @param currency of ISO 4217; EUR by default
   * @param number left out: one is given
   */
  record NewQuote(
      String leadId,
      BigDecimal amount,
      @Nullable String currency,
      @Nullable String number,
      @Nullable String description) {}

  /**
   * A quote.
   *
   * @param terms by name, each with its value and where that comes from
   * @param validUntil the last day on which it can be accepted; left out: for ever
   * @param publicToken told once, when it is sent
   * @param acceptanceDocument what the customer agrees to
   * @param notifications who sent what, for each event of the quote
   */
  record QuoteView(
      String id,
      String number,
      String leadId,
      QuoteStatus status,
      BigDecimal amount,
      String currency,
      @Nullable String description,
      @Nullable String workflowId,
      @Nullable Integer workflowVersion,
      String workflowSource,
      JsonNode terms,
      @Nullable String validUntil,
      @Nullable Integer paymentDays,
      Instant createdAt,
      @Nullable Instant sentAt,
      @Nullable Instant decidedAt,
      @Nullable String reason,
      @Nullable String publicToken,
      JsonNode acceptanceDocument,
      List<NotificationView> notifications) {}

  /**
   * Who sends a notification of an event.
   *
   * @param routing a workflow (WORKFLOW), nobody (SUPPRESSED), or the host as before (FALLBACK)
   * @param workflowId the one that sends, or would if it were enabled
   * @param sentByHost whether the host's own code has sent it
   * @param trace every candidate with the reason
   */
  record NotificationView(
      String event,
      String channel,
      String audience,
      Route.Decision routing,
      @Nullable String workflowId,
      boolean sentByHost,
      List<String> trace) {}

  @PostMapping
  @Operation(summary = "Makes a quote with the terms of the lead's workflow")
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<QuoteView> createQuote(Caller caller, @RequestBody NewQuote body) {
    caller.require(Role.ADMIN, Role.MANAGER, Role.SALES);
    String currency = body.currency() == null ? "EUR" : body.currency();
    Checks checks = new Checks("The quote");
    checks.text("/lead_id", body.leadId(), 200);
    checks.that(
        body.amount().signum() >= 0 && body.amount().compareTo(MOST) < 0,
        "/amount",
        "must be 0 to " + MOST);
    checks.that(body.amount().scale() <= 6, "/amount", "has more than 6 decimals");
    checks.that(
        currency.matches("[A-Z]{3}"), "/currency", "must be three capital letters, such as EUR");
    checks.optionalText("/number", body.number(), 50);
    checks.optionalText("/description", body.description(), 1_000);
    checks.done();
    Quote made =
        quotes.create(
            caller,
            new Quotes.Draft(
                body.leadId(), body.amount(), currency, body.number(), body.description()));
    return Created.at("/api/v1/quotes/{id}", view(caller, made, null), made.id());
  }

  @GetMapping("/{id}")
  @Operation(summary = "Shows a quote and who sent which notification of it")
  QuoteView getQuote(Caller caller, @PathVariable String id) {
    caller.require(Role.ADMIN, Role.MANAGER, Role.SALES);
    return view(caller, quotes.get(caller.tenant(), id), null);
  }

  @PostMapping("/{id}/send")
  @Operation(summary = "Sends a quote; the answer has the token of its public links")
  QuoteView sendQuote(Caller caller, @PathVariable String id) {
    caller.require(Role.ADMIN, Role.MANAGER, Role.SALES);
    String token = quotes.send(caller, id);
    return view(caller, quotes.get(caller.tenant(), id), token);
  }

  private QuoteView view(Caller caller, Quote quote, @Nullable String token) {
    ObjectNode body = quote.body();
    return new QuoteView(
        quote.id(),
        body.path("number").asText(),
        quote.lead(),
        quote.status(),
        body.path("amount").decimalValue(),
        body.path("currency").asText(),
        body.path("description").textValue(),
        body.path("workflow_id").textValue(),
        body.has("workflow_version") ? body.get("workflow_version").asInt() : null,
        body.path("workflow_source").asText(),
        body.path("terms"),
        body.path("valid_until").textValue(),
        body.has("payment_days") ? body.get("payment_days").asInt() : null,
        quote.createdAt(),
        quote.sentAt(),
        quote.decidedAt(),
        quote.reason(),
        token,
        acceptance(quote),
        notifications(caller, quote));
  }

  /** What the customer agrees to, and when they did. */
  static ObjectNode acceptance(Quote quote) {
    ObjectNode document = Json.object();
    for (String key :
        List.of(
            "number",
            "organisation",
            "consumer",
            "description",
            "amount",
            "currency",
            "issued_on",
            "valid_until",
            "payment_days")) {
      if (quote.body().has(key)) {
        document.set(key, quote.body().get(key));
      }
    }
    document.put("status", quote.status().text());
    if (quote.decidedAt() != null) {
      document.put("decided_at", quote.decidedAt().toString());
    }
    return document;
  }

  private List<NotificationView> notifications(Caller caller, Quote quote) {
    List<NotificationView> all = new ArrayList<>();
    for (QuoteStatus status :
        List.of(QuoteStatus.SENT, QuoteStatus.ACCEPTED, QuoteStatus.REJECTED)) {
      String event = quote.eventId(status);
      engines
          .of(caller)
          .events()
          .receipt(quote.tenant(), event)
          .ifPresent(
              receipt -> receipt.routes().forEach(route -> all.add(of(quote, event, route))));
    }
    return all;
  }

  private NotificationView of(Quote quote, String event, Route route) {
    return new NotificationView(
        route.event(),
        route.channel(),
        route.audience(),
        route.decision(),
        route.workflow() == null ? null : route.workflow().key(),
        old.sent(quote.tenant(), event, route.channel(), route.audience()),
        route.trace().stream().map(Route.Candidate::toString).toList());
  }
}
