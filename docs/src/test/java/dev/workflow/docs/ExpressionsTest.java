package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.expression.ExpressionException;
import dev.workflow.expression.InvalidExpressionException;
import dev.workflow.expression.RenderContext;
import dev.workflow.expression.RenderMode;
import dev.workflow.expression.Template;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ExpressionsTest {

  private static final RenderContext CONTEXT =
      RenderContext.of(Instant.parse("2026-01-05T23:30:00Z"), ZoneId.of("Europe/Amsterdam"))
          .locale(Locale.ENGLISH);

  // snippet: data
  private static final String DATA =
      """
      {"lead": {"name": "Anna", "score": 85, "city": null},
       "amount": 1250.5, "paid": false,
       "at": "2026-02-28T12:00:00Z",
       "items": [{"sku": "A"}, {"sku": "B"}]}
      """;

  // end

  private static JsonNode evaluate(String text, RenderContext context) {
    return Template.parse(text).evaluate(Json.read(DATA), context);
  }

  /** Runs lines of {@code text => JSON}. */
  private static void run(String table, RenderContext context) {
    for (String line : table.lines().toList()) {
      int arrow = line.indexOf("=>");
      JsonNode value = evaluate(line.substring(0, arrow).strip(), context);
      assertThat(value.toString()).as(line).isEqualTo(line.substring(arrow + 2).strip());
    }
  }

  @Test
  void values_dates_and_filters() {
    // snippet: values
    String table =
        """
        {{lead.score}}                              => 85
        Score {{lead.score}}                        => "Score 85"
        {{lead}}                                    => {"name":"Anna","score":85,"city":null}
        {{items.1.sku}}                             => "B"
        {{today}}                                   => "2026-01-06"
        {{today+2w}}                                => "2026-01-20"
        {{today+3b}}                                => "2026-01-09"
        {{today+1M}}                                => "2026-02-06"
        {{now-90m}}                                 => "2026-01-05T22:00:00Z"
        {{lead.phone | default: "unknown"}}         => "unknown"
        {{lead.city | default: "unknown"}}          => "unknown"
        {{lead.name | upper}}                       => "ANNA"
        {{lead.name | lower}}                       => "anna"
        {{lead.phone | default: " x " | trim}}      => "x"
        {{at | date: "d MMMM yyyy HH:mm"}}          => "28 February 2026 13:00"
        {{amount | number: "#,##0.00"}}             => "1,250.50"
        {{items | json}}                            => "[{\\"sku\\":\\"A\\"},{\\"sku\\":\\"B\\"}]"
        {{#if paid}}paid{{else}}open{{/if}}         => "open"
        {{#each items}}{{@index}}:{{this.sku}} {{/each}} => "0:A 1:B "
        \\{{lead.name}}                              => "{{lead.name}}"
        """;
    // end
    run(table, CONTEXT);
  }

  @Test
  void a_missing_value_fails_when_strict_and_is_empty_when_lenient() {
    // snippet: missing
    String message =
        """
        {{lead.phone}} has no value; make sure the data holds "lead.phone", or add a default: {{lead.phone | default: "…"}}
        """;
    // end
    assertThatThrownBy(() -> evaluate("Call {{lead.phone}}", CONTEXT))
        .isInstanceOf(ExpressionException.class)
        .hasMessage(message.strip());
    RenderContext lenient = CONTEXT.mode(RenderMode.LENIENT);
    assertThat(evaluate("Call {{lead.phone}}", lenient).toString()).isEqualTo("\"Call \"");
    assertThat(evaluate("{{lead.phone}}", lenient).isNull()).isTrue();
    assertThat(evaluate("{{lead.city}}", CONTEXT).isNull()).isTrue();
  }

  @Test
  void mistakes_are_found_when_a_text_is_read() {
    // snippet: problems
    String message =
        """
        The template has 3 problems:
          at offset 19: unknown filter "uper"; did you mean "upper"?
          at offset 36: unknown unit "x"; "today" takes d, w, M, y, b
          at offset 40: {{#if}} is never closed; add {{/if}}
        """;
    // end
    assertThatThrownBy(() -> Template.parse("Dear {{lead.name | uper}}, {{today+2x}} {{#if a}}"))
        .isInstanceOf(InvalidExpressionException.class)
        .hasMessage(message.strip());
  }

  @Test
  void data_is_never_evaluated() {
    JsonNode data = Json.object().put("name", "{{secret.key}}");
    assertThat(Template.parse("Dear {{name}}").render(data, CONTEXT))
        .isEqualTo("Dear {{secret.key}}");
  }

  @Test
  void a_line_break_in_a_subject_fails_the_step() {
    try (WorkflowTestKit kit = WorkflowTestKit.inMemory()) {
      kit.publish(
          """
          {"key": "w", "name": "W", "steps": [
             {"id": "mail", "action": "send_email",
              "config": {"to": "a@example.com", "subject": "Dear {{name}}"}}]}
          """);
      InstanceId id =
          kit.start("w", SubjectRef.of("lead", "42"), Json.object().put("name", "A\nBcc: all"));
      assertThat(kit.instance(id).step("mail").reason()).contains("subject");
      assertThat(kit.messages()).isEmpty();
    }
  }
}
