package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.EngineOptions;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowEngine;
import dev.workflow.ruleimport.QuoteTerms;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The terms of a quote, from the workflow that governs a lead to the document that is accepted. */
public abstract class QuoteTermsContract extends EngineContract {

  private static final Actor ANNA = Actor.of("anna");

  private final List<JsonNode> documents = new ArrayList<>();

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .handler(new Documents())
        .options(
            EngineOptions.defaults()
                .withHostTerms(
                    Map.of(
                        "paymentDays", IntNode.valueOf(30), "validityDays", IntNode.valueOf(14))));
  }

  /** The host's document writer. */
  private final class Documents implements ActionHandler {

    @Override
    public String type() {
      return "acceptance_document";
    }

    @Override
    public ActionResult start(ActionContext context) {
      documents.add(context.config().deepCopy());
      return ActionResult.completed((ObjectNode) context.config().deepCopy());
    }
  }

  /** The workflow that governs leads, with its own days to pay in. */
  private void governing(int paymentDays) {
    publish(
        "vip",
        "\"enabled\": true, \"terms\": {\"paymentDays\": " + paymentDays + "},",
        "[{\"id\": \"pause\", \"delay\": \"P1D\"}]");
  }

  private QuoteTerms resolve() {
    return QuoteTerms.of(
        kit.engine().assignments().resolve(TENANT, LEAD, json("{}")), ZoneOffset.UTC);
  }

  private void send(String quote) {
    ObjectNode payload = Json.object().put("quote_id", quote);
    payload.putObject("quote").put("id", quote).set("terms", resolve().toJson());
    kit.event("quote.sent", SubjectRef.of("quote", quote), payload);
  }

  private void accept(String quote) {
    kit.event("quote.accepted", SubjectRef.of("quote", quote), "{\"quote_id\": \"" + quote + "\"}");
  }

  @Test
  void a_quote_keeps_the_terms_with_which_it_was_sent() {
    governing(7);
    kit.engine()
        .assignments()
        .setDefault(TENANT, "vip", Map.of("validityDays", IntNode.valueOf(21)), ANNA);
    kit.publish(
        """
        {"key": "acceptance", "subject": "quote", "triggers": [{"event": "quote.sent"}],
         "steps": [
          {"id": "yes", "wait": {"event": "quote.accepted"}},
          {"id": "document", "action": "acceptance_document", "config": {
            "quote": "{{quote.id}}",
            "text": "To be paid within {{quote.terms.paymentDays.value}} days; valid for {{quote.terms.validityDays.value}} days.",
            "terms": "{{quote.terms}}", "now": "{{terms.validityDays}}"}}]}
        """);
    send("Q1");

    governing(60);
    kit.engine()
        .assignments()
        .setDefault(TENANT, "vip", Map.of("validityDays", IntNode.valueOf(90)), ANNA);
    send("Q2");
    accept("Q1");
    accept("Q2");

    assertThat(documents)
        .extracting(document -> document.path("text").asText())
        .containsExactly(
            "To be paid within 7 days; valid for 21 days.",
            "To be paid within 60 days; valid for 90 days.");
    assertThat(documents).extracting(document -> document.path("now").asInt()).containsOnly(90);

    QuoteTerms first = QuoteTerms.parse(documents.get(0).path("terms"), ZoneOffset.UTC);
    assertThat(first.workflow()).hasToString("vip v1");
    assertThat(first.terms().get("validityDays").by()).isEqualTo("anna");
    assertThat(first.toJson().at("/paymentDays/workflow"))
        .isEqualTo(json("{\"key\": \"vip\", \"version\": 1}"));
    assertThat(QuoteTerms.parse(documents.get(1).path("terms"), ZoneOffset.UTC).workflow())
        .hasToString("vip v2");
  }

  @Test
  void without_a_workflow_the_terms_of_tenant_and_host_hold() {
    QuoteTerms terms = resolve();
    assertThat(terms.workflow()).isNull();
    assertThat(terms.paymentDays()).contains(30);
    assertThat(terms.toJson().at("/validityDays/source").asText()).isEqualTo("HOST");
  }
}
