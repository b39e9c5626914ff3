package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.EngineOptions;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowException;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.jdbi.JdbiWorkflowStore;
import dev.workflow.jdbi.JdbiWorkflowStore.Migrate;
import dev.workflow.jdbi.JoinedTransaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class StoringTest {

  private static final TenantId ACME = TenantId.of("acme");
  private static final Event WON =
      Event.of(ACME, "deal.won", SubjectRef.of("deal", "42"), Json.object()).withId("won-42");

  private final DataSource dataSource = Examples.database();

  private static WorkflowEngine engine(JdbiWorkflowStore store) {
    WorkflowEngine engine = Examples.engine().store(store).build();
    engine
        .definitions()
        .publish(
            ACME,
            WorkflowDefinition.parse(
                """
                {"key": "w", "name": "W", "triggers": [{"event": "deal.won"}],
                 "steps": [{"id": "a", "action": "log", "config": {"message": "won"}}]}
                """));
    return engine;
  }

  @Test
  void a_prefix_sets_the_tables_apart() throws SQLException {
    // snippet: builder
    JdbiWorkflowStore store =
        JdbiWorkflowStore.builder(dataSource)
            .tablePrefix("flow_") // default: wf_
            .statementTimeout(Duration.ofSeconds(10)) // default: 30 seconds
            .open();
    // end
    try (Connection connection = dataSource.getConnection();
        var tables = connection.getMetaData().getTables(null, "PUBLIC", "FLOW_INSTANCE", null)) {
      assertThat(tables.next()).isTrue();
    }
    assertThat(store.describe()).startsWith("H2, tables flow_*, schema ");
  }

  @Test
  void migrations_can_be_run_by_hand() throws SQLException {
    // snippet: by-hand
    String sql = JdbiWorkflowStore.builder(dataSource).migrationSql(); // for whoever runs it
    // end
    try (Connection connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
    // snippet: from-by-hand
    String upgrade = JdbiWorkflowStore.builder(dataSource).migrationSql(11); // from version 11
    // end
    assertThat(upgrade).isNotEmpty();
    // snippet: open-by-hand
    JdbiWorkflowStore store = JdbiWorkflowStore.builder(dataSource).migrate(Migrate.BY_HAND).open();
    // end
    assertThat(store.describe()).startsWith("H2, tables wf_*, schema ");
  }

  @Test
  void a_schema_that_is_behind_is_refused() {
    assertThatThrownBy(() -> JdbiWorkflowStore.builder(dataSource).migrate(Migrate.BY_HAND).open())
        .isInstanceOf(WorkflowException.class)
        .hasMessageContaining("version ");
  }

  @Test
  void an_event_exists_if_and_only_if_the_transaction_commits() {
    JdbiWorkflowStore store = JdbiWorkflowStore.open(dataSource);
    WorkflowEngine engine = engine(store);
    Jdbi jdbi = Jdbi.create(dataSource);
    jdbi.useHandle(handle -> handle.execute("CREATE TABLE deal (id integer, status varchar(10))"));
    jdbi.useHandle(handle -> handle.execute("INSERT INTO deal VALUES (42, 'open')"));
    Event event = WON;

    assertThatThrownBy(
            () ->
                jdbi.useTransaction(
                    handle -> {
                      engine.in(store.join(handle)).events().publish(event);
                      throw new IllegalStateException("rolled back");
                    }))
        .hasMessage("rolled back");
    assertThat(engine.events().receipt(ACME, "won-42")).isEmpty();

    // snippet: join
    jdbi.useTransaction(
        handle -> {
          handle.execute("UPDATE deal SET status = 'won' WHERE id = ?", 42);
          engine.in(store.join(handle)).events().publish(event);
        });
    // end
    assertThat(engine.events().receipt(ACME, "won-42")).isPresent();
    assertThat(engine.runUntilIdle()).isPositive();
    engine.close();
  }

  @Test
  void a_plain_connection_can_be_joined_too() throws SQLException {
    JdbiWorkflowStore store = JdbiWorkflowStore.open(dataSource);
    WorkflowEngine engine = engine(store);
    Event event = WON;
    try (Connection setUp = dataSource.getConnection();
        var statement = setUp.createStatement()) {
      statement.execute("CREATE TABLE deal (id integer, status varchar(10))");
    }
    // snippet: connection
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement update =
          connection.prepareStatement("UPDATE deal SET status = 'won' WHERE id = 42")) {
        update.executeUpdate();
      }
      JoinedTransaction joined = store.join(connection);
      engine.in(joined).events().publish(event);
      connection.commit();
      joined.committed(); // the engine cannot see the commit
    }
    // end
    assertThat(engine.events().receipt(ACME, "won-42")).isPresent();
    engine.close();
  }

  @Test
  void nodes_share_a_database() {
    // snippet: nodes
    EngineOptions options =
        EngineOptions.defaults()
            .withNodeId("web-1") // default: process name and a random part
            .withLease(Duration.ofSeconds(10)) // default: 15 seconds
            .withMaxInFlight(500); // default: 1,000 instances at once
    WorkflowEngine engine =
        WorkflowEngine.builder().store(JdbiWorkflowStore.open(dataSource)).options(options).build();
    // end
    try (WorkflowEngine other = engine(JdbiWorkflowStore.open(dataSource))) {
      other.events().publish(WON);
      assertThat(engine.runUntilIdle()).isPositive();
      assertThat(other.runUntilIdle()).isZero();
    }
    engine.close();
  }
}
