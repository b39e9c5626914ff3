package dev.workflow.jdbi;

import dev.workflow.internal.log.Log;
import dev.workflow.jdbi.internal.ConflictMode;
import dev.workflow.jdbi.internal.Dialect;
import dev.workflow.jdbi.internal.sql.Failures;
import dev.workflow.jdbi.internal.sql.PartialWriteException;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.jdbi.internal.sql.SqlSettings;
import dev.workflow.jdbi.internal.sql.TransactionBoundary;
import dev.workflow.spi.store.CommitInDoubtException;
import dev.workflow.spi.store.EventRows;
import dev.workflow.spi.store.StoreException;
import dev.workflow.spi.store.StoreUnavailableException;
import dev.workflow.spi.store.StoreWork;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Runs the store's own transactions, again if another attempt may succeed, and takes part in the
 * host's. Thread-safe.
 */
final class Transactions {

  private static final Log log = Log.of(Transactions.class);
  private static final int ATTEMPTS = 10;

  private final HostPool pool;
  private final Jdbi jdbi;
  private final Dialect dialect;
  private final SqlSettings settings;
  private final EarlyAnalyze earlyAnalyze;

  /**
   * @param prefix of all tables
   * @param timeoutSeconds the longest that a statement may take
   */
  Transactions(HostPool pool, Jdbi jdbi, Dialect dialect, String prefix, int timeoutSeconds) {
    this.pool = pool;
    this.jdbi = jdbi;
    this.dialect = dialect;
    this.settings = new SqlSettings(prefix, timeoutSeconds, dialect.statements().manyRows());
    this.earlyAnalyze = new EarlyAnalyze(() -> analyze(prefix));
  }

  private void analyze(String prefix) {
    dialect
        .database()
        .analyze(prefix)
        .ifPresent(sql -> jdbi.useHandle(handle -> handle.execute(sql)));
  }

  static Handle connect(Jdbi jdbi) {
    try {
      return jdbi.open();
    } catch (RuntimeException e) {
      throw Failures.unreachable(e);
    }
  }

  /** One of the store's own. */
  <T, X extends Exception> T run(StoreWork<T, X> work) throws X {
    for (int attempt = 1; ; attempt++) {
      Handle handle = connect(jdbi);
      try {
        return once(handle, attempt == 1 ? ConflictMode.EXPECT_NEW : ConflictMode.FENCE, work);
      } catch (StoreException e) {
        pool.distrust();
        if (attempt == ATTEMPTS || !tryAgain(e)) {
          throw e;
        }
      } finally {
        quietly("the connection was not given back in order", handle::close);
      }
      LockSupport.parkNanos(
          ThreadLocalRandom.current().nextLong(1_000_000L << Math.min(attempt, 6)));
    }
  }

  private <T, X extends Exception> T once(Handle handle, ConflictMode mode, StoreWork<T, X> work)
      throws X {
    TransactionBoundary boundary = TransactionBoundary.own(handle, dialect.database().idleLimit());
    JdbiTransaction transaction = transaction(handle, boundary, mode);
    T result;
    boolean committed = false;
    try {
      result = work.in(transaction);
      boundary.commit();
      committed = true;
    } finally {
      if (!committed) {
        quietly("rollback failed; the database rolls back by itself", boundary::rollback);
        transaction.rolledBack();
      }
    }
    earlyAnalyze.written(transaction.sql().inserted());
    transaction.committed();
    return result;
  }

  /** What happened before is what the caller must hear of. */
  private static void quietly(String message, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      log.debug(message, e);
    }
  }

  private static boolean tryAgain(StoreException e) {
    if (e instanceof EventRows.DuplicateEventException || e instanceof CommitInDoubtException) {
      return false;
    }
    return e instanceof StoreUnavailableException
        || e instanceof PartialWriteException
        || Failures.passing(e);
  }

  /** One of the host's. Where a refused row would end it, none is tried. */
  JdbiTransaction ofHost(Handle handle) {
    ConflictMode mode =
        dialect.database().goesOnAfterRefusal() ? ConflictMode.EXPECT_NEW : ConflictMode.FENCE;
    return transaction(handle, TransactionBoundary.ofHost(handle), mode);
  }

  private JdbiTransaction transaction(
      Handle handle, TransactionBoundary boundary, ConflictMode mode) {
    return new JdbiTransaction(handle, new Sql(boundary, settings), dialect.statements(), mode);
  }
}
