package dev.workflow.examples.host.matters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.Client.Answer;
import dev.workflow.examples.host.HostTest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What providers post ends steps: verified by the endpoint's key, in the endpoint's tenant. */
@HostTest
class WebhooksTest {

  @Autowired private Client client;
  private Client admin;

  /** An endpoint as it was made. */
  private record Endpoint(String url, String key) {}

  @BeforeEach
  void inTheFirm() {
    admin = client.of("firm");
  }

  private Endpoint endpoint(Client who, String kind) {
    JsonNode made =
        who.post("/api/workflows/webhook-endpoints", "{\"kind\": \"" + kind + "\"}").is(201).json();
    return new Endpoint(made.get("url").asText(), made.get("signingKey").asText());
  }

  /** An instance with one step, whose session is open. */
  private JsonNode waiting(String name, String type, String config) {
    String id =
        admin
            .post(
                "/api/workflows/templates",
                """
                {"name": "%s", "steps": [{"title": "Do", "actionType": "%s", "actionConfig": %s}]}"""
                    .formatted(name, type, config))
            .is(201)
            .json()
            .get("id")
            .asText();
    admin.post("/api/workflows/templates/" + id + "/publish", "{}").is(200);
    JsonNode instance =
        admin
            .post("/api/workflows/templates/" + id + "/instantiate", "{\"matterId\": \"m-1\"}")
            .is(201)
            .json();
    return admin
        .until(path(instance), now -> now.at("/steps/0/output/status").asText().equals("open"))
        .is(200)
        .json();
  }

  private static String path(JsonNode instance) {
    return "/api/workflows/instances/" + instance.get("id").asText();
  }

  private static String reference(JsonNode instance) {
    return instance.get("id").asText() + ":1-do";
  }

  private String state(JsonNode instance) {
    return admin.get(path(instance)).is(200).json().at("/steps/0/actionState").asText();
  }

  private static byte[] hmac(String key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  private Answer upload(Endpoint endpoint, String key, String body)
      throws GeneralSecurityException {
    return client
        .anonymous()
        .with("X-Upload-Signature", HexFormat.of().formatHex(hmac(key, body)))
        .post(endpoint.url(), body);
  }

  private static String uploaded(JsonNode instance, String type) {
    return """
        {"reference": "%s", "session": "%s", "status": "done", "tenant": "acme",
         "answer": {"documents": [{"name": "letter.pdf", "type": "%s", "bytes": 5}]}}"""
        .formatted(reference(instance), instance.at("/steps/0/output/sessionId").asText(), type);
  }

  private JsonNode awaitingUpload(String name) {
    return waiting(
        name,
        "REQUEST_DOC_CLIENT",
        "{\"requestText\": \"The letter\", \"acceptedTypes\": [\"application/pdf\"]}");
  }

  @Test
  void an_upload_ends_its_step_once() throws Exception {
    JsonNode instance = awaitingUpload("Upload once");
    Endpoint endpoint = endpoint(admin, "uploads");
    String body = uploaded(instance, "application/pdf");
    assertThat(upload(endpoint, endpoint.key(), body).is(200).json().get("result").asText())
        .isEqualTo("COMPLETED");
    assertThat(state(instance)).isEqualTo("COMPLETED");
    assertThat(upload(endpoint, endpoint.key(), body).is(200).json().get("result").asText())
        .isEqualTo("REPEATED");
  }

  @Test
  void a_signature_of_docusign_ends_its_step() throws Exception {
    JsonNode instance = waiting("Signed", "SIGNATURE_CLIENT", "{\"documentId\": \"letter\"}");
    Endpoint endpoint = endpoint(admin, "esign");
    String body =
        """
        {"event": "envelope-completed", "data": {"envelopeId": "%s", "envelopeSummary": {
          "customFields": {"textCustomFields": [{"name": "reference", "value": "%s"}]}}}}"""
            .formatted(instance.at("/steps/0/output/sessionId").asText(), reference(instance));
    Client docusign =
        client
            .anonymous()
            .with(
                "X-DocuSign-Signature-1",
                Base64.getEncoder().encodeToString(hmac(endpoint.key(), body)));
    docusign.post(endpoint.url(), body).is(200);
    assertThat(state(instance)).isEqualTo("COMPLETED");
  }

  @Test
  void a_payment_of_stripe_ends_its_step_if_the_amount_is_right() throws Exception {
    JsonNode instance =
        waiting("Paid", "PAYMENT_CLIENT", "{\"amount\": 12.50, \"currency\": \"EUR\"}");
    Endpoint endpoint = endpoint(admin, "payments");
    pay(endpoint, instance, 1249).isProblem(422);
    assertThat(state(instance)).isEqualTo("IN_PROGRESS");
    pay(endpoint, instance, 1250).is(200);
    assertThat(state(instance)).isEqualTo("COMPLETED");
  }

  private Answer pay(Endpoint endpoint, JsonNode instance, int cents) throws Exception {
    String body =
        """
        {"type": "payment_intent.succeeded", "data": {"object": {"id": "%s",
          "amount_received": %d, "currency": "eur", "metadata": {"reference": "%s"}}}}"""
            .formatted(
                instance.at("/steps/0/output/intentId").asText(), cents, reference(instance));
    long now = Instant.now().getEpochSecond();
    String signature = HexFormat.of().formatHex(hmac(endpoint.key(), now + "." + body));
    return client
        .anonymous()
        .with("Stripe-Signature", "t=" + now + ",v1=" + signature)
        .post(endpoint.url(), body);
  }

  @Test
  void only_the_key_of_the_endpoint_counts_and_the_step_stays_open() throws Exception {
    JsonNode instance = awaitingUpload("Forged");
    Endpoint endpoint = endpoint(admin, "uploads");
    Endpoint other = endpoint(admin, "uploads");
    String body = uploaded(instance, "application/pdf");
    upload(endpoint, other.key(), body).isProblem(401);
    client.anonymous().post(endpoint.url(), body).isProblem(401);
    upload(endpoint, endpoint.key(), "no json").isProblem(400);
    upload(endpoint, endpoint.key(), uploaded(instance, "image/png")).isProblem(422);
    assertThat(state(instance)).isEqualTo("IN_PROGRESS");
  }

  @Test
  void the_tenant_is_the_endpoints_whatever_the_body_says() throws Exception {
    JsonNode instance = awaitingUpload("Other tenant");
    Endpoint acme = endpoint(client.of("acme"), "uploads");
    upload(acme, acme.key(), uploaded(instance, "application/pdf").replace("acme", "firm"))
        .isProblem(404);
    assertThat(state(instance)).isEqualTo("IN_PROGRESS");
  }

  @Test
  void an_endpoint_is_found_by_its_whole_address_alone_until_it_is_removed() throws Exception {
    Endpoint endpoint = endpoint(admin, "uploads");
    String body = "{\"status\": \"later\"}";
    assertThat(upload(endpoint, endpoint.key(), body).is(200).json().get("result").asText())
        .isEqualTo("IGNORED");
    for (String wrong :
        new String[] {
          endpoint.url() + "x",
          endpoint.url().replace("/uploads/", "/esign/"),
          endpoint.url().replace("/portal/", "/docusign/")
        }) {
      upload(new Endpoint(wrong, endpoint.key()), endpoint.key(), body).isProblem(404);
    }
    JsonNode listed = admin.get("/api/workflows/webhook-endpoints").is(200).json().get("items");
    listed.forEach(
        one -> {
          assertThat(one.has("url")).isFalse();
          assertThat(one.has("signingKey")).isFalse();
        });
    String id = listed.get(listed.size() - 1).get("id").asText();
    admin.delete("/api/workflows/webhook-endpoints/" + id).is(204);
    admin.delete("/api/workflows/webhook-endpoints/" + id).isProblem(404);
    upload(endpoint, endpoint.key(), body).isProblem(404);
  }

  @Test
  void endpoints_are_made_by_admins() {
    for (String user : new String[] {"mia", "lena", "pia", "cleo"}) {
      admin
          .as(user)
          .post("/api/workflows/webhook-endpoints", "{\"kind\": \"uploads\"}")
          .isProblem(403);
      admin.as(user).get("/api/workflows/webhook-endpoints").isProblem(403);
    }
    admin.post("/api/workflows/webhook-endpoints", "{\"kind\": \"fax\"}").isProblem(400);
    client.anonymous().get("/api/workflows/webhook-endpoints").isProblem(401);
  }
}
