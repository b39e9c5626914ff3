package dev.workflow.testkit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.spi.PaymentProvider;
import dev.workflow.spi.PaymentRequest;
import dev.workflow.spi.ProviderCall;
import dev.workflow.spi.ProviderReport;
import dev.workflow.spi.ProviderSession;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A payment provider of the host's, which trusts whoever knows its key. */
final class Till implements PaymentProvider {

  private static final String KEY = "X-Till-Key";

  final List<PaymentRequest> opened = new CopyOnWriteArrayList<>();
  final List<String> cancelled = new CopyOnWriteArrayList<>();

  /** What happens while a session is being opened. */
  volatile Consumer<PaymentRequest> whileOpening = request -> {};

  @Override
  public String name() {
    return "till";
  }

  @Override
  public ProviderSession open(PaymentRequest request) {
    opened.add(request);
    whileOpening.accept(request);
    return new ProviderSession(session(request), "https://till.example/" + opened.size());
  }

  static String session(PaymentRequest request) {
    return "pi-" + request.step().idempotencyKey();
  }

  @Override
  public void cancel(ProviderSession session) {
    cancelled.add(session.id());
  }

  @Override
  public ProviderReport read(ProviderCall call) {
    if (!call.headers().getOrDefault(KEY, List.of()).equals(List.of("right"))) {
      return new ProviderReport.Forged("the key is wrong");
    }
    JsonNode json;
    try {
      json = Json.read(new String(call.body(), StandardCharsets.UTF_8));
    } catch (UncheckedIOException e) {
      return new ProviderReport.Unreadable("no JSON");
    }
    String reference = json.path("reference").asText();
    String session = json.path("session").asText();
    return switch (json.path("kind").asText()) {
      case "paid" ->
          new ProviderReport.Done(reference, session, (ObjectNode) json.path("answer").deepCopy());
      case "declined" -> new ProviderReport.Failed(reference, session, "the card was declined");
      default -> new ProviderReport.Ignored("a payment goes on");
    };
  }

  PaymentRequest last() {
    return opened.get(opened.size() - 1);
  }

  static ProviderCall call(String key, String body) {
    return ProviderCall.of(
        "payment",
        "till",
        Map.of(KEY.toLowerCase(Locale.ROOT), List.of(key)),
        body.getBytes(StandardCharsets.UTF_8));
  }

  static ProviderCall paid(PaymentRequest request, String amount, String currency) {
    ObjectNode body = body(request, "paid");
    body.putObject("answer").put("amount", amount).put("currency", currency);
    return call("right", Json.write(body));
  }

  static ProviderCall declined(PaymentRequest request) {
    return call("right", Json.write(body(request, "declined")));
  }

  static ObjectNode body(PaymentRequest request, String kind) {
    return Json.object()
        .put("kind", kind)
        .put("reference", request.step().reference())
        .put("session", session(request));
  }
}
