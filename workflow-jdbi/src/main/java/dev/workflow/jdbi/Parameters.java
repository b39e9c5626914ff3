package dev.workflow.jdbi;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The parameters of statements, in the form that a database takes. */
final class Parameters {

  private Parameters() {}

  /** A list becomes {@code IN (?, ?, …)}: the statement. */
  static String expanded(String sql, @Nullable Object... parameters) {
    String expanded = sql;
    for (Object parameter : parameters) {
      if (parameter instanceof Collection<?> list) {
        String marks = list.isEmpty() ? "NULL" : "?" + ", ?".repeat(list.size() - 1);
        expanded = expanded.replaceFirst("= ANY\\(\\?\\)", "IN (" + marks + ")");
      }
    }
    return expanded;
  }

  /** A list becomes {@code IN (?, ?, …)}: the values. */
  static @Nullable Object[] flat(@Nullable Object... parameters) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Object parameter : parameters) {
      if (parameter instanceof Collection<?> list) {
        values.addAll(list);
      } else {
        values.add(parameter);
      }
    }
    return values.toArray();
  }

  /** Gives a statement its parameters. */
  static void bind(PreparedStatement statement, @Nullable Object... parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      Object value = parameters[i];
      if (value instanceof Instant instant) {
        statement.setObject(i + 1, instant.atOffset(ZoneOffset.UTC));
      } else if (value instanceof Rows.Column column) {
        bind(statement, i + 1, column);
      } else if (value instanceof Collection<?> list) {
        statement.setArray(i + 1, array(statement.getConnection(), list));
      } else if (value == null) {
        statement.setNull(i + 1, java.sql.Types.NULL);
      } else {
        statement.setObject(i + 1, value);
      }
    }
  }

  /**
   * Texts and numbers go over in binary form: neither side escapes or parses the JSON in them. The
   * driver has none for the other types.
   */
  private static void bind(PreparedStatement statement, int place, Rows.Column column)
      throws SQLException {
    switch (column.type()) {
      case "text", "integer", "bigint" -> statement.setObject(place, column.values());
      default ->
          statement.setArray(
              place, statement.getConnection().createArrayOf(column.type(), column.values()));
    }
  }

  private static Array array(Connection connection, Collection<?> values) throws SQLException {
    boolean uuids = values.stream().anyMatch(UUID.class::isInstance);
    return connection.createArrayOf(uuids ? "uuid" : "varchar", values.toArray());
  }
}
