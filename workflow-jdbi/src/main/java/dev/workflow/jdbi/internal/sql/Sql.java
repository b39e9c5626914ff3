package dev.workflow.jdbi.internal.sql;

import dev.workflow.TenantId;
import dev.workflow.internal.text.Limits;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * Statements on one connection: named parameters, the table prefix put in for {@code #}, every
 * statement with a timeout. Used by one thread.
 */
public final class Sql {

  /**
   * Before every time there can be: H2 scans the rows without a time first unless a range has a
   * lower end.
   */
  public static final Instant EARLIEST = Limits.EARLIEST;

  /** After every time there can be. */
  public static final Instant LATEST = Limits.LATEST;

  private final TransactionBoundary boundary;
  private final Connection connection;
  private final SqlSettings settings;
  private long inserted;

  public Sql(TransactionBoundary boundary, SqlSettings settings) {
    this.boundary = boundary;
    this.connection = boundary.connection();
    this.settings = settings;
  }

  /** A statement with parameters as {@code :name} and lists as {@code IN (:names)}. */
  public Call of(String text) {
    return new Call(this, text);
  }

  private PreparedStatement prepare(Optional<String> first, NamedSql sql) throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(
            first.isPresent() ? first.get() + ";" + sql.text() : sql.text());
    statement.setQueryTimeout(settings.timeoutSeconds());
    return statement;
  }

  <R> List<R> query(String text, Binding binding, Mapper<R> mapper) {
    binding.requireSought();
    try {
      return rows(boundary.begin(), text, binding, mapper);
    } catch (SQLException e) {
      throw Failures.refused(e);
    }
  }

  <R> List<R> peek(String text, Binding binding, Mapper<R> mapper) {
    if (!boundary.canBeOneStatement()) {
      return query(text, binding, mapper);
    }
    binding.requireSought();
    try {
      return rows(Optional.empty(), text, binding, mapper);
    } catch (SQLException e) {
      throw Failures.refused(e);
    }
  }

  void alone(String text, Binding binding) {
    boundary.oneStatement();
    try {
      rows(Optional.empty(), text, binding, row -> row);
    } catch (SQLException e) {
      throw Failures.refusedWithCommit(e);
    }
  }

  private <R> List<R> rows(Optional<String> first, String text, Binding binding, Mapper<R> mapper)
      throws SQLException {
    NamedSql sql = settings.named(text, binding);
    try (PreparedStatement statement = prepare(first, sql)) {
      sql.bind(statement, binding);
      execute(first, statement);
      try (ResultSet rows = statement.getResultSet()) {
        return mapped(rows, mapper);
      }
    }
  }

  private static <R> List<R> mapped(ResultSet rows, Mapper<R> mapper) throws SQLException {
    List<R> found = new ArrayList<>();
    while (rows.next()) {
      found.add(mapper.map(rows));
    }
    return found;
  }

  /** Settings go to the server together with the statement, and have the first result. */
  private static void execute(Optional<String> first, PreparedStatement statement)
      throws SQLException {
    statement.execute();
    if (first.isPresent()) {
      statement.getMoreResults();
    }
  }

  int update(String text, Binding binding) {
    NamedSql sql = settings.named(text, binding);
    Optional<String> first = boundary.begin();
    try (PreparedStatement statement = prepare(first, sql)) {
      sql.bind(statement, binding);
      execute(first, statement);
      return statement.getUpdateCount();
    } catch (SQLException e) {
      throw Failures.refused(e);
    }
  }

  /** The same change for each row, sent together; returns how many rows each has changed. */
  public <T> int[] batch(String text, Collection<T> rows, BiConsumer<Binding, T> values) {
    if (rows.isEmpty()) {
      return new int[0];
    }
    set(boundary.begin());
    Binding binding = new Binding();
    NamedSql sql = settings.named(text, binding);
    try (PreparedStatement statement = prepare(Optional.empty(), sql)) {
      for (T row : rows) {
        values.accept(binding, row);
        sql.bind(statement, binding);
        statement.addBatch();
      }
      return statement.executeBatch();
    } catch (SQLException e) {
      throw Failures.refused(e);
    }
  }

  /** The same with parameters that have the names of columns. */
  public <T> int[] batch(String text, Columns<T> columns, Collection<T> rows) {
    return batch(text, rows, columns::bind);
  }

  /**
   * The same query once for each key, in their order: on a database to which every query is a call
   * in this process, or that takes no arrays.
   */
  public <K, R> List<R> each(
      String text,
      Collection<K> keys,
      Binding others,
      BiConsumer<Binding, K> values,
      Mapper<R> mapper) {
    if (keys.isEmpty()) {
      return List.of();
    }
    set(boundary.begin());
    Binding binding = new Binding().bindAll(others);
    NamedSql sql = settings.named(text, binding);
    try (PreparedStatement statement = prepare(Optional.empty(), sql)) {
      List<R> found = new ArrayList<>();
      for (K key : keys) {
        values.accept(binding, key);
        sql.bind(statement, binding);
        try (ResultSet rows = statement.executeQuery()) {
          found.addAll(mapped(rows, mapper));
        }
      }
      return found;
    } catch (SQLException e) {
      throw Failures.refused(e);
    }
  }

  /** What a query finds for each of the keys, in their order. */
  public <K, R> List<R> find(Lookup<K> lookup, Collection<K> keys, Mapper<R> mapper) {
    return find(lookup, keys, new Binding(), mapper);
  }

  /**
   * What a query finds for each of the keys, in their order.
   *
   * @param others the parameters that are the same for all keys
   */
  public <K, R> List<R> find(
      Lookup<K> lookup, Collection<K> keys, Binding others, Mapper<R> mapper) {
    return keys.isEmpty()
        ? List.of()
        : settings.manyRows().find(this, lookup, keys, others, mapper);
  }

  /** Inserts one row. */
  public <T> void insertOne(Columns<T> table, T row) {
    of(table.insert()).bind(table, row).update();
  }

  /** Inserts rows. */
  public <T> void insert(Columns<T> table, List<T> rows) {
    if (!rows.isEmpty()) {
      count(rows.size());
      settings.manyRows().insert(this, table, rows);
    }
  }

  /** See {@link ManyRows#insertNew}. */
  public <T> List<T> insertNew(Columns<T> table, List<T> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    count(rows.size());
    return settings.manyRows().insertNew(this, table, rows);
  }

  /** See {@link ManyRows#insertIfAllNew}. */
  public <T> boolean insertIfAllNew(Columns<T> table, List<T> rows) {
    if (rows.isEmpty()) {
      return true;
    }
    count(rows.size());
    return settings.manyRows().insertIfAllNew(this, table, rows);
  }

  /** See {@link ManyRows#delete}. */
  public void delete(String table, String column, TenantId tenant, Collection<?> values) {
    if (!values.isEmpty()) {
      settings.manyRows().delete(this, table, column, tenant, values);
    }
  }

  /**
   * Does something that the database may refuse, after which the transaction continues: on
   * databases that would end it, from where it stands now.
   *
   * @param change gives false if it was refused
   */
  public boolean orAsBefore(BooleanSupplier change) {
    set(boundary.begin());
    try {
      Savepoint before = connection.setSavepoint();
      boolean done = change.getAsBoolean();
      if (!done) {
        connection.rollback(before);
      }
      connection.releaseSavepoint(before);
      return done;
    } catch (SQLException e) {
      throw Failures.refused(e);
    }
  }

  /** Whether the host began the transaction, and ends it. */
  public boolean ofHost() {
    return boundary.isOfHost();
  }

  /** Begins the transaction for what the host does in it. */
  public void openForHost() {
    set(boundary.beginForHost());
  }

  private void set(Optional<String> setting) {
    if (setting.isPresent()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(setting.get());
      } catch (SQLException e) {
        throw Failures.refused(e);
      }
    }
  }

  /** Whether {@link Call#alone} is possible. */
  public boolean canWriteAlone() {
    return boundary.canBeOneStatement();
  }

  /** How many rows were given to be written at once. */
  public long inserted() {
    return inserted;
  }

  /** Counts rows that a statement of a dialect's own writes at once. */
  public void count(long rows) {
    inserted += rows;
  }
}
