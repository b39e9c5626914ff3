package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.Events;
import dev.workflow.InstanceId;
import dev.workflow.PublishReceipt;
import dev.workflow.PublishReceipt.Suppressed.Reason;
import dev.workflow.WorkflowEngine;
import dev.workflow.condition.Condition;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.evidence.EvidencePack;
import dev.workflow.evidence.EvidenceVerifier;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.StepState;
import dev.workflow.operations.Findings;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.FieldPolicy;
import dev.workflow.spi.FieldPolicy.Access;
import dev.workflow.trigger.EventExplanation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What of the host's records is masked for whom, and what becomes of conditions on it. */
public abstract class MasksContract extends EngineContract {

  private static final Actor ANN = Actor.of("ann");
  private static final Actor BOB = Actor.of("bob");
  private static final String WORK = "[{\"id\": \"a\", \"action\": \"work\"}]";
  private static final String NOT_EVALUABLE =
      "the condition is not evaluable: its principal may not see %s; show it to them"
          + " (FieldPolicy), or leave it out of the condition";

  /** Bob sees everything. */
  private volatile Map<String, Access> ofAnn =
      Map.of("lead.salary", Access.masked("***"), "lead.notes", Access.HIDDEN);

  private volatile FieldPolicy policy =
      request ->
          request.principal().equals(BOB)
              ? Access.OPEN
              : ofAnn.getOrDefault(request.record() + "." + request.field(), Access.OPEN);

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).fields(request -> policy.of(request));
  }

  private void publish(Actor by, String keys, String steps) {
    kit.engine()
        .definitions()
        .publish(
            TENANT,
            WorkflowDefinition.parse("{\"key\": \"w\", %s \"steps\": %s}".formatted(keys, steps)),
            by);
  }

  private InstanceId started(Actor by, String steps, String input) {
    publish(BOB, "", steps);
    InstanceId id =
        kit.engine().instances().start(TENANT, "w", LEAD, json(input), by).orElseThrow();
    kit.run();
    return id;
  }

  private static String when(String condition) {
    return "\"triggers\": [{\"event\": \"lead.created\", \"when\": " + condition + "}],";
  }

  private static final String RICH =
      "{\"field\": \"lead.salary\", \"operator\": \"gt\", \"value\": 100}";

  private List<Findings.Finding> findings() {
    return kit.engine()
        .findings()
        .list(TENANT, Findings.Query.open().withKind(Findings.Kind.NOT_EVALUABLE), null, 10)
        .items();
  }

  @Test
  void templates_show_the_mask_and_what_is_hidden_is_empty() {
    List<String> seen = new ArrayList<>();
    answer =
        context -> {
          seen.add(context.config().get("text").asText());
          return ActionResult.completed(context.data().get("lead"));
        };
    String steps =
        """
        [{"id": "a", "action": "work", "config": {"text":
          "{{lead.name}} {{lead.salary | currency: \\"EUR\\"}} <{{lead.notes}}> {{salary}}"}}]
        """;
    String input =
        "{\"lead\": {\"name\": \"Jo\", \"salary\": 120, \"notes\": \"n\"}, \"salary\": 7}";
    InstanceId anns = started(ANN, steps.replace(" | currency: \\\"EUR\\\"", ""), input);
    started(BOB, steps.replace(" | currency: \\\"EUR\\\"", ""), input);
    assertThat(seen).containsExactly("Jo *** <> ***", "Jo 120 <n> 7");
    assertThat(instance(anns).step("a").output())
        .isEqualTo(json("{\"name\": \"Jo\", \"salary\": \"***\", \"notes\": \"\"}"));
  }

  @Test
  void a_workflow_that_somebody_enables_sees_what_its_publisher_sees() {
    publish(ANN, "\"enabled\": false, " + when(RICH), WORK);
    kit.engine().definitions().enable(TENANT, "w", BOB, null);
    PublishReceipt receipt = kit.event("lead.created", LEAD, "{\"lead\": {\"salary\": 120}}");
    assertThat(receipt.started()).isEmpty();
    assertThat(receipt.suppressed())
        .extracting(PublishReceipt.Suppressed::reason)
        .containsExactly(Reason.ERROR);
  }

  @Test
  void masks_reach_lists_flat_keys_nested_records_and_what_steps_gave() {
    List<String> seen = new ArrayList<>();
    answer =
        context -> {
          if (context.step().equals("a")) {
            return ActionResult.completed(json("{\"lead\": {\"salary\": 3}, \"other\": 4}"));
          }
          seen.add(context.data().get("lead").toString());
          seen.add(context.data().get("lead.salary").toString());
          seen.add(context.data().at("/deal/lead/salary").toString());
          seen.add(context.data().at("/input/deal/lead/salary").toString());
          seen.add(context.data().at("/steps/a/output/lead/salary").toString());
          seen.add(context.data().at("/steps/a/output/other").toString());
          return ActionResult.completed(json("{}"));
        };
    started(
        ANN,
        "[{\"id\": \"a\", \"action\": \"work\"}, {\"id\": \"b\", \"action\": \"work\"}]",
        "{\"lead\": [{\"salary\": 1}, {\"salary\": 2, \"x\": 1}], \"lead.salary\": 5,"
            + " \"deal\": {\"lead\": {\"salary\": 6}}}");
    assertThat(seen)
        .containsExactly(
            "[{\"salary\":\"***\"},{\"salary\":\"***\",\"x\":1}]",
            "\"***\"",
            "\"***\"",
            "\"***\"",
            "\"***\"",
            "4");
  }

  private static final String PERSON =
      "\"records\": {\"person\": {\"type\": \"lead\", \"id\": \"{{subject.id}}\"}},";

  @Test
  void a_record_that_is_read_is_masked_by_its_type_whatever_it_is_called() {
    kit.records().put(LEAD, json("{\"name\": \"Jo\", \"salary\": 120, \"notes\": \"n\"}"));
    List<String> seen = new ArrayList<>();
    answer =
        context -> {
          seen.add(context.config().get("text").asText());
          return ActionResult.completed();
        };
    publish(
        BOB,
        PERSON,
        """
        [{"id": "a", "action": "work",
          "config": {"text": "{{person.name}} {{person.salary}} <{{person.notes}}>"}},
         {"id": "b", "action": "work",
          "when": {"field": "person.salary", "operator": "gt", "value": 100}}]
        """);
    InstanceId id =
        kit.engine().instances().start(TENANT, "w", LEAD, json("{}"), ANN).orElseThrow();
    kit.run();
    assertThat(seen).containsExactly("Jo *** <>");
    assertInstance(id).hasFailed().step("b", StepState.FAILED);
    assertThat(instance(id).step("b").reason()).isEqualTo(NOT_EVALUABLE.formatted("person.salary"));
    assertThat(kit.engine().as(ANN).history().of(TENANT, id).toString())
        .contains("Jo")
        .doesNotContain("120");
    assertThat(kit.engine().as(BOB).history().of(TENANT, id).toString()).contains("120");
  }

  @Test
  void an_exit_whose_condition_depends_on_a_mask_ends_nothing_and_is_found() {
    kit.records().put(LEAD, json("{\"salary\": 120}"));
    publish(
        BOB,
        PERSON
            + "\"exit\": [{\"when\": {\"field\": \"person.salary\", \"operator\": \"gt\", \"value\": 1}}],",
        WORK);
    InstanceId id =
        kit.engine().instances().start(TENANT, "w", LEAD, json("{}"), ANN).orElseThrow();
    kit.run();
    assertInstance(id).isCompleted().hasOutcome(InstanceOutcome.COMPLETED);
    assertThat(findings()).hasSize(1);
    assertThat(kit.engine().instances().start(TENANT, "w", LEAD, json("{}"), BOB)).isPresent();
    kit.run();
    assertThat(calls).hasSize(1);
  }

  @Test
  void a_trigger_whose_verdict_depends_on_a_mask_starts_nothing_and_is_found_once() {
    publish(ANN, when(RICH), WORK);
    for (int salary : new int[] {120, 130}) {
      PublishReceipt receipt =
          kit.event(
              Event.of(
                      TENANT,
                      "lead.created",
                      LEAD,
                      json("{\"lead\": {\"salary\": " + salary + "}}"))
                  .withId("e-" + salary));
      assertThat(receipt.started()).isEmpty();
      assertThat(receipt.suppressed())
          .extracting(PublishReceipt.Suppressed::reason, PublishReceipt.Suppressed::detail)
          .containsExactly(tuple(Reason.ERROR, NOT_EVALUABLE.formatted("lead.salary")));
    }
    assertThat(findings())
        .extracting(Findings.Finding::workflow, one -> one.evidence().toString())
        .containsExactly(
            tuple(
                "w",
                "{\"condition\":\"trigger\",\"principal\":\"ann\",\"event\":\"e-120\",\"fields\":[\"lead.salary\"]}"));

    publish(BOB, when(RICH), WORK);
    assertThat(findings()).isEmpty();
    assertThat(kit.event("lead.created", LEAD, "{\"lead\": {\"salary\": 120}}").started())
        .hasSize(1);
  }

  @Test
  void what_no_masked_value_could_change_is_evaluated_by_kleenes_logic() {
    String or =
        "{\"or\": ["
            + RICH
            + ", {\"field\": \"lead.vip\", \"operator\": \"eq\", \"value\": true}]}";
    publish(ANN, when(or), WORK);
    assertThat(
            kit.event("lead.created", LEAD, "{\"lead\": {\"salary\": 120, \"vip\": true}}")
                .started())
        .hasSize(1);
    assertThat(
            kit.event("lead.created", LEAD, "{\"lead\": {\"salary\": 120, \"vip\": false}}")
                .started())
        .isEmpty();
    assertThat(findings()).hasSize(1);
  }

  @Test
  void whether_a_masked_field_is_there_cannot_be_asked_either() {
    publish(
        ANN, when("{\"field\": \"lead.salary\", \"operator\": \"exists\", \"value\": true}"), WORK);
    assertThat(kit.event("lead.created", LEAD, "{\"lead\": {\"salary\": 1}}").started()).isEmpty();
    assertThat(findings()).hasSize(1);
  }

  @Test
  void a_step_whose_condition_depends_on_a_mask_fails() {
    InstanceId anns =
        started(
            ANN,
            "[{\"id\": \"a\", \"action\": \"work\", \"when\": " + RICH + "}]",
            "{\"lead\": {\"salary\": 120}}");
    assertInstance(anns).hasFailed().step("a", StepState.FAILED);
    assertThat(instance(anns).step("a").reason()).isEqualTo(NOT_EVALUABLE.formatted("lead.salary"));
    InstanceId bobs =
        kit.engine()
            .instances()
            .start(TENANT, "w", LEAD, json("{\"lead\": {\"salary\": 120}}"), BOB)
            .orElseThrow();
    kit.run();
    assertInstance(bobs).isCompleted().step("a", StepState.COMPLETED);
  }

  @Test
  void so_do_a_branch_and_a_loop() {
    String branch =
        "[{\"id\": \"b\", \"branch\": [{\"when\": %s, \"steps\": []}, {\"otherwise\": true, \"steps\": []}]}]"
            .formatted(RICH);
    InstanceId one = started(ANN, branch, "{\"lead\": {\"salary\": 1}}");
    assertThat(instance(one).step("b").reason()).isEqualTo(NOT_EVALUABLE.formatted("lead.salary"));
    String loop =
        "[{\"id\": \"r\", \"repeat\": {\"while\": %s, \"steps\": [], \"max\": 3}}]".formatted(RICH);
    InstanceId other = started(ANN, loop, "{\"lead\": {\"salary\": 1}}");
    assertThat(instance(other).step("r").reason())
        .isEqualTo(NOT_EVALUABLE.formatted("lead.salary"));
  }

  @Test
  void an_exit_whose_condition_depends_on_a_mask_has_no_effect_and_a_wait_hears_the_event() {
    publish(
        ANN,
        "\"triggers\": [{\"event\": \"lead.created\"}], \"exit\": [{\"event\": \"lead.changed\", \"when\": "
            + RICH
            + "}],",
        "[{\"id\": \"wait\", \"wait\": {\"event\": \"lead.changed\"}}, {\"id\": \"ask\", \"action\": \"approval\"}]");
    InstanceId id = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    PublishReceipt receipt = kit.event("lead.changed", LEAD, "{\"lead\": {\"salary\": 120}}");
    assertThat(receipt.exited()).isEmpty();
    assertInstance(id).isActive().step("wait", StepState.COMPLETED);
    assertThat(findings())
        .extracting(
            one ->
                one.evidence().get("condition").asText()
                    + " "
                    + one.evidence().get("instance").asText())
        .containsExactly("exit or wait " + id);
  }

  @Test
  void a_policy_that_fails_hides_the_field() {
    policy =
        request -> {
          if (request.field().equals("salary")) {
            throw new IllegalStateException("away");
          }
          return Access.OPEN;
        };
    List<String> seen = new ArrayList<>();
    answer =
        context -> {
          seen.add(context.data().get("lead").toString());
          return ActionResult.completed(json("{}"));
        };
    started(ANN, WORK, "{\"lead\": {\"name\": \"Jo\", \"salary\": 120}}");
    assertThat(seen).containsExactly("{\"name\":\"Jo\",\"salary\":\"\"}");
  }

  @Test
  void what_may_not_be_written_is_not_and_what_is_masked_filters_no_export() {
    ofAnn = Map.of("lead.salary", Access.masked("***"), "lead.score", Access.READ_ONLY);
    InstanceId update =
        started(
            ANN,
            "[{\"id\": \"a\", \"action\": \"update_lead\", \"config\": {\"fields\": {\"score\": 1, \"salary\": 2, \"name\": \"x\"}}}]",
            "{}");
    assertThat(instance(update).step("a").reason())
        .isEqualTo(
            "the configuration of update_lead cannot be used: /fields: \"ann\" may not write the fields score, salary of a lead");
    InstanceId export =
        started(
            ANN,
            "[{\"id\": \"a\", \"action\": \"enqueue_export\", \"config\": {\"export_type\": \"csv\", \"entity_type\": \"lead\","
                + " \"filters\": {\"salary__gte\": 100, \"score\": 1}}}]",
            "{}");
    assertThat(instance(export).step("a").reason())
        .isEqualTo(
            "the configuration of enqueue_export cannot be used: /filters: \"ann\" may not filter by the fields salary of a lead");
    ofAnn = Map.of("lead.salary", Access.masked("***").withWritable(true));
    kit.engine().instances().retry(TENANT, update, BOB);
    kit.run();
    assertInstance(update).isCompleted();
    InstanceId again =
        started(
            ANN,
            "[{\"id\": \"a\", \"action\": \"update_lead\", \"config\": {\"fields\": {\"salary\": 3}}}]",
            "{}");
    assertThat(instance(again).step("a").output().get("previous"))
        .isEqualTo(json("{\"salary\": \"***\"}"));
  }

  @Test
  void the_engine_itself_sees_everything() {
    List<String> seen = new ArrayList<>();
    answer =
        context -> {
          seen.add(context.data().get("lead").toString());
          return ActionResult.completed(json("{}"));
        };
    publish("w", "", WORK);
    kit.event("lead.created", LEAD, "{\"lead\": {\"salary\": 120}}");
    assertThat(seen).containsExactly("{\"salary\":120}");
  }

  @Test
  void who_reads_as_a_principal_gets_masks_whatever_the_run_saw() {
    publish(BOB, when(RICH), WORK);
    answer =
        context -> {
          context.set("lead", context.data().get("lead"));
          return ActionResult.completed(
              json("{\"lead\": {\"salary\": 5}, \"salary\": 6, \"n\": 7}"));
        };
    InstanceId id =
        kit.event("lead.created", LEAD, "{\"lead\": {\"salary\": 120, \"x\": 1}}")
            .started()
            .get(0)
            .instance();
    WorkflowEngine anns = kit.engine().as(ANN);
    assertThat(anns.events().list(TENANT, null, 1).items().get(0).event().payload())
        .isEqualTo(json("{\"lead\": {\"salary\": \"***\", \"x\": 1}}"));
    Events.Match match =
        anns.events().matches(TENANT, "lead.created", Condition.parse(RICH), 1).get(0);
    assertThat(match.holds()).isNull();
    assertThat(match.toString()).doesNotContain("120");
    assertThat(
            kit.engine()
                .as(BOB)
                .events()
                .matches(TENANT, "lead.created", Condition.parse(RICH), 1)
                .get(0)
                .holds())
        .isTrue();
    assertThat(anns.instances().get(TENANT, id).step("a").output())
        .isEqualTo(json("{\"lead\": {\"salary\": \"***\"}, \"salary\": \"***\", \"n\": 7}"));
    assertThat(anns.instances().get(TENANT, id).variables().get("lead").get("salary").textValue())
        .isEqualTo("***");
    assertThat(anns.history().of(TENANT, id).toString())
        .contains("***")
        .doesNotContain(":5")
        .doesNotContain("120");
    assertThat(kit.engine().as(BOB).history().of(TENANT, id).toString())
        .contains(":5")
        .contains("120");

    EvidencePack pack = anns.history().evidence(TENANT, id);
    assertThat(EvidenceVerifier.verify(pack.json()).broken()).isNull();
    assertThat(pack.json()).doesNotContain(":120").contains("\"value\":7");
    assertThat(kit.engine().as(BOB).history().evidence(TENANT, id).json()).contains(":120");
  }

  @Test
  void an_explanation_tells_nobody_what_they_may_not_see() {
    publish(BOB, when(RICH), WORK);
    Event event = Event.of(TENANT, "lead.created", LEAD, json("{\"lead\": {\"salary\": 120}}"));
    var anns = kit.engine().as(ANN).explain(event).candidates().get(0);
    assertThat(anns.verdict()).isEqualTo(EventExplanation.Verdict.ERROR);
    assertThat(anns.because()).isEqualTo(NOT_EVALUABLE.formatted("lead.salary"));
    assertThat(anns.explanation().toString())
        .contains("masked: not evaluable")
        .doesNotContain("120");
    assertThat(kit.engine().as(BOB).explain(event).candidates().get(0).verdict())
        .isEqualTo(EventExplanation.Verdict.STARTS);
    publish(ANN, when(RICH), WORK);
    assertThat(kit.engine().explain(event).candidates().get(0).verdict())
        .isEqualTo(EventExplanation.Verdict.ERROR);
  }
}
