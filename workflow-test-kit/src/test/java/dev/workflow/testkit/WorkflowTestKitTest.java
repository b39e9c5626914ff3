package dev.workflow.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkflowTestKitTest {

  private static final SubjectRef LEAD = SubjectRef.of("lead", "42");

  private static final class OwnMail implements ChannelSender {

    private final List<OutboundMessage> sent = new ArrayList<>();

    @Override
    public String channel() {
      return "email";
    }

    @Override
    public SendResult send(OutboundMessage message) {
      sent.add(message);
      return SendResult.sent("own-1");
    }
  }

  /** Done by people, and nothing else is said. */
  private static final class Inspect implements ActionHandler {

    @Override
    public String type() {
      return "inspect";
    }

    @Override
    public boolean performedByPeople() {
      return true;
    }
  }

  /** Forgets to say how it is done. */
  private static final class Nothing implements ActionHandler {

    @Override
    public String type() {
      return "nothing";
    }
  }

  @Test
  void a_sender_of_ones_own_replaces_the_recording_one() {
    OwnMail mail = new OwnMail();
    try (WorkflowTestKit kit =
        WorkflowTestKit.inMemory(engine -> engine.messaging(m -> m.sender(mail)))) {
      kit.publish(
          """
          {"key": "w", "steps": [
            {"id": "a", "action": "send_email", "config": {"to": "a@example.com", "text": "Hi"}},
            {"id": "b", "action": "send_sms", "config": {"to": "+31612345678", "text": "Hi"}}]}
          """);
      kit.start("w", LEAD, Json.object());
      assertThat(mail.sent).hasSize(1);
      assertThat(kit.messages()).extracting(OutboundMessage::channel).containsExactly("sms");
      assertThatThrownBy(() -> kit.sender("email"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the kit records [in_app, sms, whatsapp], not email");
    }
  }

  @Test
  void the_one_instance_of_a_receipt_is_at_hand() {
    try (WorkflowTestKit kit = WorkflowTestKit.inMemory()) {
      kit.publish(
          """
          {"key": "w", "triggers": [{"event": "lead.created"}],
           "steps": [{"id": "a", "delay": "P1D"}, {"id": "b", "delay": "P1D"}]}
          """);
      PublishReceipt receipt = kit.event("lead.created", LEAD, "{}");
      assertThat(kit.started(receipt).id()).isEqualTo(receipt.started().get(0).instance());
      PublishReceipt none = kit.event("lead.changed", LEAD, "{}");
      assertThatThrownBy(() -> kit.started(none))
          .isInstanceOf(AssertionError.class)
          .hasMessageStartingWith("the event started 0 instances, expected one: PublishReceipt[");
      assertThatThrownBy(() -> kit.started(receipt).step("c"))
          .isInstanceOf(NotFoundException.class)
          .hasMessage("w v1 has no step \"c\"; it has a, b");
    }
  }

  @Test
  void what_people_do_needs_no_start() {
    try (WorkflowTestKit kit = WorkflowTestKit.inMemory(engine -> engine.handler(new Inspect()))) {
      kit.publish("{\"key\": \"w\", \"steps\": [{\"id\": \"a\", \"action\": \"inspect\"}]}");
      InstanceId id = kit.start("w", LEAD, Json.object());
      JsonNode answer = Json.object().put("fine", true);
      kit.engine().tasks().complete(WorkflowTestKit.TENANT, id, "a", Actor.of("ann"), answer);
      kit.run();
      WorkflowAssertions.assertThat(kit, id).isCompleted();
      assertThat(kit.instance(id).step("a").output()).isEqualTo(answer);
    }
  }

  @Test
  void a_handler_that_neither_starts_nor_is_done_by_people_says_what_is_missing() {
    try (WorkflowTestKit kit = WorkflowTestKit.inMemory(engine -> engine.handler(new Nothing()))) {
      kit.publish(
          """
          {"key": "w", "steps": [
            {"id": "a", "action": "nothing", "retry": {"maxAttempts": 1}}]}
          """);
      InstanceId id = kit.start("w", LEAD, Json.object());
      assertThat(kit.instance(id).step("a").reason())
          .isEqualTo(
              "IllegalStateException: dev.workflow.testkit.WorkflowTestKitTest$Nothing does"
                  + " \"nothing\" itself and must override start(ActionContext), or"
                  + " performedByPeople()");
    }
  }

  @Test
  void a_payload_that_is_no_json_object_is_refused_with_its_place() {
    try (WorkflowTestKit kit = WorkflowTestKit.inMemory()) {
      assertThatThrownBy(() -> kit.event("lead.created", LEAD, "{\n  name: \"Ann\"}"))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "the payload of the event \"lead.created\" must be a JSON object as text: Unexpected"
                  + " character ('n' (code 110)): was expecting double-quote to start field name,"
                  + " at line 2, column 3");
      assertThatThrownBy(() -> kit.event("lead.created", LEAD, "[1]"))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "the payload of the event \"lead.created\" must be a JSON object as text, such as"
                  + " {\"name\": \"Ann\"}: [1]");
      assertThat(kit.engine().events().list(WorkflowTestKit.TENANT, null, 10).items()).isEmpty();
    }
  }
}
