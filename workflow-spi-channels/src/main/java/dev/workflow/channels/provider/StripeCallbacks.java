package dev.workflow.channels.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.channels.signature.StripeSignature;
import dev.workflow.spi.ProviderCall;
import dev.workflow.spi.ProviderReport;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.Currency;
import java.util.Locale;
import java.util.Set;

/**
 * Reads events in the form of Stripe's webhooks, about payment intents and checkout sessions that
 * carry the step's reference as {@code reference} in their metadata.
 *
 * <p>{@code payment_intent.succeeded}, and {@code checkout.session.completed} or {@code
 * …async_payment_succeeded} that is paid, complete the step with what was received; {@code
 * payment_intent.canceled}, {@code checkout.session.expired} and {@code …async_payment_failed} fail
 * it. {@code payment_intent.payment_failed} does neither: whoever pays may try again. All others
 * are ignored, so that events may come in any order and any number of times.
 *
 * <p>Amounts are in the smallest unit of the currency by ISO 4217, with the exceptions that Stripe
 * lists among its zero-decimal currencies: ISK and UGX in hundredths, MGA in whole units.
 *
 * <p>Immutable and thread-safe.
 */
public final class StripeCallbacks {

  private static final Set<String> HUNDREDTHS = Set.of("ISK", "UGX");
  private static final Set<String> WHOLE = Set.of("MGA");

  private final StripeSignature signature;
  private final InstantSource clock;

  private StripeCallbacks(StripeSignature signature, InstantSource clock) {
    this.signature = signature;
    this.clock = clock;
  }

  /** With the system's clock, by which old requests are refused. */
  public static StripeCallbacks of(StripeSignature signature) {
    return new StripeCallbacks(signature, InstantSource.system());
  }

  public StripeCallbacks withClock(InstantSource value) {
    return new StripeCallbacks(signature, value);
  }

  public ProviderReport read(ProviderCall call) {
    return Bodies.read(
        call,
        () -> signature.verify(Bodies.headers(call), call.body(), clock.instant()),
        StripeCallbacks::report);
  }

  private static ProviderReport report(JsonNode event) {
    String type = event.path("type").asText();
    JsonNode object = event.path("data").path("object");
    switch (type) {
      case "payment_intent.succeeded" -> {
        return paid(object, object.path("amount_received"));
      }
      case "checkout.session.completed", "checkout.session.async_payment_succeeded" -> {
        return object.path("payment_status").asText().equals("paid")
            ? paid(object, object.path("amount_total"))
            : new ProviderReport.Ignored(type + ": not paid yet");
      }
      case "payment_intent.canceled" -> {
        String why = object.path("cancellation_reason").asText("");
        return failed(object, "the payment was cancelled" + (why.isBlank() ? "" : ": " + why));
      }
      case "checkout.session.expired" -> {
        return failed(object, "the payment has expired");
      }
      case "checkout.session.async_payment_failed" -> {
        return failed(object, "the payment has failed");
      }
      default -> {
        return new ProviderReport.Ignored("an event of type " + type);
      }
    }
  }

  private static String reference(JsonNode object) {
    return object.path("metadata").path("reference").asText();
  }

  private static ProviderReport failed(JsonNode object, String reason) {
    return reference(object).isEmpty()
        ? new ProviderReport.Ignored("it carries no reference in its metadata")
        : new ProviderReport.Failed(reference(object), object.path("id").asText(), reason);
  }

  private static ProviderReport paid(JsonNode object, JsonNode minor) {
    if (reference(object).isEmpty()) {
      return new ProviderReport.Ignored("it carries no reference in its metadata");
    } else if (!minor.isIntegralNumber() || !minor.canConvertToLong()) {
      return Bodies.missing("amount in whole units");
    }
    String code = object.path("currency").asText().toUpperCase(Locale.ROOT);
    int digits;
    try {
      digits = digits(code);
    } catch (IllegalArgumentException e) {
      return Bodies.missing("currency of ISO 4217");
    }
    BigDecimal amount = BigDecimal.valueOf(minor.longValue(), digits);
    ObjectNode answer =
        Json.object()
            .put("amount", amount.toPlainString())
            .put("currency", code)
            .put("paymentId", object.path("payment_intent").asText(object.path("id").asText()));
    return new ProviderReport.Done(reference(object), object.path("id").asText(), answer);
  }

  private static int digits(String code) {
    int digits = Math.max(0, Currency.getInstance(code).getDefaultFractionDigits());
    return HUNDREDTHS.contains(code) ? 2 : WHOLE.contains(code) ? 0 : digits;
  }
}
