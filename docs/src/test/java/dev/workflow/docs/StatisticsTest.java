package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Event;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.operations.ExecutionLog;
import dev.workflow.operations.ExecutionLog.Entry;
import dev.workflow.operations.ExecutionLog.Format;
import dev.workflow.statistics.Statistics;
import dev.workflow.statistics.Statistics.ArmFigures;
import dev.workflow.statistics.Statistics.Bucket;
import dev.workflow.statistics.Statistics.ChannelFigures;
import dev.workflow.statistics.Statistics.Outcome;
import dev.workflow.statistics.Statistics.PersonFigures;
import dev.workflow.statistics.Statistics.RunFigures;
import dev.workflow.statistics.Statistics.StepFigures;
import dev.workflow.testkit.StatisticsCheck;
import dev.workflow.testkit.WorkflowTestKit;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticsTest {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant FEBRUARY = Instant.parse("2026-02-01T00:00:00Z");

  private final WorkflowTestKit kit = WorkflowTestKit.inMemory();
  private final WorkflowEngine engine = kit.engine();

  @BeforeEach
  void play() {
    kit.publish(
        """
        {"key": "nurture", "triggers": [{"event": "lead.created"}],
         "exit": [{"event": "message.received"}],
         "steps": [
           {"id": "subject_line", "split": [
             {"name": "calm", "steps": [{"id": "a", "action": "add_note", "config": {"note": "A"}}]},
             {"name": "loud", "steps": [{"id": "b", "action": "add_note", "config": {"note": "B"}}]}]},
           {"id": "wait", "delay": "P2D"},
           {"id": "then", "action": "add_note", "config": {"note": "No answer"}}]}
        """);
    for (int i = 0; i < 20; i++) {
      SubjectRef lead = SubjectRef.of("lead", "l" + i);
      kit.event(Event.of(TENANT, "lead.created", lead, dev.workflow.Json.object()));
      if (i % 3 == 0) {
        kit.event(Event.of(TENANT, "message.received", lead, dev.workflow.Json.object()));
      }
    }
    kit.advance(Duration.ofDays(3));
  }

  @AfterEach
  void close() {
    kit.close();
  }

  @Test
  void runs_by_day() {
    // snippet: runs
    Statistics.Query january =
        Statistics.Query.of(TENANT, JANUARY, FEBRUARY)
            .ofWorkflow("nurture")
            .by(Bucket.DAY, ZoneId.of("Europe/Amsterdam"));
    List<RunFigures> days = engine.statistics().runs(january);
    // end
    assertThat(days).hasSize(32);
    assertThat(days).extracting(RunFigures::started).contains(20L);
    // snippet: rate
    Double rate = days.get(6).successRate(); // null where no run ended on that day
    // end
    assertThat(rate).isEqualTo(1.0);
    assertThat(days.get(7).successRate()).isNull();
  }

  @Test
  void the_funnel_and_the_others() {
    Statistics.Query january = Statistics.Query.of(TENANT, JANUARY, FEBRUARY).ofWorkflow("nurture");
    // snippet: others
    List<StepFigures> funnel = engine.statistics().steps(january);
    List<ArmFigures> arms =
        engine.statistics().arms(january, "subject_line", Set.of(Outcome.EXITED));
    List<ChannelFigures> channels = engine.statistics().channels(january);
    List<StepFigures> actions = engine.statistics().actions(january);
    List<PersonFigures> people = engine.statistics().people(january);
    // end
    assertThat(funnel).extracting(StepFigures::name).contains("wait", "then");
    assertThat(arms).extracting(ArmFigures::arm).containsExactly("calm", "loud");
    assertThat(channels).isEmpty();
    assertThat(actions).extracting(StepFigures::name).containsExactly("add_note");
    assertThat(people).isEmpty();
    StatisticsCheck.check(engine, TENANT);
  }

  @Test
  void the_log(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("log.csv");
    // snippet: log
    ExecutionLog.Query failures =
        ExecutionLog.Query.of(TENANT)
            .between(JANUARY, FEBRUARY)
            .ofWorkflow("nurture")
            .withOutcome("failed")
            .saying("timed out");
    Page<Entry> page = engine.log().search(failures, null, 50);
    // end
    assertThat(page.items()).isEmpty();
    ExecutionLog.Query all = ExecutionLog.Query.of(TENANT);
    // snippet: export
    try (Writer writer = Files.newBufferedWriter(file)) {
      long acts = engine.log().export(all, Format.CSV, writer);
    }
    // end
    assertThat(Files.readString(file)).startsWith("at,instance,");
  }

  @Test
  void old_figures_become_coarse() {
    // snippet: purge
    long removed =
        engine.statistics().purge(TENANT, Instant.now().minus(Duration.ofDays(400)), gone -> {});
    // end
    assertThat(removed).isNotNegative();
  }
}
