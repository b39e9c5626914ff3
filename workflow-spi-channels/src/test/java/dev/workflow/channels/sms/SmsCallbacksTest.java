package dev.workflow.channels.sms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.TenantId;
import dev.workflow.channels.Callback;
import dev.workflow.channels.Callback.Reported;
import dev.workflow.channels.Headers;
import dev.workflow.channels.internal.Form;
import dev.workflow.channels.signature.TwilioSignature;
import dev.workflow.messaging.Deliveries.Cause;
import dev.workflow.messaging.Deliveries.Report;
import dev.workflow.messaging.Deliveries.State;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.InboundMessage.Origin;
import dev.workflow.spi.SendResult.Refusal;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SmsCallbacksTest {

  private static final TenantId ACME = TenantId.of("acme");
  private static final String URL = "https://portal.example/sms?message=";
  private static final SmsCallbacks CALLBACKS = SmsCallbacks.create(TwilioSignature.of("token"));

  private static Headers signed(String url, String body) {
    StringBuilder text = new StringBuilder(url);
    Form.parse(body).forEach((name, values) -> text.append(name).append(values.get(0)));
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec("token".getBytes(UTF_8), "HmacSHA1"));
      byte[] signature = mac.doFinal(text.toString().getBytes(UTF_8));
      return Headers.of("X-Twilio-Signature", Base64.getEncoder().encodeToString(signature));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static Callback read(String url, String body) {
    return CALLBACKS.read(ACME, url, signed(url, body), body.getBytes(UTF_8));
  }

  @Test
  void a_report_becomes_what_the_engine_takes() {
    UUID id = UUID.randomUUID();
    assertThat(read(URL + id, "MessageSid=SM1&MessageStatus=failed&ErrorCode=21610&New=1"))
        .isEqualTo(
            Callback.taken(
                List.of(
                    new Reported(
                        ACME,
                        "sms",
                        List.of(
                            Report.of("SM1/failed", "SM1", State.FAILED)
                                .withMessage(id)
                                .withCause(new Cause("21610", "error 21610", Refusal.OPT_OUT))))),
                List.of()));
  }

  @Test
  void a_text_message_that_came_in_becomes_what_the_engine_takes() {
    String body =
        "MessageSid=SM2&From=%2B31612345678&To=%2B3120555&Body=STOP+%C3%BC&SmsStatus=received";
    assertThat(read("https://portal.example/in", body))
        .isEqualTo(
            Callback.taken(
                List.of(),
                List.of(
                    InboundMessage.of(ACME, "sms", "+31612345678", "STOP ü")
                        .withTo("+3120555")
                        .withId("SM2"))));
  }

  @Test
  void what_the_provider_took_as_a_stop_or_a_start_is_one_whatever_it_says() {
    String body = "MessageSid=SM2&From=%2B316&Body=no+more&OptOutType=";
    assertThat(read(URL, body + "STOP").messages())
        .extracting(InboundMessage::origin)
        .containsExactly(Origin.OPT_OUT);
    assertThat(read(URL, body + "START").messages())
        .extracting(InboundMessage::origin)
        .containsExactly(Origin.OPT_IN);
    assertThat(read(URL, body + "HELP").messages())
        .extracting(InboundMessage::origin)
        .containsExactly(Origin.WRITTEN);
    assertThat(read(URL, "MessageSid=SM2&From=%2B316&Body=Cancel&ButtonPayload=c").messages())
        .extracting(InboundMessage::origin)
        .containsExactly(Origin.CHOSEN);
  }

  @Test
  void a_picture_without_words_is_a_message_too() {
    assertThat(read(URL, "MessageSid=SM2&From=%2B316&Body=&NumMedia=1").messages())
        .extracting(InboundMessage::text)
        .containsExactly("");
  }

  @Test
  void what_is_not_known_is_answered_with_200() {
    for (String body :
        List.of("", "MessageSid=SM1&MessageStatus=teleported", "From=x&Body=y", "a=b")) {
      assertThat(read(URL, body)).isEqualTo(Callback.taken(List.of(), List.of()));
    }
  }

  @Test
  void a_wrong_signature_is_answered_with_401_and_garbage_with_400() {
    byte[] body = "MessageSid=SM1&MessageStatus=sent".getBytes(UTF_8);
    assertThat(CALLBACKS.read(ACME, URL, Headers.none(), body))
        .isEqualTo(Callback.refused(401, "MISSING: the header X-Twilio-Signature is missing"));
    assertThat(CALLBACKS.read(ACME, URL, Headers.of("X-Twilio-Signature", "AAAA"), body))
        .isEqualTo(
            Callback.refused(401, "MISMATCH: no signature in X-Twilio-Signature fits the key"));
    assertThat(CALLBACKS.read(ACME, "nowhere", Headers.of("X-Twilio-Signature", "AAAA"), body))
        .isEqualTo(Callback.refused(400, "the URL cannot be read"));
    assertThat(
            CALLBACKS.read(
                ACME, URL, Headers.of("X-Twilio-Signature", "AAAA"), "%zz".getBytes(UTF_8)))
        .isEqualTo(Callback.refused(401, "MALFORMED: the form or the query is not url-encoded"));
  }
}
