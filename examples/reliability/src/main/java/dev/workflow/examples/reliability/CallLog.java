package dev.workflow.examples.reliability;

import dev.workflow.spi.ActionContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Where handlers and senders leave a durable trace, on connections of their own. Thread-safe. */
final class CallLog {

  private final DataSource source;
  private final String node;

  CallLog(DataSource source, String node) {
    this.source = source;
    this.node = node;
  }

  String node() {
    return node;
  }

  void called(ActionContext context) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "INSERT INTO call_log (idempotency_key, instance, step, attempt, node) VALUES (?, ?, ?, ?, ?)")) {
      statement.setString(1, context.idempotencyKey());
      statement.setString(2, context.instance().toString());
      statement.setString(3, context.step());
      statement.setInt(4, context.attempt());
      statement.setString(5, node);
      statement.executeUpdate();
    }
  }

  void sent(String idempotencyKey) throws SQLException {
    try (Connection connection = source.getConnection()) {
      write(connection, "sent_log", idempotencyKey);
    }
  }

  /** A row of the ledger, in somebody else's transaction. */
  void book(Connection transaction, String idempotencyKey) throws SQLException {
    write(transaction, "ledger", idempotencyKey);
  }

  private void write(Connection connection, String table, String idempotencyKey)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO " + table + " (idempotency_key, node) VALUES (?, ?)")) {
      statement.setString(1, idempotencyKey);
      statement.setString(2, node);
      statement.executeUpdate();
    }
  }
}
