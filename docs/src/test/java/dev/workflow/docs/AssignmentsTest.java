package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.EngineOptions;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.assignment.AssignmentRule;
import dev.workflow.assignment.Assignments;
import dev.workflow.assignment.EffectiveWorkflow;
import dev.workflow.definition.Steps;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.ruleimport.QuoteTerms;
import dev.workflow.testkit.VirtualClock;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AssignmentsTest {

  private static final TenantId ACME = TenantId.of("acme");
  private static final SubjectRef LEAD = SubjectRef.of("lead", "42");
  private static final Actor ANNA = Actor.of("anna");

  private final VirtualClock clock = new VirtualClock(WorkflowTestKit.START);
  private final WorkflowEngine engine =
      WorkflowEngine.builder()
          .clock(clock)
          .options(
              EngineOptions.defaults()
                  .withHostTerms(
                      Map.of(
                          "paymentDays", IntNode.valueOf(30), "validityDays", IntNode.valueOf(14))))
          .build();

  private WorkflowDefinition workflow(String key) {
    return WorkflowDefinition.builder(key).step(Steps.delay("pause", "P1D")).build();
  }

  @Test
  void an_override_comes_before_rules_and_rules_before_the_default() {
    for (String key : new String[] {"lead-fast", "lead-vip", "lead-slow"}) {
      engine
          .definitions()
          .publish(
              ACME,
              WorkflowDefinition.parse(
                  key.equals("lead-fast")
                      ? workflow(key).toJson().set("terms", Json.object().put("paymentDays", 7))
                      : workflow(key).toJson()));
    }
    // snippet: set
    Assignments assignments = engine.assignments();

    assignments.setDefault(ACME, "lead-slow", Map.of("validityDays", IntNode.valueOf(21)), ANNA);

    assignments.putRule(
        ACME,
        AssignmentRule.of(
            "hot leads",
            10, // higher goes first
            Json.read(
                """
                {"field": "lead_score", "operator": "gte", "value": 80}"""),
            "lead-fast"),
        ANNA);

    Instant until = clock.instant().plus(Duration.ofDays(30));
    assignments.setOverride(ACME, LEAD, "lead-vip", ANNA, "a friend of the house", until);
    // end
    // snippet: resolve
    EffectiveWorkflow effective =
        assignments.resolve(ACME, LEAD, Json.object().put("lead_score", 60));
    // end
    // snippet: trace
    String trace =
        """
        lead-vip v1 by OVERRIDE
          override -> lead-vip: WON, chosen by anna at 2026-01-05T09:00:00Z (a friend of the house), until 2026-02-04T09:00:00Z
          rule "hot leads" -> lead-fast: OUTRANKED, the override comes first
          default -> lead-slow: OUTRANKED, the override comes first
        """;
    // end
    assertThat(effective.toString()).isEqualTo(trace.strip());
    assertThat(effective.source()).isEqualTo(EffectiveWorkflow.Source.OVERRIDE);

    assignments.removeOverride(ACME, LEAD, ANNA);
    // snippet: preview
    EffectiveWorkflow hot = assignments.preview(ACME, Json.object().put("lead_score", 90));

    Map<SubjectRef, JsonNode> leads = new LinkedHashMap<>();
    leads.put(SubjectRef.of("lead", "42"), Json.object().put("lead_score", 60));
    leads.put(SubjectRef.of("lead", "43"), Json.object().put("lead_score", 90));
    Map<SubjectRef, EffectiveWorkflow> all = assignments.resolveAll(ACME, leads);
    // end
    assertThat(hot.workflow().key()).isEqualTo("lead-fast");
    assertThat(all.values())
        .extracting(one -> one.workflow().key())
        .containsExactly("lead-slow", "lead-fast");
    // snippet: terms
    EffectiveWorkflow.Term days = hot.terms().get("paymentDays");
    int paymentDays = days.value().asInt(); // 7
    EffectiveWorkflow.TermSource source = days.source(); // WORKFLOW
    // end
    assertThat(paymentDays).isEqualTo(7);
    assertThat(source).isEqualTo(EffectiveWorkflow.TermSource.WORKFLOW);
    assertThat(hot.terms().get("validityDays").source())
        .isEqualTo(EffectiveWorkflow.TermSource.TENANT);
    assertThat(hot.terms().get("validityDays").value().asInt()).isEqualTo(21);
    // snippet: quote
    QuoteTerms terms = QuoteTerms.of(hot, ZoneId.of("Europe/Amsterdam"));
    Optional<LocalDate> validUntil = terms.validUntil(clock.instant());
    Optional<LocalDate> paymentDue = terms.paymentDue(clock.instant());

    ObjectNode quote = Json.object().put("number", "2026-001");
    quote.set("terms", terms.toJson()); // frozen
    // end
    assertThat(validUntil).contains(LocalDate.of(2026, 1, 26));
    assertThat(paymentDue).contains(LocalDate.of(2026, 1, 12));
    assertThat(quote.at("/terms/paymentDays/source").asText()).isEqualTo("WORKFLOW");
    engine.close();
  }
}
