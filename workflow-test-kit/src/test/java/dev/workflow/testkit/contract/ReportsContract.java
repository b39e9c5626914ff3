package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.EngineOptions;
import dev.workflow.InvalidInputException;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowEngine;
import dev.workflow.schedule.Schedule;
import dev.workflow.schedule.ScheduledTask;
import dev.workflow.schedule.Tick;
import dev.workflow.spi.AccessPolicy;
import dev.workflow.spi.OutboundMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scheduled tasks that send a file of figures or of the log. */
public abstract class ReportsContract extends EngineContract {

  private static final Actor ANN = Actor.of("ann");

  private volatile boolean seen = true;
  private int created;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .options(EngineOptions.defaults().withMaxDataBytes(20_000))
        .access(request -> seen || request.right() != AccessPolicy.Right.SEE);
  }

  private Schedule report(String config) {
    return kit.engine()
        .schedules()
        .create(
            TENANT,
            ScheduledTask.parse(
                ("{\"name\": \"Weekly%s\", \"type\": \"report\", \"config\": "
                        + config
                        + ", \"schedule\": \"0 6 * * *\"}")
                    .replace("Weekly%s", "Weekly" + (created++ == 0 ? "" : created))),
            ANN);
  }

  private Tick tick(Schedule schedule) {
    return kit.engine().schedules().history(TENANT, schedule.id(), null, 1).items().get(0);
  }

  private JsonNode attachment() {
    List<OutboundMessage> mails = kit.messages("email");
    JsonNode files = mails.get(mails.size() - 1).content().path("attachments");
    assertThat(files).hasSize(1);
    return files.get(0);
  }

  private void leads(int count) {
    kit.publish(
        "{\"key\": \"w\", \"name\": \"A test\", \"triggers\": [{\"event\": \"lead.created\"}],"
            + " \"steps\": [{\"id\": \"a\", \"action\": \"work\"}]}");
    for (int n = 0; n < count; n++) {
      kit.event("lead.created", SubjectRef.of("lead", "=" + n), "{}");
    }
  }

  @Test
  void figures_of_whole_days_before_the_tick_come_as_a_file_to_each_recipient() {
    leads(3);
    Schedule schedule =
        report(
            "{\"of\": \"runs\", \"range\": \"P1D\", \"email_to\": [\"ann@x.nl\", \"bob@x.nl\"],"
                + " \"workflow_id\": \"w\"}");
    kit.advance(Duration.ofDays(1));

    assertThat(tick(schedule))
        .extracting(Tick::state, Tick::output)
        .containsExactly(
            Tick.State.COMPLETED,
            "{\"rows\":1,\"whole\":true,\"from\":\"2026-01-05T00:00:00Z\","
                + "\"to\":\"2026-01-06T00:00:00Z\",\"recipients\":2}");
    assertThat(kit.messages("email"))
        .extracting(
            OutboundMessage::recipient,
            mail -> mail.text("subject"),
            mail -> mail.text("text"),
            OutboundMessage::principal)
        .containsExactlyInAnyOrder(
            tuple(
                "ann@x.nl",
                "Weekly: runs, 2026-01-05 to 2026-01-06",
                "1 row is in runs-2026-01-05.csv.",
                ANN),
            tuple(
                "bob@x.nl",
                "Weekly: runs, 2026-01-05 to 2026-01-06",
                "1 row is in runs-2026-01-05.csv.",
                ANN));
    assertThat(attachment().path("type").asText()).isEqualTo("text/csv");
    assertThat(attachment().path("text").asText())
        .startsWith(
            "from,to,started,completed,exited,failed,canceled,retried,running,success_rate,p50_s,"
                + "p90_s,p95_s,p99_s\r\n"
                + "2026-01-05T00:00:00Z,2026-01-06T00:00:00Z,3,3,0,0,0,0,0,1.0,");
  }

  @Test
  void the_log_comes_as_lines_of_json_and_as_a_table_that_shows_what_is_in_it_as_text() {
    leads(1);
    report(
        "{\"of\": \"log\", \"range\": \"PT24H\", \"email_to\": \"ann@x.nl\", \"format\": \"ndjson\"}");
    kit.advance(Duration.ofDays(1));
    String lines = attachment().path("text").asText();
    assertThat(lines.lines().map(line -> json(line).path("workflow").asText())).contains("w");
    assertThat(attachment().path("name").asText()).isEqualTo("log-2026-01-05.ndjson");

    kit.publish(
        "{\"key\": \"x\", \"name\": \"A test of x\", \"triggers\": [{\"event\": \"deal.won\"}],"
            + " \"steps\": []}");
    kit.event("deal.won", SubjectRef.of("deal", "<b>&"), "{}");
    report(
        "{\"of\": \"log\", \"range\": \"P1D\", \"email_to\": \"ann@x.nl\", \"format\": \"html\"}");
    kit.advance(Duration.ofDays(1));
    String page =
        kit.messages("email").stream()
            .map(mail -> mail.content().path("attachments").get(0).path("text").asText())
            .filter(text -> text.startsWith("<!doctype"))
            .findFirst()
            .orElseThrow();
    assertThat(page)
        .contains("<td>&lt;b&gt;&amp;</td>")
        .endsWith("</tbody></table></body></html>\n");
  }

  @Test
  void what_a_spreadsheet_would_take_for_a_formula_is_text() {
    leads(1);
    report("{\"of\": \"log\", \"range\": \"PT24H\", \"email_to\": \"ann@x.nl\"}");
    kit.advance(Duration.ofDays(1));
    assertThat(attachment().path("text").asText()).contains(",lead,'=0,");
  }

  @Test
  void a_file_that_would_be_too_large_ends_with_a_whole_row_and_says_so() {
    leads(40);
    Schedule schedule =
        report("{\"of\": \"log\", \"range\": \"PT24H\", \"email_to\": \"ann@x.nl\"}");
    kit.advance(Duration.ofDays(1));
    assertThat(tick(schedule).state()).isEqualTo(Tick.State.COMPLETED);
    assertThat(json(tick(schedule).output()).path("whole").asBoolean()).isFalse();
    String text = attachment().path("text").asText();
    assertThat(text).endsWith("\r\n").hasSizeLessThan(10_000 - 4_096);
    assertThat(kit.messages("email").get(0).text("text"))
        .endsWith(
            "; there are more, which are left out because the file would be too large: take a"
                + " shorter range.");
  }

  @Test
  void who_may_not_see_the_tenant_gets_no_report_of_it() {
    leads(1);
    Schedule schedule =
        report("{\"of\": \"runs\", \"range\": \"P1D\", \"email_to\": \"ann@x.nl\"}");
    seen = false;
    kit.advance(Duration.ofDays(1));
    assertThat(tick(schedule))
        .extracting(Tick::state, Tick::reason)
        .containsExactly(
            Tick.State.FAILED,
            "step \"run\" failed: \"ann\" lacks the right SEE on everything of tenant test");
    assertThat(kit.messages()).isEmpty();
  }

  @Test
  void a_range_with_too_many_periods_fails_the_tick_with_the_reason() {
    Schedule schedule =
        report(
            "{\"of\": \"runs\", \"range\": \"P1Y\", \"by\": \"hour\", \"email_to\": \"ann@x.nl\"}");
    kit.advance(Duration.ofDays(1));
    assertThat(tick(schedule).state()).isEqualTo(Tick.State.FAILED);
    assertThat(tick(schedule).reason()).contains("has more than 1000 periods of one hour");
  }

  @Test
  void every_mistake_of_a_report_is_told_at_its_place() {
    assertThatThrownBy(
            () ->
                report(
                    "{\"of\": \"runz\", \"range\": \"P0D\", \"format\": 3, \"by\": \"year\","
                        + " \"email_to\": [\"ann\", 5], \"to\": \"x\", \"workflow_id\": \" \"}"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            """
            The scheduled task has 8 problems:
              /config/to: unknown key
              /config/of: "runz" is none of runs, steps, actions, channels, people, log; did you mean "runs"?
              /config/format: expected a text, found a number
              /config/by: "year" is none of total, hour, day, week, month
              /config/range: expected up to ten years as whole days, weeks or months, such as "P7D" or "P1M", or up to the tick, such as "PT24H"
              /config/workflow_id: expected the key of a workflow
              /config/email_to/0: expected an e-mail address
              /config/email_to/1: expected an e-mail address""");
    assertThatThrownBy(() -> report("{\"of\": \"steps\", \"by\": \"day\"}"))
        .hasMessage(
            """
            The scheduled task has 3 problems:
              /config: "range" is missing: how long back, such as "P7D"
              /config: "workflow_id" is missing: steps are those of a workflow
              /config: "email_to" is missing: an address, or a list of them""");
  }

  @Test
  void an_action_of_the_name_is_for_scheduled_tasks_alone() {
    assertThat(
            failureOf(
                "[{\"id\": \"a\", \"action\": \"scheduled_report\", \"retry\": {\"maxAttempts\": 1}}]"))
        .isEqualTo("\"scheduled_report\" is for scheduled tasks alone");
  }

  private String failureOf(String steps) {
    return instance(run(steps, "{}")).step("a").reason();
  }
}
