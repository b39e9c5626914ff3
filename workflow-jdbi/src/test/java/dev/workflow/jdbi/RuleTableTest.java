package dev.workflow.jdbi;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.ruleimport.ImportReport;
import dev.workflow.ruleimport.RuleImport;
import dev.workflow.testkit.WorkflowTestKit;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A host's table of rules goes in, and a view with its old columns comes out. */
class RuleTableTest {

  private static final Actor ANNA = Actor.of("anna");
  private static final String OLD =
      "SELECT \"trigger\", channel, audience, enabled, delay_minutes, lead_enabled,"
          + " quote_recipients, template, note FROM host_rule ORDER BY id";
  private static final String VIEW =
      "SELECT tenant_id, trigger, channel, audience, enabled, delay_minutes, lead_enabled,"
          + " quote_recipients, template, others, workflow FROM wf_notification_rule"
          + " ORDER BY delay_minutes, channel";

  static List<Supplier<DataSource>> databases() {
    return List.of(PooledDatabases::h2, PooledDatabases::postgres);
  }

  @AfterEach
  void closePools() {
    PooledDatabases.closeAll();
  }

  private static void hostTable(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE host_rule (id integer PRIMARY KEY, "trigger" varchar(50), channel varchar(20),
            audience varchar(20), enabled boolean, delay_minutes smallint, lead_enabled boolean,
            quote_recipients varchar(200), template varchar(50), note varchar(50))
          """);
      statement.execute(
          """
          INSERT INTO host_rule VALUES
            (1, 'lead_welcome', 'EMAIL', 'customer', true, 5, true, null, 'welcome', 'größe'),
            (2, 'quote_sent', 'sms', 'agent', false, 10, null, 'AGENT', 'quote', null),
            (3, 'quote_sent', 'whatsapp', 'agent', true, 15, null, '["BOTH"]', 'quote', null)
          """);
    }
  }

  private static ArrayNode query(DataSource dataSource, String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return RuleTable.rows(connection, sql);
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void a_table_is_read_with_whatever_columns_it_has(Supplier<DataSource> database)
      throws SQLException {
    try (Connection connection = database.get().getConnection()) {
      hostTable(connection);
      assertThat(RuleTable.rows(connection, OLD.replace("ORDER", "WHERE id < ? ORDER"), 3))
          .isEqualTo(
              Json.read(
                  """
                  [{"trigger": "lead_welcome", "channel": "EMAIL", "audience": "customer",
                    "enabled": true, "delay_minutes": 5, "lead_enabled": true,
                    "quote_recipients": null, "template": "welcome", "note": "größe"},
                   {"trigger": "quote_sent", "channel": "sms", "audience": "agent",
                    "enabled": false, "delay_minutes": 10, "lead_enabled": null,
                    "quote_recipients": "AGENT", "template": "quote", "note": null}]
                  """));
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void numbers_times_and_other_values_keep_their_meaning(Supplier<DataSource> database)
      throws SQLException {
    JsonNode row =
        query(
                database.get(),
                "SELECT CAST(12345678901 AS bigint) AS A, CAST(1.50 AS decimal(10, 2)) AS b,"
                    + " DATE '2026-01-05' AS c, CAST('x' AS char(1)) AS d")
            .get(0);
    assertThat(row)
        .isEqualTo(
            Json.read("{\"a\": 12345678901, \"b\": 1.50, \"c\": \"2026-01-05\", \"d\": \"x\"}"));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void old_readers_go_on_reading_with_the_present_state_of_the_workflows(
      Supplier<DataSource> database) throws SQLException {
    DataSource dataSource = database.get();
    try (Connection connection = dataSource.getConnection()) {
      hostTable(connection);
    }
    JdbiWorkflowStore store = JdbiWorkflowStore.open(dataSource);
    try (WorkflowTestKit kit = WorkflowTestKit.on(store)) {
      ImportReport report =
          kit.engine()
              .notificationRules()
              .importRows(TENANT, query(dataSource, OLD), RuleImport.defaults(), ANNA);
      assertThat(report)
          .hasToString("3 created, 0 updated, 0 unchanged, 0 conflict, 0 vanished, 0 refused");
      JsonNode view = query(dataSource, VIEW);
      assertThat(view.get(0))
          .isEqualTo(
              Json.read(
                  """
                  {"tenant_id": "test", "trigger": "lead_welcome", "channel": "EMAIL",
                   "audience": "customer", "enabled": true, "delay_minutes": 5,
                   "lead_enabled": true, "quote_recipients": null, "template": "welcome",
                   "others": "{\\"note\\":\\"größe\\"}",
                   "workflow": "rule-lead-created-email-customer"}
                  """));
      assertThat(enabled(view)).containsExactly(true, false, true);
      assertThat(view.get(2).get("quote_recipients").asText()).isEqualTo("[\"BOTH\"]");

      switchTo(kit, "rule-lead-created-email-customer", false);
      switchTo(kit, "rule-quote-sent-sms-agent", true);
      assertThat(enabled(query(dataSource, VIEW))).containsExactly(false, true, true);
      archive(kit, "rule-quote-sent-whatsapp-agent", 1);
      assertThat(enabled(query(dataSource, VIEW))).containsExactly(false, true, false);

      kit.engine()
          .notificationRules()
          .importRows(
              TENANT,
              query(dataSource, OLD.replace("ORDER", "WHERE id > 1 ORDER")),
              RuleImport.defaults(),
              ANNA);
      assertThat(query(dataSource, VIEW)).hasSize(2);
    }
    store.close();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void what_steps_hold_does_not_confuse_the_view(Supplier<DataSource> database)
      throws SQLException {
    DataSource dataSource = database.get();
    JdbiWorkflowStore store = JdbiWorkflowStore.open(dataSource);
    try (WorkflowTestKit kit = WorkflowTestKit.on(store)) {
      JsonNode rows =
          Json.read(
              """
              [{"trigger": "quote_sent", "channel": "email", "audience": "agent",
                "template": "\\"enabled\\":false"}]
              """);
      kit.engine().notificationRules().importRows(TENANT, rows, RuleImport.defaults(), ANNA);
      kit.engine()
          .notificationRules()
          .importRows(TenantId.of("other"), rows, RuleImport.defaults(), ANNA);
      kit.publish(
          WorkflowDefinition.parse(
              """
              {"key": "rule-quote-sent-email-agent", "name": "\\"enabled\\":false",
               "triggers": [{"event": "quote.sent"}],
               "steps": [{"id": "a", "action": "publish_event",
                          "config": {"event": "quote.seen", "payload": {"enabled": false}}}]}
              """));
      assertThat(enabled(query(dataSource, VIEW))).containsExactly(true, true);
      switchTo(kit, "rule-quote-sent-email-agent", false);
      assertThat(enabled(query(dataSource, VIEW))).containsExactlyInAnyOrder(true, false);
    }
    store.close();
  }

  private static List<Boolean> enabled(JsonNode view) {
    return view.findValues("enabled").stream().map(JsonNode::asBoolean).toList();
  }

  private static void switchTo(WorkflowTestKit kit, String key, boolean enabled) {
    WorkflowDefinition newest = kit.engine().definitions().get(TENANT, key);
    kit.publish(WorkflowDefinition.parse(newest.toJson().put("enabled", enabled)));
  }

  private static void archive(WorkflowTestKit kit, String key, int version) {
    kit.engine().definitions().archive(TENANT, WorkflowRef.of(key, version), ANNA);
  }
}
