package dev.workflow.examples.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The tables of the program written by hand, on one connection. Used by one thread. */
interface LimitTables extends AutoCloseable {

  /** Makes them anew on a connection, which is closed with them. */
  static LimitTables open(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")
        ? PostgresLimit.open(connection)
        : BatchedLimit.open(connection);
  }

  /** Makes facts durable in one transaction. */
  void write(List<LimitFact> facts) throws SQLException;

  /** Lets the server count what this connection has done, where it does not by itself. */
  default void reportStatistics() throws SQLException {}

  @Override
  void close();
}
