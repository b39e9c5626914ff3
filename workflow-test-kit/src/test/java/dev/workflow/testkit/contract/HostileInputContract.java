package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.PublishReceipt;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.OutboundMessage;
import org.junit.jupiter.api.Test;

/** Events, answers and documents that misbehave get a stated answer, and do no harm elsewhere. */
public abstract class HostileInputContract extends EngineContract {

  private static final String WORK = "[{\"id\": \"a\", \"action\": \"work\"}]";
  private static final String ASK = "[{\"id\": \"a\", \"action\": \"clerk\"}]";
  private static final Actor ANNA = Actor.of("anna");

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).handler(new Clerk());
  }

  @Test
  void what_an_event_puts_into_an_html_mail_is_text_there() {
    InstanceId id =
        run(
            """
            [{"id": "mail", "action": "send_email",
              "config": {"to": "lead@x.nl", "subject": "Hello {{name}}", "html": "<p>Hello {{name}}</p>"}}]
            """,
            "{\"name\": \"<b>Ann</b> & 'Bob'\"}");
    assertThat(instance(id).state()).isEqualTo(InstanceState.COMPLETED);
    OutboundMessage mail = kit.messages().get(0);
    assertThat(mail.text("html"))
        .isEqualTo("<p>Hello &lt;b&gt;Ann&lt;/b&gt; &amp; &#39;Bob&#39;</p>");
    assertThat(mail.text("subject")).isEqualTo("Hello <b>Ann</b> & 'Bob'");
  }

  @Test
  void what_an_event_puts_into_a_header_has_no_line_break() {
    InstanceId id =
        run(
            """
            [{"id": "mail", "action": "send_email", "retry": {"maxAttempts": 1},
              "config": {"to": "lead@x.nl", "subject": "Hello {{name}}", "text": "x"}}]
            """,
            "{\"name\": \"Ann\\r\\nBcc: all@x.nl\"}");
    assertThat(instance(id).step("mail").reason())
        .isEqualTo(
            "/subject: {{name}} holds a line break, which a header or an address must not; correct"
                + " the data");
    assertThat(kit.messages()).isEmpty();
  }

  @Test
  void an_answer_that_is_too_large_or_too_deep_is_refused() {
    InstanceId id = run(ASK, "{}");
    assertThatThrownBy(
            () -> kit.engine().tasks().complete(TENANT, id, "a", ANNA, HostileJson.large()))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage("The answer has a problem:\n  (document): is larger than 1048576 bytes");
    assertThatThrownBy(
            () -> kit.engine().tasks().complete(TENANT, id, "a", ANNA, HostileJson.deep(10_000)))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage("The answer has a problem:\n  (document): is nested deeper than 500 levels");
    assertInstance(id).step("a", StepState.READY);
  }

  @Test
  void an_event_with_everything_wrong_is_refused_with_all_of_it() {
    ObjectNode payload = Json.object().put("x", "x".repeat(10_000_000));
    Event event =
        Event.of(TENANT, "Lead Created", LEAD, payload)
            .withId("e\n1")
            .withCorrelation("")
            .withPrevious(HostileJson.deep(10_000));
    assertThatThrownBy(() -> kit.engine().events().publish(event))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            """
            The event has 5 problems:
              /type: expected dotted lower case of at most 100 characters, such as "deal.stage_changed"
              /id: expected 1 to 200 characters without control characters
              /correlation: expected 1 to 200 characters without control characters
              /payload: is larger than 1048576 bytes
              /previous: is nested deeper than 500 levels""");
    assertThatThrownBy(() -> kit.engine().explain(event))
        .isExactlyInstanceOf(InvalidInputException.class);
    assertThat(kit.engine().events().list(TENANT, null, 10).items()).isEmpty();
  }

  @Test
  void any_character_comes_back_as_it_was() {
    String odd = "nul \u0000, bell \u0007, emoji 😀, line\u2028separator, quote \" and \\";
    publish("w", "", WORK);
    PublishReceipt receipt = kit.event("lead.created", LEAD, Json.object().put("text", odd));
    answer = context -> ActionResult.completed(context.data().path("text"));
    kit.run();
    InstanceId id = receipt.started().get(0).instance();
    assertInstance(id).isCompleted();
    assertThat(
            kit.engine()
                .events()
                .list(TENANT, null, 10)
                .items()
                .get(0)
                .event()
                .payload()
                .path("text")
                .textValue())
        .isEqualTo(odd);
  }

  @Test
  void keys_that_grow_with_the_payload_have_a_limit() {
    kit.publish(
        """
        {"key": "w", "name": "W",
         "triggers": [{"event": "lead.created", "dedupe": {"key": "{{text}}"}}],
         "steps": [{"id": "a", "action": "work"}]}
        """);
    kit.publish(
        """
        {"key": "x", "name": "X", "triggers": [{"event": "lead.created"}],
         "concurrency": {"key": "{{text}}", "policy": "skip"},
         "steps": [{"id": "a", "action": "work"}]}
        """);
    kit.publish(
        """
        {"key": "y", "name": "Y", "triggers": [{"event": "lead.created"}],
         "steps": [{"id": "wait", "wait": {"event": "told", "correlation": "{{text}}"}}]}
        """);
    PublishReceipt receipt =
        kit.event("lead.created", LEAD, Json.object().put("text", "x".repeat(5_000)));
    assertThat(receipt.suppressed())
        .extracting(one -> one.workflow().key() + " " + one.reason().text() + ": " + one.detail())
        .containsExactly(
            "w error: The dedupe key has a problem:\n  (document): has 5000 characters; it may have 900",
            "x error: The concurrency key has a problem:\n  (document): has 5000 characters; it may have 900");
    assertThat(receipt.started()).hasSize(1);
    InstanceId waiting = receipt.started().get(0).instance();
    assertInstance(waiting).hasFailed();
    assertThat(instance(waiting).step("wait").reason())
        .isEqualTo(
            "The correlation has a problem:\n  (document): has 5000 characters; it may have 900");
  }

  @Test
  void an_assignee_that_is_no_actors_id_is_nobody() {
    InstanceId id =
        run(
            "[{\"id\": \"a\", \"action\": \"clerk\", \"assignee\": \"{{text}}\"}]",
            "{\"text\": \"%s\"}".formatted("x".repeat(5_000)));
    assertThat(kit.engine().tasks().list(TENANT, null, 10).items())
        .singleElement()
        .satisfies(task -> assertThat(task.assignee()).isNull());
    assertInstance(id).isActive().step("a", StepState.BLOCKED);
  }

  @Test
  void an_unknown_action_cannot_be_published() {
    assertThatThrownBy(
            () ->
                publish(
                    "w",
                    "",
                    "[{\"id\": \"a\", \"action\": \"wrok\", \"compensate\": {\"action\": \"teleport_the_lead\"}}]"))
        .isExactlyInstanceOf(InvalidDefinitionException.class)
        .hasMessage(
            """
            The workflow "w" has 2 problems:
              /steps/0/action: unknown action "wrok"; did you mean "work"? If it is an action of yours, \
            register its handler: WorkflowEngine.builder().handler(...), or \
            META-INF/services/dev.workflow.spi.ActionHandler
              /steps/0/compensate/action: unknown action "teleport_the_lead"; if it is an \
            action of yours, register its handler: WorkflowEngine.builder().handler(...), or \
            META-INF/services/dev.workflow.spi.ActionHandler""");
    assertThat(kit.engine().definitions().list(TENANT)).isEmpty();
  }

  @Test
  void an_event_with_half_a_character_is_refused() {
    assertThatThrownBy(
            () ->
                kit.event(
                    "lead.created", LEAD, (ObjectNode) Json.object().set("\uD83D", Json.array())))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            """
            The event has a problem:
              /payload: holds half a character: a surrogate without its pair""");
  }
}
