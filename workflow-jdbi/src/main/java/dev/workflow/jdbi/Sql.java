package dev.workflow.jdbi;

import dev.workflow.Limits;
import dev.workflow.SubjectRef;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Statements on one connection: positional parameters, the table prefix put in for {@code #}, every
 * statement with a timeout. Used by one thread.
 */
final class Sql {

  /**
   * Before every time there can be: H2 scans the rows without a time first unless a range has a
   * lower end.
   */
  static final Instant EARLIEST = Limits.EARLIEST;

  /** After every time there can be. */
  static final Instant LATEST = Limits.LATEST;

  /** Reads one row. */
  @FunctionalInterface
  interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  private final Boundary boundary;
  private final Connection connection;
  private final String prefix;
  private final int timeoutSeconds;
  private final boolean arrays;
  private long inserted;

  /**
   * @param arrays whether arrays are parameters that use an index: {@code = ANY(?)}, {@code
   *     unnest(?)}; otherwise a list becomes {@code IN (?, ?, …)}
   */
  Sql(Boundary boundary, String prefix, int timeoutSeconds, boolean arrays) {
    this.boundary = boundary;
    this.connection = boundary.connection();
    this.prefix = prefix;
    this.timeoutSeconds = timeoutSeconds;
    this.arrays = arrays;
  }

  /** Whether a statement for many rows takes a {@link Rows#arrays() array for each column}. */
  boolean arrays() {
    return arrays;
  }

  private PreparedStatement prepare(Optional<String> settings, String sql) throws SQLException {
    String text = sql.replace("#", prefix);
    PreparedStatement statement =
        connection.prepareStatement(settings.map(first -> first + ";" + text).orElse(text));
    statement.setQueryTimeout(timeoutSeconds);
    return statement;
  }

  <T> List<T> query(String sql, Mapper<T> mapper, @Nullable Object... parameters) {
    try {
      return rows(boundary.begin(), sql, mapper, parameters);
    } catch (SQLException e) {
      throw Failures.refused(e);
    }
  }

  /** A query that begins no transaction: before the first statement it is one of its own. */
  <T> List<T> peek(String sql, Mapper<T> mapper, @Nullable Object... parameters) {
    if (!boundary.canBeOneStatement()) {
      return query(sql, mapper, parameters);
    }
    try {
      return rows(Optional.empty(), sql, mapper, parameters);
    } catch (SQLException e) {
      throw Failures.refused(e);
    }
  }

  /**
   * A statement that is the whole transaction: it writes all or, by an error of its own, nothing.
   */
  private <T> List<T> queryAlone(String sql, Mapper<T> mapper, @Nullable Object... parameters) {
    boundary.oneStatement();
    try {
      return rows(Optional.empty(), sql, mapper, parameters);
    } catch (SQLException e) {
      throw Failures.refusedWithCommit(e);
    }
  }

  private <T> List<T> rows(
      Optional<String> settings, String sql, Mapper<T> mapper, @Nullable Object... parameters)
      throws SQLException {
    @Nullable Object[] values = arrays ? parameters : Parameters.flat(parameters);
    try (PreparedStatement statement =
        prepare(settings, arrays ? sql : Parameters.expanded(sql, parameters))) {
      Parameters.bind(statement, values);
      execute(settings, statement);
      try (ResultSet rows = statement.getResultSet()) {
        List<T> found = new ArrayList<>();
        while (rows.next()) {
          found.add(mapper.map(rows));
        }
        return found;
      }
    }
  }

  /** Settings go to the server together with the statement, and have the first result. */
  private static void execute(Optional<String> settings, PreparedStatement statement)
      throws SQLException {
    statement.execute();
    if (settings.isPresent()) {
      statement.getMoreResults();
    }
  }

  /**
   * The same query once for each id, in their order: on a database to which every query is a call
   * in this process.
   *
   * @param sql with two parameters, the tenant and the id
   */
  <T> List<T> queryEach(String sql, Mapper<T> mapper, String tenant, Collection<?> ids) {
    set(boundary.begin());
    try (PreparedStatement statement = prepare(Optional.empty(), sql)) {
      List<T> found = new ArrayList<>();
      for (Object id : ids) {
        Parameters.bind(statement, tenant, id);
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            found.add(mapper.map(rows));
          }
        }
      }
      return found;
    } catch (SQLException e) {
      throw Failures.refused(e);
    }
  }

  /** A statement that takes rows as arrays and returns the places of those it has found. */
  Places places(String statement, Rows rows) {
    return new Places(rows.size(), query(statement, row -> row.getInt("place"), rows.arrays()));
  }

  boolean exists(String sql, @Nullable Object... parameters) {
    return !query(sql, row -> row, parameters).isEmpty();
  }

  int update(String sql, @Nullable Object... parameters) {
    @Nullable Object[] values = arrays ? parameters : Parameters.flat(parameters);
    Optional<String> settings = boundary.begin();
    try (PreparedStatement statement =
        prepare(settings, arrays ? sql : Parameters.expanded(sql, parameters))) {
      Parameters.bind(statement, values);
      execute(settings, statement);
      return statement.getUpdateCount();
    } catch (SQLException e) {
      throw Failures.refused(e);
    }
  }

  /** Deletes a tenant's rows with these ids. */
  void remove(String table, String column, String tenant, Collection<?> ids) {
    String delete = "DELETE FROM " + table + " WHERE tenant_id = ? AND " + column;
    if (arrays) {
      update(delete + " = ANY(?)", tenant, ids);
    } else {
      batch(delete + " = ?", ids.stream().map(id -> row(tenant, id)).toList());
    }
  }

  /** Whether the host began the transaction, and ends it. */
  boolean ofHost() {
    return boundary.isOfHost();
  }

  /** Begins the transaction for what the host does in it. */
  void openForHost() {
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

  /** Whether {@link #writeAlone} is possible. */
  boolean canWriteAlone() {
    return boundary.canBeOneStatement();
  }

  /** How many rows were given to be written at once. */
  long inserted() {
    return inserted;
  }

  /**
   * A statement that takes the arrays of several lots of rows, one after the other, and then how
   * many rows that are, twice.
   */
  void write(String statement, List<Rows> lots, Mapper<?> mapper) {
    long count = count(lots);
    List<@Nullable Object> parameters = arrays(lots);
    parameters.add(count);
    parameters.add(count);
    query(statement, mapper, parameters.toArray());
  }

  /**
   * A statement that takes the arrays of several lots of rows, and how many rows that are, and that
   * is the whole transaction.
   */
  void writeAlone(String statement, List<Rows> lots) {
    List<@Nullable Object> parameters = arrays(lots);
    parameters.add(count(lots));
    queryAlone(statement, row -> row, parameters.toArray());
  }

  private long count(List<Rows> lots) {
    long count = 0;
    for (Rows rows : lots) {
      count += rows.values().size();
    }
    inserted += count;
    return count;
  }

  private static List<@Nullable Object> arrays(List<Rows> lots) {
    List<@Nullable Object> parameters = new ArrayList<>();

    for (Rows rows : lots) {
      parameters.addAll(Arrays.asList(rows.arrays()));
    }
    return parameters;
  }

  /** Inserts many rows, with one statement where the database takes arrays. */
  void insert(Rows rows) {
    insert(rows, "");
  }

  /** A statement that inserts several lots of rows from their arrays, one after the other. */
  void insert(String statement, List<Rows> lots) {
    count(lots);
    update(statement, arrays(lots).toArray());
  }

  /**
   * The same, but where the database takes arrays, rows with a key that exists are left out.
   *
   * @return how many rows were new
   */
  int insertNew(Rows rows) {
    return insert(rows, " ON CONFLICT DO NOTHING");
  }

  private int insert(Rows rows, String onConflict) {
    if (rows.isEmpty()) {
      return 0;
    }
    inserted += rows.values().size();
    if (arrays) {
      return update(
          "INSERT INTO "
              + rows.table()
              + " ("
              + rows.names()
              + ") SELECT * FROM unnest("
              + rows.marks()
              + ")"
              + onConflict,
          rows.arrays());
    }
    return batch(
            "INSERT INTO "
                + rows.table()
                + " ("
                + rows.names()
                + ") VALUES (?"
                + ", ?".repeat(rows.width() - 1)
                + ")",
            rows.values())
        .length;
  }

  /** One statement for many rows. */
  int[] batch(String sql, Collection<@Nullable Object[]> rows) {
    if (rows.isEmpty()) {
      return new int[0];
    }
    set(boundary.begin());
    try (PreparedStatement statement = prepare(Optional.empty(), sql)) {
      for (Object[] row : rows) {
        Parameters.bind(statement, row);
        statement.addBatch();
      }
      return statement.executeBatch();
    } catch (SQLException e) {
      throw Failures.refused(e);
    }
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  static Instant requiredInstant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  static @Nullable SubjectRef subject(ResultSet row) throws SQLException {
    String type = row.getString("subject_type");
    return type == null ? null : SubjectRef.of(type, row.getString("subject_id"));
  }

  static @Nullable Object[] row(@Nullable Object... values) {
    return Arrays.copyOf(values, values.length);
  }
}
