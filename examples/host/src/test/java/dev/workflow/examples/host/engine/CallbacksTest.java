package dev.workflow.examples.host.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.TenantId;
import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.Client.Answer;
import dev.workflow.examples.host.HostTest;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.messaging.UnsubscribeLinks;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What providers post, signed as they sign it, and the links by which people unsubscribe. */
@HostTest
class CallbacksTest {

  private static final String SECRET = "the secret of a provider";

  @Autowired private Client client;
  @Autowired private UnsubscribeLinks links;

  private Answer endpoint(String channel) {
    return client
        .post(
            "/api/v1/callback-endpoints",
            "{\"channel\": \"%s\", \"secret\": \"%s\", \"base_url\": \"https://portal.example\"}"
                .formatted(channel, SECRET))
        .is(201);
  }

  private static byte[] hmac(String algorithm, String text) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), algorithm));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_mail_is_taken_if_it_is_signed_as_it_came() {
    String path = endpoint("email").json().get("path").asText();
    String mail =
        "From: Ada <ada@example.org>\r\nTo: us@portal.example\r\nSubject: Re: Hello\r\n"
            + "Message-ID: <1@example.org>\r\n\r\nI am fine, zażółć.\r\n";
    Client provider = client.anonymous().with("Content-Type", "message/rfc822");
    String signature = HexFormat.of().formatHex(hmac("HmacSHA256", mail));
    assertThat(
            provider
                .with("X-Signature", signature)
                .post(path, mail)
                .is(200)
                .json()
                .get("messages")
                .asInt())
        .isEqualTo(1);
    provider.with("X-Signature", signature).post(path, mail + " ").isProblem(401);
    provider.post(path, mail).isProblem(401);
    provider.with("X-Signature", signature).post(path + "x", mail).isProblem(404);
    provider.with("X-Signature", signature).post(path.replace("email", "sms"), mail).isProblem(404);
  }

  @Test
  void a_form_is_verified_over_its_own_bytes() {
    String path = endpoint("sms").json().get("path").asText();
    String form =
        "MessageSid=SM1&From=%2B31612345678&To=%2B3110&Body=Yes+please&SmsStatus=received";
    String signed =
        "https://portal.example"
            + path
            + "BodyYes pleaseFrom+31612345678MessageSidSM1SmsStatusreceivedTo+3110";
    Client provider = client.anonymous().with("Content-Type", "application/x-www-form-urlencoded");
    String signature = Base64.getEncoder().encodeToString(hmac("HmacSHA1", signed));
    assertThat(
            provider
                .with("X-Twilio-Signature", signature)
                .post(path, form)
                .is(200)
                .json()
                .get("messages")
                .asInt())
        .isEqualTo(1);
    provider
        .with("X-Twilio-Signature", signature)
        .post(path, form.replace("Yes", "No"))
        .isProblem(401);
  }

  @Test
  void whatsapp_asks_whether_the_url_is_ours_and_posts_reports() {
    Answer made = endpoint("whatsapp");
    String path = made.json().get("path").asText();
    String token = made.json().get("verify_token").asText();
    String query = "?hub.mode=subscribe&hub.challenge=1158&hub.verify_token=";
    assertThat(client.anonymous().get(path + query + token).is(200).text()).isEqualTo("1158");
    client.anonymous().get(path + query + "wrong").isProblem(403);
    String body = "{\"object\": \"whatsapp_business_account\", \"entry\": []}";
    client
        .anonymous()
        .with("X-Hub-Signature-256", "sha256=" + HexFormat.of().formatHex(hmac("HmacSHA256", body)))
        .post(path, body)
        .is(200);
    client.anonymous().post(path, body).isProblem(401);
  }

  @Test
  void endpoints_are_the_admins_and_their_names_are_told_once() {
    String id = endpoint("whatsapp").json().get("id").asText();
    client.as("max").get("/api/v1/callback-endpoints").isProblem(403);
    assertThat(client.get("/api/v1/callback-endpoints").is(200).text())
        .contains(id)
        .doesNotContain(SECRET, "/api/v1/callbacks/");
    client.of("firm").delete("/api/v1/callback-endpoints/" + id).isProblem(404);
    client.delete("/api/v1/callback-endpoints/" + id).is(204);
  }

  @Test
  void one_click_unsubscribes_whom_the_link_names() {
    ChannelAddress address = ChannelAddress.of("email", "one-click@example.org");
    String token = links.token(TenantId.of("acme"), address, null, Instant.now());
    String path = "/unsubscribe?token=" + token;
    assertThat(client.anonymous().get(path).is(200).text()).contains("<form");
    String list = "/api/v1/suppressions?channel=email&address=one-click@example.org";
    assertThat(client.get(list).json().get("items")).isEmpty();
    client
        .anonymous()
        .with("Content-Type", "application/x-www-form-urlencoded")
        .post(path, "List-Unsubscribe=One-Click")
        .is(200);
    assertThat(client.get(list).json().at("/items/0/reason").asText()).isEqualTo("OPT_OUT");
    assertThat(client.get(list).json().at("/items/0/scope").asText()).isEqualTo("MARKETING");
    client.anonymous().get("/unsubscribe?token=v1.x.y").is(400);
  }
}
