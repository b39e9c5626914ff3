package dev.workflow.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Event;
import dev.workflow.SubjectRef;
import dev.workflow.spi.ActionResult;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WorkflowActionsTest {

  @Nested
  class StartWorkflow {

    @Test
    void startsWithItsInput() throws Exception {
      TestContext context = TestContext.of(WorkflowActions.START_WORKFLOW.example());

      assertThat(Actions.output("start_workflow", context))
          .isEqualTo(TestContext.json("{\"instanceId\": \"" + TestContext.STARTED + "\"}"));
      assertThat(context.started)
          .containsEntry("lead-nurture", TestContext.object("{\"source\": \"web\"}"));
    }

    @Test
    void failsForGoodWhereThereIsNoSuchWorkflow() throws Exception {
      assertThat(Actions.failure("start_workflow", TestContext.of("{\"workflow\": \"missing\"}")))
          .isEqualTo(
              "the configuration of start_workflow cannot be used: /workflow: there is no published"
                  + " workflow \"missing\"");
    }

    @Test
    void needsAWorkflowsKey() {
      assertThat(Actions.problems("start_workflow", "{\"workflow\": \"Lead Nurture\"}"))
          .containsExactly(
              "/workflow: expected a workflow's key such as \"lead-nurture\", found \"Lead Nurture\"");
    }
  }

  @Nested
  class StartForRecords {

    @Test
    void startsForEachAndSaysWhereItGoesOn() throws Exception {
      TestContext context =
          TestContext.of(
              "{\"workflow\": \"w\", \"entity_type\": \"deal\", \"once\": \"today\", \"input\": {\"a\": 1}}");

      assertThat(Actions.output("start_for_records", context, new RecordedRecords()))
          .isEqualTo(TestContext.json("{\"listed\": 2, \"last\": false, \"next\": \"2\"}"));
      assertThat(context.started)
          .containsOnlyKeys("w for deal:1 once today", "w for deal:2 once today")
          .containsValue(TestContext.object("{\"a\": 1}"));
      TestContext last =
          TestContext.of("{\"workflow\": \"w\", \"entity_type\": \"deal\", \"cursor\": \"2\"}");
      assertThat(Actions.output("start_for_records", last, new RecordedRecords()))
          .isEqualTo(TestContext.json("{\"listed\": 2, \"last\": true}"));
    }
  }

  @Nested
  class PublishEvent {

    @Test
    void isAboutTheSubjectByDefault() throws Exception {
      TestContext context = TestContext.of(WorkflowActions.PUBLISH_EVENT.example());

      assertThat(Actions.output("publish_event", context))
          .isEqualTo(TestContext.json("{\"event\": \"lead.qualified\"}"));
      assertThat(context.events)
          .containsExactly(
              Event.of(
                  context.tenant(),
                  "lead.qualified",
                  SubjectRef.of("lead", "42"),
                  TestContext.object("{\"score\": 85}")));
    }

    @Test
    void maySayWhatItIsAbout() throws Exception {
      TestContext context =
          TestContext.of(
              """
              {"event": "deal.won", "entity_type": "deal", "entity_id": 7, "correlation": "c1"}""");

      Actions.output("publish_event", context);

      assertThat(context.events.get(0).subject()).isEqualTo(SubjectRef.of("deal", "7"));
      assertThat(context.events.get(0).correlation()).isEqualTo("c1");
      assertThat(context.events.get(0).payload()).isEmpty();
    }

    @Test
    void mayBeAboutNothingInParticular() throws Exception {
      TestContext context = TestContext.of("{\"event\": \"day.closed\"}").about(null);
      Actions.output("publish_event", context);
      assertThat(context.events.get(0).subject()).isNull();
    }

    @Test
    void needsAnEventType() {
      assertThat(Actions.problems("publish_event", "{\"event\": \"Deal Won\"}"))
          .containsExactly(
              "/event: expected an event type such as \"deal.won\", found \"Deal Won\"");
    }
  }

  @Nested
  class SetValues {

    @Test
    void setsOneOrSeveral() throws Exception {
      TestContext one = TestContext.of("{\"name\": \"total\", \"value\": \"{{lead.score}}\"}");
      TestContext several = TestContext.of("{\"values\": {\"a\": null, \"b\": [1]}}");

      assertThat(Actions.output("set", one)).isEqualTo(TestContext.json("{\"total\": 85}"));
      Actions.output("set", several);

      assertThat(one.variables).containsEntry("total", TestContext.json("85"));
      assertThat(several.variables)
          .containsEntry("a", TestContext.json("null"))
          .containsEntry("b", TestContext.json("[1]"));
    }

    @Test
    void leavesTheEnginesNamesAlone() {
      assertThat(Actions.problems("set", "{\"name\": \"steps\", \"value\": 1}"))
          .containsExactly("/name: \"steps\" belongs to the engine; choose another name");
      assertThat(Actions.problems("set", "{\"values\": {\"now\": 1, \"a.b\": 2, \"ok\": 3}}"))
          .containsExactly(
              "/values/now: \"now\" belongs to the engine; choose another name",
              "/values/a.b: a name has letters, digits and underscores, and no digit first");
    }

    @Test
    void leavesTheEnginesNamesAloneWhereverTheyComeFrom() throws Exception {
      assertThat(
              Actions.failure(
                  "set", TestContext.of("{\"name\": \"{{lead.taken}}\", \"value\": 1}")))
          .isEqualTo(
              "the configuration of set cannot be used: /name: \"tenant\" belongs to the engine;"
                  + " choose another name");
    }
  }

  @Nested
  class Log {

    private List<String> logged(String config) throws Exception {
      ListLogger logger = new ListLogger();
      AutomaticAction action =
          new AutomaticAction(
              "log",
              WorkflowActions.LOGGING,
              (context, read) ->
                  WorkflowActions.log(dev.workflow.internal.log.Log.over(logger), context, read));
      assertThat(action.start(TestContext.of(config))).isEqualTo(ActionResult.completed());
      return logger.lines;
    }

    @Test
    void saysWhereItComesFrom() throws Exception {
      assertThat(logged(WorkflowActions.LOGGING.example()))
          .containsExactly(
              "INFO step in nurture v3 of acme (01980f6e-7c1a-7000-8000-000000000000): Lead 42 is"
                  + " ready");
    }

    @Test
    void writesOneLineWhateverTheDataHolds() throws Exception {
      assertThat(logged("{\"message\": \"{{lead.lines}}{}\", \"level\": \"warn\"}"))
          .singleElement()
          .asString()
          .startsWith("WARN ")
          .endsWith(": a Bcc: eve@example.com{}");
    }

    @Test
    void isCutAtALength() throws Exception {
      assertThat(logged("{\"message\": \"" + "x".repeat(3000) + "\"}"))
          .singleElement()
          .asString()
          .endsWith(": " + "x".repeat(2000) + "…");
    }
  }

  @Test
  void anEventTypeOfManyWordsIsReadInTheSpaceOfOne() {
    String type = "a" + ".a".repeat(200_000);

    assertThat(Actions.problems("publish_event", "{\"event\": \"" + type + "\"}")).isEmpty();
    assertThat(Actions.problems("publish_event", "{\"event\": \"" + type + "!\"}")).hasSize(1);
  }
}
