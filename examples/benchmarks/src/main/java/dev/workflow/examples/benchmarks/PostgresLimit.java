package dev.workflow.examples.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** All facts of a batch in one statement, which is one round trip and one transaction. */
final class PostgresLimit implements LimitTables {

  private static final List<String> TABLES =
      List.of(
          "DROP TABLE IF EXISTS limit_event, limit_instance, limit_step",
          """
          CREATE TABLE limit_event (
            tenant_id text, id text, type text, subject_id text, at timestamptz, body text,
            PRIMARY KEY (tenant_id, id))
          """,
          """
          CREATE TABLE limit_instance (
            tenant_id text, id uuid, workflow text, event_id text, created_at timestamptz, state text,
            ended_at timestamptz, PRIMARY KEY (tenant_id, id)) WITH (fillfactor = 80)
          """,
          """
          CREATE TABLE limit_step (
            tenant_id text, instance_id uuid, step integer, at timestamptz, output text,
            PRIMARY KEY (tenant_id, instance_id, step))
          """,
          // The tables are empty when the statement is planned, and large when it runs.
          "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off");

  private static final String WRITE =
      """
      WITH started AS (
        SELECT * FROM unnest(?::text[], ?::uuid[], ?::text[]) AS t (event, instance, body)
      ), event AS (
        INSERT INTO limit_event
        SELECT 'bench', event, 'lead.created', event, now(), body FROM started
      ), instance AS (
        INSERT INTO limit_instance
        SELECT 'bench', instance, 'four-steps', event, now(), 'ACTIVE', NULL FROM started
      ), step AS (
        INSERT INTO limit_step
        SELECT 'bench', instance, step, now(), '{}' FROM unnest(?::uuid[], ?::int[]) AS t (instance, step)
      )
      UPDATE limit_instance SET state = 'COMPLETED', ended_at = now()
      WHERE tenant_id = 'bench' AND id = ANY(?::uuid[])
      """;

  private final Connection connection;
  private final PreparedStatement write;

  private PostgresLimit(Connection connection) throws SQLException {
    this.connection = connection;
    this.write = connection.prepareStatement(WRITE);
  }

  static PostgresLimit open(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : TABLES) {
        statement.execute(sql);
      }
    }
    return new PostgresLimit(connection);
  }

  @Override
  public void write(List<LimitFact> facts) throws SQLException {
    List<LimitFact.Started> started = LimitFact.of(facts, LimitFact.Started.class);
    List<LimitFact.Stepped> stepped = LimitFact.of(facts, LimitFact.Stepped.class);
    array(1, "text", started.stream().map(LimitFact.Started::event).toArray());
    array(2, "uuid", started.stream().map(LimitFact.Started::instance).toArray());
    array(3, "text", started.stream().map(LimitFact.Started::body).toArray());
    array(4, "uuid", stepped.stream().map(LimitFact.Stepped::instance).toArray());
    array(5, "int4", stepped.stream().map(LimitFact.Stepped::step).toArray());
    array(
        6,
        "uuid",
        stepped.stream()
            .filter(LimitFact.Stepped::last)
            .map(LimitFact.Stepped::instance)
            .toArray());
    write.executeUpdate();
  }

  @Override
  public void reportStatistics() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_stat_force_next_flush()");
    }
  }

  private void array(int parameter, String type, Object[] values) throws SQLException {
    write.setArray(parameter, connection.createArrayOf(type, values));
  }

  @Override
  public void close() {
    try (connection) {
      write.close();
    } catch (SQLException e) {
      throw new IllegalStateException("the connection of the limit could not be closed", e);
    }
  }
}
