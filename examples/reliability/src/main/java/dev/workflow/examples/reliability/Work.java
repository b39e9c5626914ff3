package dev.workflow.examples.reliability;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;

/** What is still to be done in a database. */
final class Work {

  private static final String OPEN =
      """
      (SELECT count(*) FROM wf_instance WHERE ended_at IS NULL)
        + (SELECT count(*) FROM wf_message WHERE state = 'PENDING')""";

  private Work() {}

  /** How many instances and messages have not ended. */
  static long open(Database database) throws SQLException {
    return database.number("SELECT " + OPEN);
  }

  static boolean awaitEnd(Database database, Duration patience) throws Exception {
    return awaitEnd(database, patience, () -> 0);
  }

  /**
   * Waits until nothing is open.
   *
   * @param meanwhile done again and again
   * @return false if for as long as {@code patience} nothing moved
   */
  static boolean awaitEnd(Database database, Duration patience, Callable<Integer> meanwhile)
      throws Exception {
    long known = -1;
    while (true) {
      long before = known;
      long[] seen = {before, 1};
      boolean moved =
          Await.within(
              patience,
              () -> {
                meanwhile.call();
                seen[1] = open(database);
                seen[0] = database.number("SELECT count(*) FROM wf_journal");
                return seen[1] == 0 || seen[0] > before;
              });
      if (!moved || seen[1] == 0) {
        return moved;
      }
      known = seen[0];
    }
  }
}
