package dev.workflow.jdbi;

import dev.workflow.Limits;
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
        statement.setObject(i + 1, Limits.nearest(instant).atOffset(ZoneOffset.UTC));
      } else if (value instanceof Rows.Column column) {
        statement.setObject(i + 1, column.values());
      } else if (value instanceof Collection<?> list) {
        statement.setArray(i + 1, array(statement.getConnection(), list));
      } else if (value == null) {
        statement.setNull(i + 1, java.sql.Types.NULL);
      } else {
        statement.setObject(i + 1, value);
      }
    }
  }

  private static Array array(Connection connection, Collection<?> values) throws SQLException {
    boolean uuids = values.stream().anyMatch(UUID.class::isInstance);
    return connection.createArrayOf(uuids ? "uuid" : "varchar", values.toArray());
  }
}
