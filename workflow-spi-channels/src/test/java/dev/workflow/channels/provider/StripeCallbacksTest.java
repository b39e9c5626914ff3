package dev.workflow.channels.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.channels.signature.StripeSignature;
import dev.workflow.instance.StepState;
import dev.workflow.spi.PaymentProvider;
import dev.workflow.spi.PaymentRequest;
import dev.workflow.spi.ProviderCall;
import dev.workflow.spi.ProviderReport;
import dev.workflow.spi.ProviderSession;
import dev.workflow.testkit.WorkflowTestKit;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StripeCallbacksTest {

  private static final String SECRET = "whsec_one";
  private static final String PAY =
      """
      [{"id": "pay", "action": "payment",
        "config": {"amount": 12.50, "currency": "EUR", "provider": "stripe"}}]""";

  /** Behaves like the provider: intents by idempotency key, events signed and sent. */
  private static final class Service implements AutoCloseable {

    final Map<String, ObjectNode> intents = new ConcurrentHashMap<>();
    final HttpLoop server = new HttpLoop(this::serve);
    volatile Consumer<ObjectNode> onCreation = intent -> {};

    private HttpLoop.Answer serve(String path, Map<String, List<String>> headers, byte[] body) {
      if (path.endsWith("/cancel")) {
        ObjectNode intent = intents.get(path.split("/")[3]);
        intent.put("status", "canceled").put("cancellation_reason", "requested_by_customer");
        return new HttpLoop.Answer(200, intent.toString());
      }
      Map<String, String> form = new LinkedHashMap<>();
      for (String pair : new String(body, StandardCharsets.UTF_8).split("&")) {
        int equals = pair.indexOf('=');
        form.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
      String id = "pi_" + Integer.toHexString(headers.get("Idempotency-key").get(0).hashCode());
      ObjectNode intent =
          intents.computeIfAbsent(
              id,
              key -> {
                ObjectNode created =
                    Json.object()
                        .put("id", id)
                        .put("object", "payment_intent")
                        .put("amount", Long.parseLong(form.get("amount")))
                        .put("amount_received", 0)
                        .put("currency", form.get("currency"))
                        .put("status", "requires_payment_method");
                created.putObject("metadata").put("reference", form.get("metadata[reference]"));
                return created;
              });
      onCreation.accept(intent);
      return new HttpLoop.Answer(200, intent.toString());
    }

    private static String decode(String text) {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    ObjectNode only() {
      return intents.values().iterator().next();
    }

    static byte[] event(String type, ObjectNode intent) {
      ObjectNode event = Json.object().put("id", "evt_1").put("object", "event").put("type", type);
      event.putObject("data").set("object", intent);
      return event.toPrettyString().getBytes(StandardCharsets.UTF_8);
    }

    static ObjectNode paid(ObjectNode intent) {
      return intent.deepCopy().put("status", "succeeded").put("amount_received", 1250);
    }

    static HttpLoop.Answer send(String url, byte[] event, Instant at, String secret) {
      try {
        String time = String.valueOf(at.getEpochSecond());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
        String hex = HexFormat.of().formatHex(mac.doFinal(event));
        return HttpLoop.post(url, event, "Stripe-Signature", "t=" + time + ",v1=" + hex);
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {
      server.close();
    }
  }

  /** The host's provider. */
  private final class Stripe implements PaymentProvider {

    private final StripeCallbacks callbacks = StripeCallbacks.of(StripeSignature.of(SECRET));

    @Override
    public String name() {
      return "stripe";
    }

    @Override
    public ProviderSession open(PaymentRequest request) throws IOException {
      String form =
          "amount="
              + request.minorUnits()
              + "&currency="
              + request.currency().getCurrencyCode().toLowerCase(Locale.ROOT)
              + "&metadata%5Breference%5D="
              + URLEncoder.encode(request.step().reference(), StandardCharsets.UTF_8);
      HttpLoop.Answer answer =
          HttpLoop.post(
              service.server.url() + "/v1/payment_intents",
              form.getBytes(StandardCharsets.UTF_8),
              "Idempotency-Key",
              request.step().idempotencyKey());
      return new ProviderSession(Json.read(answer.body()).get("id").textValue(), null);
    }

    @Override
    public void cancel(ProviderSession session) throws IOException {
      HttpLoop.post(
          service.server.url() + "/v1/payment_intents/" + session.id() + "/cancel", new byte[0]);
    }

    @Override
    public ProviderReport read(ProviderCall call) {
      return callbacks.read(call);
    }
  }

  private final Service service = new Service();
  private final Host host = new Host(builder -> builder.payments(new Stripe()));
  private final String url = host.url("payment", "stripe");

  @AfterEach
  void close() {
    host.close();
    service.close();
  }

  private int send(String type, ObjectNode intent) {
    return Service.send(url, Service.event(type, intent), Instant.now(), SECRET).status();
  }

  @Test
  void a_payment_completes_the_step_whatever_the_order_and_however_often() {
    InstanceId id = host.run(PAY);
    ObjectNode intent = service.only();

    assertThat(send("payment_intent.created", intent)).isEqualTo(200);
    assertThat(send("payment_intent.payment_failed", intent)).isEqualTo(200);
    assertThat(host.state(id, "pay")).isEqualTo(StepState.IN_PROGRESS);
    assertThat(send("payment_intent.succeeded", Service.paid(intent))).isEqualTo(200);
    assertThat(host.state(id, "pay")).isEqualTo(StepState.COMPLETED);
    assertThat(send("payment_intent.succeeded", Service.paid(intent))).isEqualTo(200);
    assertThat(send("payment_intent.processing", intent)).isEqualTo(200);
    assertThat(send("payment_intent.canceled", intent)).isEqualTo(200);

    assertThat(host.kit.instance(id).step("pay").output())
        .isEqualTo(
            Json.object()
                .put("intentId", intent.get("id").textValue())
                .put("status", "paid")
                .put("provider", "stripe")
                .put("by", "provider")
                .put("amount", "12.50")
                .put("currency", "EUR")
                .put("paymentId", intent.get("id").textValue()));
    assertThat(intent.get("status").textValue()).isEqualTo("requires_payment_method");
  }

  @Test
  void an_event_that_overtakes_the_answer_to_the_creation_counts() {
    service.onCreation =
        intent -> assertThat(send("payment_intent.succeeded", Service.paid(intent))).isEqualTo(200);

    InstanceId id = host.run(PAY);

    assertThat(host.state(id, "pay")).isEqualTo(StepState.COMPLETED);
  }

  @Test
  void forged_and_stale_events_change_nothing() {
    InstanceId id = host.run(PAY);
    byte[] event = Service.event("payment_intent.succeeded", Service.paid(service.only()));
    Instant now = Instant.now();

    assertThat(Service.send(url, event, now, "whsec_other").status()).isEqualTo(401);
    assertThat(Service.send(url, event, now.minusSeconds(600), SECRET).status()).isEqualTo(401);
    assertThat(Service.send(url, event, now.plusSeconds(600), SECRET).status()).isEqualTo(401);
    assertThat(Service.send(url, "[]".getBytes(StandardCharsets.UTF_8), now, SECRET).status())
        .isEqualTo(400);
    assertThat(
            Service.send(host.url(TenantId.of("other"), "payment", "stripe"), event, now, SECRET)
                .status())
        .isEqualTo(404);
    assertThat(host.state(id, "pay")).isEqualTo(StepState.IN_PROGRESS);
  }

  @Test
  void another_amount_or_currency_is_refused_and_the_step_stays_open() {
    InstanceId id = host.run(PAY);
    ObjectNode less = Service.paid(service.only()).put("amount_received", 1249);
    ObjectNode yen = Service.paid(service.only()).put("currency", "jpy");

    assertThat(send("payment_intent.succeeded", less)).isEqualTo(422);
    assertThat(send("payment_intent.succeeded", yen)).isEqualTo(422);
    assertThat(host.state(id, "pay")).isEqualTo(StepState.IN_PROGRESS);
  }

  @Test
  void a_cancelled_payment_fails_the_step() {
    InstanceId id = host.run(PAY);

    assertThat(
            send(
                "payment_intent.canceled",
                service.only().deepCopy().put("cancellation_reason", "abandoned")))
        .isEqualTo(200);
    assertThat(host.state(id, "pay")).isEqualTo(StepState.FAILED);
    assertThat(host.kit.instance(id).step("pay").reason())
        .isEqualTo("the payment was cancelled: abandoned");
  }

  @Test
  void a_cancelled_instance_cancels_the_payment() {
    InstanceId id = host.run(PAY);

    host.kit.engine().instances().cancel(WorkflowTestKit.TENANT, id, Actor.of("anna"), "no more");
    host.kit.run();

    assertThat(service.only().get("status").textValue()).isEqualTo("canceled");
    assertThat(send("payment_intent.canceled", service.only())).isEqualTo(200);
  }

  @Test
  void a_checkout_counts_once_it_is_paid() {
    InstanceId id = host.run(PAY);
    ObjectNode checkout =
        service.only().deepCopy().put("object", "checkout.session").put("amount_total", 1250);

    assertThat(send("checkout.session.completed", checkout.put("payment_status", "unpaid")))
        .isEqualTo(200);
    assertThat(host.state(id, "pay")).isEqualTo(StepState.IN_PROGRESS);
    assertThat(
            send(
                "checkout.session.async_payment_succeeded", checkout.put("payment_status", "paid")))
        .isEqualTo(200);
    assertThat(host.state(id, "pay")).isEqualTo(StepState.COMPLETED);
  }
}
