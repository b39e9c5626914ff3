package dev.workflow.examples.host.sales;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.examples.host.web.Checks;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The customer's answer to a quote: whoever has the link may answer. */
@RestController
@Tag(name = "sales")
@RequestMapping("/api/v1/public/quotes/{token}")
class PublicQuoteController {

  private final Quotes quotes;

  PublicQuoteController(Quotes quotes) {
    this.quotes = quotes;
  }

  /** Why a quote is accepted or rejected. */
  record QuoteAnswer(@Nullable String reason) {}

  /** What the customer sees. */
  record QuoteAnswered(QuoteStatus status, JsonNode acceptanceDocument) {}

  @PostMapping("/accept")
  @Operation(summary = "Accepts a quote")
  QuoteAnswered acceptQuote(
      @PathVariable String token, @RequestBody(required = false) @Nullable QuoteAnswer body) {
    return decide(token, QuoteStatus.ACCEPTED, body);
  }

  @PostMapping("/reject")
  @Operation(summary = "Rejects a quote")
  QuoteAnswered rejectQuote(
      @PathVariable String token, @RequestBody(required = false) @Nullable QuoteAnswer body) {
    return decide(token, QuoteStatus.REJECTED, body);
  }

  private QuoteAnswered decide(String token, QuoteStatus answer, @Nullable QuoteAnswer body) {
    String reason = body == null ? null : body.reason();
    Checks checks = new Checks("The answer");
    checks.optionalText("/reason", reason, 1_000);
    checks.done();
    Quote quote = quotes.decide(token, answer, reason);
    return new QuoteAnswered(quote.status(), QuoteController.acceptance(quote));
  }
}
