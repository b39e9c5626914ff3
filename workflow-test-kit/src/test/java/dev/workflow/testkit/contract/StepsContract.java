package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.StepState;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Steps that stand by themselves run: actions, delays, waits and stops. */
public abstract class StepsContract extends EngineContract {

  @Test
  void actions_run_in_the_order_written_and_see_each_others_output() {
    InstanceId id =
        run(
            """
            [{"id": "a", "action": "work"},
             {"id": "b", "action": "send_email",
              "config": {"to": "{{lead.email}}", "subject": "{{steps.a.output.step}}", "text": "Hello"}}]
            """,
            "{\"lead\": {\"email\": \"ann@example.com\"}}");
    assertInstance(id).isCompleted().hasOutcome(InstanceOutcome.COMPLETED);
    assertThat(calls).containsExactly("a/1");
    assertThat(kit.messages("email")).hasSize(1);
    assertThat(kit.messages("email").get(0).recipient()).isEqualTo("ann@example.com");
    assertThat(kit.messages("email").get(0).text("subject")).isEqualTo("a");
  }

  @Test
  void a_step_whose_condition_is_false_is_skipped() {
    InstanceId id =
        run(
            """
            [{"id": "a", "action": "work", "when": {"field": "score", "operator": "gte", "value": 50}},
             {"id": "b", "action": "work"}]
            """,
            "{\"score\": 10}");
    assertInstance(id).isCompleted().step("a", StepState.SKIPPED).step("b", StepState.COMPLETED);
  }

  @Test
  void a_delay_holds_the_next_step_back() {
    InstanceId id =
        run(
            "[{\"id\": \"pause\", \"delay\": \"PT1H\"}, {\"id\": \"a\", \"action\": \"work\"}]",
            "{}");
    kit.advance(Duration.ofMinutes(59));
    assertThat(calls).isEmpty();
    assertInstance(id).isActive().step("pause", StepState.READY);
    kit.advance(Duration.ofMinutes(1));
    assertThat(calls).containsExactly("a/1");
    assertInstance(id).isCompleted();
  }

  @Test
  void a_wait_is_answered_by_an_event_about_the_subject() {
    InstanceId id =
        run(
            "[{\"id\": \"reply\", \"wait\": {\"event\": \"message.received\", \"timeout\": \"P3D\"}}]",
            "{}");
    assertThat(kit.event("message.received", SubjectRef.of("lead", "7"), "{}").answered())
        .isEmpty();
    assertThat(kit.event("message.received", LEAD, "{\"text\": \"yes\"}").answered()).hasSize(1);
    assertInstance(id).isCompleted();
    assertThat(instance(id).step("reply").output().path("timedOut").booleanValue()).isFalse();
    assertThat(
            instance(id)
                .step("reply")
                .output()
                .path("event")
                .path("payload")
                .path("text")
                .textValue())
        .isEqualTo("yes");
  }

  @Test
  void a_wait_without_an_answer_times_out() {
    InstanceId id =
        run(
            "[{\"id\": \"reply\", \"wait\": {\"event\": \"message.received\", \"timeout\": \"P3D\"}}]",
            "{}");
    kit.advance(Duration.ofDays(3));
    assertThat(kit.event("message.received", LEAD, "{}").answered()).isEmpty();
    assertInstance(id).isCompleted();
    assertThat(instance(id).step("reply").output().toString()).isEqualTo("{\"timedOut\":true}");
  }

  @Test
  void a_wait_with_a_condition_takes_only_a_fitting_event() {
    InstanceId id =
        run(
            """
            [{"id": "reply", "wait": {"event": "message.received",
                                      "when": {"field": "channel", "operator": "eq", "value": "email"}}}]
            """,
            "{}");
    kit.event("message.received", LEAD, "{\"channel\": \"sms\"}");
    assertInstance(id).isActive();
    kit.event("message.received", LEAD, "{\"channel\": \"email\"}");
    assertInstance(id).isCompleted();
  }

  @Test
  void a_wait_with_a_correlation_key_takes_events_about_any_subject() {
    InstanceId id =
        run(
            "[{\"id\": \"paid\", \"wait\": {\"event\": \"payment.done\", \"correlation\": \"{{order}}\"}}]",
            "{\"order\": \"o-1\"}");
    kit.event(
        Event.of(WorkflowTestKit.TENANT, "payment.done", null, json("{}")).withCorrelation("o-2"));
    assertInstance(id).isActive();
    kit.event(
        Event.of(WorkflowTestKit.TENANT, "payment.done", null, json("{}")).withCorrelation("o-1"));
    assertInstance(id).isCompleted();
  }

  @Test
  void a_stop_ends_the_instance_from_anywhere() {
    InstanceId id =
        run(
            """
            [{"id": "both", "parallel": [
               {"steps": [{"id": "x", "wait": {"event": "x.done"}}]},
               {"steps": [{"id": "end", "stop": {"as": "completed", "reason": "score is {{score}}"}}]}]},
             {"id": "never", "action": "work"}]
            """,
            "{\"score\": 5}");
    assertInstance(id).isCompleted().step("x", StepState.SKIPPED).step("never", StepState.PENDING);
    assertThat(instance(id).reason()).isEqualTo("score is 5");
  }

  @Test
  void a_stop_can_fail_the_instance() {
    InstanceId id =
        run("[{\"id\": \"end\", \"stop\": {\"as\": \"failed\", \"reason\": \"no\"}}]", "{}");
    assertInstance(id).hasFailed().hasOutcome(InstanceOutcome.FAILED);
    assertThat(instance(id).reason()).isEqualTo("no");
  }
}
