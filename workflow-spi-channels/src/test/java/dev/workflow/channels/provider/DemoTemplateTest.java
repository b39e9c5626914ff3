package dev.workflow.channels.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.channels.http.AddressPolicy;
import dev.workflow.channels.http.OutboundHttp;
import dev.workflow.channels.signature.HmacSignature;
import dev.workflow.channels.webhook.CallWebhook;
import dev.workflow.channels.webhook.WebhookSettings;
import dev.workflow.definition.Step;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.spi.DocumentProvider;
import dev.workflow.spi.DocumentRequest;
import dev.workflow.spi.PaymentProvider;
import dev.workflow.spi.PaymentRequest;
import dev.workflow.spi.ProviderCall;
import dev.workflow.spi.ProviderReport;
import dev.workflow.spi.ProviderSession;
import dev.workflow.spi.SignatureProvider;
import dev.workflow.spi.SignatureRequest;
import dev.workflow.testkit.WorkflowTestKit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A template of a law firm whose steps reach others over HTTP: webhooks that it calls, and
 * signatures, documents and payments that call back, all on real sockets.
 */
class DemoTemplateTest {

  private static final String KEY = "a-key-of-the-demo";
  private static final String DEMO =
      """
      {"key": "demo-online", "name": "An online intake", "subject": "matter",
       "steps": [
         {"id": "register", "action": "call_webhook", "config": {
            "url": "$BASE/clients", "body": {"matter": "{{subject.id}}", "client": "{{client}}"}}},
         {"id": "sign", "action": "signature", "config": {
            "documentId": "mandate", "signer": "{{client}}"}},
         {"id": "papers", "action": "request_document", "config": {
            "requestText": "A passport", "acceptedTypes": ["application/pdf"]}},
         {"id": "pay", "action": "payment", "config": {"amount": 250, "currency": "EUR"}},
         {"id": "approve", "action": "approval", "assignee": "anna"},
         {"id": "open", "action": "call_webhook", "config": {
            "url": "$BASE/clients/{{steps.register.output.body.number}}", "method": "PUT",
            "body": {"paid": "{{steps.pay.output.amount}}"}}}]}
      """;

  private final List<String> called = new ArrayList<>();
  private final List<String> references = new ArrayList<>();
  private final OutboundHttp http = OutboundHttp.create();
  private final HttpLoop register = new HttpLoop(this::serve);
  private final HmacCallbacks callbacks = HmacCallbacks.of(HmacSignature.of("X-Signature", KEY));
  private final Host host =
      new Host(
          engine ->
              engine
                  .handler(CallWebhook.create(http, settings()))
                  .signatures(new Signing())
                  .documents(new Uploads())
                  .payments(new Tills()));

  @AfterEach
  void close() {
    host.close();
    register.close();
    http.close();
  }

  private WebhookSettings settings() {
    int port = Integer.parseInt(register.url().substring(register.url().lastIndexOf(':') + 1));
    AddressPolicy policy =
        AddressPolicy.publicInternet().allowPlainHttp().ports(port).allowNetworks("127.0.0.0/8");
    return WebhookSettings.defaults().withPolicies(tenant -> policy);
  }

  private HttpLoop.Answer serve(String path, Map<String, List<String>> headers, byte[] body) {
    called.add(path + " " + new String(body, StandardCharsets.UTF_8));
    return new HttpLoop.Answer(200, "{\"number\": 17}");
  }

  private final class Signing implements SignatureProvider {
    @Override
    public String name() {
      return "signing";
    }

    @Override
    public ProviderSession open(SignatureRequest request) {
      references.add(request.step().reference());
      return new ProviderSession("s-1", null);
    }

    @Override
    public ProviderReport read(ProviderCall call) {
      return callbacks.read(call);
    }
  }

  private final class Uploads implements DocumentProvider {
    @Override
    public String name() {
      return "uploads";
    }

    @Override
    public ProviderSession open(DocumentRequest request) {
      references.add(request.step().reference());
      return new ProviderSession("u-1", null);
    }

    @Override
    public ProviderReport read(ProviderCall call) {
      return callbacks.read(call);
    }
  }

  private final class Tills implements PaymentProvider {
    @Override
    public String name() {
      return "till";
    }

    @Override
    public ProviderSession open(PaymentRequest request) {
      references.add(request.step().reference());
      return new ProviderSession("p-1", null);
    }

    @Override
    public ProviderReport read(ProviderCall call) {
      return callbacks.read(call);
    }
  }

  private String post(int opened, String action, String provider, String session, String answer)
      throws Exception {
    ObjectNode body = Json.object().put("reference", references.get(opened));
    body.put("session", session).put("status", "done").set("answer", Json.read(answer));
    byte[] bytes = Json.write(body).getBytes(StandardCharsets.UTF_8);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String signature = HexFormat.of().formatHex(mac.doFinal(bytes));
    HttpLoop.Answer receipt =
        HttpLoop.post(host.url(action, provider), bytes, "X-Signature", signature);
    host.kit.run();
    return receipt.status() + " " + receipt.body().split(" ")[0];
  }

  @Test
  void a_matter_is_taken_on_over_the_network_from_end_to_end() throws Exception {
    WorkflowDefinition demo = host.kit.publish(DEMO.replace("$BASE", register.url()));
    InstanceId id =
        host.kit.start(
            "demo-online",
            SubjectRef.of("matter", "2026-17"),
            Json.object().put("client", "jane@example.com"));
    assertThat(called)
        .containsExactly("/clients {\"matter\":\"2026-17\",\"client\":\"jane@example.com\"}");
    assertThat(host.state(id, "sign")).isEqualTo(StepState.IN_PROGRESS);

    String signed = "{\"signed\": true, \"signedBy\": \"Jane\"}";
    assertThat(post(0, "signature", "signing", "s-1", signed)).isEqualTo("200 COMPLETED");
    assertThat(post(0, "signature", "signing", "s-1", signed)).isEqualTo("200 REPEATED");
    String passport =
        "{\"documents\": [{\"name\": \"id.pdf\", \"type\": \"application/pdf\", \"bytes\": 52100}]}";
    assertThat(post(1, "request_document", "uploads", "u-1", passport)).isEqualTo("200 COMPLETED");
    assertThat(post(2, "payment", "till", "p-1", "{\"amount\": 249, \"currency\": \"EUR\"}"))
        .isEqualTo("422 REFUSED");
    assertThat(post(2, "payment", "till", "p-1", "{\"amount\": 250, \"currency\": \"EUR\"}"))
        .isEqualTo("200 COMPLETED");
    host.kit
        .engine()
        .tasks()
        .complete(
            WorkflowTestKit.TENANT,
            id,
            "approve",
            Actor.of("anna"),
            Json.object().put("approved", true));
    host.kit.run();

    assertThat(host.kit.instance(id).state()).isEqualTo(InstanceState.COMPLETED);
    assertThat(called).hasSize(2).last().isEqualTo("/clients/17 {\"paid\":250}");
    Set<String> actions = new HashSet<>();
    demo.allSteps()
        .forEach(step -> actions.add(step instanceof Step.Action action ? action.type() : ""));
    assertThat(actions)
        .containsExactlyInAnyOrder(
            "call_webhook", "signature", "request_document", "payment", "approval");
    JsonNode registered = host.kit.instance(id).step("register").output();
    assertThat(registered.path("status").asInt()).isEqualTo(200);
  }
}
