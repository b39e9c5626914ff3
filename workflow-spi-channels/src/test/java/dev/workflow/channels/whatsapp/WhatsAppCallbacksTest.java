package dev.workflow.channels.whatsapp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.channels.Callback;
import dev.workflow.channels.Callback.Reported;
import dev.workflow.channels.Headers;
import dev.workflow.channels.signature.MetaSignature;
import dev.workflow.messaging.Deliveries;
import dev.workflow.messaging.Deliveries.Cause;
import dev.workflow.messaging.Deliveries.Report;
import dev.workflow.messaging.Deliveries.State;
import dev.workflow.messaging.Inbound;
import dev.workflow.messaging.InboundClassifier;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.InboundMessage.Origin;
import dev.workflow.messaging.Messages;
import dev.workflow.messaging.internal.inbound.StandardClassifier;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Refusal;
import dev.workflow.testkit.WorkflowTestKit;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhatsAppCallbacksTest {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final WhatsAppCallbacks CALLBACKS =
      WhatsAppCallbacks.create(MetaSignature.of("secret"), TENANT);

  private static Headers signed(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec("secret".getBytes(UTF_8), "HmacSHA256"));
      String hex = HexFormat.of().formatHex(mac.doFinal(body));
      return Headers.of("X-Hub-Signature-256", "sha256=" + hex);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static Callback read(WhatsAppCallbacks callbacks, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    return callbacks.read(signed(bytes), bytes);
  }

  private static String value(String content) {
    return """
        {"entry": [{"changes": [{"value": {"metadata":
          {"display_phone_number": "3120555", "phone_number_id": "77"}, %s}}]}]}
        """
        .formatted(content);
  }

  private static String status(String id, String word) {
    return value(
        "\"statuses\": [{\"id\": \"%s\", \"status\": \"%s\", \"timestamp\": \"1750857384\"}]"
            .formatted(id, word));
  }

  private static Callback message(String message) {
    return read(CALLBACKS, value("\"messages\": [" + message + "]"));
  }

  @Test
  void a_report_becomes_what_the_engine_takes() {
    UUID id = UUID.randomUUID();
    Callback callback =
        read(
            CALLBACKS,
            value(
                """
                "statuses": [{"id": "wamid.1", "status": "failed", "timestamp": "1750857384",
                  "biz_opaque_callback_data": "%s",
                  "errors": [{"code": 131050, "title": "Stopped marketing"}]},
                  {"id": "wamid.2", "status": "read", "biz_opaque_callback_data": "none"}]"""
                    .formatted(id)));
    assertThat(callback.status()).isEqualTo(200);
    assertThat(callback.reports())
        .containsExactly(
            new Reported(
                TENANT,
                "whatsapp",
                List.of(
                    Report.of("wamid.1/failed", "wamid.1", State.FAILED)
                        .withMessage(id)
                        .withAt(Instant.ofEpochSecond(1750857384))
                        .withCause(
                            new Cause("131050", "Stopped marketing", Refusal.MARKETING_OPT_OUT)),
                    Report.of("wamid.2/read", "wamid.2", State.READ))));
  }

  @Test
  void a_message_of_a_user_becomes_what_the_engine_takes() {
    Callback callback =
        message(
            """
            {"from": "31612345678", "id": "wamid.9", "timestamp": "1750857384", "type": "text",
             "text": {"body": "Ja, graag"}, "context": {"from": "3120555", "id": "wamid.1"}}""");
    assertThat(callback.messages())
        .containsExactly(
            InboundMessage.of(TENANT, "whatsapp", "31612345678", "Ja, graag")
                .withTo("3120555")
                .withId("wamid.9")
                .withAnswerTo("wamid.1")
                .withReceivedAt(Instant.ofEpochSecond(1750857384)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"type\": \"button\", \"button\": {\"text\": \"Yes\", \"payload\": \"p\"}",
        "\"type\": \"interactive\", \"interactive\": {\"button_reply\": {\"title\": \"Yes\"}}",
        "\"type\": \"interactive\", \"interactive\": {\"list_reply\": {\"title\": \"Yes\"}}",
        "\"type\": \"image\", \"image\": {\"caption\": \"Yes\", \"id\": \"4\"}"
      })
  void what_is_chosen_is_an_answer_whatever_it_says(String content) {
    for (String word : List.of("Yes", "Cancel", "Start", "End")) {
      Callback callback =
          message("{\"from\": \"316\", \"id\": \"w\", " + content.replace("Yes", word) + "}");
      assertThat(callback.messages()).extracting(InboundMessage::text).containsExactly(word);
      assertThat(new StandardClassifier().classify(callback.messages().get(0)))
          .isEqualTo(new InboundClassifier.Human());
    }
  }

  @Test
  void the_button_by_which_whatsapp_stops_promotions_stops_marketing() {
    String button =
        "{\"from\": \"316\", \"id\": \"w\", \"type\": \"button\", \"button\": {\"text\": \"%s\", \"payload\": \"%s\"}}";
    assertThat(message(button.formatted("Stop promotions", "Stop promotions")).messages())
        .extracting(InboundMessage::origin)
        .containsExactly(Origin.OPT_OUT_OF_MARKETING);
    assertThat(message(button.formatted("Stop reclame", "no-ads")).messages())
        .extracting(InboundMessage::origin)
        .containsExactly(Origin.CHOSEN);
    String own = value("\"messages\": [" + button.formatted("Stop reclame", "no-ads") + "]");
    assertThat(read(CALLBACKS.stopButtons("NO-ads"), own).messages())
        .extracting(InboundMessage::origin)
        .containsExactly(Origin.OPT_OUT_OF_MARKETING);
  }

  @Test
  void what_a_user_prefers_counts_for_marketing() {
    String preference =
        """
        "user_preferences": [{"wa_id": "31612345678", "detail": "d", "category": "%s",
          "value": "%s", "timestamp": 1750857384}]""";
    assertThat(
            read(CALLBACKS, value(preference.formatted("marketing_messages", "stop"))).messages())
        .containsExactly(
            InboundMessage.of(TENANT, "whatsapp", "31612345678", "d")
                .withTo("3120555")
                .withId("user_preferences/31612345678/1750857384/stop")
                .withReceivedAt(Instant.ofEpochSecond(1750857384))
                .withOrigin(Origin.OPT_OUT_OF_MARKETING));
    assertThat(
            read(CALLBACKS, value(preference.formatted("marketing_messages", "resume"))).messages())
        .extracting(InboundMessage::origin)
        .containsExactly(Origin.OPT_IN);
    assertThat(read(CALLBACKS, value(preference.formatted("colours", "stop"))).messages())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"from\": \"316\", \"id\": \"w\", \"type\": \"reaction\"}",
        "{\"from\": \"316\", \"id\": \"w\", \"type\": \"system\", \"system\": {\"body\": \"new number\"}}",
        "{\"from\": \"316\", \"id\": \"w\", \"type\": \"unsupported\"}",
        "{\"from\": \"316\", \"id\": \"w\", \"type\": \"request_welcome\"}",
        "{\"from\": \"316\", \"id\": \"w\", \"type\": \"ephemeral\"}",
        "{\"from\": \"316\", \"id\": \"w\"}",
        "{\"from\": \"316\", \"type\": \"text\"}",
        "{\"id\": \"w\", \"type\": \"text\"}",
        "7"
      })
  void what_nobody_wrote_is_left_out(String message) {
    assertThat(message(message)).isEqualTo(Callback.taken(List.of(), List.of()));
  }

  @Test
  void a_wrong_signature_is_answered_with_401() {
    byte[] body = status("wamid.1", "read").getBytes(UTF_8);
    assertThat(CALLBACKS.read(Headers.none(), body))
        .isEqualTo(Callback.refused(401, "MISSING: the header X-Hub-Signature-256 is missing"));
    assertThat(CALLBACKS.read(signed("{}".getBytes(UTF_8)), body))
        .isEqualTo(
            Callback.refused(401, "MISMATCH: no signature in X-Hub-Signature-256 fits the key"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[1]", "{", "7", "\"x\""})
  void garbage_is_answered_with_400(String body) {
    assertThat(read(CALLBACKS, body).status()).isEqualTo(400);
    assertThat(read(CALLBACKS, body).reports()).isEmpty();
  }

  @Test
  void what_concerns_a_number_of_nobody_is_left_out() {
    WhatsAppCallbacks callbacks =
        WhatsAppCallbacks.forTenants(
            MetaSignature.of("secret"), number -> number.equals("77") ? null : TENANT);
    assertThat(read(callbacks, status("wamid.1", "read")))
        .isEqualTo(Callback.taken(List.of(), List.of()));
    assertThat(read(callbacks, status("wamid.1", "read").replace("77", "78")).reports()).hasSize(1);
    String huge = status("w".repeat(3_000), "read").replace("77", "78");
    assertThat(read(callbacks, huge)).isEqualTo(Callback.taken(List.of(), List.of()));
  }

  @Test
  void what_comes_again_late_or_about_nothing_is_answered_with_200_and_counts_once() {
    try (WorkflowTestKit kit = WorkflowTestKit.inMemory()) {
      kit.sender("whatsapp").answers(message -> SendResult.sent("wamid.1"));
      kit.publish(
          """
          {"key": "w", "name": "W", "triggers": [{"event": "lead.created"}], "steps": [
            {"id": "hello", "action": "send_whatsapp", "config": {"to": "+31612345678", "text": "Hi"}}]}
          """);
      kit.event("lead.created", SubjectRef.of("lead", "7"), "{}");
      for (String word : List.of("read", "read", "delivered", "sent", "read")) {
        assertThat(keep(kit, read(CALLBACKS, status("wamid.1", word)))).isEqualTo(200);
      }
      assertThat(keep(kit, read(CALLBACKS, status("wamid.404", "read")))).isEqualTo(200);
      Messages.Message message =
          kit.engine().messaging().messages().list(TENANT, null, null, null, 1).items().get(0);
      assertThat(message.delivery().state()).isEqualTo(Deliveries.State.READ);
      assertThat(kit.engine().messaging().deliveries().of(TENANT, message.id())).hasSize(3);
      Callback stop =
          message(
              "{\"from\": \"31612345678\", \"id\": \"w\", \"type\": \"text\", \"text\": {\"body\": \"STOP\"}}");
      assertThat(keep(kit, stop)).isEqualTo(200);
      Inbound.Receipt again = kit.engine().messaging().inbound().receive(stop.messages().get(0));
      assertThat(again.kind()).isEqualTo(Inbound.Kind.OPT_OUT);
      assertThat(again.repeated()).isTrue();
      assertThat(again.answers()).isEqualTo(message.id());
    }
  }

  private static int keep(WorkflowTestKit kit, Callback callback) {
    return callback.keep(kit.engine().messaging().deliveries(), kit.engine().messaging().inbound());
  }
}
