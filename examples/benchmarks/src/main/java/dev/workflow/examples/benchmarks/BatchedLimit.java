package dev.workflow.examples.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A JDBC batch for each table, for databases without statements that write to several. */
final class BatchedLimit implements LimitTables {

  private static final List<String> TABLES =
      List.of(
          "DROP TABLE IF EXISTS limit_event",
          "DROP TABLE IF EXISTS limit_instance",
          "DROP TABLE IF EXISTS limit_step",
          """
          CREATE TABLE limit_event (
            tenant_id varchar, id varchar, type varchar, subject_id varchar, at timestamp with time zone,
            body varchar, PRIMARY KEY (tenant_id, id))
          """,
          """
          CREATE TABLE limit_instance (
            tenant_id varchar, id uuid, workflow varchar, event_id varchar,
            created_at timestamp with time zone, state varchar, ended_at timestamp with time zone,
            PRIMARY KEY (tenant_id, id))
          """,
          """
          CREATE TABLE limit_step (
            tenant_id varchar, instance_id uuid, step integer, at timestamp with time zone, output varchar,
            PRIMARY KEY (tenant_id, instance_id, step))
          """);

  private final Connection connection;
  private final PreparedStatement event;
  private final PreparedStatement instance;
  private final PreparedStatement step;
  private final PreparedStatement end;

  private BatchedLimit(Connection connection) throws SQLException {
    this.connection = connection;
    connection.setAutoCommit(false);
    event =
        connection.prepareStatement(
            "INSERT INTO limit_event VALUES ('bench', ?, 'lead.created', ?, current_timestamp, ?)");
    instance =
        connection.prepareStatement(
            "INSERT INTO limit_instance VALUES ('bench', ?, 'four-steps', ?, current_timestamp, 'ACTIVE', NULL)");
    step =
        connection.prepareStatement(
            "INSERT INTO limit_step VALUES ('bench', ?, ?, current_timestamp, '{}')");
    end =
        connection.prepareStatement(
            "UPDATE limit_instance SET state = 'COMPLETED', ended_at = current_timestamp WHERE tenant_id = 'bench' AND id = ?");
  }

  static BatchedLimit open(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : TABLES) {
        statement.execute(sql);
      }
    }
    return new BatchedLimit(connection);
  }

  @Override
  public void write(List<LimitFact> facts) throws SQLException {
    for (LimitFact.Started started : LimitFact.of(facts, LimitFact.Started.class)) {
      add(event, started.event(), started.event(), started.body());
      add(instance, started.instance(), started.event());
    }
    for (LimitFact.Stepped stepped : LimitFact.of(facts, LimitFact.Stepped.class)) {
      add(step, stepped.instance(), stepped.step());
      if (stepped.last()) {
        add(end, stepped.instance());
      }
    }
    for (PreparedStatement statement : List.of(event, instance, step, end)) {
      statement.executeBatch();
    }
    connection.commit();
  }

  private static void add(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    statement.addBatch();
  }

  @Override
  public void close() {
    try (connection) {
      connection.rollback();
    } catch (SQLException e) {
      throw new IllegalStateException("the connection of the limit could not be closed", e);
    }
  }
}
