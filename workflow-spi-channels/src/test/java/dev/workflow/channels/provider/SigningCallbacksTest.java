package dev.workflow.channels.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.channels.signature.DocuSignSignature;
import dev.workflow.channels.signature.HmacSignature;
import dev.workflow.instance.StepState;
import dev.workflow.spi.DocumentProvider;
import dev.workflow.spi.DocumentRequest;
import dev.workflow.spi.ProviderCall;
import dev.workflow.spi.ProviderReport;
import dev.workflow.spi.ProviderSession;
import dev.workflow.spi.SignatureProvider;
import dev.workflow.spi.SignatureRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SigningCallbacksTest {

  private static final String KEY = "connect-key";

  private final List<String> references = new CopyOnWriteArrayList<>();
  private final Host host =
      new Host(builder -> builder.signatures(new Connect()).documents(new Uploads()));

  @AfterEach
  void close() {
    host.close();
  }

  private final class Connect implements SignatureProvider {

    private final DocuSignCallbacks callbacks =
        DocuSignCallbacks.of(DocuSignSignature.of(KEY, "old-key"));

    @Override
    public String name() {
      return "docusign";
    }

    @Override
    public ProviderSession open(SignatureRequest request) {
      references.add(request.step().reference());
      return new ProviderSession("envelope-1", "https://sign.example/1");
    }

    @Override
    public ProviderReport read(ProviderCall call) {
      return callbacks.read(call);
    }
  }

  private final class Uploads implements DocumentProvider {

    private final HmacCallbacks callbacks = HmacCallbacks.of(HmacSignature.of("X-Signature", KEY));

    @Override
    public String name() {
      return "uploads";
    }

    @Override
    public ProviderSession open(DocumentRequest request) {
      references.add(request.step().reference());
      return new ProviderSession("upload-1", null);
    }

    @Override
    public ProviderReport read(ProviderCall call) {
      return callbacks.read(call);
    }
  }

  private static byte[] hmac(String key, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(body);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static int post(String url, byte[] body, String... headers) {
    try {
      return HttpLoop.post(url, body, headers).status();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Nested
  class Envelopes {

    private final InstanceId id =
        host.run(
            """
            [{"id": "sign", "action": "signature", "config": {"documentId": "d1", "signer": "jane@example.com"}}]""");
    private final String url = host.url("signature", "docusign");

    private byte[] message(String event, String envelope) {
      ObjectNode message = Json.object().put("event", event);
      ObjectNode summary =
          message.putObject("data").put("envelopeId", envelope).putObject("envelopeSummary");
      summary.put("completedDateTime", "2026-06-15T14:30:00.1234567Z");
      summary
          .putObject("customFields")
          .putArray("textCustomFields")
          .addObject()
          .put("name", "reference")
          .put("value", references.get(0));
      summary
          .putObject("recipients")
          .putArray("signers")
          .addObject()
          .put("name", "Jané Doe")
          .put("declinedReason", "wrong name");
      return message.toPrettyString().getBytes(StandardCharsets.UTF_8);
    }

    private int send(String key, byte[] body) {
      return post(
          url,
          body,
          "X-DocuSign-Signature-1",
          Base64.getEncoder().encodeToString(hmac("another", body)),
          "X-DocuSign-Signature-2",
          Base64.getEncoder().encodeToString(hmac(key, body)));
    }

    @Test
    void complete_the_step_whatever_the_order_and_however_often() {
      assertThat(send(KEY, message("envelope-sent", "envelope-1"))).isEqualTo(200);
      assertThat(host.state(id, "sign")).isEqualTo(StepState.IN_PROGRESS);
      assertThat(send("old-key", message("envelope-completed", "envelope-1"))).isEqualTo(200);
      assertThat(send(KEY, message("envelope-completed", "envelope-1"))).isEqualTo(200);
      assertThat(send(KEY, message("envelope-delivered", "envelope-1"))).isEqualTo(200);

      assertThat(host.state(id, "sign")).isEqualTo(StepState.COMPLETED);
      assertThat(host.kit.instance(id).step("sign").output())
          .isEqualTo(
              Json.object()
                  .put("sessionId", "envelope-1")
                  .put("status", "signed")
                  .put("provider", "docusign")
                  .put("by", "provider")
                  .put("signed", true)
                  .put("signedAt", "2026-06-15T14:30:00.123456700Z")
                  .put("signedBy", "Jané Doe"));
    }

    @Test
    void that_are_declined_fail_it() {
      assertThat(send(KEY, message("envelope-declined", "envelope-1"))).isEqualTo(200);
      assertThat(host.state(id, "sign")).isEqualTo(StepState.FAILED);
      assertThat(host.kit.instance(id).step("sign").reason())
          .isEqualTo("the envelope was declined: wrong name");
    }

    @Test
    void of_others_and_forged_ones_change_nothing() {
      byte[] right = message("envelope-completed", "envelope-1");
      byte[] changed =
          new String(right, StandardCharsets.UTF_8)
              .replace("Doe", "Roe")
              .getBytes(StandardCharsets.UTF_8);

      assertThat(send("wrong", right)).isEqualTo(401);
      assertThat(post(url, right)).isEqualTo(401);
      assertThat(
              post(
                  url,
                  changed,
                  "X-DocuSign-Signature-1",
                  Base64.getEncoder().encodeToString(hmac(KEY, right))))
          .isEqualTo(401);
      assertThat(send(KEY, message("envelope-completed", "envelope-2"))).isEqualTo(422);
      assertThat(
              post(
                  host.url(TenantId.of("other"), "signature", "docusign"),
                  right,
                  "X-DocuSign-Signature-1",
                  Base64.getEncoder().encodeToString(hmac(KEY, right))))
          .isEqualTo(404);
      assertThat(host.state(id, "sign")).isEqualTo(StepState.IN_PROGRESS);
    }
  }

  @Nested
  class Documents {

    private final InstanceId id =
        host.run(
            """
            [{"id": "ask", "action": "request_document",
              "config": {"requestText": "Passport", "acceptedTypes": ["application/pdf"], "maxBytes": 100}}]""");
    private final String url = host.url("request_document", "uploads");

    private int send(String key, String type, int bytes) {
      ObjectNode body =
          Json.object()
              .put("reference", references.get(0))
              .put("session", "upload-1")
              .put("status", "done");
      body.putObject("answer")
          .putArray("documents")
          .addObject()
          .put("name", "p.pdf")
          .put("type", type)
          .put("bytes", bytes);
      byte[] raw = Json.write(body).getBytes(StandardCharsets.UTF_8);
      return post(url, raw, "x-signature", "sha256=" + HexFormat.of().formatHex(hmac(key, raw)));
    }

    @Test
    void complete_the_step_if_they_are_accepted() {
      assertThat(send("wrong", "application/pdf", 10)).isEqualTo(401);
      assertThat(send(KEY, "text/html", 10)).isEqualTo(422);
      assertThat(send(KEY, "application/pdf", 101)).isEqualTo(422);
      assertThat(host.state(id, "ask")).isEqualTo(StepState.IN_PROGRESS);
      assertThat(send(KEY, "application/pdf", 100)).isEqualTo(200);
      assertThat(send(KEY, "application/pdf", 100)).isEqualTo(200);
      assertThat(host.state(id, "ask")).isEqualTo(StepState.COMPLETED);
    }
  }
}
