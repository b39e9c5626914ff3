package dev.workflow.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.WorkflowInstance;
import dev.workflow.instance.InstanceState;
import dev.workflow.jdbi.internal.Database;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.DeliveryRows;
import dev.workflow.spi.store.MessageFilter;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreException;
import dev.workflow.statistics.internal.fact.Fact;
import dev.workflow.statistics.internal.fact.FactText;
import dev.workflow.statistics.internal.fact.Figure;
import dev.workflow.statistics.internal.fact.Kind;
import dev.workflow.testkit.WorkflowTestKit;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationTest {

  private static final int NEWEST = Migrations.newest();

  /** From this version on, nodes of the release before go on with a newer schema. */
  private static final int FIRST_STABLE = 19;

  private static final List<String> ALL_VERSIONS =
      IntStream.rangeClosed(1, NEWEST).mapToObj(Integer::toString).toList();

  @AfterEach
  void closePools() {
    PooledDatabases.closeAll();
  }

  private static final String TABLES =
      "SELECT lower(table_name) FROM information_schema.tables WHERE lower(table_schema) = 'public' ORDER BY 1";

  @Nested
  class OnH2 extends OnAnyDatabase {
    @Override
    DataSource database() {
      return PooledDatabases.h2();
    }
  }

  @Nested
  class OnPostgres extends OnAnyDatabase {
    @Override
    DataSource database() {
      return PooledDatabases.postgresAlone();
    }
  }

  abstract static class OnAnyDatabase {

    private final DataSource database = database();

    /** An empty one. */
    abstract DataSource database();

    @Test
    void opens_an_empty_database() throws SQLException {
      try (JdbiWorkflowStore store = JdbiWorkflowStore.open(database)) {
        assertWorks(store);
        assertThat(store.describe()).endsWith(", tables wf_*, schema " + NEWEST);
      }
      assertThat(tables())
          .containsExactly(
              "wf_absence",
              "wf_assignment_change",
              "wf_assignment_default",
              "wf_assignment_override",
              "wf_assignment_rule",
              "wf_breaker",
              "wf_consent",
              "wf_dedupe",
              "wf_definition",
              "wf_deleted_definition",
              "wf_delivery",
              "wf_erasure",
              "wf_event",
              "wf_event_continuation",
              "wf_event_subscription",
              "wf_finding",
              "wf_imported_rule",
              "wf_instance",
              "wf_journal",
              "wf_legal_hold",
              "wf_limit",
              "wf_message",
              "wf_message_queue",
              "wf_notification_rule",
              "wf_provider_message",
              "wf_revision",
              "wf_schedule",
              "wf_schema",
              "wf_set_aside",
              "wf_statistic",
              "wf_statistic_fact",
              "wf_substitution",
              "wf_suppression",
              "wf_task",
              "wf_task_offer",
              "wf_template",
              "wf_tick",
              "wf_tick_news",
              "wf_turn",
              "wf_workflow_name",
              "wf_workflow_switch",
              "wf_workflow_template");
    }

    @Test
    void opens_again_and_finds_everything_as_it_was() throws SQLException {
      WorkflowInstance before;
      try (JdbiWorkflowStore store = JdbiWorkflowStore.open(database)) {
        before = assertWorks(store);
      }
      try (JdbiWorkflowStore store = JdbiWorkflowStore.open(database);
          WorkflowTestKit kit = WorkflowTestKit.on(store)) {
        assertThat(kit.instance(before.id())).isEqualTo(before);
      }
      assertThat(versions("wf_")).isEqualTo(ALL_VERSIONS);
    }

    @Test
    void puts_the_prefix_before_every_table() throws SQLException {
      try (JdbiWorkflowStore store =
          JdbiWorkflowStore.builder(database).tablePrefix("crm_flow2_").open()) {
        assertWorks(store);
      }
      assertThat(tables()).isNotEmpty().allMatch(table -> table.startsWith("crm_flow2_"));
    }

    @Test
    void keeps_stores_of_different_prefixes_in_one_database_apart() {
      try (JdbiWorkflowStore one = JdbiWorkflowStore.builder(database).tablePrefix("one_").open();
          JdbiWorkflowStore two = JdbiWorkflowStore.builder(database).tablePrefix("two_").open();
          WorkflowTestKit other = WorkflowTestKit.on(two)) {
        WorkflowInstance instance = assertWorks(one);
        assertThat(other.engine().instances().count(WorkflowTestKit.TENANT)).isEmpty();
        assertThat(other.engine().definitions().list(WorkflowTestKit.TENANT)).isEmpty();
        assertWorks(two);
        assertThatThrownBy(() -> other.instance(instance.id()))
            .hasMessage("tenant test has no instance " + instance.id());
      }
    }

    @Test
    void refuses_a_schema_that_is_newer_than_the_code() throws SQLException {
      JdbiWorkflowStore.open(database).close();
      Scripts.run(database, "INSERT INTO wf_schema (version) VALUES (99)");
      for (JdbiWorkflowStore.Migrate migrate : JdbiWorkflowStore.Migrate.values()) {
        assertThatThrownBy(() -> JdbiWorkflowStore.builder(database).migrate(migrate).open())
            .isExactlyInstanceOf(WorkflowException.class)
            .hasMessage(
                "the schema of the tables wf_* is of version 99, newer than this code, which knows "
                    + NEWEST
                    + ";"
                    + " use a newer workflow-jdbi");
      }
    }

    @Test
    void accepts_a_schema_made_by_hand_with_the_printed_sql() throws SQLException {
      JdbiWorkflowStore.Builder builder =
          JdbiWorkflowStore.builder(database)
              .tablePrefix("mine_")
              .migrate(JdbiWorkflowStore.Migrate.BY_HAND);
      Scripts.run(database, builder.migrationSql());
      try (JdbiWorkflowStore store = builder.open()) {
        assertWorks(store);
      }
      JdbiWorkflowStore.builder(database).tablePrefix("mine_").open().close();
      assertThat(versions("mine_")).isEqualTo(ALL_VERSIONS);
    }

    @Test
    void prints_the_sql_without_running_it() throws SQLException {
      assertThat(JdbiWorkflowStore.builder(database).migrationSql())
          .contains("CREATE TABLE IF NOT EXISTS wf_instance (")
          .doesNotContain("${");
      assertThat(tables()).isEmpty();
    }

    @Test
    void refuses_an_empty_database_when_migration_is_by_hand() throws SQLException {
      assertThatThrownBy(
              () ->
                  JdbiWorkflowStore.builder(database)
                      .migrate(JdbiWorkflowStore.Migrate.BY_HAND)
                      .open())
          .isExactlyInstanceOf(WorkflowException.class)
          .hasMessage(
              "there are no tables wf_*; this code needs version "
                  + NEWEST
                  + ": let it migrate, or run the SQL"
                  + " that JdbiWorkflowStore.builder(dataSource).migrationSql() gives");
      assertThat(tables()).isEmpty();
    }

    @Test
    void refuses_a_schema_that_is_behind_when_migration_is_by_hand() throws SQLException {
      JdbiWorkflowStore.open(database).close();
      Scripts.run(database, "DELETE FROM wf_schema WHERE version > 1");
      assertThatThrownBy(
              () ->
                  JdbiWorkflowStore.builder(database)
                      .migrate(JdbiWorkflowStore.Migrate.BY_HAND)
                      .open())
          .isExactlyInstanceOf(WorkflowException.class)
          .hasMessage(
              "the schema of the tables wf_* is of version 1; this code needs version "
                  + NEWEST
                  + ": let it"
                  + " migrate, or run the SQL that"
                  + " JdbiWorkflowStore.builder(dataSource).migrationSql(1) gives");
    }

    @Test
    void is_brought_from_any_version_to_the_newest_by_hand() throws SQLException {
      for (int from = 0; from <= NEWEST; from++) {
        String prefix = "from" + from + "_";
        Migrations migrations = new Migrations(product(), prefix);
        runEach(migrations.sql(0, from));
        JdbiWorkflowStore.Builder builder =
            JdbiWorkflowStore.builder(database)
                .tablePrefix(prefix)
                .migrate(JdbiWorkflowStore.Migrate.BY_HAND);
        runEach(builder.migrationSql(from));
        try (JdbiWorkflowStore store = builder.open()) {
          assertWorks(store);
        }
        assertThat(versions(prefix)).isEqualTo(ALL_VERSIONS);
      }
    }

    /** As programs do that split a script at its semicolons. */
    private void runEach(String script) throws SQLException {
      for (String statement : script.split(";")) {
        if (!statement.isBlank()) {
          Scripts.run(database, statement);
        }
      }
    }

    private Database product() throws SQLException {
      try (Connection connection = database.getConnection()) {
        return Dialects.of(connection, false).database();
      }
    }

    @Test
    void knows_no_migration_from_a_version_that_there_is_not() {
      JdbiWorkflowStore.Builder builder = JdbiWorkflowStore.builder(database);
      assertThat(builder.migrationSql(NEWEST)).isEmpty();
      for (int from : new int[] {-1, NEWEST + 1}) {
        assertThatThrownBy(() -> builder.migrationSql(from))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(
                "there is no migration from version " + from + "; this code knows 0 to " + NEWEST);
      }
    }

    /** Nodes of the release before go on while the schema is brought up to date. */
    @Test
    void adds_to_the_schema_and_takes_nothing_away() throws SQLException {
      String additions = new Migrations(product(), "wf_").sql(FIRST_STABLE, NEWEST);
      for (String statement : additions.replaceAll("(?m)^--.*$", "").split(";")) {
        if (ofNewTable(statement, additions)) {
          continue;
        }
        assertThat(statement.strip())
            .matches(
                "(?si)|CREATE (TABLE|INDEX) IF NOT EXISTS .*"
                    + "|ALTER TABLE \\S+ ADD COLUMN IF NOT EXISTS ((?!NOT NULL).)*"
                    + "|ALTER TABLE \\S+ ADD COLUMN IF NOT EXISTS .* DEFAULT .*"
                    + "|INSERT INTO wf_\\S+ .*");
      }
    }

    /** A rule about the rows of a table that the release before does not know. */
    private static boolean ofNewTable(String statement, String additions) {
      Matcher unique =
          Pattern.compile("\\s*CREATE UNIQUE INDEX IF NOT EXISTS \\S+ ON (\\S+) .*")
              .matcher(statement);
      return unique.matches()
          && additions.contains("CREATE TABLE IF NOT EXISTS " + unique.group(1) + " (");
    }

    @Test
    void completes_a_migration_that_was_cut_off() throws SQLException {
      String sql = JdbiWorkflowStore.builder(database).migrationSql();
      Scripts.run(database, sql.substring(0, sql.indexOf("-- Steps that wait")));
      assertThat(tables()).contains("wf_journal").doesNotContain("wf_waiter");
      try (JdbiWorkflowStore store = JdbiWorkflowStore.open(database)) {
        assertWorks(store);
      }
      assertThat(versions("wf_")).isEqualTo(ALL_VERSIONS);
    }

    @Test
    void gives_messages_of_an_older_schema_their_workflow_and_their_time() throws SQLException {
      String sql = JdbiWorkflowStore.builder(database).migrationSql();
      Scripts.run(database, sql.substring(0, sql.indexOf("-- Where a message comes from")));
      Scripts.run(
          database,
          """
          INSERT INTO wf_instance (tenant_id, id, workflow, workflow_version, concurrency_key, created_at, state, revision)
          VALUES ('t', '00000000-0000-0000-0000-000000000001', 'w', 1, 'k', '2026-01-05 09:00:00Z', 'ACTIVE', 1);
          INSERT INTO wf_message (tenant_id, id, idempotency_key, instance_id, channel, recipient, body, state, attempts, revision, created_at, due_at)
          VALUES ('t', '00000000-0000-0000-0000-000000000002', 'i', '00000000-0000-0000-0000-000000000001', 'sms', '+31', '{}', 'PENDING', 2, 3,
            '2026-01-05 09:00:00Z', '2026-01-05 10:00:00Z')
          """);
      try (JdbiWorkflowStore store = JdbiWorkflowStore.open(database)) {
        MessageFilter filter = MessageFilter.of(TenantId.of("t"));
        MessageRow message =
            store.transact(transaction -> transaction.messages().upcoming(filter, null, 10)).get(0);
        assertThat(message.origin().workflow()).isEqualTo("w");
        assertThat(message.origin().concurrencyKey()).isEqualTo("k");
        Instant due = Instant.parse("2026-01-05T10:00:00Z");
        assertThat(message.status()).isEqualTo(MessageRow.Status.pending(due).attempts(2));
      }
    }

    @Test
    void counts_the_runs_of_an_older_schema_that_are_not_over() throws SQLException {
      String sql = JdbiWorkflowStore.builder(database).migrationSql();
      Scripts.run(database, sql.substring(0, sql.indexOf("-- What is to be counted")));
      Scripts.run(
          database,
          """
          INSERT INTO wf_instance (tenant_id, id, workflow, workflow_version, created_at, state, outcome, revision, ended_at)
          VALUES
            ('a\\b', '00000000-0000-0000-0000-000000000001', 'w', 2, '2026-01-05 09:14:59Z', 'ACTIVE', NULL, 1, NULL),
            ('t', '00000000-0000-0000-0000-000000000002', 'w', 1, '2026-01-05 09:15:00Z', 'FAILED', 'failed', 1, '2026-01-05 10:00:00Z'),
            ('t', '00000000-0000-0000-0000-000000000003', 'w', 1, '2026-01-05 09:00:00Z', 'DRAFT', NULL, 1, NULL),
            ('t', '00000000-0000-0000-0000-000000000004', 'w', 1, '2026-01-05 09:00:00Z', 'FAILED', 'canceled', 1, '2026-01-05 10:00:00Z'),
            ('t', '00000000-0000-0000-0000-000000000005', 'w', 1, '2026-01-05 09:00:00Z', 'COMPLETED', 'completed', 1, '2026-01-05 10:00:00Z')
          """);
      try (JdbiWorkflowStore store = JdbiWorkflowStore.open(database)) {
        List<Fact> facts =
            store.transact(
                transaction ->
                    transaction.statistics().facts(0, 10).stream()
                        .flatMap(one -> FactText.read(one.body()).stream())
                        .toList());
        TenantId tenant = TenantId.of("t");
        assertThat(facts)
            .containsExactlyInAnyOrder(
                new Fact(TenantId.of("a\\b"), "w", 2, Kind.RUN, Figure.BEGUN, 1964004, "", 1, -1),
                new Fact(tenant, "w", 1, Kind.RUN, Figure.BEGUN, 1964005, "", 1, -1),
                new Fact(tenant, "w", 1, Kind.RUN, Figure.FAILED, 1964008, "", 1, -1));
      }
    }

    @Test
    void queues_messages_of_an_older_schema_as_they_were() throws SQLException {
      String sql = JdbiWorkflowStore.builder(database).migrationSql();
      Scripts.run(
          database, sql.substring(0, sql.indexOf("-- What is still to be sent, in narrow rows")));
      Scripts.run(
          database,
          """
          INSERT INTO wf_message (tenant_id, id, idempotency_key, channel, recipient, address, body, state, attempts, revision, created_at,
            planned_at, due_at, lease_until, in_doubt, ended_at, result, failure_scope, provider_id)
          VALUES
            ('t', '00000000-0000-0000-0000-000000000001', 'a', 'sms', '+31', '+31', '{}', 'PENDING', 1, 5, '2026-01-05 09:00:00Z',
              '2026-01-05 10:00:00Z', '2026-01-05 10:00:00Z', '2026-01-05 10:00:15Z', TRUE, NULL, NULL, 'MESSAGE', NULL),
            ('t', '00000000-0000-0000-0000-000000000002', 'b', 'sms', '+31', '+31', '{}', 'HELD', 0, 1, '2026-01-05 09:00:00Z',
              '2026-01-05 11:00:00Z', NULL, NULL, FALSE, NULL, NULL, NULL, NULL),
            ('t', '00000000-0000-0000-0000-000000000003', 'c', 'sms', '+31', '+31', '{}', 'FAILED', 8, 16, '2026-01-05 09:00:00Z',
              NULL, NULL, NULL, TRUE, '2026-01-05 10:00:00Z', 'gave up', 'MESSAGE', NULL),
            ('t', '00000000-0000-0000-0000-000000000004', 'd', 'sms', '+31', '+31', '{}', 'SENT', 1, 2, '2026-01-05 09:00:00Z',
              NULL, NULL, NULL, FALSE, '2026-01-05 10:00:00Z', 'SM1', NULL, 'SM1')
          """);
      TenantId tenant = TenantId.of("t");
      Instant ten = Instant.parse("2026-01-05T10:00:00Z");
      try (JdbiWorkflowStore store = JdbiWorkflowStore.open(database)) {
        List<MessageRow> upcoming =
            store.transact(
                transaction -> transaction.messages().upcoming(MessageFilter.of(tenant), null, 10));
        assertThat(upcoming).extracting(MessageRow::state).containsExactly("PENDING", "HELD");
        assertThat(upcoming.get(0).revision()).isEqualTo(5);
        assertThat(upcoming.get(0).status())
            .isEqualTo(
                MessageRow.Status.pending(ten)
                    .dueAt(ten.plusSeconds(15))
                    .attempts(1)
                    .failure(new MessageRow.Failure("MESSAGE", null))
                    .inDoubt(true));
        assertThat(upcoming.get(1).status())
            .isEqualTo(MessageRow.Status.pending(ten.plusSeconds(3_600)).held());
        List<MessageRow> failed =
            store.transact(
                transaction ->
                    transaction
                        .messages()
                        .list(MessageFilter.of(tenant).in(MessageState.FAILED), null, 10));
        assertThat(failed).extracting(row -> row.status().inDoubt()).containsExactly(true);
        List<DeliveryRows.Reported> known =
            store.transact(
                transaction -> transaction.deliveries().byProvider(tenant, "sms", List.of("SM1")));
        assertThat(known).hasSize(1);
      }
    }

    @Test
    void migrates_once_when_many_nodes_open_at_the_same_moment() throws Exception {
      int nodes = 6;
      CyclicBarrier together = new CyclicBarrier(nodes);
      ExecutorService threads = Executors.newFixedThreadPool(nodes);
      try {
        List<Future<JdbiWorkflowStore>> opening = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
          opening.add(
              threads.submit(
                  () -> {
                    together.await();
                    return JdbiWorkflowStore.open(database);
                  }));
        }
        for (Future<JdbiWorkflowStore> one : opening) {
          try (JdbiWorkflowStore store = one.get()) {
            assertThat(store.now()).isNotNull();
          }
        }
      } finally {
        threads.shutdownNow();
      }
      assertThat(versions("wf_")).isEqualTo(ALL_VERSIONS);
      try (JdbiWorkflowStore store = JdbiWorkflowStore.open(database)) {
        assertWorks(store);
      }
    }

    private List<String> tables() throws SQLException {
      return Scripts.column(database, TABLES);
    }

    private List<String> versions(String prefix) throws SQLException {
      return Scripts.column(database, "SELECT version FROM " + prefix + "schema");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x; DROP TABLE users; --",
        "wf_\" --",
        "wf_' OR '1'='1",
        "WF_",
        "1wf_",
        "_wf",
        "a-b",
        "größe_",
        "public.wf_",
        "wf_\n",
        "wf_#",
        "abcdefghijklmnopqrstuv"
      })
  void refuses_a_prefix_that_is_not_a_plain_name(String prefix) {
    assertThatThrownBy(() -> JdbiWorkflowStore.builder(PooledDatabases.h2()).tablePrefix(prefix))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the table prefix must be lower-case letters, digits and _, at most 21, beginning with"
                + " a letter: "
                + prefix);
  }

  @Test
  void says_that_the_database_cannot_be_reached() {
    org.postgresql.ds.PGSimpleDataSource nowhere = new org.postgresql.ds.PGSimpleDataSource();
    nowhere.setUrl("jdbc:postgresql://localhost:1/none");
    assertThatThrownBy(() -> JdbiWorkflowStore.open(nowhere))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("the database cannot be reached: ")
        .hasMessageContaining("localhost:1 refused");
  }

  private static WorkflowInstance assertWorks(JdbiWorkflowStore store) {
    try (WorkflowTestKit kit = WorkflowTestKit.on(store)) {
      kit.publish(
          """
          {"key": "w", "name": "W", "steps": [{"id": "a", "action": "set", "config": {"values": {"x": 1}}}]}
          """);
      WorkflowInstance instance =
          kit.instance(kit.start("w", SubjectRef.of("lead", "1"), Json.object()));
      assertThat(instance.state()).isEqualTo(InstanceState.COMPLETED);
      return instance;
    }
  }
}
