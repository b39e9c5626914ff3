package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.Problem;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What tasks ask, and what answers steps that wait: people, events, callbacks. */
public abstract class TaskAnswersContract extends EngineContract {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Actor ANNA = Actor.of("anna");
  private static final SubjectRef OTHER = SubjectRef.of("session", "1");
  private static final String SIGN =
      "[{\"id\": \"sign\", \"action\": \"sign\", \"role\": \"LAWYER\", \"timeout\": \"P1D\"},"
          + " {\"id\": \"then\", \"action\": \"work\"}]";

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).handler(new Sign());
  }

  /** Waits for a signature; takes none that is not signed. */
  private final class Sign implements ActionHandler {

    @Override
    public String type() {
      return "sign";
    }

    @Override
    public ActionResult start(ActionContext context) {
      calls.add("open " + context.attempt());
      context.publish(
          Event.of(TENANT, "session.opened", OTHER, Json.object()).withCorrelation("s-1"));
      return ActionResult.waiting("s-1");
    }

    @Override
    public ActionResult complete(ActionContext context, JsonNode payload) {
      if (!payload.path("signed").asBoolean()) {
        throw new InvalidInputException(
            "The signature", List.of(new Problem("/signed", "must be true")));
      }
      return ActionResult.completed(Json.object().put("by", payload.path("by").asText()));
    }
  }

  private static Event answer(String key, String payload) {
    return Event.of(TENANT, "session.ended", OTHER, json(payload)).withCorrelation(key);
  }

  @Test
  void a_code_tells_the_workflow_and_the_record_why_it_cannot_be_done() {
    InstanceId id =
        run(
            """
            [{"id": "ask", "action": "approval", "allowFailure": true,
              "onFailure": [{"id": "budget", "action": "work",
                "when": {"field": "steps.ask.code", "operator": "eq", "value": "NO_BUDGET"}}]},
             {"id": "other", "action": "work",
              "when": {"field": "steps.ask.code", "operator": "ne", "value": "NO_BUDGET"}}]
            """,
            "{}");
    kit.engine()
        .tasks()
        .fail(WorkflowTestKit.TENANT, id, "ask", Actor.of("anna"), "nothing left", "NO_BUDGET");
    kit.run();
    assertInstance(id).isCompleted().step("other", StepState.SKIPPED);
    assertThat(calls).containsExactly("budget/1");
    assertThat(kit.story(id)).contains("ask: anna says that it cannot be done, code NO_BUDGET");
    assertThat(instance(id).step("ask").reason()).isEqualTo("nothing left");
    for (String wrong : List.of("", "a\nb", "x".repeat(101))) {
      assertThatThrownBy(
              () ->
                  kit.engine()
                      .tasks()
                      .fail(WorkflowTestKit.TENANT, id, "ask", Actor.of("anna"), "r", wrong))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("The code has a problem");
    }
  }

  @Test
  void an_event_with_the_correlation_answers_the_step_that_waits_for_it() {
    InstanceId id = run(SIGN, "{}");
    assertInstance(id).step("sign", StepState.IN_PROGRESS);
    kit.event(answer("s-2", "{\"signed\": true}"));
    kit.event(answer("s-1", "{\"signed\": false}"));
    assertInstance(id).isActive().step("sign", StepState.IN_PROGRESS);
    kit.engine().tasks().claim(TENANT, id, "sign", ANNA);
    PublishReceipt receipt = kit.event(answer("s-1", "{\"signed\": true, \"by\": \"Jane\"}"));
    assertThat(receipt.answered()).containsExactly(new PublishReceipt.Answered(id, "sign"));
    kit.run();
    assertInstance(id).isCompleted();
    assertThat(instance(id).step("sign").output().path("by").textValue()).isEqualTo("Jane");
    assertThat(calls).containsExactly("open 1", "then/1");
    assertThat(kit.event(answer("s-1", "{\"signed\": true}")).answered()).isEmpty();
  }

  @Test
  void an_event_answers_it_while_another_step_of_the_instance_is_at_work() {
    answer =
        context -> {
          PublishReceipt receipt =
              kit.engine().events().publish(answer("s-1", "{\"signed\": true}"));
          calls.add("answered " + receipt.answered().size());
          return ActionResult.completed();
        };
    InstanceId id =
        run(
            """
            [{"id": "both", "parallel": [
               {"steps": [{"id": "sign", "action": "sign"}]},
               {"steps": [{"id": "beside", "action": "work"}]}]}]\
            """,
            "{}");
    kit.run();
    assertThat(calls).containsExactly("open 1", "beside/1", "answered 1");
    assertInstance(id).isCompleted();
  }

  @Test
  void an_event_after_the_timeout_answers_nothing() {
    InstanceId id =
        run(
            "[{\"id\": \"sign\", \"action\": \"sign\", \"timeout\": \"P1D\", \"retry\":"
                + " {\"maxAttempts\": 1}}]",
            "{}");
    kit.event(answer("s-1", "{\"signed\": false}"));
    kit.advance(Duration.ofDays(1));
    assertInstance(id).hasFailed();
    assertThat(kit.event(answer("s-1", "{\"signed\": true}")).answered()).isEmpty();
  }

  @Test
  void a_callback_answers_it_once() {
    InstanceId id = run(SIGN, "{}");
    Tasks tasks = kit.engine().tasks();
    assertThatThrownBy(() -> tasks.callback(TENANT, "s-1", json("{\"signed\": false}")))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage("The signature has a problem:\n  /signed: must be true");
    assertInstance(id).step("sign", StepState.IN_PROGRESS);
    tasks.callback(TENANT, "s-1", json("{\"signed\": true, \"by\": \"Jane\"}"));
    kit.run();
    assertInstance(id).isCompleted();
    assertThatThrownBy(() -> tasks.callback(TENANT, "s-1", json("{\"signed\": true}")))
        .isExactlyInstanceOf(NotFoundException.class)
        .hasMessage("no step of tenant %s waits under the correlation \"s-1\"", TENANT);
  }

  @Test
  void a_callback_to_a_paused_instance_is_kept_and_counts_afterwards() {
    InstanceId paused = run(SIGN, "{}");
    InstanceId goingOn = run(SIGN, "{}");
    kit.engine().instances().pause(TENANT, paused, ANNA, null);
    kit.engine().tasks().callback(TENANT, "s-1", json("{\"signed\": true}"));
    kit.run();
    assertInstance(goingOn).isCompleted();
    assertInstance(paused).step("sign", StepState.IN_PROGRESS);
    kit.engine().instances().resume(TENANT, paused, ANNA);
    kit.run();
    assertInstance(paused).isCompleted();
  }

  @Test
  void what_a_task_asks_can_be_read_with_its_values() {
    InstanceId id =
        run(
            """
            [{"id": "both", "parallel": [
               {"steps": [{"id": "ask", "action": "approval",
                  "config": {"message": "Send the offer to {{client}}{{missing}}?"}}]},
               {"steps": [{"id": "check", "action": "checklist", "config": {"items": ["Passport of {{client}}"]}}]},
               {"steps": [{"id": "later", "action": "approval", "delay": "P1D"}]}]}]
            """,
            "{\"client\": \"Acme\"}");
    JsonNode message = json("{\"message\": \"Send the offer to Acme?\"}");
    JsonNode items = json("{\"items\": [\"Passport of Acme\"]}");
    assertThat(kit.engine().tasks().inbox(TENANT, ANNA, null, 10).items())
        .extracting(Tasks.Task::asks)
        .containsExactlyInAnyOrder(message, items);
    assertThat(kit.engine().tasks().list(TENANT, null, 10).items())
        .extracting(Tasks.Task::asks)
        .containsExactlyInAnyOrder(message, items);
    assertThat(instance(id).step("ask").asks()).isEqualTo(message);
    assertThat(instance(id).step("check").asks()).isEqualTo(items);
    assertThat(instance(id).step("later").asks()).isNull();
    assertThat(instance(id).step("both").asks()).isNull();
  }

  @Test
  void the_story_tells_the_answer_and_the_comment() {
    InstanceId id = run("[{\"id\": \"ask\", \"action\": \"approval\"}]", "{}");
    kit.engine()
        .tasks()
        .complete(
            TENANT,
            id,
            "ask",
            ANNA,
            json("{\"approved\": false, \"comment\": \"too dear\\n2026 forged\"}"));
    assertThat(kit.story(id))
        .contains(
            "ask IN_PROGRESS -> COMPLETED by anna: {\"approved\":false,\"comment\":\"too dear\\n"
                + "2026 forged\"}\n");
  }

  @Test
  void what_people_do_cannot_undo_a_step() {
    assertThatThrownBy(
            () ->
                publish(
                    "w",
                    "",
                    "[{\"id\": \"a\", \"action\": \"work\", \"compensate\": {\"action\":"
                        + " \"approval\"}}]"))
        .isExactlyInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining(
            "/steps/0/compensate/action: people do \"approval\", but what undoes a step is done by"
                + " the engine: name an action of the engine, or ask people in \"onFailure\"");
  }

  @Test
  void a_step_that_is_undone_by_an_action_that_waits_has_its_time() {
    answer =
        context ->
            context.step().equals("b")
                ? ActionResult.failed("no", false)
                : ActionResult.completed();
    InstanceId id =
        run(
            """
            [{"id": "a", "action": "work", "timeout": "P1D", "compensate": {"action": "sign"}},
             {"id": "b", "action": "work"}]
            """,
            "{}");
    assertInstance(id).isActive();
    kit.advance(Duration.ofDays(1));
    assertInstance(id).hasFailed();
  }

  @Test
  void a_step_that_is_undone_by_an_action_that_waits_is_answered_by_its_callback() {
    answer =
        context ->
            context.step().equals("b")
                ? ActionResult.failed("no", false)
                : ActionResult.completed();
    InstanceId id =
        run(
            """
            [{"id": "a", "action": "work", "compensate": {"action": "sign"}},
             {"id": "b", "action": "work"}]
            """,
            "{}");
    assertInstance(id).isActive();
    kit.engine().tasks().callback(TENANT, "s-1", json("{\"signed\": true}"));
    kit.run();
    assertInstance(id).hasFailed();
  }
}
