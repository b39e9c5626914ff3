package dev.workflow.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DefinitionDiagramTest {

  private static final String COLOURS =
      """
        classDef READY fill:#fff3cd,stroke:#b58900
        classDef IN_PROGRESS fill:#cfe2ff,stroke:#0d6efd
        classDef COMPLETED fill:#d1e7dd,stroke:#198754
        classDef FAILED fill:#f8d7da,stroke:#dc3545
        classDef BLOCKED fill:#ffe5d0,stroke:#fd7e14
        classDef SKIPPED fill:#e9ecef,stroke:#6c757d
      """;

  private static final String NODE = "(?:start|finish|[jx]\\d+_|n?s_[a-z0-9_]+_)";
  private static final String LABEL = "\"(?:[\\p{L}\\p{Nd} .,:;+_/()?!=…-]|#\\d+;)*\"";

  /** Every line the diagram may have, in the part of Mermaid's grammar that it needs. */
  private static final Pattern LINE =
      Pattern.compile(
          ("  (?:NODE(?:\\(\\(LABEL\\)\\)|\\(\\(\\(LABEL\\)\\)\\)|\\[LABEL\\]|\\[\\[LABEL\\]\\]"
                  + "|\\(\\[LABEL\\]\\)|\\{LABEL\\})"
                  + "|NODE (?:-->|-\\.->|-\\.-x)(?:\\|LABEL\\|)? NODE"
                  + "|class NODE [A-Z_]+|classDef [A-Z_]+ fill:#\\w{6},stroke:#\\w{6})")
              .replace("NODE", NODE)
              .replace("LABEL", LABEL));

  @Test
  void what_is_said_about_a_step_stands_beside_it() {
    WorkflowDefinition definition =
        WorkflowDefinition.parse(
            "{\"key\": \"w\", \"steps\": [{\"id\": \"ask-me\", \"action\": \"approval\"}]}");
    String text =
        DefinitionDiagram.mermaid(
            definition, Map.of(), Map.of("ask-me", "visit 2; told [ann]", "gone", "x"));
    assertThat(text)
        .contains("  ns_ask_mme_[\"visit 2; told #91;ann#93;\"]\n")
        .contains("  s_ask_mme_ -.-> ns_ask_mme_\n")
        .doesNotContain("gone");
    assertThat(text.lines().skip(1)).allMatch(line -> LINE.matcher(line).matches());
  }

  private static String mermaid(String document) {
    return DefinitionDiagram.mermaid(WorkflowDefinition.parse(document));
  }

  @Test
  void drawsWhatStepsHaveToDoWithOthersBesidesTheirOrder() {
    String diagram =
        mermaid(
            Documents.withStep(
                """
                {"id": "all", "join": "any", "rest": "finish", "parallel": [
                  {"steps": [{"id": "a", "action": "x", "cancels": "c"}]},
                  {"steps": [{"id": "b", "action": "x", "after": "a", "lock": "room"}]},
                  {"steps": [{"id": "c", "each": {"items": [], "join": 2, "add": {"event": "e"}, "steps": []},
                              "while": {"field": "n", "operator": "eq", "value": 1}}]}]}
                """));

    assertThat(diagram)
        .contains("s_all_[[\"all: parallel, 1 of 3, the rest goes on\"]]")
        .contains("s_b_[\"b: x (one at a time: room)\"]")
        .contains("s_c_[[\"c: each, 2, added by e (while n eq 1)\"]]")
        .contains("s_a_ -.->|\"then\"| s_b_")
        .contains("s_a_ -.-x|\"cancels\"| s_c_");
    assertThat(diagram.lines().skip(1)).allMatch(LINE.asMatchPredicate());
  }

  @Test
  void exits_lead_to_the_end() {
    String diagram =
        mermaid(
            """
            {"key": "w", "subject": "lead",
             "exit": [{"event": "lead.converted"},
                      {"event": "quote.accepted", "correlation": "{{quote.lead_id}}",
                       "when": {"field": "quote.amount", "operator": "gt", "value": 5}},
                      {"when": {"field": "status", "operator": "eq", "value": "won"}}],
             "steps": [{"id": "a", "action": "x"}]}
            """);

    assertThat(diagram)
        .contains("  x0_([\"exit: lead.converted\"])\n  x0_ -.-> finish\n")
        .contains(
            "  x1_([\"exit: quote.accepted about #123;#123;quote.lead_id#125;#125; if quote.amount gt 5\"])\n")
        .contains("  x2_([\"exit: status eq won\"])\n  x2_ -.-> finish\n");
    assertThat(diagram.lines().skip(1)).allMatch(LINE.asMatchPredicate());
  }

  @Test
  void drawsTheExample() {
    assertThat(mermaid(Documents.leadNurture()))
        .isEqualTo(
            """
            flowchart TD
              start(("lead-nurture"))
              s_welcome_["welcome: send_email (delayed)"]
              start --> s_welcome_
              s_hot_{"hot"}
              s_welcome_ --> s_hot_
              j0_((" "))
              s_call_["call: create_task"]
              s_hot_ -->|"lead_score gte 50"| s_call_
              s_call_ --> j0_
              s_hot_ -->|"otherwise"| j0_
              s_reply_(["reply: wait for message.received, at most P3D"])
              j0_ --> s_reply_
              s_approve_["approve: approval"]
              s_reply_ --> s_approve_
              finish((("end")))
              s_approve_ --> finish
              x0_(["exit: lead.converted"])
              x0_ -.-> finish
              x1_(["exit: message.received"])
              x1_ -.-> finish
            """
                + COLOURS);
  }

  @Test
  void drawsEveryKindOfStep() {
    assertThat(DefinitionDiagram.mermaid(WorkflowDefinition.parseYaml(Documents.orderRecovery())))
        .isEqualTo(
            """
            flowchart TD
              start(("order-recovery"))
              s_office_mhours_[["office-hours: delay"]]
              start --> s_office_mhours_
              s_experiment_{"experiment"}
              s_office_mhours_ --> s_experiment_
              j0_((" "))
              s_remind_["remind: send_email"]
              s_experiment_ -->|"a, weight 1"| s_remind_
              s_remind_ --> j0_
              s_experiment_ -->|"control, weight 3"| j0_
              s_reply_(["reply: wait for message.received, at most P3D (delayed)"])
              j0_ --> s_reply_
              s_answered_{"answered"}
              s_reply_ --> s_answered_
              j1_((" "))
              s_both_[["both: parallel, 1 of 2"]]
              s_answered_ -->|"silent"| s_both_
              j2_((" "))
              s_offer_["offer: send_email"]
              s_both_ -->|"mail"| s_offer_
              s_offer_ --> j2_
              s_sms_["sms: send_sms"]
              s_both_ --> s_sms_
              s_sms_ --> j2_
              j2_ --> j1_
              s_done_[["done: stop"]]
              s_answered_ -->|"otherwise"| s_done_
              s_done_ --> finish
              s_lines_[["lines: each"]]
              j1_ --> s_lines_
              j3_((" "))
              s_reserve_["reserve: call_webhook"]
              s_lines_ --> s_reserve_
              s_reserve_ --> j3_
              j3_ -.-> s_lines_
              s_poll_[["poll: repeat"]]
              j3_ --> s_poll_
              j4_((" "))
              s_check_["check: call_webhook (delayed)"]
              s_poll_ --> s_check_
              s_check_ --> j4_
              j4_ -.-> s_poll_
              s_review_["review: approval"]
              j4_ --> s_review_
              s_tell_["tell: log"]
              s_review_ -->|"failed"| s_tell_
              s_survey_[["survey: workflow"]]
              s_review_ --> s_survey_
              s_give_mup_[["give-up: stop"]]
              s_survey_ --> s_give_mup_
              s_give_mup_ --> finish
              finish((("end")))
              x0_(["exit: order.paid"])
              x0_ -.-> finish
              x1_(["exit: customer.blocked if reason ne test"])
              x1_ -.-> finish
            """
                + COLOURS);
  }

  @Test
  void readsConditionsAloud() {
    assertThat(
            mermaid(
                Documents.withStep(
                    """
                    {"id": "hot", "branch": [
                      {"when": {"and": [
                         {"field": "lead_score", "operator": ">=", "value": 50},
                         {"field": "status", "operator": "eq", "value": "new"}]}, "steps": []},
                      {"when": {"field": "city", "operator": "eq", "value": "Den \\"Haag\\""},
                       "steps": [{"id": "a", "stop": "failed"}]},
                      {"name": "old ones", "when": {"field": "age", "operator": "exists", "value": true},
                       "steps": []}]}
                    """)))
        .contains(
            """
              s_hot_ -->|"lead_score gte 50 and status eq new"| j0_
              s_a_[["a: stop"]]
              s_hot_ -->|"city eq #34;Den #92;#34;Haag#92;#34;#34;"| s_a_
              s_a_ --> finish
              s_hot_ -->|"old ones"| j0_
              s_hot_ -->|"else"| j0_
            """);
  }

  @Test
  void leadsFromAStopToTheEndAndOnlyWhereItMayBeSkippedToTheNextStep() {
    assertThat(
            mermaid(
                """
                {"key": "w", "steps": [
                  {"id": "maybe", "stop": "completed",
                   "when": {"field": "won", "operator": "eq", "value": true}},
                  {"id": "how", "branch": [
                    {"name": "a", "when": {"field": "a", "operator": "eq", "value": 1},
                     "steps": [{"id": "x", "stop": "failed"}]},
                    {"otherwise": true, "steps": [{"id": "y", "stop": "completed"}]}]},
                  {"id": "never", "delay": "P1D"}]}
                """))
        .isEqualTo(
            """
            flowchart TD
              start(("w"))
              s_maybe_[["maybe: stop"]]
              start --> s_maybe_
              s_maybe_ --> finish
              s_how_{"how"}
              s_maybe_ -->|"skipped"| s_how_
              s_x_[["x: stop"]]
              s_how_ -->|"a"| s_x_
              s_x_ --> finish
              s_y_[["y: stop"]]
              s_how_ -->|"otherwise"| s_y_
              s_y_ --> finish
              s_never_[["never: delay"]]
              finish((("end")))
              s_never_ --> finish
            """
                + COLOURS);
  }

  @Test
  void coloursTheStepsThatHaveAState() {
    Map<String, String> states = new LinkedHashMap<>();
    states.put("welcome", "COMPLETED");
    states.put("call", "PENDING");
    states.put("reply", "IN_PROGRESS");
    states.put("gone", "FAILED");

    assertThat(DefinitionDiagram.mermaid(WorkflowDefinition.parse(Documents.leadNurture()), states))
        .endsWith(
            COLOURS
                + """
                  class s_welcome_ COMPLETED
                  class s_reply_ IN_PROGRESS
                """);
  }

  @Test
  void survivesHostileNames() {
    assertThat(mermaid(hostile()))
        .isEqualTo(
            """
            flowchart TD
              start(("end"))
              s_end_["say #34;#93;#34; --#62; end; #37;#37;#123;init: #123;#125;#125;#37;#37;: log"]
              start --> s_end_
              s_a_mb_[["1#46; first #60;b#62;bold#60;/b#62; #96;code#96;: delay"]]
              s_end_ --> s_a_mb_
              s_a__b_[["#45; style#58;x#35;quot;y#92;: delay"]]
              s_a_mb_ --> s_a__b_
              s_subgraph_{"subgraph"}
              s_a__b_ --> s_subgraph_
              j0_((" "))
              s_click_[["click: stop"]]
              s_subgraph_ -->|"#124;pipe#124; -- x, weight 1"| s_click_
              s_click_ --> finish
              s_subgraph_ -->|"漢字 #128512; #125;, weight 2"| j0_
              s_class_{"class"}
              j0_ --> s_class_
              j1_((" "))
              s_class_ -->|"a b eq #34;#92;#34;#93;#92;n--#62;#8232;#124;#34;"| j1_
              s_class_ -->|"else"| j1_
              finish((("end")))
              j1_ --> finish
            """
                + COLOURS);
  }

  private static String hostile() {
    return """
        {"key": "end", "steps": [
          {"id": "end", "action": "log", "name": "say \\"]\\" --> end; %%{init: {}}%%"},
          {"id": "a-b", "delay": "P1D", "name": "1. first <b>bold</b> `code`"},
          {"id": "a_b", "delay": "P1D", "name": "- style:x#quot;y\\\\"},
          {"id": "subgraph", "split": [
            {"name": "|pipe| -- x", "steps": [{"id": "click", "stop": "failed"}]},
            {"name": "漢字 😀 }", "weight": 2, "steps": []}]},
          {"id": "class", "branch": [
            {"when": {"field": "a\\nb", "operator": "eq", "value": "\\"]\\n-->\\u2028|"}, "steps": []}]}]}
        """;
  }

  @Test
  void keepsIdsApart() {
    assertThat(
            mermaid(
                    """
                    {"key": "k", "steps": [{"id": "a-b", "delay": "P1D"}, {"id": "a_b", "delay": "P1D"},
                      {"id": "a_mb", "delay": "P1D"}, {"id": "a--b", "delay": "P1D"}]}
                    """)
                .lines()
                .filter(line -> line.contains("[["))
                .map(line -> line.substring(2, line.indexOf('['))))
        .containsExactly("s_a_mb_", "s_a__b_", "s_a__mb_", "s_a_m_mb_")
        .doesNotHaveDuplicates();
  }

  @Test
  void shortensLongLabels() {
    assertThat(DefinitionDiagram.label("😀".repeat(200)))
        .isEqualTo("\"" + "#128512;".repeat(120) + "…\"");
    assertThat(DefinitionDiagram.label("a".repeat(120))).isEqualTo("\"" + "a".repeat(120) + "\"");
  }

  @Property(tries = 300)
  void writesOnlyLinesThatMermaidReads(@ForAll long seed) {
    List<String> lines = mermaid(RandomDocuments.document(seed).toString()).lines().toList();

    assertThat(lines.get(0)).isEqualTo("flowchart TD");
    assertThat(lines.subList(1, lines.size())).allMatch(line -> LINE.matcher(line).matches());
  }

  @Property(tries = 1_000)
  void quotesAnyText(@ForAll String text) {
    assertThat(DefinitionDiagram.label(text)).matches(LABEL);
  }
}
