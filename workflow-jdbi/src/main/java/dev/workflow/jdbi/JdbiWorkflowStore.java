package dev.workflow.jdbi;

import dev.workflow.WorkflowException;
import dev.workflow.jdbi.internal.Dialect;
import dev.workflow.jdbi.internal.sql.Failures;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.spi.store.StoreException;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoreWork;
import dev.workflow.spi.store.WorkflowStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

  private final HostPool pool;
  private final Transactions transactions;
  private final String description;

  private JdbiWorkflowStore(HostPool pool, Transactions transactions, String description) {
    this.pool = pool;
    this.transactions = transactions;
    this.description = description;
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
   * Settings of a store. Defaults: prefix {@code wf_}, automatic migration, 30 seconds a statement,
   * the fastest statements that the database has.
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
      int timeoutSeconds = (int) Math.max(1, statementTimeout.toSeconds());
      return new JdbiWorkflowStore(
          pool,
          new Transactions(pool, jdbi, dialect, prefix, timeoutSeconds),
          dialect.database().name() + ", tables " + prefix + "*, schema " + Migrations.newest());
    }

    private Dialect dialect(Jdbi jdbi) {
      try (Handle handle = Transactions.connect(jdbi)) {
        return Dialects.of(handle.getConnection(), portableSql);
      } catch (SQLException e) {
        throw Failures.refused(e);
      }
    }
  }

  @Override
  public <T, X extends Exception> T transact(StoreWork<T, X> work) throws X {
    return transactions.run(work);
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
    JdbiTransaction transaction = transactions.ofHost(handle);
    handle.afterCommit(transaction::committed);
    return transaction;
  }

  /**
   * The same for a plain connection with auto-commit off, from whatever framework. The engine does
   * not hear of the commit unless the host {@linkplain JoinedTransaction#committed says so}.
   */
  public JoinedTransaction join(Connection connection) {
    requireTransaction(connection);
    return transactions.ofHost(Jdbi.create(connection).open());
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
                .one(row -> Read.requiredInstant(row, "now_at"))
                .truncatedTo(ChronoUnit.MICROS));
  }

  @Override
  public void onOwnConnection(Runnable loop) {
    pool.keepingOne(loop);
  }

  @Override
  public String describe() {
    return description;
  }

  @Override
  public void close() {}
}
