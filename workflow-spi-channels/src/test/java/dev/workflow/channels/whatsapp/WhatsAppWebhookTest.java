package dev.workflow.channels.whatsapp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.workflow.Json;
import dev.workflow.channels.DeliveryStatus;
import dev.workflow.channels.DeliveryStatus.State;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Refusal;
import dev.workflow.spi.SendResult.Rejected;
import dev.workflow.spi.SendResult.Scope;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WhatsAppWebhookTest {

  private static List<DeliveryStatus> statuses(String... statuses) {
    String body =
        """
        {"object": "whatsapp_business_account", "entry": [{"id": "102", "changes": [{
          "value": {"messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "15550783881", "phone_number_id": "1066"},
            "statuses": [%s]},
          "field": "messages"}]}]}"""
            .formatted(String.join(",", statuses));
    return WhatsAppWebhook.statuses(body.getBytes(UTF_8));
  }

  @Test
  void a_report_tells_message_time_recipient_and_outbox_id() {
    List<DeliveryStatus> read =
        statuses(
            """
            {"id": "wamid.HBgL", "status": "delivered", "timestamp": "1750857384",
             "recipient_id": "31612345678", "biz_opaque_callback_data": "0190a1b2",
             "conversation": {"id": "a75d", "origin": {"type": "service"}},
             "pricing": {"billable": true, "category": "service"}}""");
    assertThat(read)
        .containsExactly(
            new DeliveryStatus(
                "wamid.HBgL",
                State.DELIVERED,
                "delivered",
                Instant.ofEpochSecond(1750857384),
                "31612345678",
                "0190a1b2",
                null));
    assertThat(read.get(0).eventKey()).isEqualTo("wamid.HBgL/delivered");
  }

  @Test
  void a_failure_means_what_its_code_means() {
    List<DeliveryStatus> read =
        statuses(
            """
            {"id": "wamid.1", "status": "failed", "timestamp": "1750857384",
             "errors": [{"code": 131050, "title": "Unable to deliver the message.",
               "message": "Unable to deliver the message.",
               "error_data": {"details": "The user has stopped marketing messages."}}]}""",
            "{\"id\": \"wamid.2\", \"status\": \"failed\"}");
    assertThat(read.get(0).failure())
        .isEqualTo(
            new Rejected(
                "Unable to deliver the message.: The user has stopped marketing messages.",
                Scope.RECIPIENT,
                "131050",
                Refusal.MARKETING_OPT_OUT));
    assertThat(read.get(1).failure())
        .isEqualTo(SendResult.rejected("it failed, and WhatsApp does not say why"));
    assertThat(read.get(1).at()).isNull();
  }

  @Test
  void states_only_rise_whatever_the_order_of_the_reports() {
    List<State> reported =
        statuses(
                "{\"id\": \"w\", \"status\": \"read\"}",
                "{\"id\": \"w\", \"status\": \"failed\"}",
                "{\"id\": \"w\", \"status\": \"played\"}",
                "{\"id\": \"w\", \"status\": \"delivered\"}",
                "{\"id\": \"w\", \"status\": \"sent\"}")
            .stream()
            .map(DeliveryStatus::state)
            .toList();
    State state = State.ACCEPTED;
    for (State next : reported) {
      state = next.supersedes(state) ? next : state;
    }
    assertThat(state).isEqualTo(State.READ);
    assertThat(State.DELIVERED.supersedes(State.FAILED)).isTrue();
    assertThat(State.FAILED.supersedes(State.DELIVERED)).isFalse();
    assertThat(State.SENT.supersedes(State.SENT)).isFalse();
  }

  @Test
  void what_is_no_report_is_left_out() {
    assertThat(
            statuses(
                "{\"id\": \"w\", \"status\": \"warning\"}",
                "{\"status\": \"sent\"}",
                "17",
                "null",
                "{\"id\": \"w\", \"status\": \"sent\", \"timestamp\": \"soon\"}"))
        .containsExactly(new DeliveryStatus("w", State.SENT, "sent", null, null, null, null));
    assertThat(WhatsAppWebhook.statuses("{\"entry\": 3}".getBytes(UTF_8))).isEmpty();
  }

  @Test
  void what_is_no_json_object_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WhatsAppWebhook.statuses("<html>".getBytes(UTF_8)))
        .withMessage("the webhook's body is no JSON");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WhatsAppWebhook.statuses("[]".getBytes(UTF_8)))
        .withMessage("the webhook's body is no JSON object");
  }

  @Test
  void the_challenge_is_given_back_to_who_knows_the_token() {
    String query = "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=meaty%20token";
    assertThat(WhatsAppWebhook.challenge(query, "meaty token")).contains("1158201444");
    assertThat(WhatsAppWebhook.challenge(query, "other")).isEmpty();
    assertThat(WhatsAppWebhook.challenge(query.replace("subscribe", "x"), "meaty token")).isEmpty();
    assertThat(WhatsAppWebhook.challenge(query + "&hub.verify_token=x", "meaty token")).isEmpty();
    assertThat(WhatsAppWebhook.challenge("hub.mode=subscribe&hub.challenge=1", "")).isEmpty();
    assertThat(WhatsAppWebhook.challenge("%", "meaty token")).isEmpty();
  }

  @Property(tries = 500)
  void no_text_in_a_report_makes_it_throw(
      @ForAll String id, @ForAll String status, @ForAll String timestamp) {
    String report =
        Json.object().put("id", id).put("status", status).put("timestamp", timestamp).toString();
    assertThat(statuses(report)).hasSizeLessThanOrEqualTo(1);
  }
}
