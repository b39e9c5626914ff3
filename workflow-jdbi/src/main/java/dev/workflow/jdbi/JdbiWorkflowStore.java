package dev.workflow.jdbi;

import dev.workflow.WorkflowException;
import dev.workflow.jdbi.internal.ConflictMode;
import dev.workflow.jdbi.internal.Dialect;
import dev.workflow.jdbi.internal.sql.Failures;
import dev.workflow.jdbi.internal.sql.PartialWriteException;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.jdbi.internal.sql.TransactionBoundary;
import dev.workflow.spi.store.CommitInDoubtException;
import dev.workflow.spi.store.EventRows;
import dev.workflow.spi.store.StoreException;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoreUnavailableException;
import dev.workflow.spi.store.StoreWork;
import dev.workflow.spi.store.WorkflowStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger log = LoggerFactory.getLogger(JdbiWorkflowStore.class);
  private static final int ATTEMPTS = 10;

  private final HostPool pool;
  private final Jdbi jdbi;
  private final Dialect dialect;
  private final String prefix;
  private final Sql.Settings settings;
  private final EarlyAnalyze earlyAnalyze;

  private JdbiWorkflowStore(HostPool pool, Jdbi jdbi, Dialect dialect, Builder builder) {
    this.pool = pool;
    this.jdbi = jdbi;
    this.dialect = dialect;
    this.prefix = builder.prefix;
    this.settings =
        new Sql.Settings(
            prefix,
            (int) Math.max(1, builder.statementTimeout.toSeconds()),
            dialect.statements().manyRows());
    this.earlyAnalyze =
        new EarlyAnalyze(
            () ->
                dialect
                    .database()
                    .analyze(prefix)
                    .ifPresent(sql -> jdbi.useHandle(h -> h.execute(sql))));
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
    private boolean portableSql;

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

    /**
     * Uses only statements that any SQL database runs, where the database has faster ones: no
     * arrays, no physical addresses of rows, each change writes one table. For databases that speak
     * a product's protocol and not all of its SQL, such as a distributed PostgreSQL. Default: the
     * fastest form that the product has; the tables are the same. H2 always has the portable form.
     *
     * <p>All nodes of a database must use the same form: the two lock concurrency keys in different
     * ways.
     */
    public Builder portableSql() {
      portableSql = true;
      return this;
    }

    /** The SQL that brings an empty schema to the version the code needs. */
    public String migrationSql() {
      return migrationSql(0);
    }

    /**
     * The SQL that brings a schema from a version to the one the code needs: empty if it is there.
     * Every semicolon ends a statement.
     *
     * @param from the version that the schema has, as the error of {@link #open} names it; 0: none
     * @throws IllegalArgumentException if the code knows no such version
     */
    public String migrationSql(int from) {
      return new Migrations(dialect(Jdbi.create(new HostPool(dataSource))).database(), prefix)
          .sql(from);
    }

    /**
     * Opens the store.
     *
     * @throws WorkflowException if the schema is newer than the code, or behind it and migration is
     *     by hand
     * @throws StoreException if the database cannot be reached or refuses
     */
    public JdbiWorkflowStore open() {
      HostPool pool = new HostPool(dataSource);
      Jdbi jdbi = Jdbi.create(pool);
      Dialect dialect = dialect(jdbi);
      Migrations migrations = new Migrations(dialect.database(), prefix);
      if (migrate == Migrate.AUTOMATICALLY) {
        migrations.migrate(jdbi);
      }
      migrations.validate(jdbi);
      return new JdbiWorkflowStore(pool, jdbi, dialect, this);
    }

    private Dialect dialect(Jdbi jdbi) {
      try (Handle handle = connect(jdbi)) {
        return Dialects.of(handle.getConnection(), portableSql);
      } catch (SQLException e) {
        throw Failures.refused(e);
      }
    }
  }

  @Override
  public <T, X extends Exception> T transact(StoreWork<T, X> work) throws X {
    for (int attempt = 1; ; attempt++) {
      Handle handle = connect(jdbi);
      try {
        return inTransaction(
            handle, attempt == 1 ? ConflictMode.EXPECT_NEW : ConflictMode.FENCE, work);
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

  private static Handle connect(Jdbi jdbi) {
    try {
      return jdbi.open();
    } catch (RuntimeException e) {
      throw Failures.unreachable(e);
    }
  }

  private <T, X extends Exception> T inTransaction(
      Handle handle, ConflictMode mode, StoreWork<T, X> work) throws X {
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

  private JdbiTransaction transaction(
      Handle handle, TransactionBoundary boundary, ConflictMode mode) {
    return new JdbiTransaction(handle, new Sql(boundary, settings), dialect.statements(), mode);
  }

  /**
   * A transaction of the host: what the engine does with it is committed or rolled back with
   * everything else in it. A {@link StoreException} means that it can only be rolled back.
   *
   * @param handle in a transaction that the host began and will end
   * @throws IllegalStateException if it is in none
   */
  public StoreTransaction join(Handle handle) {
    requireTransaction(handle.getConnection());
    JdbiTransaction transaction = ofHost(handle);
    handle.afterCommit(transaction::committed);
    return transaction;
  }

  /**
   * The same for a plain connection with auto-commit off, from whatever framework. The engine does
   * not hear of the commit unless the host {@linkplain JoinedTransaction#committed says so}.
   */
  public JoinedTransaction join(Connection connection) {
    requireTransaction(connection);
    return ofHost(Jdbi.create(connection).open());
  }

  /** Where a refused row would end the host's transaction, none is tried. */
  private JdbiTransaction ofHost(Handle handle) {
    ConflictMode mode =
        dialect.database().goesOnAfterRefusal() ? ConflictMode.EXPECT_NEW : ConflictMode.FENCE;
    return transaction(handle, TransactionBoundary.ofHost(handle), mode);
  }

  private static void requireTransaction(Connection connection) {
    try {
      if (connection.getAutoCommit()) {
        throw new IllegalStateException(
            "the connection commits after every statement; begin a transaction before joining it");
      }
    } catch (SQLException e) {
      throw Failures.refused(e);
    }
  }

  @Override
  public Instant now() {
    return transact(
        transaction ->
            ((JdbiTransaction) transaction)
                .sql()
                .of("SELECT current_timestamp AS now_at")
                .one(row -> Sql.requiredInstant(row, "now_at"))
                .truncatedTo(ChronoUnit.MICROS));
  }

  @Override
  public void onOwnConnection(Runnable loop) {
    pool.keepingOne(loop);
  }

  @Override
  public String describe() {
    return dialect.database().name() + ", tables " + prefix + "*, schema " + Migrations.newest();
  }

  @Override
  public void close() {}
}
