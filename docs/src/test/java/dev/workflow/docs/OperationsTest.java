package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.workflow.Actor;
import dev.workflow.EngineOptions;
import dev.workflow.Event;
import dev.workflow.Instances;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.jdbi.JdbiWorkflowStore;
import dev.workflow.messaging.Messages;
import dev.workflow.spi.SendResult;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class OperationsTest {

  private static final TenantId ACME = TenantId.of("acme");
  private static final String ONE_LOG =
      """
      {"key": "w", "name": "W", "triggers": [{"event": "deal.won"}],
       "steps": [{"id": "a", "action": "log", "config": {"message": "won"}}]}
      """;

  private final DataSource dataSource = Examples.database();

  @Test
  void a_pool_and_options_of_a_node() {
    String url = "jdbc:h2:mem:operations;DB_CLOSE_DELAY=-1";
    // snippet: pool
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url); // PostgreSQL: with socketTimeout=40&connectTimeout=5
    config.setMaximumPoolSize(20);
    config.setConnectionTimeout(5_000);
    // end
    try (HikariDataSource pool = new HikariDataSource(config);
        WorkflowEngine engine = node(pool)) {
      assertThat(engine.nextDue()).isEmpty();
    }
  }

  private static WorkflowEngine node(DataSource pool) {
    // snippet: node
    WorkflowEngine engine =
        WorkflowEngine.builder()
            .store(JdbiWorkflowStore.builder(pool).statementTimeout(Duration.ofSeconds(30)).open())
            .options(
                EngineOptions.defaults()
                    .withNodeId(
                        System.getenv().getOrDefault("HOSTNAME", "local")
                            + "-"
                            + ProcessHandle.current().pid())
                    .withLease(Duration.ofSeconds(15))
                    .withMaxInFlight(1_000))
            .build();
    // end
    return engine;
  }

  @Test
  void instances_are_removed_after_a_time() {
    try (WorkflowEngine engine =
        Examples.engine().store(JdbiWorkflowStore.open(dataSource)).build()) {
      run(engine);
      // snippet: purge
      long removed =
          engine.instances().purge(ACME, Instant.now().minus(Duration.ofDays(90)), gone -> {});
      long forgotten =
          engine.events().purge(ACME, Instant.now().minus(Duration.ofDays(90)), gone -> {});
      // end
      assertThat(removed).isZero();
      assertThat(forgotten).isZero();
      assertThat(engine.instances().purge(ACME, Instant.now().plusSeconds(60), gone -> {})).isOne();
      assertThat(engine.events().purge(ACME, Instant.now().plusSeconds(60), gone -> {})).isOne();
    }
  }

  private static void run(WorkflowEngine engine) {
    engine.definitions().publish(ACME, WorkflowDefinition.parse(ONE_LOG));
    engine
        .events()
        .publish(
            Event.of(ACME, "deal.won", SubjectRef.of("deal", "42"), Json.object()).withId("e"));
    engine.runUntilIdle();
  }

  @Test
  void failed_instances_are_tried_again_together() {
    try (WorkflowEngine engine =
        Examples.engine().store(JdbiWorkflowStore.open(dataSource)).build()) {
      run(engine);
      Actor by = Actor.of("operator");
      // snippet: retry
      Instances.BulkReport report =
          engine
              .instances()
              .bulk(
                  Instances.Query.of(ACME).in(InstanceState.FAILED),
                  Instances.BulkOperation.RETRY,
                  by,
                  progress -> {});
      // end
      assertThat(report.done()).isZero();
    }
  }

  @Test
  void dead_letters_are_sent_again_together() {
    try (WorkflowEngine engine =
        Examples.engine().store(JdbiWorkflowStore.open(dataSource)).build()) {
      Actor by = Actor.of("operator");
      // snippet: resend
      Messages.BulkReport resent =
          engine
              .messaging()
              .messages()
              .bulk(
                  Messages.Query.of(ACME).onChannel("whatsapp").failedFor(SendResult.Scope.ACCOUNT),
                  Messages.BulkOperation.RESEND,
                  by,
                  progress -> {});
      // end
      assertThat(resent.done()).isZero();
    }
  }

  @Test
  void the_tables_say_what_is_due_held_and_dead() throws SQLException {
    try (WorkflowEngine engine =
        Examples.engine().store(JdbiWorkflowStore.open(dataSource)).build()) {
      run(engine);
    }
    // snippet: due
    String due =
        """
        SELECT tenant_id, count(*) AS due, min(due_at) AS oldest
        FROM wf_instance WHERE due_at <= CURRENT_TIMESTAMP GROUP BY tenant_id ORDER BY 3;
        """;
    // end
    // snippet: held
    String held =
        """
        SELECT owner, count(*) AS instances, min(due_at) AS first_lease_ends
        FROM wf_instance WHERE owner IS NOT NULL GROUP BY owner;
        """;
    // end
    // snippet: dead
    String dead =
        """
        SELECT tenant_id, channel, failure_scope, failure_code, count(*), max(result)
        FROM wf_message WHERE state = 'FAILED' GROUP BY tenant_id, channel, failure_scope, failure_code ORDER BY 5 DESC;
        """;
    // end
    assertThat(rows(due)).isEmpty();
    assertThat(rows(held)).isEmpty();
    assertThat(rows(dead)).isEmpty();
  }

  private List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    return rows;
  }
}
