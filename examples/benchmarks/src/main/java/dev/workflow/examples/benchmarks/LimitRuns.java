package dev.workflow.examples.benchmarks;

import java.sql.SQLException;
import java.util.UUID;

/**
 * The same facts recorded by hand: an event with its id, an instance, the result of each of four
 * steps before the next begins, and the end. Thread-safe.
 */
final class LimitRuns implements AutoCloseable {

  private final LimitTables tables;
  private final LimitWriter writer;

  LimitRuns(Database database) throws SQLException {
    this.tables = LimitTables.open(database.connect());
    this.writer = new LimitWriter(tables);
  }

  /** Lets the server count what its process for this program has done; call it between loads. */
  void reportStatistics() throws SQLException {
    tables.reportStatistics();
  }

  void run() throws InterruptedException {
    String event = UUID.randomUUID().toString();
    UUID instance = UUID.randomUUID();
    writer.write(new LimitFact.Started(event, instance, Payload.of(event).toString()));
    for (int step = 1; step <= EngineRuns.STEPS; step++) {
      writer.write(new LimitFact.Stepped(instance, step, step == EngineRuns.STEPS));
    }
  }

  @Override
  public void close() {
    writer.close();
  }
}
