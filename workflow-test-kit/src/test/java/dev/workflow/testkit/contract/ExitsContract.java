package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActionResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Exits by events about other subjects, and by conditions over fresh records. */
public abstract class ExitsContract extends EngineContract {

  private static final Actor OPERATOR = Actor.of("operator");
  private static final SubjectRef QUOTE = SubjectRef.of("quote", "77");
  private static final String BY_QUOTE =
      """
      "subject": "lead",
      "exit": [{"event": "quote.accepted", "correlation": "{{quote.lead_id}}"}],
      """;
  private static final String WON =
      "{\"field\": \"lead.status\", \"operator\": \"eq\", \"value\": \"won\"}";
  private static final String WHEN_WON =
      """
      "records": {"lead": {"type": "lead", "id": "{{subject.id}}"}},
      "exit": [{"when": %s}],
      """
          .formatted(WON);
  private static final String BECAUSE =
      "exit 0 holds: {\"field\":\"lead.status\",\"operator\":\"eq\",\"value\":\"won\"}";
  private static final String TWO_DAYS =
      """
      [{"id": "a", "action": "work", "delay": "P1D"}, {"id": "b", "action": "work", "delay": "P1D"}]
      """;

  private final HostRecords records = new HostRecords();

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).records(records);
  }

  private void lead(String status) {
    records.stored.put(LEAD, Json.object().put("status", status));
  }

  private PublishReceipt accepted(String lead) {
    return kit.event("quote.accepted", QUOTE, "{\"quote\": {\"lead_id\": " + lead + "}}");
  }

  private List<String> messages() {
    return kit.engine().messaging().messages().list(TENANT, LEAD, null, null, 100).items().stream()
        .map(message -> message.state() + ": " + message.result())
        .toList();
  }

  @Test
  void an_event_about_another_subject_ends_the_instances_of_the_one_that_it_names() {
    InstanceId id = run(BY_QUOTE, TWO_DAYS, "{}");
    InstanceId other =
        kit.event("lead.created", SubjectRef.of("lead", "43"), "{}").started().get(0).instance();
    PublishReceipt receipt = accepted("\"42\"");
    assertThat(receipt.exited()).containsExactly(id);
    assertInstance(id)
        .isCompleted()
        .hasOutcome(InstanceOutcome.EXITED)
        .step("a", StepState.SKIPPED);
    assertThat(instance(id).reason()).startsWith("event quote.accepted (");
    assertInstance(other).isActive();
  }

  @Test
  void a_number_names_the_subject_as_well_as_a_text() {
    InstanceId id = run(BY_QUOTE, TWO_DAYS, "{}");
    assertThat(accepted("42").exited()).containsExactly(id);
  }

  @Test
  void an_event_that_names_nobody_ends_nothing() {
    InstanceId id = run(BY_QUOTE, TWO_DAYS, "{}");
    assertThat(accepted("null").exited()).isEmpty();
    assertThat(accepted("\"\"").exited()).isEmpty();
    assertThat(accepted("\"" + "9".repeat(100_000) + "\"").exited()).isEmpty();
    assertThat(kit.event("quote.accepted", QUOTE, "{}").exited()).isEmpty();
    assertThat(kit.event("quote.accepted", LEAD, "{}").exited()).isEmpty();
    assertInstance(id).isActive();
  }

  @Test
  void the_condition_of_an_exit_by_another_subject_reads_that_event() {
    InstanceId id =
        run(
            """
            "subject": "lead",
            "exit": [{"event": "quote.accepted", "correlation": "{{quote.lead_id}}",
                      "when": {"field": "quote.total", "operator": "gt", "value": 100}}],
            """,
            TWO_DAYS,
            "{}");
    kit.event("quote.accepted", QUOTE, "{\"quote\": {\"lead_id\": \"42\", \"total\": 100}}");
    assertInstance(id).isActive();
    kit.event("quote.accepted", QUOTE, "{\"quote\": {\"lead_id\": \"42\", \"total\": 101}}");
    assertInstance(id).isCompleted();
  }

  @Test
  void an_event_about_another_subject_reaches_paused_failed_and_older_ones() {
    publish("w", BY_QUOTE, TWO_DAYS);
    InstanceId paused = kit.start("w", LEAD, Json.object());
    kit.engine().instances().pause(TENANT, paused, OPERATOR, null);
    answer = context -> ActionResult.failed("no", false);
    publish("w", BY_QUOTE, "[{\"id\": \"a\", \"action\": \"work\"}]");
    InstanceId failed = kit.start("w", LEAD, Json.object());
    publish("w", "\"subject\": \"lead\",", TWO_DAYS);
    InstanceId without = kit.start("w", LEAD, Json.object());
    assertThat(accepted("42").exited()).containsExactlyInAnyOrder(paused, failed);
    assertInstance(paused).isCompleted().hasOutcome(InstanceOutcome.EXITED);
    assertInstance(failed).is(InstanceState.FAILED).hasOutcome(InstanceOutcome.EXITED);
    assertInstance(without).isActive();
    assertThat(accepted("42").exited()).isEmpty();
  }

  @Test
  void a_condition_over_fresh_records_is_asked_before_each_step() {
    lead("new");
    InstanceId id = run(WHEN_WON, TWO_DAYS, "{}");
    kit.advance(Duration.ofDays(1));
    assertThat(calls).containsExactly("a/1");
    lead("won");
    kit.advance(Duration.ofDays(1));
    assertThat(calls).containsExactly("a/1");
    assertInstance(id)
        .isCompleted()
        .hasOutcome(InstanceOutcome.EXITED)
        .step("b", StepState.SKIPPED);
    assertThat(instance(id).reason()).isEqualTo(BECAUSE);
  }

  @Test
  void a_condition_that_holds_at_the_start_lets_no_step_begin() {
    lead("won");
    InstanceId id = run(WHEN_WON, "[{\"id\": \"a\", \"action\": \"work\"}]", "{}");
    assertInstance(id)
        .isCompleted()
        .hasOutcome(InstanceOutcome.EXITED)
        .step("a", StepState.PENDING);
    assertThat(calls).isEmpty();
  }

  @Test
  void while_nobody_knows_whether_it_holds_no_step_begins() {
    records.unreachable("down");
    InstanceId id = run(WHEN_WON, "[{\"id\": \"a\", \"action\": \"work\"}]", "{}");
    kit.advance(Duration.ofMinutes(5));
    assertInstance(id).isActive().step("a", StepState.PENDING);
    lead("won");
    records.reachable();
    kit.advance(Duration.ofHours(1));
    assertInstance(id).isCompleted().hasOutcome(InstanceOutcome.EXITED);
    assertThat(calls).isEmpty();
  }

  @Test
  void a_condition_may_read_what_steps_have_given_without_any_records() {
    answer =
        context ->
            ActionResult.completed(Json.object().put("done", context.step().equals("ask[2]")));
    InstanceId id =
        run(
            """
            "exit": [{"when": {"field": "steps.ask.output.done", "operator": "eq", "value": true}},
                     {"when": {"field": "answered", "operator": "eq", "value": true}}],
            """,
            """
            [{"id": "ask", "action": "work"},
             {"id": "note", "action": "set", "config": {"values": {"answered": true}}},
             {"id": "b", "action": "work"}]
            """,
            "{}");
    assertInstance(id)
        .isCompleted()
        .hasOutcome(InstanceOutcome.EXITED)
        .step("note", StepState.COMPLETED);
    assertThat(instance(id).reason()).startsWith("exit 1 holds: ");
    assertThat(calls).containsExactly("ask/1");
  }

  @Test
  void an_exit_inside_a_loop_ends_all_of_it() {
    lead("new");
    answer =
        context -> {
          if (context.step().equals("a[1]")) {
            lead("won");
          }
          return ActionResult.completed(Json.object());
        };
    InstanceId id =
        run(
            WHEN_WON,
            """
            [{"id": "all", "each": {"items": [1, 2, 3], "steps": [{"id": "a", "action": "work"}]}}]
            """,
            "{}");
    assertThat(calls).containsExactly("a[0]/1", "a[1]/1");
    assertInstance(id)
        .isCompleted()
        .hasOutcome(InstanceOutcome.EXITED)
        .step("all", StepState.SKIPPED);
  }

  @Test
  void a_retry_asks_the_condition_first() {
    lead("new");
    answer = context -> ActionResult.failed("no", false);
    InstanceId id = run(WHEN_WON, "[{\"id\": \"a\", \"action\": \"work\"}]", "{}");
    assertInstance(id).hasFailed();
    lead("won");
    kit.engine().instances().retry(TENANT, id, OPERATOR);
    kit.run();
    assertInstance(id).isCompleted().hasOutcome(InstanceOutcome.EXITED);
    assertThat(calls).containsExactly("a/1");
  }

  private static final String MAIL =
      """
      [{"id": "mail", "action": "send_email",
        "delay": {"window": {"from": "10:00", "to": "11:00"}},
        "config": {"to": "ann@example.com", "subject": "Hello", "text": "Are you there?",
                   "window": {"from": "12:00", "to": "13:00"}}}]
      """;

  @Test
  void it_is_asked_once_more_before_a_message_is_sent() {
    lead("new");
    InstanceId id = run(WHEN_WON, MAIL, "{}");
    kit.advance(Duration.ofHours(2));
    assertInstance(id).isCompleted().hasOutcome(InstanceOutcome.COMPLETED);
    lead("won");
    kit.advance(Duration.ofHours(4));
    assertThat(kit.messages()).isEmpty();
    assertThat(messages()).hasSize(1).allMatch(message -> message.startsWith("CANCELED"));
    assertThat(kit.story(id)).contains(BECAUSE);
  }

  @Test
  void a_message_whose_exit_nobody_can_tell_waits_and_says_so() {
    lead("new");
    InstanceId id = run(WHEN_WON, MAIL, "{}");
    kit.advance(Duration.ofHours(2));
    records.unreachable("down");
    kit.advanceTo(kit.clock().instant().plus(Duration.ofMinutes(70)));
    assertThat(kit.messages()).isEmpty();
    assertThat(messages())
        .containsExactly("PENDING: whether it is to end is not known: IllegalStateException: down");
    records.reachable();
    kit.advance(Duration.ofMinutes(5));
    assertThat(kit.messages()).hasSize(1);
  }

  @Test
  void messages_of_workflows_without_such_exits_read_nothing() {
    InstanceId id =
        run(
            "",
            """
            [{"id": "mail", "action": "send_email",
              "config": {"to": "ann@example.com", "subject": "Hello", "text": "Hi"}}]
            """,
            "{}");
    assertInstance(id).isCompleted();
    assertThat(kit.messages()).hasSize(1);
    assertThat(records.requests).isEmpty();
  }
}
