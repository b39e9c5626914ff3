package dev.workflow.action;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.workflow.Event;
import dev.workflow.SubjectRef;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class GlueActionsTest {

  @Nested
  class StartWorkflow {

    @Test
    void startsWithItsInput() throws Exception {
      TestContext context = TestContext.of(GlueActions.START_WORKFLOW.example());

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
  class PublishEvent {

    @Test
    void isAboutTheSubjectByDefault() throws Exception {
      TestContext context = TestContext.of(GlueActions.PUBLISH_EVENT.example());

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

    private List<ILoggingEvent> logged(String config) throws Exception {
      Logger logger = (Logger) LoggerFactory.getLogger(GlueActions.class);
      ListAppender<ILoggingEvent> lines = new ListAppender<>();
      lines.start();
      Level before = logger.getLevel();
      logger.setLevel(Level.TRACE);
      logger.setAdditive(false);
      logger.addAppender(lines);
      try {
        assertThat(Actions.output("log", TestContext.of(config))).isEmpty();
      } finally {
        logger.detachAppender(lines);
        logger.setLevel(before);
        logger.setAdditive(true);
      }
      return lines.list;
    }

    @Test
    void saysWhereItComesFrom() throws Exception {
      List<ILoggingEvent> lines = logged(GlueActions.LOGGING.example());

      assertThat(lines).hasSize(1);
      assertThat(lines.get(0).getLevel()).isEqualTo(Level.INFO);
      assertThat(lines.get(0).getFormattedMessage())
          .isEqualTo(
              "step in nurture v3 of acme (01980f6e-7c1a-7000-8000-000000000000): Lead 42 is ready");
    }

    @Test
    void writesOneLineWhateverTheDataHolds() throws Exception {
      List<ILoggingEvent> lines =
          logged("{\"message\": \"{{lead.lines}}{}\", \"level\": \"warn\"}");

      assertThat(lines.get(0).getLevel()).isEqualTo(Level.WARN);
      assertThat(lines.get(0).getFormattedMessage()).endsWith(": a Bcc: eve@example.com{}");
    }

    @Test
    void isCutAtALength() throws Exception {
      List<ILoggingEvent> lines = logged("{\"message\": \"" + "x".repeat(3000) + "\"}");
      assertThat(lines.get(0).getFormattedMessage()).endsWith(": " + "x".repeat(2000) + "…");
    }
  }
}
