package dev.workflow.examples.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Timers by hand: one thread takes 256 due rows at a time and marks them as done. */
final class LimitTimers {

  private static final String RUN =
      """
      UPDATE limit_timer SET state = 'DONE', due_at = NULL WHERE id IN (
        SELECT id FROM limit_timer WHERE due_at <= now() ORDER BY due_at, id LIMIT 256 FOR UPDATE SKIP LOCKED)
      """;

  private LimitTimers() {}

  /** How many timers a second it runs: {@code due} are due, {@code waiting} are not. */
  static double perSecond(Database database, int due, int waiting) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        PreparedStatement run = connection.prepareStatement(RUN)) {
      fill(statement, due, waiting);
      long began = System.nanoTime();
      int done = 0;
      for (int taken = run.executeUpdate(); taken > 0; taken = run.executeUpdate()) {
        done += taken;
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      statement.execute("DROP TABLE limit_timer");
      return done / seconds;
    }
  }

  private static void fill(Statement statement, int due, int waiting) throws SQLException {
    statement.execute(
        "CREATE TABLE limit_timer (id uuid PRIMARY KEY, state text, due_at timestamptz) WITH (fillfactor = 80)");
    statement.execute(
        "CREATE INDEX limit_timer_due ON limit_timer (due_at, id) WHERE due_at IS NOT NULL");
    statement.execute(
        "INSERT INTO limit_timer SELECT uuidv7(), 'WAITING', now() FROM generate_series(1, "
            + due
            + ")");
    statement.execute(
        "INSERT INTO limit_timer SELECT uuidv7(), 'WAITING', now() + interval '1 year' FROM generate_series(1, "
            + waiting
            + ")");
    statement.execute("VACUUM ANALYZE limit_timer");
  }
}
