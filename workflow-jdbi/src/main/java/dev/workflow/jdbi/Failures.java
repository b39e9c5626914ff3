package dev.workflow.jdbi;

import dev.workflow.spi.store.StoreException;
import java.sql.SQLException;
import java.util.Set;

/** What a failure of the database means. */
final class Failures {

  /**
   * What is tried again: serialization failure, deadlock, lock timeout, concurrent update (H2), and
   * a row that another transaction stored first: the next attempt finds it.
   */
  private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01", "HYT00", "90131", "23505");

  private static final Set<String> TABLE_MISSING = Set.of("42P01", "42S02", "42S03", "42S04");

  private Failures() {}

  static StoreException refused(SQLException e) {
    SQLException next = e.getNextException();
    String more = next == null ? "" : " (" + next.getMessage() + ")";
    return new StoreException(
        "the database refused: " + e.getMessage() + more, next == null ? e : next);
  }

  /** Whether the same transaction may succeed when it runs again. */
  static boolean passing(Throwable failure) {
    return any(failure, TRY_AGAIN);
  }

  static boolean tableMissing(SQLException failure) {
    return TABLE_MISSING.contains(String.valueOf(failure.getSQLState()));
  }

  private static boolean any(Throwable failure, Set<String> states) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && states.contains(String.valueOf(sql.getSQLState()))) {
        return true;
      }
    }
    return false;
  }
}
