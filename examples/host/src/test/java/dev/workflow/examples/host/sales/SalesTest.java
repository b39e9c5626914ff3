package dev.workflow.examples.host.sales;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.Client.Answer;
import dev.workflow.examples.host.HostTest;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** An organisation's rules, what governs a lead, and quotes from the offer to the answer. */
@HostTest
class SalesTest {

  private static final String RULES = "/api/v1/admin/organizations/me/workflow-engine/workflows";

  /** The mail to the customer is a workflow's, that to the agent switched off, others have none. */
  private static final String QUOTE_RULES =
      """
      {"workflows": [
        {"trigger": "quote_sent", "channel": "email", "audience": "customer", "enabled": true, "delay_minutes": 0,
         "template": "quote_sent", "recipients": {"includeLeadContact": true, "customEmails": ["boss@example.org"]},
         "steps": [{"delay_minutes": 4320, "template": "quote_reminder"}], "exit": ["quote_accepted", "quote_rejected"], "remark": "first"},
        {"trigger": "quote_sent", "channel": "email", "audience": "agent", "enabled": false, "delay_minutes": 5,
         "lead_enabled": false, "quote_recipients": ["AGENT"], "template": "quote_sent"},
        {"trigger": "quote_accepted", "channel": "email", "audience": "agent", "enabled": true, "delay_minutes": 0,
         "template": "quote_accepted"},
        {"trigger": "quote_rejected", "channel": "email", "audience": "customer", "enabled": false, "delay_minutes": 0,
         "template": "quote_accepted"}]}
      """;

  @Autowired private Client client;

  private JsonNode lead(String id, int score) {
    return client
        .post(
            "/api/v1/leads",
            """
            {"id": "%s", "name": "Bob Jansen", "email": "bob@customers.example", "lead_score": %d}"""
                .formatted(id, score))
        .is(201)
        .json();
  }

  private JsonNode quote(String lead) {
    return client
        .post("/api/v1/quotes", "{\"lead_id\": \"" + lead + "\", \"amount\": 1250.50}")
        .is(201)
        .json();
  }

  private static String path(JsonNode quote) {
    return "/api/v1/quotes/" + quote.get("id").asText();
  }

  private JsonNode sent(JsonNode quote) {
    return client.post(path(quote) + "/send", "{}").is(200).json();
  }

  private Answer answer(JsonNode sent, String answer, String body) {
    return client
        .anonymous()
        .post("/api/v1/public/quotes/" + sent.get("public_token").asText() + "/" + answer, body);
  }

  /** What was decided about a notification, and by which workflow. */
  private static String routing(JsonNode quote, String event, String audience) {
    for (JsonNode one : quote.get("notifications")) {
      if (one.get("event").asText().equals(event)
          && one.get("audience").asText().equals(audience)) {
        String workflow = one.path("workflow_id").asText();
        return one.get("routing").asText() + (workflow.isEmpty() ? "" : " " + workflow);
      }
    }
    return "none";
  }

  @Nested
  class Rules {

    @Test
    void the_whole_set_is_put_and_got_as_it_was_written() {
      JsonNode written = Json.read(QUOTE_RULES);
      client.put(RULES, written).is(200);
      JsonNode got = client.get(RULES).is(200).json();
      assertThat(bare(got)).containsExactlyInAnyOrderElementsOf(written.get("workflows"));
      assertThat(got.get("workflows"))
          .extracting(one -> one.get("workflow_id").asText())
          .contains("rule-quote-sent-email-customer", "rule-quote-rejected-email-customer");
      JsonNode again = client.put(RULES, got).is(200).json();
      assertThat(again.get("changes"))
          .isEqualTo(
              Json.read("{\"created\": 0, \"updated\": 0, \"unchanged\": 4, \"removed\": 0}"));
    }

    private List<JsonNode> bare(JsonNode rules) {
      List<JsonNode> rows = new java.util.ArrayList<>();
      rules
          .get("workflows")
          .forEach(
              row -> {
                com.fasterxml.jackson.databind.node.ObjectNode one = row.deepCopy();
                one.remove(List.of("workflow_id", "version"));
                rows.add(one);
              });
      return rows;
    }

    @Test
    void a_bare_list_is_put_and_what_is_not_in_it_is_gone() {
      client.put(RULES, QUOTE_RULES).is(200);
      JsonNode one = Json.read(QUOTE_RULES).at("/workflows/2");
      JsonNode put = client.put(RULES, "[" + one + "]").is(200).json();
      assertThat(put.get("changes").get("removed").asInt()).isEqualTo(3);
      assertThat(put.get("workflows")).hasSize(1);
      assertThat(client.put(RULES, QUOTE_RULES).is(200).json().at("/changes/created").asInt())
          .isEqualTo(3);
    }

    @Test
    void a_set_with_problems_changes_nothing_and_all_of_them_are_named() {
      client.put(RULES, QUOTE_RULES).is(200);
      JsonNode before = client.get(RULES).json();
      JsonNode problem =
          client
              .put(
                  RULES,
                  """
                  {"workflows": [
                    {"trigger": "quote_sent", "channel": "email", "audience": "customer", "template": "quote_sent",
                     "delay_minutes": -5, "recipients": {"everybody": true}},
                    {"trigger": "qoute_sent", "channel": "email", "audience": "agent"}]}""")
              .isProblem(422)
              .json();
      assertThat(problem.get("errors"))
          .extracting(error -> error.get("pointer").asText())
          .containsExactlyInAnyOrder(
              "/workflows/0/delay_minutes", "/workflows/1/trigger", "/workflows/1/template");
      assertThat(client.get(RULES).json()).isEqualTo(before);
      client.put(RULES, "{\"rules\": []}").isProblem(400);
      client.put(RULES, "{}").isProblem(400);
    }

    @Test
    void an_edit_of_rules_that_somebody_else_changed_is_refused() {
      client.put(RULES, QUOTE_RULES).is(200);
      String etag = client.get(RULES).header("ETag").orElseThrow();
      Client editor = client.with("If-Match", etag);
      editor.put(RULES, QUOTE_RULES.replace("4320", "1440")).is(200);
      editor.put(RULES, QUOTE_RULES).isProblem(409);
    }

    @Test
    void rules_are_for_admins() {
      for (String user : List.of("max", "sam")) {
        client.as(user).get(RULES).isProblem(403);
        client.as(user).put(RULES, "[]").isProblem(403);
      }
      client.anonymous().get(RULES).isProblem(401);
      assertThat(client.of("firm").get(RULES).is(200).json().get("workflows")).isEmpty();
    }
  }

  @Nested
  class Quotes {

    @Test
    void a_quote_is_sent_by_a_workflow_silenced_by_a_disabled_rule_and_otherwise_the_hosts() {
      client.put(RULES, QUOTE_RULES).is(200);
      lead("lead-q1", 40);
      JsonNode quote = quote("lead-q1");
      assertThat(quote.get("status").asText()).isEqualTo("draft");
      assertThat(quote.get("notifications")).isEmpty();

      JsonNode sent = sent(quote);
      assertThat(sent.get("status").asText()).isEqualTo("sent");
      assertThat(routing(sent, "quote.sent", "customer"))
          .isEqualTo("WORKFLOW rule-quote-sent-email-customer");
      assertThat(routing(sent, "quote.sent", "agent"))
          .isEqualTo("SUPPRESSED rule-quote-sent-email-agent");
      client.post(path(quote) + "/send", "{}").isProblem(409);

      JsonNode accepted = answer(sent, "accept", "{}").is(200).json();
      assertThat(accepted.get("status").asText()).isEqualTo("accepted");
      assertThat(accepted.at("/acceptance_document/amount").decimalValue())
          .isEqualByComparingTo("1250.50");
      answer(sent, "accept", "{}").is(200);
      answer(sent, "reject", "{}").isProblem(409);
      JsonNode after =
          client
              .until(path(quote), now -> now.toString().contains("\"sent_by_host\":true"))
              .is(200)
              .json();
      assertThat(after.get("status").asText()).isEqualTo("accepted");
      assertThat(routing(after, "quote.accepted", "agent"))
          .isEqualTo("WORKFLOW rule-quote-accepted-email-agent");
      assertThat(routing(after, "quote.accepted", "customer")).isEqualTo("FALLBACK");
      assertThat(after.get("notifications"))
          .filteredOn(one -> one.get("sent_by_host").asBoolean())
          .singleElement()
          .satisfies(one -> assertThat(one.get("routing").asText()).isEqualTo("FALLBACK"));
    }

    @Test
    void a_quote_is_rejected_with_a_reason() {
      client.put(RULES, QUOTE_RULES).is(200);
      lead("lead-q2", 40);
      JsonNode sent = sent(quote("lead-q2"));
      answer(sent, "reject", "{\"reason\": \"too expensive\"}").is(200);
      JsonNode rejected = client.get(path(sent)).is(200).json();
      assertThat(rejected.get("status").asText()).isEqualTo("rejected");
      assertThat(rejected.get("reason").asText()).isEqualTo("too expensive");
      assertThat(rejected.has("public_token")).isFalse();
      assertThat(routing(rejected, "quote.rejected", "customer"))
          .isEqualTo("SUPPRESSED rule-quote-rejected-email-customer");
      assertThat(routing(rejected, "quote.rejected", "agent")).isEqualTo("FALLBACK");
    }

    @Test
    void without_rules_the_host_sends_everything() {
      client.put(RULES, "[]").is(200);
      lead("lead-q3", 40);
      JsonNode sent = sent(quote("lead-q3"));
      assertThat(routing(sent, "quote.sent", "customer")).isEqualTo("FALLBACK");
      assertThat(routing(sent, "quote.sent", "agent")).isEqualTo("FALLBACK");
    }

    @Test
    void a_quote_has_the_terms_of_its_lead_with_where_they_come_from_and_keeps_them() {
      lead("lead-q4", 40);
      client
          .put("/api/v1/leads/lead-q4/workflow-override", "{\"workflow_id\": \"key-accounts\"}")
          .is(200);
      JsonNode quote = quote("lead-q4");
      assertThat(quote.get("workflow_id").asText()).isEqualTo("key-accounts");
      assertThat(quote.get("workflow_source").asText()).isEqualTo("OVERRIDE");
      assertThat(quote.at("/terms/paymentDays/value").asInt()).isEqualTo(60);
      assertThat(quote.at("/terms/paymentDays/source").asText()).isEqualTo("WORKFLOW");
      assertThat(quote.at("/terms/validityDays/source").asText()).isEqualTo("TENANT");
      assertThat(quote.get("valid_until").asText())
          .isEqualTo(LocalDate.now(ZoneId.of("Europe/Brussels")).plusDays(21).toString());
      client.delete("/api/v1/leads/lead-q4/workflow-override").is(204);
      assertThat(client.get(path(quote)).json().at("/terms/paymentDays/value").asInt())
          .isEqualTo(60);
      assertThat(quote("lead-q4").at("/terms/paymentDays/value").asInt()).isEqualTo(30);
    }

    @Test
    void a_quote_that_is_wrong_or_of_nobody_is_refused() {
      client.post("/api/v1/quotes", "{\"lead_id\": \"nobody\", \"amount\": 1}").isProblem(400);
      JsonNode problem =
          client
              .post("/api/v1/quotes", "{\"lead_id\": \"\", \"amount\": -1, \"currency\": \"euro\"}")
              .isProblem(400)
              .json();
      assertThat(problem.get("errors")).hasSize(3);
      client.get("/api/v1/quotes/none").isProblem(404);
      client.post("/api/v1/quotes/none/send", "{}").isProblem(404);
      client.anonymous().post("/api/v1/public/quotes/none/accept", "{}").isProblem(404);
      lead("lead-q5", 1);
      JsonNode draft = quote("lead-q5");
      client.of("firm").get(path(draft)).isProblem(404);
      client.of("firm").as("lena").get(path(draft)).isProblem(403);
      client.anonymous().get(path(draft)).isProblem(401);
      client.as("sam").post(path(draft) + "/send", "{}").is(200);
    }
  }

  @Nested
  class LeadsAndTheirWorkflows {

    @Test
    void a_lead_of_which_nothing_is_known_has_an_effective_workflow_with_a_trace() {
      JsonNode effective =
          client.get("/api/v1/leads/lead-unknown/effective-workflow").is(200).json();
      assertThat(effective.get("source").asText()).isEqualTo("NONE");
      assertThat(effective.get("trace").isArray()).isTrue();
      assertThat(effective.at("/terms/paymentDays/value").asInt()).isEqualTo(30);
      assertThat(effective.at("/terms/paymentDays/source").asText()).isEqualTo("TENANT");
    }

    @Test
    void an_override_wins_until_it_is_removed_and_the_trace_says_why() {
      String path = "/api/v1/leads/lead-o1/workflow-override";
      client.get(path).isProblem(404);
      client
          .put(
              path,
              """
              {"workflow_id": "no-such-yet", "reason": "a friend of the house", "expires_at": "2099-01-01T00:00:00Z"}""")
          .is(200);
      JsonNode chosen = client.get(path).is(200).json();
      assertThat(chosen.get("workflow_id").asText()).isEqualTo("no-such-yet");
      assertThat(chosen.get("by").asText()).isEqualTo("user-456");
      assertThat(chosen.get("reason").asText()).isEqualTo("a friend of the house");
      assertThat(chosen.get("expires_at").asText()).isEqualTo("2099-01-01T00:00:00Z");
      JsonNode effective = client.get("/api/v1/leads/lead-o1/effective-workflow").is(200).json();
      assertThat(effective.at("/trace/0/kind").asText()).isEqualTo("OVERRIDE");
      assertThat(effective.at("/trace/0/verdict").asText()).isEqualTo("UNAVAILABLE");

      client.as("sam").put(path, "{\"workflow_id\": null, \"reason\": \"leave them\"}").is(200);
      JsonNode none = client.get("/api/v1/leads/lead-o1/effective-workflow").is(200).json();
      assertThat(none.get("source").asText()).isEqualTo("OVERRIDE");
      assertThat(none.has("workflow_id")).isFalse();
      assertThat(none.at("/trace/0/verdict").asText()).isEqualTo("WON");
      assertThat(client.get(path).json().get("none").asBoolean()).isTrue();

      client.delete(path).is(204);
      client.delete(path).isProblem(404);
      client.put(path, "{\"workflow_id\": \"Not A Key\"}").isProblem(400);
      client
          .put(path, "{\"workflow_id\": \"x\", \"expires_at\": \"2001-01-01T00:00:00Z\"}")
          .isProblem(400);
      client.put(path, "{\"workflow\": \"x\"}").isProblem(400);
      client.of("firm").as("pia").put(path, "{}").isProblem(403);
    }

    @Test
    void a_governed_workflow_starts_for_the_lead_that_it_was_chosen_for() {
      client
          .put("/api/v1/leads/lead-g1/workflow-override", "{\"workflow_id\": \"key-accounts\"}")
          .is(200);
      lead("lead-g1", 90);
      lead("lead-g2", 90);
      JsonNode tagged =
          client
              .until("/api/v1/leads/lead-g1", now -> now.at("/fields/tags").isArray())
              .is(200)
              .json();
      assertThat(tagged.at("/fields/tags")).isEqualTo(Json.read("[\"key-account\"]"));
      JsonNode effective = client.get("/api/v1/leads/lead-g1/effective-workflow").json();
      assertThat(effective.get("workflow_id").asText()).isEqualTo("key-accounts");
      assertThat(effective.get("source").asText()).isEqualTo("OVERRIDE");
      assertThat(effective.at("/trace/0/verdict").asText()).isEqualTo("WON");
      assertThat(effective.at("/terms/paymentDays/source").asText()).isEqualTo("WORKFLOW");
      assertThat(client.get("/api/v1/leads/lead-g2/effective-workflow").json().get("source"))
          .hasToString("\"NONE\"");
    }

    @Test
    void a_lead_is_told_of_and_kept() {
      JsonNode lead = lead("lead-l1", 85);
      assertThat(lead.get("id").asText()).isEqualTo("lead-l1");
      JsonNode read = client.get("/api/v1/leads/lead-l1").is(200).json();
      assertThat(read.at("/fields/lead_score").asInt()).isEqualTo(85);
      client.post("/api/v1/leads", "{\"id\": \"lead-l1\", \"name\": \"Other\"}").isProblem(409);
      client.post("/api/v1/leads", "{\"name\": \"\"}").isProblem(400);
      client.post("/api/v1/leads", "{\"email\": \"x\"}").isProblem(400);
      client.of("firm").get("/api/v1/leads/lead-l1").isProblem(404);
      client.of("firm").as("cleo").get("/api/v1/leads/lead-l1").isProblem(403);
    }
  }

  @Nested
  class Roles {

    @Test
    void sellers_and_managers_sell_and_nobody_of_a_law_firm_does() {
      for (String user : List.of("sam", "max")) {
        Client seller = client.as(user);
        String lead = "lead-of-" + user;
        seller.post("/api/v1/leads", "{\"id\": \"" + lead + "\", \"name\": \"Cem\"}").is(201);
        String quote =
            seller
                .post("/api/v1/quotes", "{\"lead_id\": \"" + lead + "\", \"amount\": 5}")
                .is(201)
                .json()
                .get("id")
                .asText();
        seller.post("/api/v1/quotes/" + quote + "/send", "{}").is(200);
        seller.get("/api/v1/quotes/" + quote).is(200);
        seller.get("/api/v1/leads/" + lead + "/effective-workflow").is(200);
        seller
            .put("/api/v1/leads/" + lead + "/workflow-override", "{\"workflow_id\": \"x\"}")
            .is(200);
        seller.delete("/api/v1/leads/" + lead + "/workflow-override").is(204);
      }
      for (String user : List.of("lena", "pia", "cleo")) {
        Client other = client.of("firm").as(user);
        other.post("/api/v1/leads", "{\"name\": \"Cem\"}").isProblem(403);
        other.post("/api/v1/quotes", "{\"lead_id\": \"l\", \"amount\": 5}").isProblem(403);
        other.get("/api/v1/leads/l/effective-workflow").isProblem(403);
        other.get("/api/v1/leads/l/workflow-override").isProblem(403);
        other.delete("/api/v1/leads/l/workflow-override").isProblem(403);
        other.get(RULES).isProblem(403);
      }
    }
  }
}
