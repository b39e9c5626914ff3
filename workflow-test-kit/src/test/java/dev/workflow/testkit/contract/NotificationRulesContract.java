package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.messaging.MessageTemplate;
import dev.workflow.messaging.Route;
import dev.workflow.ruleimport.ImportReport;
import dev.workflow.ruleimport.ImportReport.Entry;
import dev.workflow.ruleimport.ImportReport.RowProblem;
import dev.workflow.ruleimport.NotificationRules.Imported;
import dev.workflow.ruleimport.RuleImport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A table of notification rules is brought over into workflows, again and again. */
public abstract class NotificationRulesContract extends EngineContract {

  private static final Actor ANNA = Actor.of("anna");
  private static final RuleImport HOW = RuleImport.defaults();

  private static final String TABLE =
      """
      [{"id": 1, "trigger": "lead_welcome", "channel": "email", "audience": "customer",
        "enabled": true, "delay_minutes": 90, "lead_enabled": true, "template": "welcome"},
       {"id": 2, "trigger": "quote_sent", "channel": "EMAIL", "audience": "Customer",
        "enabled": 1, "delay_minutes": 0, "quote_recipients": "BOTH, boss@example.org",
        "template": "quote"},
       {"id": 3, "trigger": "quote_accepted", "channel": "sms", "audience": "agent",
        "enabled": false, "template": "accepted"},
       {"id": 4, "trigger": "deal.won", "channel": "whatsapp", "audience": "management",
        "template": "won"}]
      """;

  @BeforeEach
  void publishTemplates() {
    publishTemplates(kit.engine(), "welcome", "quote", "accepted", "won", "t", "q");
  }

  static void publishTemplates(WorkflowEngine engine, String... names) {
    for (String name : names) {
      MessageTemplate template =
          MessageTemplate.parse(
              """
              {"name": "%s", "fallbackLanguage": "en", "variants": {"en": {
                "email": {"subject": "%s", "html": "<p>Hello</p>"},
                "sms": {"text": "Hello"},
                "whatsapp": {"template": "hello", "parameters": []}}}}
              """
                  .formatted(name, name));
      engine.messaging().templates().publish(TENANT, template, ANNA);
    }
  }

  private ImportReport importing(String rows, RuleImport how) {
    return kit.engine().notificationRules().importRows(TENANT, Json.read(rows), how, ANNA);
  }

  private ImportReport importing(String rows) {
    return importing(rows, HOW);
  }

  private WorkflowDefinition workflow(String key) {
    return kit.engine().definitions().get(TENANT, key);
  }

  private int versions() {
    return kit.engine().definitions().list(TENANT).stream()
        .mapToInt(one -> kit.engine().definitions().versions(TENANT, one.key()).size())
        .sum();
  }

  /** Somebody changes a workflow by hand. */
  private void edit(String key, String name) {
    kit.engine()
        .definitions()
        .publish(
            TENANT,
            WorkflowDefinition.parse(workflow(key).toJson().put("name", name)),
            Actor.of("bob"));
  }

  @Test
  void every_row_becomes_a_workflow_of_its_own() {
    ImportReport report = importing(TABLE);
    assertThat(report)
        .hasToString("4 created, 0 updated, 0 unchanged, 0 conflict, 0 vanished, 0 refused");
    assertThat(report.applied()).isTrue();
    assertThat(report.entries())
        .extracting(Entry::toString)
        .containsExactly(
            "row 1: rule-lead-created-email-customer v1 CREATED, it is new",
            "row 2: rule-quote-sent-email-customer v1 CREATED, it is new",
            "row 3: rule-quote-accepted-sms-agent v1 CREATED, it is new",
            "row 4: rule-deal-won-whatsapp-management v1 CREATED, it is new");
    assertThat(workflow("rule-lead-created-email-customer").toJson())
        .isEqualTo(
            Json.read(
                """
                {"key": "rule-lead-created-email-customer",
                 "name": "lead.created by email to customer",
                 "description": "Imported from the notification rules",
                 "triggers": [{"event": "lead.created"}],
                 "steps": [{"id": "notify", "action": "send_message",
                   "config": {"recipients": {"includeLeadContact": true}, "channels": ["email"],
                              "template": "welcome", "audience": "customer"},
                   "delay": "PT1H30M"}]}
                """));
    assertThat(workflow("rule-quote-sent-email-customer").toJson().at("/steps/0/config/recipients"))
        .isEqualTo(
            Json.read(
                """
                {"includeLeadContact": true, "includeOwner": true,
                 "customEmails": ["boss@example.org"]}
                """));
    assertThat(workflow("rule-quote-accepted-sms-agent").enabled()).isFalse();
    assertThat(
            workflow("rule-deal-won-whatsapp-management").toJson().at("/steps/0/config/recipients"))
        .isEqualTo(Json.read("{\"roles\": [\"management\"]}"));
  }

  @Test
  void an_imported_workflow_runs() {
    importing(TABLE);
    kit.event("lead.created", SubjectRef.of("lead", "42"), "{\"lead\": {\"email\": \"ann@x.nl\"}}");
    assertThat(kit.messages()).isEmpty();
    kit.advance(Duration.ofMinutes(90));
    assertThat(kit.messages())
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.recipient()).isEqualTo("ann@x.nl");
              assertThat(mail.text("subject")).isEqualTo("welcome");
              assertThat(mail.handling().purpose().audience()).isEqualTo("customer");
            });
  }

  @Test
  void the_same_table_again_publishes_nothing() {
    importing(TABLE);
    assertThat(importing(TABLE))
        .hasToString("0 created, 0 updated, 4 unchanged, 0 conflict, 0 vanished, 0 refused");
    assertThat(versions()).isEqualTo(4);
  }

  @Test
  void a_changed_row_becomes_the_next_version() {
    importing(TABLE);
    ImportReport report =
        importing(TABLE.replace("\"delay_minutes\": 90", "\"delay_minutes\": 30"));
    assertThat(report)
        .hasToString("0 created, 1 updated, 3 unchanged, 0 conflict, 0 vanished, 0 refused");
    assertThat(report.entries().get(0))
        .hasToString("row 1: rule-lead-created-email-customer v2 UPDATED, the row has changed");
    assertThat(importing(TABLE).entries().get(0).version()).isEqualTo(3);
    assertThat(versions()).isEqualTo(6);
  }

  @Test
  void a_column_that_no_workflow_shows_is_kept_without_a_new_version() {
    importing(TABLE);
    importing(TABLE.replace("\"id\": 1,", "\"id\": 1, \"note\": \"call first\","));
    assertThat(versions()).isEqualTo(4);
    Imported first = kit.engine().notificationRules().list(TENANT).get(1);
    assertThat(first.workflow()).hasToString("rule-lead-created-email-customer v1");
    assertThat(first.row())
        .isEqualTo(
            Json.read(
                """
                {"trigger": "lead_welcome", "channel": "email", "audience": "customer",
                 "enabled": true, "delay_minutes": 90, "lead_enabled": true, "template": "welcome",
                 "id": 1, "note": "call first"}
                """));
    assertThat(first.enabled()).isTrue();
    assertThat(first.by()).isEqualTo(ANNA);
  }

  @Test
  void a_workflow_that_somebody_edited_is_not_overwritten() {
    importing(TABLE);
    edit("rule-lead-created-email-customer", "Better");
    assertThat(importing(TABLE).entries().get(0))
        .hasToString(
            "row 1: rule-lead-created-email-customer v2 UNCHANGED, the row is the same as before;"
                + " its workflow was edited by bob since");
    ImportReport report =
        importing(TABLE.replace("\"delay_minutes\": 90", "\"delay_minutes\": 30"));
    assertThat(report)
        .hasToString(
            """
            0 created, 0 updated, 3 unchanged, 1 conflict, 0 vanished, 0 refused
              row 1: rule-lead-created-email-customer v2 CONFLICT, the row has changed, and its workflow was edited by bob since""");
    assertThat(workflow("rule-lead-created-email-customer").name()).isEqualTo("Better");
  }

  @Test
  void an_edit_that_says_the_same_as_the_row_is_no_conflict() {
    importing(TABLE);
    edit("rule-lead-created-email-customer", "Better");
    edit("rule-lead-created-email-customer", "lead.created by email to customer");
    assertThat(importing(TABLE).entries().get(0))
        .hasToString(
            "row 1: rule-lead-created-email-customer v3 UNCHANGED, its workflow says the same");
    assertThat(
            importing(TABLE.replace("\"delay_minutes\": 90", "\"delay_minutes\": 30"))
                .entries()
                .get(0)
                .version())
        .isEqualTo(4);
  }

  @Test
  void a_workflow_that_came_from_no_import_is_not_overwritten() {
    publish("rule-lead-created-email-customer", "", "[{\"id\": \"a\", \"delay\": \"PT1H\"}]");
    assertThat(importing(TABLE).entries().get(0))
        .hasToString(
            "row 1: rule-lead-created-email-customer v1 CONFLICT, there is such a workflow already,"
                + " and it came from no import");
  }

  @Test
  void a_row_that_vanished_is_reported_and_by_choice_disabled() {
    importing(TABLE);
    String fewer = "[" + TABLE.substring(TABLE.indexOf("{\"id\": 2"));
    assertThat(importing(fewer).entries().get(3))
        .hasToString("rule-lead-created-email-customer v1 VANISHED, its workflow stays enabled");
    assertThat(kit.engine().notificationRules().list(TENANT)).hasSize(3);
    assertThat(workflow("rule-lead-created-email-customer").enabled()).isTrue();

    assertThat(importing(fewer, HOW.disablingVanished()).entries().get(3))
        .hasToString("rule-lead-created-email-customer v2 VANISHED, its workflow is disabled");
    assertThat(workflow("rule-lead-created-email-customer").enabled()).isFalse();
    assertThat(importing(fewer, HOW.disablingVanished()).entries().get(3))
        .hasToString(
            "rule-lead-created-email-customer v2 VANISHED, its workflow is disabled already");

    assertThat(importing(TABLE).entries().get(0))
        .hasToString("row 1: rule-lead-created-email-customer v3 UPDATED, the row has changed");
    assertThat(workflow("rule-lead-created-email-customer").enabled()).isTrue();
    assertThat(kit.engine().notificationRules().list(TENANT)).hasSize(4);
  }

  @Test
  void a_row_that_vanished_is_archived_by_choice_and_comes_back() {
    importing(TABLE);
    String fewer = "[" + TABLE.substring(TABLE.indexOf("{\"id\": 2"));
    assertThat(importing(fewer, HOW.archivingVanished().asDryRun()).entries().get(3))
        .hasToString("rule-lead-created-email-customer v1 VANISHED, its workflow is archived");
    assertThat(importing(fewer, HOW.archivingVanished()).entries().get(3))
        .hasToString("rule-lead-created-email-customer v1 VANISHED, its workflow is archived");
    assertThat(route("lead.created", "email", "customer")).isEqualTo(Route.Decision.FALLBACK);

    assertThat(importing(fewer, HOW.archivingVanished()).entries().get(3))
        .hasToString("rule-lead-created-email-customer VANISHED, its workflow is out of use");
    assertThat(importing(TABLE).entries().get(0))
        .hasToString("row 1: rule-lead-created-email-customer v2 CREATED, it is there again");
    assertThat(route("lead.created", "email", "customer")).isEqualTo(Route.Decision.WORKFLOW);
  }

  private Route.Decision route(String event, String channel, String audience) {
    Event one = Event.of(TENANT, event, SubjectRef.of("lead", "42"), Json.object());
    return kit.engine().messaging().routing().route(one, channel, audience).decision();
  }

  @Test
  void a_row_has_a_matrix_of_recipients_and_messages_that_follow() {
    String row =
        """
        [{"trigger": "quote_sent", "channel": "email", "audience": "customer", "template": "quote",
          "recipients": {"includeLeadContact": true, "customEmails": ["boss@example.org"]},
          "steps": [{"delay_minutes": 1440, "template": "t"},
                    {"delay_minutes": 60, "channel": "sms", "template": "q",
                     "recipients": {"includeOwner": true}}]}]""";
    assertThat(importing(row))
        .hasToString("1 created, 0 updated, 0 unchanged, 0 conflict, 0 vanished, 0 refused");
    assertThat(workflow("rule-quote-sent-email-customer").toJson().get("steps"))
        .isEqualTo(
            Json.read(
                """
                [{"id": "notify", "action": "send_message",
                  "config": {"recipients": {"includeLeadContact": true, "customEmails": ["boss@example.org"]},
                             "channels": ["email"], "template": "quote", "audience": "customer"}},
                 {"id": "follow-up-1", "action": "send_message", "delay": "PT24H",
                  "config": {"recipients": {"includeLeadContact": true, "customEmails": ["boss@example.org"]},
                             "channels": ["email"], "template": "t", "audience": "customer"}},
                 {"id": "follow-up-2", "action": "send_message", "delay": "PT1H",
                  "config": {"recipients": {"includeOwner": true},
                             "channels": ["sms"], "template": "q", "audience": "customer"}}]"""));
    assertThat(importing(row).entries(ImportReport.Outcome.UNCHANGED)).hasSize(1);
    assertThat(kit.engine().notificationRules().list(TENANT).get(0).row().get("steps"))
        .isEqualTo(Json.read(row).at("/0/steps"));
  }

  @Test
  void messages_that_follow_end_with_an_exit_of_the_rule() {
    importing(
        """
        [{"trigger": "quote_sent", "channel": "email", "audience": "customer", "template": "quote",
          "exit": "quote_accepted, deal.lost", "steps": [{"delay_minutes": 60, "template": "t"}]}]""");
    SubjectRef lead = SubjectRef.of("lead", "42");
    String payload = "{\"lead\": {\"email\": \"ann@x.nl\"}}";
    kit.event("quote.sent", lead, payload);
    kit.event("quote.accepted", lead, payload);
    kit.advance(Duration.ofHours(2));
    assertThat(kit.messages()).hasSize(1);
    assertThat(workflow("rule-quote-sent-email-customer").toJson().get("exit"))
        .isEqualTo(Json.read("[{\"event\": \"quote.accepted\"}, {\"event\": \"deal.lost\"}]"));
  }

  @Test
  void what_is_wrong_with_a_matrix_and_with_messages_that_follow_is_said_together() {
    ImportReport report =
        importing(
            """
            [{"trigger": "quote_sent", "channel": "email", "audience": "customer", "template": "quote",
              "recipients": {"includeLead": true},
              "steps": [{"delay_minutes": 5, "template": "t"}]},
             {"trigger": "quote_accepted", "channel": "email", "audience": "customer", "template": "quote",
              "recipients": {"includeLeadContact": true}, "quote_recipients": "AGENT",
              "steps": [{"delay": 5}, "later"]},
             {"trigger": "quote_rejected", "channel": "email", "audience": "customer", "template": "quote",
              "recipients": "everybody", "steps": {"template": "t"}, "exit": "never"}]""");
    assertThat(report.problems())
        .extracting(RowProblem::toString)
        .containsExactly(
            "row 1, recipients: unknown key (at /steps/0/config/recipients/includeLead of its"
                + " workflow)",
            "row 1, recipients: names nobody; say who gets it with one of includeLeadContact,"
                + " includePartner, includeOwner, roles, customPhones, customEmails, fields (at"
                + " /steps/0/config/recipients of its workflow)",
            "row 1, steps: unknown key (at /steps/1/config/recipients/includeLead of its workflow)",
            "row 1, steps: names nobody; say who gets it with one of includeLeadContact,"
                + " includePartner, includeOwner, roles, customPhones, customEmails, fields (at"
                + " /steps/1/config/recipients of its workflow)",
            "row 2, recipients: stands beside quote_recipients; give one of them",
            "row 2, steps/0/delay: unknown key; known are delay_minutes, channel, template,"
                + " recipients, quote_recipients",
            "row 2, steps/0/template: is missing; a message needs the name of a template",
            "row 2, steps/1: expected an object with delay_minutes, channel, template, recipients,"
                + " quote_recipients",
            "row 3, recipients: expected an object such as {\"includeLeadContact\": true}; found"
                + " \"everybody\"",
            "row 3, steps: expected a list of at most 100 messages that follow; found"
                + " \"{\"template\":\"t\"}\"",
            "row 3, exit: \"never\" stands for no type of event; known are appointment, lead_welcome,"
                + " quote_accepted, quote_rejected, quote_sent and dotted types such as"
                + " \"deal.won\"");
  }

  @Test
  void a_workflow_that_somebody_edited_is_not_disabled_when_its_row_vanishes() {
    importing(TABLE);
    edit("rule-lead-created-email-customer", "Better");
    String fewer = "[" + TABLE.substring(TABLE.indexOf("{\"id\": 2"));
    assertThat(importing(fewer, HOW.disablingVanished()).entries().get(3))
        .hasToString(
            "rule-lead-created-email-customer v2 VANISHED, its workflow stays as it is: it was"
                + " edited by bob since");
    assertThat(workflow("rule-lead-created-email-customer").enabled()).isTrue();
  }

  @Test
  void nothing_is_disabled_while_a_row_cannot_be_told() {
    importing(TABLE);
    String changed = TABLE.replace("\"lead_welcome\"", "\"lead_wellcome\"");
    ImportReport report = importing(changed, HOW.disablingVanished());
    assertThat(report)
        .hasToString(
            """
            0 created, 0 updated, 3 unchanged, 0 conflict, 1 vanished, 1 refused
              rule-lead-created-email-customer v1 VANISHED, its workflow stays enabled
              row 1, trigger: "lead_wellcome" stands for no type of event; known are appointment, lead_welcome, quote_accepted, quote_rejected, quote_sent and dotted types such as "deal.won\"""");
    assertThat(workflow("rule-lead-created-email-customer").enabled()).isTrue();
  }

  @Test
  void all_problems_are_named_with_row_and_column_and_the_other_rows_are_imported() {
    ImportReport report =
        importing(
            """
            [{"trigger": "quote_sent", "channel": "email", "audience": "agent", "template": "t"},
             {"trigger": "?", "channel": 5, "enabled": "maybe", "delay_minutes": -1},
             {"trigger": "quote_sent", "channel": "sms", "audience": "agent", "template": "t",
              "quote_recipients": "AGENT, a@example.org, somebody"},
             {"trigger": "quote.sent", "channel": "Email", "audience": "AGENT", "template": "t"},
             "row",
             {"trigger": "quote_sent", "channel": "email", "audience": "partner",
              "template": "gone", "delay_minutes": 1.5}]
            """);
    assertThat(report.problems())
        .extracting(RowProblem::toString)
        .containsExactly(
            "row 2, trigger: \"?\" stands for no type of event; known are appointment,"
                + " lead_welcome, quote_accepted, quote_rejected, quote_sent and dotted types such"
                + " as \"deal.won\"",
            "row 2, channel: expected a text; found \"5\"",
            "row 2, channel: expected a channel such as \"email\", of at most 30 letters, digits"
                + " and underscores; found \"?\"",
            "row 2, audience: is missing; expected an audience such as \"customer\"",
            "row 2, enabled: expected true or false; found \"maybe\"",
            "row 2, delay_minutes: expected whole minutes, 0 to 5270400; found \"-1\"",
            "row 2, template: is missing; a rule needs the name of a template",
            "row 3, quote_recipients: \"a@example.org\" cannot be reached by sms",
            "row 3, quote_recipients: expected CUSTOMER, AGENT, PARTNER, BOTH, an e-mail address or"
                + " a phone number with its country code; found \"somebody\"",
            "row 4: is for the same trigger, channel and audience as row 1",
            "row 5: expected an object with the columns of the row",
            "row 6, delay_minutes: expected whole minutes, 0 to 5270400; found \"1.5\"");
    assertThat(report.entries())
        .extracting(Entry::toString)
        .containsExactly("row 1: rule-quote-sent-email-agent v1 CREATED, it is new");
  }

  @Test
  void what_publishing_would_refuse_is_a_problem_of_the_column_it_comes_from() {
    ImportReport report =
        importing(
            """
            [{"trigger": "quote_sent", "channel": "email", "audience": "partner",
              "template": "go\\nne"}]
            """);
    assertThat(report.problems())
        .extracting(RowProblem::toString)
        .containsExactly(
            "row 1, template: must not hold a line break or another control character (at"
                + " /steps/0/config/template of its workflow)");
  }

  @Test
  void as_a_whole_a_single_problem_keeps_everything_out() {
    String broken = TABLE.replace("\"template\": \"won\"", "\"template\": \"go\\nne\"");
    ImportReport report = importing(broken, HOW.asAWhole());
    assertThat(report.applied()).isFalse();
    assertThat(report)
        .hasToString(
            """
            nothing was changed: 3 created, 0 updated, 0 unchanged, 0 conflict, 0 vanished, 1 refused
              row 4, template: must not hold a line break or another control character (at /steps/0/config/template of its workflow)""");
    assertThat(kit.engine().definitions().list(TENANT)).isEmpty();
    assertThat(kit.engine().notificationRules().list(TENANT)).isEmpty();

    assertThat(importing(TABLE, HOW.asAWhole()).applied()).isTrue();
    assertThat(kit.engine().definitions().list(TENANT)).hasSize(4);
  }

  @Test
  void as_a_whole_a_single_conflict_keeps_everything_out() {
    importing(TABLE);
    edit("rule-quote-sent-email-customer", "Better");
    String changed = TABLE.replace("\"delay_minutes\": 90", "\"delay_minutes\": 30");
    ImportReport report =
        importing(
            changed.replace("\"template\": \"quote\"", "\"template\": \"q\""), HOW.asAWhole());
    assertThat(report.applied()).isFalse();
    assertThat(workflow("rule-lead-created-email-customer").version()).isEqualTo(1);
  }

  @Test
  void a_dry_run_says_what_would_be_done_and_changes_nothing() {
    for (RuleImport how : List.of(HOW.asDryRun(), HOW.asAWhole().asDryRun())) {
      assertThat(importing(TABLE, how))
          .hasToString(
              "nothing was changed: 4 created, 0 updated, 0 unchanged, 0 conflict, 0 vanished, 0"
                  + " refused");
    }
    assertThat(kit.engine().definitions().list(TENANT)).isEmpty();
    importing(TABLE);
    assertThat(importing("[]", HOW.disablingVanished().asDryRun()).entries()).hasSize(4);
    assertThat(kit.engine().notificationRules().list(TENANT)).hasSize(4);
    assertThat(workflow("rule-lead-created-email-customer").enabled()).isTrue();
  }

  @Test
  void triggers_and_channels_of_the_hosts_own_are_told_to_the_import() {
    importing(
        """
        [{"trigger": "won", "channel": "post", "audience": "customer", "template": "t"}]
        """,
        HOW.event("won", "deal.won").channel("post", "letter"));
    assertThat(workflow("rule-deal-won-letter-customer").toJson().at("/steps/0/config/channels"))
        .isEqualTo(Json.read("[\"letter\"]"));
  }

  @Test
  void a_row_that_leaves_nobody_to_send_to_is_disabled() {
    importing(
        """
        [{"trigger": "lead_welcome", "channel": "email", "audience": "customer",
          "lead_enabled": false, "template": "t"},
         {"trigger": "lead_welcome", "channel": "email", "audience": "agent",
          "lead_enabled": true, "template": "t"},
         {"trigger": "quote_sent", "channel": "email", "audience": "customer",
          "lead_enabled": false, "quote_recipients": ["CUSTOMER", "AGENT"], "template": "t"}]
        """);
    assertThat(workflow("rule-lead-created-email-customer").enabled()).isFalse();
    assertThat(workflow("rule-lead-created-email-agent").toJson().at("/steps/0/config/recipients"))
        .isEqualTo(Json.read("{\"includeLeadContact\": true, \"includeOwner\": true}"));
    assertThat(workflow("rule-quote-sent-email-customer").toJson().at("/steps/0/config/recipients"))
        .isEqualTo(Json.read("{\"includeOwner\": true}"));
  }

  @Test
  void the_rules_of_tenants_are_apart() {
    importing(TABLE);
    TenantId other = TenantId.of("other");
    ImportReport report =
        kit.engine().notificationRules().importRows(other, Json.read("[]"), HOW, ANNA);
    assertThat(report.entries()).isEmpty();
    assertThat(kit.engine().notificationRules().list(other)).isEmpty();
    assertThat(kit.engine().definitions().list(other)).isEmpty();
  }

  @Test
  void what_is_no_table_is_refused() {
    assertThatThrownBy(() -> importing("{}"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            """
            The list of rules has a problem:
              (document): expected a list of objects, one for each row""");
  }
}
