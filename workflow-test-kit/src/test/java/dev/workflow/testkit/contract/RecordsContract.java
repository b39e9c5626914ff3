package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.HistoryEntry;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.Migration;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.RecordGateway;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The host's records, as steps see them. */
public abstract class RecordsContract extends EngineContract {

  private static final Actor OPERATOR = Actor.of("operator");
  private static final String EACH =
      "\"records\": {\"lead\": {\"type\": \"lead\", \"id\": \"{{subject.id}}\"}},";
  private static final String AT_START =
      "\"records\": {\"lead\": {\"type\": \"lead\", \"id\": \"{{subject.id}}\", \"read\": \"start\"}},";
  private static final String NEW =
      "{\"field\": \"lead.status\", \"operator\": \"eq\", \"value\": \"new\"}";
  private static final String A_WEEK_LATER =
      """
      [{"id": "call", "action": "work", "delay": "P7D", "when": %s,
        "config": {"text": "{{lead.name}}"}}]
      """
          .formatted(NEW);

  private final HostRecords records = new HostRecords();

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).records(records);
  }

  private void lead(String status, String name) {
    records.stored.put(LEAD, Json.object().put("status", status).put("name", name));
  }

  private String reason(InstanceId id, String step) {
    return instance(id).step(step).state() + ": " + instance(id).step(step).reason();
  }

  private List<HistoryEntry.RecordsRead> read(InstanceId id) {
    return kit.engine().history().of(TENANT, id).stream()
        .filter(HistoryEntry.RecordsRead.class::isInstance)
        .map(HistoryEntry.RecordsRead.class::cast)
        .toList();
  }

  private static Map<String, HistoryEntry.ReadRecord> read(JsonNode value) {
    return Map.of("lead", new HistoryEntry.ReadRecord(LEAD, value));
  }

  @Test
  void a_condition_a_week_later_asks_what_is_and_not_what_was() {
    lead("new", "Ann");
    InstanceId answered = run(EACH, A_WEEK_LATER, "{\"lead\": {\"status\": \"new\"}}");
    kit.advance(Duration.ofDays(3));
    lead("contacted", "Ann");
    kit.advance(Duration.ofDays(4));
    assertInstance(answered).isCompleted().step("call", StepState.SKIPPED);
    assertThat(reason(answered, "call"))
        .isEqualTo("SKIPPED: its condition is false: ✗ lead.status eq \"new\" (was \"contacted\")");
    assertThat(calls).isEmpty();
  }

  @Test
  void what_a_step_is_done_with_is_read_when_it_begins() {
    lead("new", "Ann");
    answer = context -> ActionResult.completed(context.config().deepCopy());
    InstanceId id = run(EACH, A_WEEK_LATER, "{}");
    kit.advance(Duration.ofDays(6));
    lead("new", "Anna");
    kit.advance(Duration.ofDays(1));
    assertThat(instance(id).step("call").output().path("text").asText()).isEqualTo("Anna");
  }

  @Test
  void a_record_that_is_read_at_the_start_stays_as_it_was() {
    lead("new", "Ann");
    answer = context -> ActionResult.completed(context.config().deepCopy());
    InstanceId id = run(AT_START, A_WEEK_LATER, "{}");
    lead("contacted", "Anna");
    kit.advance(Duration.ofDays(7));
    assertThat(instance(id).step("call").output().path("text").asText()).isEqualTo("Ann");
    assertThat(records.requests).hasSize(1);
  }

  @Test
  void what_was_read_stands_in_the_history_as_far_as_it_has_changed() {
    lead("new", "Ann");
    InstanceId id =
        run(
            EACH,
            "[{\"id\": \"a\", \"action\": \"work\"}, {\"id\": \"b\", \"action\": \"work\"}, {\"id\": \"c\", \"delay\": \"P1D\"}]",
            "{}");
    lead("lost", "Ann");
    kit.advance(Duration.ofDays(1));
    assertThat(read(id))
        .extracting(HistoryEntry.RecordsRead::records)
        .containsExactly(
            read(json("{\"status\": \"new\", \"name\": \"Ann\"}")),
            read(json("{\"status\": \"lost\", \"name\": \"Ann\"}")));
    assertThat(kit.story(id))
        .contains("records read: lead = {\"status\":\"lost\",\"name\":\"Ann\"}");
  }

  @Test
  void a_record_comes_in_the_place_of_what_the_payload_says() {
    lead("lost", "Ann");
    InstanceId id =
        run(
            EACH,
            "[{\"id\": \"a\", \"action\": \"work\", \"when\": " + NEW + "}]",
            "{\"lead\": {\"status\": \"new\"}}");
    assertInstance(id).step("a", StepState.SKIPPED);
  }

  @Test
  void while_records_cannot_be_read_the_step_waits_and_says_so() {
    lead("new", "Ann");
    records.unreachable("the CRM is down");
    InstanceId id =
        run(EACH, "[{\"id\": \"a\", \"action\": \"work\", \"when\": " + NEW + "}]", "{}");
    assertThat(reason(id, "a"))
        .isEqualTo("PENDING: its records cannot be read: IllegalStateException: the CRM is down");
    assertInstance(id).isActive();
    kit.advance(Duration.ofHours(1));
    assertInstance(id).isActive().step("a", StepState.PENDING);
    assertThat(records.requests).hasSizeBetween(8, 16);
    records.reachable();
    kit.advance(Duration.ofMinutes(10));
    assertInstance(id).isCompleted().step("a", StepState.COMPLETED);
    assertThat(read(id))
        .extracting(HistoryEntry::reason)
        .containsExactly("IllegalStateException: the CRM is down", null);
    assertThat(kit.story(id))
        .contains("records cannot be read: IllegalStateException: the CRM is down");
  }

  @Test
  void records_are_asked_for_ever_more_rarely_while_they_cannot_be_read() {
    records.unreachable("down");
    InstanceId id = run(EACH, "[{\"id\": \"a\", \"action\": \"work\"}]", "{}");
    Instant begun = kit.clock().instant();
    for (int seconds : List.of(10, 20, 40, 80, 160, 320, 640, 1240, 1840)) {
      assertThat(kit.engine().nextDue()).contains(begun.plusSeconds(seconds));
      kit.advanceTo(begun.plusSeconds(seconds));
    }
    kit.engine().instances().cancel(TENANT, id, OPERATOR, null);
    kit.advance(Duration.ofHours(1));
    assertThat(records.requests).hasSize(10);
  }

  @Test
  void after_a_delay_a_step_waits_for_its_records_too() {
    lead("new", "Ann");
    InstanceId id = run(EACH, A_WEEK_LATER, "{}");
    records.unreachable("down");
    kit.advance(Duration.ofDays(7));
    assertThat(reason(id, "call"))
        .isEqualTo("READY: its records cannot be read: IllegalStateException: down");
    records.reachable();
    kit.advance(Duration.ofHours(1));
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("call/1");
  }

  @Test
  void a_host_that_answers_with_nothing_has_not_said_that_the_record_is_gone() {
    records.reading = request -> null;
    InstanceId id = run(EACH, "[{\"id\": \"a\", \"action\": \"work\"}]", "{}");
    assertThat(reason(id, "a"))
        .isEqualTo("PENDING: its records cannot be read: the RecordGateway returned null");
    kit.engine().instances().cancel(TENANT, id, OPERATOR, null);
  }

  @Test
  void a_record_that_is_gone_is_null() {
    InstanceId id =
        run(
            EACH,
            """
            [{"id": "a", "action": "work",
              "when": {"field": "lead", "operator": "exists", "value": false}},
             {"id": "b", "action": "work", "when": %s}]
            """
                .formatted(NEW),
            "{\"lead\": {\"status\": \"new\"}}");
    assertInstance(id).isCompleted().step("a", StepState.COMPLETED).step("b", StepState.SKIPPED);
    assertThat(read(id).get(0).records()).isEqualTo(read(NullNode.instance));
    assertThat(kit.story(id)).contains("records read: lead is gone");
  }

  @Test
  void a_record_that_is_too_large_fails_the_step_and_is_not_kept() {
    records.stored.put(LEAD, Json.object().put("notes", "x".repeat(RecordGateway.MOST_BYTES + 1)));
    InstanceId id = run(EACH, "[{\"id\": \"a\", \"action\": \"work\"}]", "{}");
    assertInstance(id).hasFailed();
    assertThat(reason(id, "a"))
        .isEqualTo(
            "FAILED: its records cannot be read: \"lead\" (lead:42) is larger than 262144 bytes");
    assertThat(read(id)).isEmpty();
    records.stored.put(LEAD, Json.object().put("notes", "short"));
    kit.engine().instances().retry(TENANT, id, OPERATOR);
    kit.run();
    assertInstance(id).isCompleted();
  }

  @Test
  void an_id_that_cannot_be_worked_out_fails_the_step() {
    InstanceId id =
        run(
            "\"records\": {\"deal\": {\"type\": \"deal\", \"id\": \"{{deal_id}}\"}},",
            "[{\"id\": \"a\", \"action\": \"work\"}]",
            "{}");
    assertThat(reason(id, "a"))
        .startsWith("FAILED: the id {{deal_id}} of the record \"deal\" cannot be worked out: ");
    assertThat(records.requests).isEmpty();
  }

  @Test
  void several_records_of_many_instances_are_read_in_one_call() {
    publish(
        "w",
        """
        "records": {"lead": {"type": "lead", "id": "{{subject.id}}"},
                    "owner": {"type": "user", "id": "{{owner_id}}"}},
        """,
        "[{\"id\": \"a\", \"delay\": \"PT1H\"}]");
    for (int i = 0; i < 20; i++) {
      kit.engine()
          .events()
          .publish(
              Event.of(
                  TENANT,
                  "lead.created",
                  SubjectRef.of("lead", "l" + i),
                  Json.object().put("owner_id", "u" + i % 2)));
    }
    kit.run();
    assertThat(records.requests).hasSize(1);
    assertThat(records.requests.get(0).records()).hasSize(22);
    assertThat(records.requests.get(0).tenant()).isEqualTo(TENANT);
  }

  @Test
  void the_condition_of_a_loop_sees_the_record_as_it_is_then() {
    lead("new", "Ann");
    answer =
        context -> {
          if (context.step().equals("ask[2]")) {
            lead("answered", "Ann");
          }
          return ActionResult.completed(Json.object());
        };
    InstanceId id =
        run(
            EACH,
            """
            [{"id": "poll", "repeat": {"max": 10, "while": %s,
              "steps": [{"id": "ask", "action": "work", "delay": "P1D"}]}}]
            """
                .formatted(NEW),
            "{}");
    kit.advance(Duration.ofDays(10));
    assertInstance(id).isCompleted();
    assertThat(instance(id).step("poll").output().path("rounds").asInt()).isEqualTo(3);
  }

  @Test
  void an_attempt_that_is_tried_again_reads_them_again() {
    lead("new", "Ann");
    answer =
        context -> {
          lead("new", "Anna");
          return context.attempt() == 1
              ? ActionResult.failed("busy", true)
              : ActionResult.completed(context.config().deepCopy());
        };
    InstanceId id =
        run(
            EACH,
            "[{\"id\": \"a\", \"action\": \"work\", \"config\": {\"name\": \"{{lead.name}}\"}}]",
            "{}");
    kit.advance(Duration.ofMinutes(1));
    assertThat(instance(id).step("a").output().path("name").asText()).isEqualTo("Anna");
  }

  @Test
  void a_paused_instance_reads_nothing_before_it_is_resumed() {
    lead("new", "Ann");
    InstanceId id = run(EACH, A_WEEK_LATER, "{}");
    kit.engine().instances().pause(TENANT, id, OPERATOR, null);
    kit.advance(Duration.ofDays(8));
    lead("lost", "Ann");
    assertThat(records.requests).hasSize(1);
    kit.engine().instances().resume(TENANT, id, OPERATOR);
    kit.run();
    assertInstance(id).isCompleted().step("call", StepState.SKIPPED);
  }

  @Test
  void a_sub_workflow_sees_the_records_of_its_own_document_only() {
    lead("new", "Ann");
    publish("child", "", "[{\"id\": \"c\", \"action\": \"work\", \"when\": " + NEW + "}]");
    answer = context -> ActionResult.completed(Json.object());
    InstanceId id = run(EACH, "[{\"id\": \"sub\", \"workflow\": \"child\"}]", "{}");
    assertInstance(id).isCompleted();
    assertThat(calls).isEmpty();
  }

  @Test
  void an_instance_that_goes_on_with_another_version_reads_what_that_wants() {
    lead("new", "Ann");
    InstanceId id =
        run(
            "[{\"id\": \"pause\", \"delay\": \"P1D\"}, {\"id\": \"a\", \"action\": \"work\"}]",
            "{}");
    publish(
        "w",
        EACH,
        "[{\"id\": \"pause\", \"delay\": \"P1D\"}, {\"id\": \"a\", \"action\": \"work\", \"when\": "
            + NEW
            + "}]");
    kit.engine().instances().migrate(TENANT, id, Migration.to(2), OPERATOR);
    kit.advance(Duration.ofDays(1));
    assertInstance(id).isCompleted().step("a", StepState.COMPLETED);
    assertThat(records.requests).isNotEmpty();
  }

  @Test
  void what_a_node_was_to_read_when_it_died_another_one_reads() {
    lead("new", "Ann");
    publish("w", EACH, "[{\"id\": \"a\", \"action\": \"work\", \"when\": " + NEW + "}]");
    InstanceId id =
        kit.engine()
            .events()
            .publish(Event.of(TENANT, "lead.created", LEAD, Json.object()))
            .started()
            .get(0)
            .instance();
    assertThat(records.requests).isEmpty();
    try (WorkflowTestKit other = WorkflowTestKit.on(store, this::customize)) {
      other.advance(Duration.ofMinutes(5));
      assertThat(other.instance(id).state()).isEqualTo(InstanceState.COMPLETED);
    }
    kit.run();
    assertThat(calls).containsExactly("a/1");
  }

  @Test
  void a_branch_takes_the_case_that_fits_the_record() {
    lead("hot", "Ann");
    InstanceId id =
        run(
            EACH,
            """
            [{"id": "how", "branch": [
              {"name": "new", "when": %s, "steps": [{"id": "a", "action": "work"}]},
              {"name": "other", "otherwise": true, "steps": []}]}]
            """
                .formatted(NEW),
            "{\"lead\": {\"status\": \"new\"}}");
    assertThat(instance(id).step("how").output().path("case").asText()).isEqualTo("other");
  }

  @Test
  void a_task_for_people_is_made_of_the_record_as_it_is_when_it_becomes_ready() {
    lead("new", "Ann");
    records.stored.put(LEAD, Json.object().put("owner", "carla"));
    InstanceId id =
        run(
            EACH,
            "[{\"id\": \"ask\", \"action\": \"approval\", \"assignee\": \"{{lead.owner}}\"}]",
            "{}");
    assertInstance(id).step("ask", StepState.READY);
    assertThat(kit.engine().history().of(TENANT, id))
        .filteredOn(HistoryEntry.StepMove.class::isInstance)
        .extracting(entry -> ((HistoryEntry.StepMove) entry).how().holder())
        .containsExactly("carla");
    int before = records.requests.size();
    kit.engine().tasks().claim(TENANT, id, "ask", Actor.of("carla"));
    kit.advance(Duration.ofDays(1));
    assertThat(records.requests).hasSize(before);
  }

  @Test
  void records_that_change_without_end_are_kept_up_to_a_limit() {
    answer =
        context -> {
          records.stored.put(
              LEAD,
              Json.object().put("notes", String.valueOf(context.step().hashCode()).repeat(20_000)));
          return ActionResult.completed(Json.object());
        };
    records.stored.put(LEAD, Json.object());
    InstanceId id =
        run(
            EACH,
            """
            [{"id": "poll", "repeat": {"max": 1000, "while": {},
              "steps": [{"id": "ask", "action": "work"}]}}]
            """,
            "{}");
    assertInstance(id).hasFailed();
    assertThat(instance(id).reason())
        .contains(
            "its records cannot be read: with what it has read of them before, they are larger than"
                + " 16777216 bytes");
    assertThat(calls).hasSizeLessThan(200);
  }

  @Test
  void without_a_gateway_that_reads_the_step_waits_and_says_what_is_missing() {
    records.reading =
        request -> {
          throw new UnsupportedOperationException(
              "this RecordGateway reads no records: implement RecordGateway.read");
        };
    InstanceId id = run(EACH, "[{\"id\": \"a\", \"action\": \"work\"}]", "{}");
    assertThat(reason(id, "a"))
        .isEqualTo(
            "PENDING: its records cannot be read: UnsupportedOperationException: this RecordGateway"
                + " reads no records: implement RecordGateway.read");
    kit.engine().instances().cancel(TENANT, id, OPERATOR, null);
    assertInstance(id).is(InstanceState.CANCELED).step("a", StepState.PENDING);
  }
}
