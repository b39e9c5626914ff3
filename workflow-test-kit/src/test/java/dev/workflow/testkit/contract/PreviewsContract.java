package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.Instances;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowEngine;
import dev.workflow.assignment.AssignmentRule;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.preview.Assumptions;
import dev.workflow.preview.PastStarts;
import dev.workflow.preview.PreviewedRun;
import dev.workflow.preview.PreviewedRun.End;
import dev.workflow.preview.PreviewedRun.PreviewedCall;
import dev.workflow.preview.PreviewedRun.PreviewedMessage;
import dev.workflow.preview.Previews;
import dev.workflow.spi.FieldPolicy;
import dev.workflow.trigger.EventExplanation.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a definition would have done with the past. */
public abstract class PreviewsContract extends EngineContract {

  private static final Actor ANN = Actor.of("ann");
  private static final Actor BOB = Actor.of("bob");

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .fields(
            request ->
                request.principal().equals(BOB) && request.field().equals("salary")
                    ? FieldPolicy.Access.masked("***")
                    : FieldPolicy.Access.OPEN);
  }

  private Previews previews() {
    return kit.engine().previews();
  }

  private static WorkflowDefinition workflow(String keys) {
    return WorkflowDefinition.parse("{\"key\": \"p\", \"name\": \"A preview\", " + keys + "}");
  }

  private static WorkflowDefinition triggered(String trigger) {
    return workflow(
        "\"triggers\": [" + trigger + "], \"steps\": [{\"id\": \"a\", \"action\": \"work\"}]");
  }

  private void happened(String id, String type, String lead, String payload) {
    happened(
        Event.of(TENANT, type, lead == null ? null : SubjectRef.of("lead", lead), json(payload))
            .withId(id));
  }

  private void happened(Event event) {
    kit.event(event);
    kit.advance(Duration.ofMinutes(1));
  }

  private PastStarts starts(WorkflowDefinition definition) {
    return starts(definition, ANN);
  }

  private PastStarts starts(WorkflowDefinition definition, Actor by) {
    return previews().starts(TENANT, definition, START, kit.clock().instant(), by, progress -> {});
  }

  private PreviewedRun run(String keys, String event, Assumptions assumptions) {
    return previews().run(TENANT, workflow(keys), event, assumptions, ANN);
  }

  private static final String CREATED = "\"triggers\": [{\"event\": \"lead.created\"}], ";

  @Test
  void stored_events_that_would_have_started_it_are_counted_and_the_others_have_their_reason() {
    happened("e-1", "lead.created", "1", "{\"score\": 90}");
    happened("e-2", "lead.created", "2", "{\"score\": 60}");
    happened("e-3", "lead.created", "3", "{\"score\": 70}");
    happened("e-4", "deal.won", "3", "{\"score\": 99}");
    PastStarts past =
        starts(
            triggered(
                "{\"event\": \"lead.created\", \"when\": {\"field\": \"score\", \"operator\":"
                    + " \"gte\", \"value\": 80}}"));

    assertThat(past)
        .extracting(
            PastStarts::events, PastStarts::concerned, PastStarts::starts, PastStarts::whole)
        .containsExactly(4L, 3L, 1L, true);
    assertThat(past.counts())
        .containsOnlyKeys(Verdict.STARTS, Verdict.NOT_MATCHED)
        .containsEntry(Verdict.NOT_MATCHED, 2L);
    PastStarts.Reason reason = past.reasons().get(0);
    assertThat(reason.clause())
        .isEqualTo(json("{\"field\": \"score\", \"operator\": \"gte\", \"value\": 80}"));
    assertThat(reason.samples())
        .extracting(
            PastStarts.Sample::eventId,
            PastStarts.Sample::subject,
            PastStarts.Sample::because,
            sample -> sample.value().intValue())
        .containsExactly(
            tuple("e-2", SubjectRef.of("lead", "2"), "✗ score gte 80 (was 60)", 60),
            tuple("e-3", SubjectRef.of("lead", "3"), "✗ score gte 80 (was 70)", 70));
    assertThat(past.toString())
        .isEqualTo(
            """
            p: 1 of 3 events would have started it
            2 NOT_MATCHED: {"field":"score","operator":"gte","value":80}
            1 STARTS: its trigger matches""");
  }

  @Test
  void the_time_begins_with_its_first_moment_and_ends_before_its_last() {
    happened("e-1", "lead.created", "1", "{}");
    happened("e-2", "lead.created", "2", "{}");
    happened("e-3", "lead.created", "3", "{}");
    WorkflowDefinition definition = triggered("{\"event\": \"lead.created\"}");
    Instant second = START.plus(Duration.ofMinutes(1));
    assertThat(
            previews()
                .starts(TENANT, definition, second, second.plusSeconds(60), ANN, some -> {})
                .reasons()
                .get(0)
                .samples())
        .extracting(PastStarts.Sample::eventId)
        .containsExactly("e-2");
    assertThatThrownBy(() -> previews().starts(TENANT, definition, second, second, ANN, some -> {}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The time has a problem:\n  (document): is empty: it begins at 2026-01-05T09:01:00Z and"
                + " ends at 2026-01-05T09:01:00Z");
  }

  @Test
  void what_suppresses_a_start_suppresses_it_in_a_preview() {
    happened("e-1", "lead.created", "1", "{\"mail\": \"x\", \"stage\": \"new\"}");
    happened("e-2", "lead.created", "2", "{\"mail\": \"x\", \"stage\": \"new\"}");
    happened(
        Event.of(TENANT, "lead.created", LEAD, json("{\"mail\": \"y\", \"stage\": \"new\"}"))
            .withId("e-3")
            .withPrevious(json("{\"stage\": \"new\"}")));
    assertThat(
            starts(
                triggered(
                    "{\"event\": \"lead.created\", \"dedupe\": {\"key\": \"{{mail}}\", \"window\":"
                        + " \"PT1H\"}}")))
        .extracting(PastStarts::starts, past -> past.count(Verdict.SUPPRESSED))
        .containsExactly(2L, 1L);
    assertThat(
            starts(
                triggered(
                    "{\"event\": \"lead.created\", \"becomes\": true, \"when\": {\"field\": \"stage\","
                        + " \"operator\": \"eq\", \"value\": \"new\"}}")))
        .extracting(PastStarts::starts, past -> past.count(Verdict.SUPPRESSED))
        .containsExactly(2L, 1L);
    happened("e-4", "lead.created", "42", "{}");
    assertThat(starts(triggered("{\"event\": \"lead.created\", \"settle\": \"PT5M\"}")))
        .extracting(PastStarts::starts, past -> past.count(Verdict.SUPPRESSED))
        .containsExactly(3L, 1L);
    assertThat(
            starts(
                workflow(
                    CREATED
                        + "\"subject\": \"deal\", \"concurrency\": {\"key\": \"one\"},"
                        + " \"steps\": []")))
        .extracting(PastStarts::starts, past -> past.reasons().get(0).because())
        .containsExactly(0L, "it is about a deal; the event's subject is a lead");
    assertThat(
            starts(
                workflow(
                    CREATED + "\"concurrency\": {\"key\": \"{{subject.id}}\"}, \"steps\": []")))
        .extracting(PastStarts::starts, PastStarts::sharing)
        .containsExactly(4L, 1L);
  }

  @Test
  void a_governed_workflow_starts_for_those_to_whom_it_is_assigned_now() {
    kit.publish(workflow("\"governed\": true, \"steps\": []"));
    kit.engine()
        .assignments()
        .putRule(
            TENANT,
            AssignmentRule.of(
                "north",
                1,
                json("{\"field\": \"region\", \"operator\": \"eq\", \"value\": \"north\"}"),
                "p"),
            ANN);
    happened("e-1", "lead.created", "1", "{\"region\": \"north\"}");
    happened("e-2", "lead.created", "2", "{\"region\": \"south\"}");
    PastStarts past = starts(workflow(CREATED + "\"governed\": true, \"steps\": []"));
    assertThat(past)
        .extracting(PastStarts::starts, one -> one.count(Verdict.SUPPRESSED))
        .containsExactly(1L, 1L);
  }

  @Test
  void what_a_principal_may_not_see_is_masked_and_its_conditions_are_not_evaluable() {
    happened("e-1", "lead.created", "1", "{\"salary\": 90}");
    WorkflowDefinition rich =
        triggered(
            "{\"event\": \"lead.created\", \"when\": {\"field\": \"salary\", \"operator\":"
                + " \"gte\", \"value\": 100}}");
    assertThat(starts(rich, ANN).reasons().get(0).samples().get(0).value().intValue())
        .isEqualTo(90);
    PastStarts masked = starts(rich, BOB);
    assertThat(masked.count(Verdict.ERROR)).isEqualTo(1);
    assertThat(masked.reasons().toString()).doesNotContain("90");

    PreviewedRun run =
        previews()
            .run(
                TENANT,
                workflow(
                    CREATED
                        + "\"steps\": [{\"id\": \"a\", \"action\": \"work\", \"config\":"
                        + " {\"say\": \"{{salary}}\"}}]"),
                "e-1",
                Assumptions.none(),
                BOB);
    assertThat(run.calls())
        .extracting(PreviewedCall::config)
        .containsExactly(json("{\"say\": \"***\"}"));
    assertThat(run.history().toString()).doesNotContain("90");
    assertThatThrownBy(
            () ->
                kit.engine()
                    .as(BOB)
                    .previews()
                    .starts(TENANT, rich, START, START.plusSeconds(1), ANN, some -> {}))
        .hasMessage("who acts is \"bob\", and cannot act as \"ann\"");
  }

  private static final String NURTURE =
      CREATED
          + """
          "steps": [
            {"id": "tag", "action": "work", "config": {"name": "{{name}}", "key": "{{secret.k}}"}},
            {"id": "hello", "action": "send_email", "delay": "P1D",
             "config": {"to": "{{mail}}", "subject": "Hello {{name}}", "text": "Hi"}},
            {"id": "which", "branch": [
              {"when": {"field": "steps.tag.output.big", "operator": "eq", "value": true},
               "steps": [{"id": "ask", "action": "work"}]},
              {"otherwise": true, "steps": [{"id": "note", "action": "add_note", "config": {"note": "small"}}]}]},
            {"id": "reply", "wait": {"event": "message.received", "timeout": "P3D"}}]
          """;

  private static final String PERSON = "{\"name\": \"Ann\", \"mail\": \"ann@x.nl\"}";

  @Test
  void a_run_goes_through_delays_branches_and_timeouts_and_renders_its_messages() {
    happened("e-1", "lead.created", "42", PERSON);
    PreviewedRun run = run(NURTURE, "e-1", Assumptions.none());

    assertThat(run.start().verdict().name()).isEqualTo("STARTS");
    assertThat(run.end()).isEqualTo(End.ENDED);
    assertThat(run.instance().state()).isEqualTo(InstanceState.COMPLETED);
    assertThat(run.until()).isEqualTo(START.plus(Duration.ofDays(4)));
    assertThat(run.messages())
        .extracting(
            PreviewedMessage::at,
            PreviewedMessage::channel,
            PreviewedMessage::recipient,
            message -> message.content().path("subject").asText())
        .containsExactly(tuple(START.plus(Duration.ofDays(1)), "email", "ann@x.nl", "Hello Ann"));
    assertThat(run.calls())
        .extracting(PreviewedCall::action, PreviewedCall::config)
        .contains(tuple("work", json("{\"name\": \"Ann\", \"key\": \"(secret)\"}")));
    assertThat(run.calls())
        .extracting(PreviewedCall::step, PreviewedCall::action)
        .containsExactly(tuple("tag", "work"), tuple("note", "add_note"));
    assertThat(run.instance().step("ask").state()).isEqualTo(StepState.PENDING);
    assertThat(run.story()).contains("reply IN_PROGRESS -> ");
  }

  @Test
  void a_run_has_no_effect() {
    happened("e-1", "lead.created", "42", PERSON);
    String before = everything();
    run(NURTURE, "e-1", Assumptions.none().output("tag", json("{\"big\": true}")));
    previews()
        .run(
            workflow(NURTURE),
            Event.of(TENANT, "lead.created", LEAD, json(PERSON)),
            Assumptions.none(),
            ANN);
    starts(workflow(NURTURE));
    kit.run();

    assertThat(everything()).isEqualTo(before);
    assertThat(calls).isEmpty();
    assertThat(kit.messages()).isEmpty();
    assertThat(kit.records().notes()).isEmpty();
  }

  private String everything() {
    WorkflowEngine engine = kit.engine();
    return engine.definitions().list(TENANT)
        + "\n"
        + engine.events().list(TENANT, null, 100)
        + "\n"
        + engine.instances().list(Instances.Query.of(TENANT), null, 100)
        + "\n"
        + engine.messaging().messages().list(TENANT, null, null, null, 100)
        + "\n"
        + engine.nextDue();
  }

  @Test
  void what_is_assumed_decides_which_way_a_run_takes() {
    happened("e-1", "lead.created", "42", PERSON);
    PreviewedRun big =
        run(NURTURE, "e-1", Assumptions.none().output("tag", json("{\"big\": true}")));
    assertThat(big.instance().step("ask").state()).isEqualTo(StepState.COMPLETED);
    PreviewedRun failed = run(NURTURE, "e-1", Assumptions.none().failure("tag", "no luck"));
    assertThat(failed.instance().state()).isEqualTo(InstanceState.FAILED);
    assertThat(failed.instance().reason()).isEqualTo("step \"tag\" failed: no luck");
    PreviewedRun early = run(NURTURE, "e-1", Assumptions.none().withTime(Duration.ofDays(2)));
    assertThat(early.end()).isEqualTo(End.TIME);
    assertThat(early.until()).isEqualTo(START.plus(Duration.ofDays(2)));

    String approval =
        CREATED + "\"steps\": [{\"id\": \"ok\", \"action\": \"approval\", \"config\": {}}]";
    assertThat(run(approval, "e-1", Assumptions.none()).end()).isEqualTo(End.WAITS);
    PreviewedRun answered =
        run(approval, "e-1", Assumptions.none().answer("ok", json("{\"approved\": true}")));
    assertThat(answered.end()).isEqualTo(End.ENDED);
    assertThatThrownBy(
            () -> run(approval, "e-1", Assumptions.none().answer("ok", json("{\"approved\": 3}"))))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void events_that_came_later_about_the_subject_come_in_a_run_too() {
    happened("e-1", "lead.created", "42", PERSON);
    kit.advance(Duration.ofDays(2));
    happened("e-2", "message.received", "7", "{}");
    happened("e-3", "message.received", "42", "{}");
    PreviewedRun run = run(NURTURE, "e-1", Assumptions.none());
    assertThat(run.laterEvents()).containsExactly("e-3");
    assertThat(run.until()).isBefore(START.plus(Duration.ofDays(3)));
    assertThat(run(NURTURE, "e-1", Assumptions.none().withLaterEvents(false)).laterEvents())
        .isEmpty();
  }

  @Test
  void a_run_starts_the_sub_workflows_and_uses_the_templates_of_the_tenant() {
    kit.engine().messaging().templates().publish(TENANT, TemplateCalls.template(), ANN);
    kit.publish(
        "{\"key\": \"child\", \"name\": \"A child\", \"triggers\": [{\"event\": \"lead.created\"}],"
            + " \"steps\": [{\"id\": \"c\", \"action\": \"work\"}]}");
    happened("e-1", "lead.created", "42", PERSON);
    calls.clear();
    PreviewedRun run =
        run(
            CREATED + "\"steps\": [{\"id\": \"sub\", \"workflow\": \"child\"}]",
            "e-1",
            Assumptions.none());
    assertThat(run.end()).isEqualTo(End.ENDED);
    assertThat(run.others()).extracting(one -> one.workflow().key()).containsExactly("child");
    assertThat(run.calls()).extracting(PreviewedCall::step).containsExactly("c");
    assertThat(calls).isEmpty();
  }

  @Test
  void an_event_that_does_not_match_says_why_and_one_that_is_not_there_is_refused() {
    happened("e-1", "lead.created", "42", "{\"score\": 1}");
    String hot =
        "\"triggers\": [{\"event\": \"lead.created\", \"when\": {\"field\": \"score\","
            + " \"operator\": \"gt\", \"value\": 5}}], \"steps\": []";
    PreviewedRun run = run(hot, "e-1", Assumptions.none());
    assertThat(run.end()).isEqualTo(End.NOT_STARTED);
    assertThat(run.start().because()).isEqualTo("✗ score gt 5 (was 1)");
    assertThatThrownBy(() -> run(hot, "e-9", Assumptions.none()))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("tenant test has no event \"e-9\"");
    assertThatThrownBy(
            () ->
                run(
                    "\"steps\": [{\"id\": \"a\", \"action\": \"nothing_known\"}]",
                    "e-1",
                    Assumptions.none()))
        .isInstanceOf(InvalidDefinitionException.class);
    assertThatThrownBy(() -> Assumptions.none().withTime(Duration.ZERO))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The assumption has a problem:\n  /time: is PT0S; it must be more than 0, to P36500D");
  }

  @Test
  void a_run_that_never_ends_is_cut() {
    happened("e-1", "lead.created", "42", "{}");
    PreviewedRun run =
        run(
            CREATED
                + "\"steps\": [{\"id\": \"again\", \"repeat\": {\"max\": 1000, \"until\":"
                + " {\"field\": \"never\", \"operator\": \"eq\", \"value\": 1}, \"steps\": [{\"id\": \"pause\","
                + " \"delay\": \"P1D\"}]}}]",
            "e-1",
            Assumptions.none());
    assertThat(run.end()).isEqualTo(End.TIME);
    assertThat(run.until()).isEqualTo(START.plus(Assumptions.DEFAULT_TIME));
    assertThat(List.of(run.instance().state())).containsExactly(InstanceState.ACTIVE);
  }
}
