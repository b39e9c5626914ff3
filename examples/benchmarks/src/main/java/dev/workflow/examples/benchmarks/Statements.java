package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Where the time of the database goes, as pg_stat_statements has counted it. */
final class Statements {

  private Statements() {}

  static void forget(Database database) throws SQLException {
    database.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
    database.execute("SELECT pg_stat_statements_reset()");
  }

  /** Prints those that took longest altogether. */
  static void print(Database database, int count) throws SQLException {
    try (Connection connection = database.source().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT calls, rows, total_exec_time, wal_bytes, regexp_replace(query, '\\s+', ' ', 'g') AS query
                FROM pg_stat_statements ORDER BY total_exec_time DESC LIMIT %d
                """
                    .formatted(count))) {
      while (row.next()) {
        ObjectNode line = Output.line("durable", "statement");
        line.put("calls", row.getLong("calls")).put("rows", row.getLong("rows"));
        Output.put(line, "ms", row.getDouble("total_exec_time"));
        line.put("walBytes", row.getLong("wal_bytes")).put("query", row.getString("query"));
        Output.print(line);
      }
    }
  }
}
