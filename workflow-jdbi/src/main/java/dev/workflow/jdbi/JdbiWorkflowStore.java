package dev.workflow.jdbi;

import dev.workflow.WorkflowException;
import dev.workflow.spi.store.EventRows;
import dev.workflow.spi.store.StoreException;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoreWork;
import dev.workflow.spi.store.WorkflowStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The store in the host's database: PostgreSQL (12 and newer) or H2 (2.x). Uses the host's
 * DataSource and closes nothing of it. Instants are kept in microseconds.
 *
 * <p>For H2 files, add {@code WRITE_DELAY=0} to the URL: otherwise a commit is durable only after
 * half a second.
 *
 * <p>Thread-safe.
 */
public final class JdbiWorkflowStore implements WorkflowStore {

  /**
   * What the database asks to try again: serialization failure, deadlock, lock timeout, concurrent
   * update (H2).
   */
  private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01", "HYT00", "90131");

  private static final int ATTEMPTS = 10;

  private final Jdbi jdbi;
  private final Dialect dialect;
  private final String prefix;
  private final int timeoutSeconds;
  private final YoungTables youngTables;

  private JdbiWorkflowStore(Jdbi jdbi, Dialect dialect, Builder builder) {
    this.jdbi = jdbi;
    this.dialect = dialect;
    this.prefix = builder.prefix;
    this.timeoutSeconds = (int) Math.max(1, builder.statementTimeout.toSeconds());
    this.youngTables =
        new YoungTables(
            () -> dialect.analyze(prefix).ifPresent(sql -> jdbi.useHandle(h -> h.execute(sql))));
  }

  /** Migrates the schema if it is behind and opens the store. */
  public static JdbiWorkflowStore open(DataSource dataSource) {
    return builder(dataSource).open();
  }

  /** For a table prefix, manual migration and time limits. */
  public static Builder builder(DataSource dataSource) {
    return new Builder(dataSource);
  }

  /** How the schema gets to the version the code needs. */
  public enum Migrate {
    /** When the store is opened. */
    AUTOMATICALLY,
    /** By hand: opening refuses a schema that is behind. */
    BY_HAND
  }

  /**
   * Settings of a store. Defaults: prefix {@code wf_}, automatic migration, 30 seconds a statement.
   */
  public static final class Builder {

    private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9_]{0,20}");

    private final DataSource dataSource;
    private String prefix = "wf_";
    private Migrate migrate = Migrate.AUTOMATICALLY;
    private Duration statementTimeout = Duration.ofSeconds(30);

    private Builder(DataSource dataSource) {
      this.dataSource = dataSource;
    }

    /**
     * What every table's name begins with: lower-case letters, digits and {@code _}, at most 21.
     */
    public Builder tablePrefix(String value) {
      if (!PREFIX.matcher(value).matches()) {
        throw new IllegalArgumentException(
            "the table prefix must be lower-case letters, digits and _, at most 21, beginning with a letter: "
                + value);
      }
      prefix = value;
      return this;
    }

    public Builder migrate(Migrate value) {
      migrate = value;
      return this;
    }

    /** The longest a statement may take; whole seconds. */
    public Builder statementTimeout(Duration value) {
      statementTimeout = value;
      return this;
    }

    /** The SQL that brings an empty schema to the version the code needs. */
    public String migrationSql() {
      return Jdbi.create(dataSource)
          .withHandle(handle -> new Migrations(dialect(handle), prefix).sql());
    }

    /**
     * Opens the store.
     *
     * @throws WorkflowException if the schema is newer than the code, or behind it and migration is
     *     by hand
     */
    public JdbiWorkflowStore open() {
      Jdbi jdbi = Jdbi.create(dataSource);
      Dialect dialect = jdbi.withHandle(Builder::dialect);
      Migrations migrations = new Migrations(dialect, prefix);
      try {
        if (migrate == Migrate.AUTOMATICALLY) {
          jdbi.useTransaction(handle -> migrations.migrate(handle.getConnection()));
        }
        jdbi.useHandle(handle -> migrations.validate(handle.getConnection()));
      } catch (SQLException e) {
        throw new StoreException(
            "the schema could not be brought to version "
                + Migrations.newest()
                + ": "
                + e.getMessage(),
            e);
      }
      return new JdbiWorkflowStore(jdbi, dialect, this);
    }

    private static Dialect dialect(Handle handle) {
      try {
        return Dialect.of(handle.getConnection());
      } catch (SQLException e) {
        throw Sql.failed(e);
      }
    }
  }

  @Override
  public <T, X extends Exception> T transact(StoreWork<T, X> work) throws X {
    for (int attempt = 1; ; attempt++) {
      try (Handle handle = open()) {
        return inTransaction(handle, work);
      } catch (StoreException e) {
        if (attempt == ATTEMPTS || !tryAgain(e)) {
          throw e;
        }
        LockSupport.parkNanos(
            ThreadLocalRandom.current().nextLong(1_000_000L << Math.min(attempt, 6)));
      }
    }
  }

  private Handle open() {
    try {
      return jdbi.open();
    } catch (RuntimeException e) {
      throw new StoreException("the database cannot be reached: " + e.getMessage(), e);
    }
  }

  private <T, X extends Exception> T inTransaction(Handle handle, StoreWork<T, X> work) throws X {
    JdbiTransaction transaction = transaction(handle);
    T result;
    boolean committed = false;
    try {
      handle.begin();
      result = work.in(transaction);
      handle.commit();
      committed = true;
    } catch (org.jdbi.v3.core.JdbiException e) {
      throw new StoreException("the transaction failed: " + e.getMessage(), cause(e));
    } finally {
      if (!committed) {
        rollback(handle);
      }
    }
    youngTables.written(transaction.sql().inserted());
    transaction.committed();
    return result;
  }

  private static Throwable cause(Throwable e) {
    return e.getCause() == null ? e : e.getCause();
  }

  private static void rollback(Handle handle) {
    try {
      handle.rollback();
    } catch (RuntimeException e) {
      // The connection is broken: the database rolls back by itself, and the first failure is the
      // one to report.
      org.slf4j.LoggerFactory.getLogger(JdbiWorkflowStore.class).debug("rollback failed", e);
    }
  }

  private static boolean tryAgain(StoreException e) {
    if (e instanceof EventRows.DuplicateEventException) {
      return false;
    }
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && TRY_AGAIN.contains(String.valueOf(sql.getSQLState()))) {
        return true;
      }
    }
    return false;
  }

  private JdbiTransaction transaction(Handle handle) {
    return new JdbiTransaction(
        handle, new Sql(handle.getConnection(), prefix, timeoutSeconds, dialect.arrays()));
  }

  /**
   * A transaction of the host: what the engine does with it is committed or rolled back with
   * everything else in it.
   *
   * @param handle in a transaction that the host began and will end
   */
  public StoreTransaction join(Handle handle) {
    JdbiTransaction transaction = transaction(handle);
    handle.afterCommit(transaction::committed);
    return transaction;
  }

  /**
   * The same for a plain connection with auto-commit off. The engine does not hear of the commit:
   * other work is found at the next poll.
   */
  public StoreTransaction join(Connection connection) {
    return transaction(Jdbi.create(connection).open());
  }

  @Override
  public Instant now() {
    return transact(
        transaction ->
            ((JdbiTransaction) transaction)
                .sql()
                .query(
                    "SELECT current_timestamp AS now_at", row -> Sql.requiredInstant(row, "now_at"))
                .get(0)
                .truncatedTo(ChronoUnit.MICROS));
  }

  @Override
  public String describe() {
    return dialect.name() + ", tables " + prefix + "*, schema " + Migrations.newest();
  }

  @Override
  public void close() {}
}
