package dev.workflow.examples.host.sales;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.examples.host.demo.DemoPart;
import dev.workflow.examples.host.records.HostRecords;
import dev.workflow.messaging.MessageTemplate;
import dev.workflow.ruleimport.RuleImport;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Terms, message templates, rules and a lead of the sales portal. */
@Component
class SalesDemo implements DemoPart {

  private static final Actor MANAGER = Actor.of("max");

  private static final JsonNode TEMPLATES =
      Json.read(
          """
          [{"name": "quote_sent", "fallbackLanguage": "en", "variants": {"en": {"email": {
             "subject": "Your quote {{quote.number}}",
             "html": "<p>Dear {{lead.name}}, here is your quote of {{quote.amount}} {{quote.currency}}.</p>"}}}},
           {"name": "quote_reminder", "fallbackLanguage": "en", "variants": {"en": {"email": {
             "subject": "Still interested?",
             "html": "<p>Dear {{lead.name}}, your quote {{quote.number}} is still open.</p>"}}}},
           {"name": "quote_accepted", "fallbackLanguage": "en", "variants": {"en": {"email": {
             "subject": "Accepted: {{quote.number}}", "html": "<p>{{lead.name}} accepted.</p>"}}}}]
          """);

  private static final JsonNode RULES =
      Json.read(
          """
          [{"trigger": "quote_sent", "channel": "email", "audience": "customer", "enabled": true, "delay_minutes": 0,
            "template": "quote_sent", "recipients": {"includeLeadContact": true},
            "steps": [{"delay_minutes": 4320, "template": "quote_reminder"}], "exit": ["quote_accepted", "quote_rejected"]},
           {"trigger": "quote_accepted", "channel": "email", "audience": "agent", "enabled": false, "delay_minutes": 0,
            "template": "quote_accepted"}]
          """);

  /** Governs the leads to which somebody assigns it, with terms of its own. */
  private static final WorkflowDefinition KEY_ACCOUNTS =
      WorkflowDefinition.parse(
          """
          {"key": "key-accounts", "name": "Key accounts", "subject": "lead", "governed": true,
           "triggers": [{"event": "lead.created"}], "terms": {"paymentDays": 60},
           "steps": [{"id": "tag", "action": "add_tag", "config": {"tag": "key-account"}}]}
          """);

  private final HostRecords records;

  SalesDemo(HostRecords records) {
    this.records = records;
  }

  @Override
  public void make(WorkflowEngine engine) {
    TEMPLATES.forEach(
        one -> engine.messaging().templates().publish(ACME, MessageTemplate.parse(one), MANAGER));
    engine.definitions().publish(ACME, KEY_ACCOUNTS, MANAGER);
    engine.notificationRules().importRows(ACME, RULES, RuleImport.defaults(), MANAGER);
    engine
        .assignments()
        .setDefault(
            ACME,
            null,
            Map.of("paymentDays", IntNode.valueOf(30), "validityDays", IntNode.valueOf(21)),
            MANAGER);
    records.put(
        ACME,
        Leads.subject("lead-789"),
        Json.object()
            .put("name", "Ann de Vries")
            .put("email", "ann@customers.example")
            .put("lead_score", 85)
            .put("status", "qualified"));
  }
}
