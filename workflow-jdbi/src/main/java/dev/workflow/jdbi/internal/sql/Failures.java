package dev.workflow.jdbi.internal.sql;

import dev.workflow.spi.store.CommitInDoubtException;
import dev.workflow.spi.store.StoreException;
import dev.workflow.spi.store.StoreUnavailableException;
import java.sql.SQLException;
import java.util.Set;
import org.jdbi.v3.core.JdbiException;

/** Classifies failures of the database. */
public final class Failures {

  /**
   * What is tried again: serialization failure, deadlock, lock timeout, concurrent update (H2), and
   * a row that another transaction stored first: the next attempt finds it.
   */
  private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01", "HYT00", "90131", "23505");

  /**
   * Server shut down, crashed or starting (PostgreSQL); database closed, connection broken (H2).
   */
  private static final Set<String> GONE =
      Set.of("57P01", "57P02", "57P03", "57P05", "90067", "90098", "90121");

  /** A row with the same key is there already. */
  private static final String UNIQUE_VIOLATION = "23505";

  private static final Set<String> TABLE_MISSING = Set.of("42P01", "42S02", "42S03", "42S04");

  private static final String EXHAUSTED = "the database has no room or no resources left: ";

  /**
   * A standby that has not become the primary yet, or a database set to read only; a statement that
   * took longer than the time it has, or was cancelled by an operator; a transaction that stood
   * still for too long, or took too long, before it was to be committed: 25006, 57014, 25P03 and
   * 25P04 of PostgreSQL, 90097 and 57014 of H2.
   */
  private static final Set<String> FOR_NOW = Set.of("25006", "57014", "25P03", "25P04", "90097");

  private static final String HINDERED = "the database cannot do it for now: ";

  private Failures() {}

  public static StoreException refused(SQLException e) {
    SQLException next = e.getNextException();
    String more = next == null ? "" : " (" + next.getMessage() + ")";
    SQLException cause = next == null ? e : next;
    if (broken(cause)) {
      return new StoreUnavailableException(
          "the connection to the database broke: " + e.getMessage() + more, cause);
    }
    if (hindered(cause)) {
      return new StoreUnavailableException(HINDERED + e.getMessage() + more, cause);
    }
    return exhausted(cause)
        ? new StoreUnavailableException(EXHAUSTED + e.getMessage() + more, cause)
        : new StoreException("the database refused: " + e.getMessage() + more, cause);
  }

  /** A statement that commits by itself failed. */
  public static StoreException refusedWithCommit(SQLException e) {
    return broken(e) ? inDoubt(e) : refused(e);
  }

  public static StoreException unreachable(RuntimeException e) {
    return new StoreUnavailableException(
        "the database cannot be reached: " + cause(e).getMessage(), e);
  }

  /** Beginning a transaction failed. */
  public static StoreException notBegun(JdbiException e) {
    return cause(e) instanceof SQLException sql
        ? refused(sql)
        : new StoreException("the transaction could not begin: " + e.getMessage(), e);
  }

  public static StoreException notCommitted(JdbiException e) {
    Throwable cause = cause(e);
    if (broken(cause)) {
      return inDoubt(cause);
    }
    if (hindered(cause)) {
      return new StoreUnavailableException(HINDERED + cause.getMessage(), cause);
    }
    return exhausted(cause)
        ? new StoreUnavailableException(EXHAUSTED + cause.getMessage(), cause)
        : new StoreException("the database refused to commit: " + cause.getMessage(), cause);
  }

  private static CommitInDoubtException inDoubt(Throwable cause) {
    return new CommitInDoubtException(
        "the connection to the database broke during a commit, which may have taken place: "
            + cause.getMessage(),
        cause);
  }

  private static Throwable cause(Throwable e) {
    return e.getCause() == null ? e : e.getCause();
  }

  /** Whether the connection, or the server behind it, is gone. */
  private static boolean broken(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        String state = String.valueOf(sql.getSQLState());
        if (state.startsWith("08") || GONE.contains(state)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the server lacks disk space, memory or connections: class 53 of SQLState. */
  private static boolean exhausted(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && String.valueOf(sql.getSQLState()).startsWith("53")) {
        return true;
      }
    }
    return false;
  }

  /** Whether the database lives and cannot do it for now. */
  private static boolean hindered(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && FOR_NOW.contains(String.valueOf(sql.getSQLState()))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the same transaction may succeed when it runs again. */
  public static boolean passing(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && TRY_AGAIN.contains(String.valueOf(sql.getSQLState()))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the database refused with this SQLState. */
  public static boolean isRefusal(StoreException failure, String sqlState) {
    return failure.getCause() instanceof SQLException sql && sqlState.equals(sql.getSQLState());
  }

  /** Whether a row with the same key is there already. */
  public static boolean isUniqueViolation(StoreException failure) {
    return isRefusal(failure, UNIQUE_VIOLATION);
  }

  public static boolean tableMissing(SQLException failure) {
    return TABLE_MISSING.contains(String.valueOf(failure.getSQLState()));
  }
}
