package dev.workflow.channels.sms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.SubjectRef;
import dev.workflow.channels.Callback;
import dev.workflow.channels.http.OutboundHttp;
import dev.workflow.messaging.Messages.Message;
import dev.workflow.spi.MessageState;
import dev.workflow.testkit.WorkflowTestKit;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A provider that takes messages and never says so: the engine finds out, and sends none twice. */
class SmsInDoubtTest {

  private final SmsProvider provider = new SmsProvider();
  private final OutboundHttp http = OutboundHttp.create();
  private final SmsSettings account =
      provider.settings().withStatusCallback(URI.create("https://portal.example/sms"));
  private final WorkflowTestKit kit =
      WorkflowTestKit.inMemory(
          builder -> builder.messaging(m -> m.sender(SmsSender.create(http, account))));

  @BeforeEach
  void publish() {
    provider.clock(WorkflowTestKit.START);
    provider.hangsUp();
    kit.publish(
        """
        {"key": "w", "name": "W", "triggers": [{"event": "lead.created"}], "steps": [
          {"id": "text", "action": "send_sms", "config": {"to": "+31612345678", "text": "Hi"}}]}
        """);
  }

  @AfterEach
  void close() throws IOException {
    kit.close();
    http.close();
    provider.close();
  }

  private void send(String lead) {
    kit.event("lead.created", SubjectRef.of("lead", lead), "{}");
  }

  private List<Message> messages() {
    return kit.engine()
        .messaging()
        .messages()
        .list(WorkflowTestKit.TENANT, null, null, null, 10)
        .items();
  }

  @Test
  void one_that_is_in_the_list_is_sent() {
    send("7");
    assertThat(messages()).extracting(Message::state).containsExactly(MessageState.PENDING);
    kit.advance(Duration.ofMinutes(2));
    assertThat(messages()).extracting(Message::state).containsExactly(MessageState.SENT);
    assertThat(messages().get(0).result())
        .isEqualTo(provider.messages().get(0).path("sid").asText());
    assertThat(provider.messages()).hasSize(1);
  }

  @Test
  void one_that_the_status_callback_tells_of_is_not_even_asked_for() {
    send("7");
    Message message = messages().get(0);
    String sid = provider.messages().get(0).path("sid").asText();
    var status =
        SmsStatusCallback.read(
                "message=" + message.id(),
                ("MessageSid=" + sid + "&MessageStatus=delivered").getBytes(UTF_8))
            .orElseThrow();
    kit.engine()
        .messaging()
        .deliveries()
        .record(WorkflowTestKit.TENANT, "sms", Callback.reports(List.of(status)));
    kit.advance(Duration.ofDays(1));
    assertThat(messages().get(0).state()).isEqualTo(MessageState.SENT);
    assertThat(messages().get(0).result()).isEqualTo(sid);
    assertThat(provider.requests()).hasSize(1);
  }

  @Test
  void two_with_the_same_text_are_not_taken_for_one_another() {
    send("7");
    send("8");
    assertThat(provider.messages()).hasSize(2);
    kit.advance(Duration.ofMinutes(2));
    assertThat(messages()).extracting(Message::state).containsOnly(MessageState.PENDING);
    assertThat(provider.messages()).hasSize(4);
  }

  @Test
  void one_that_the_provider_never_took_is_sent_again() {
    send("7");
    provider.forgets();
    kit.advance(Duration.ofMinutes(2));
    assertThat(provider.messages()).hasSize(1);
    kit.advance(Duration.ofMinutes(2));
    assertThat(messages()).extracting(Message::state).containsExactly(MessageState.SENT);
    assertThat(provider.messages()).hasSize(1);
  }
}
