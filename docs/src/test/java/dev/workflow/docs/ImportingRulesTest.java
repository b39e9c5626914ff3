package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.jdbi.JdbiWorkflowStore;
import dev.workflow.jdbi.RuleTable;
import dev.workflow.ruleimport.ImportReport;
import dev.workflow.ruleimport.RuleImport;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class ImportingRulesTest {

  private static final TenantId ACME = TenantId.of("acme");
  private static final Actor ANNA = Actor.of("anna");

  @Test
  void rows_become_workflows_and_can_still_be_read() throws SQLException {
    DataSource dataSource = Examples.database();
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        JdbiWorkflowStore store = JdbiWorkflowStore.open(dataSource);
        WorkflowEngine engine = WorkflowEngine.builder().store(store).build()) {
      statement.execute(
          """
          CREATE TABLE notification_rules (id integer, "trigger" varchar(50), channel varchar(20),
            audience varchar(20), enabled boolean, delay_minutes integer, template varchar(50))
          """);
      statement.execute(
          "INSERT INTO notification_rules VALUES"
              + " (1, 'quote_sent', 'email', 'customer', true, 5, 'quote')");
      // snippet: table
      JsonNode rows = RuleTable.rows(connection, "SELECT * FROM notification_rules ORDER BY id");
      ImportReport report =
          engine.notificationRules().importRows(ACME, rows, RuleImport.defaults(), ANNA);
      // end
      assertThat(report.entries(ImportReport.Outcome.CREATED)).hasSize(1);
      // snippet: json
      JsonNode list =
          Json.read(
              """
              [{"trigger": "quote_sent", "channel": "email", "audience": "customer",
                "enabled": true, "delay_minutes": 10, "template": "quote"},
               {"trigger": "won", "channel": "email", "audience": "customer", "template": "won",
                "quote_recipients": "CUSTOMER, boss@example.org, somebody"}]
              """);
      RuleImport how = RuleImport.defaults().event("won", "deal.won").disablingVanished();
      ImportReport tried = engine.notificationRules().importRows(ACME, list, how.asDryRun(), ANNA);
      ImportReport done = engine.notificationRules().importRows(ACME, list, how, ANNA);
      // end
      assertThat(tried.applied()).isFalse();
      // snippet: report
      String printed =
          """
          0 created, 1 updated, 0 unchanged, 0 conflict, 0 vanished, 1 refused
            row 2, quote_recipients: expected CUSTOMER, AGENT, PARTNER, BOTH, an e-mail address or a phone number with its country code; found "somebody"
          """;
      // end
      assertThat(done).hasToString(printed.strip());
      // snippet: view
      String old = "SELECT trigger, channel, audience, enabled, template FROM wf_notification_rule";
      // end
      assertThat(RuleTable.rows(connection, old).get(0).path("enabled").asBoolean()).isTrue();
    }
  }
}
