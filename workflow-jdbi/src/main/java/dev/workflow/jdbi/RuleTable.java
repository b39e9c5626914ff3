package dev.workflow.jdbi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table of notification rules for {@code NotificationRules.importRows}: any database, any
 * columns.
 */
public final class RuleTable {

  private RuleTable() {}

  /**
   * The rows that a query gives.
   *
   * @param query give it an order, so that the numbers of rows in the report mean something
   * @param parameters for its question marks
   */
  public static ArrayNode rows(Connection connection, String query, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet found = statement.executeQuery()) {
        return rows(found);
      }
    }
  }

  /**
   * The rows that are left in a result, each an object with the columns' labels in lower case.
   * Numbers, truth values, texts and lists of texts stay what they are; anything else becomes a
   * text.
   */
  public static ArrayNode rows(ResultSet found) throws SQLException {
    ResultSetMetaData columns = found.getMetaData();
    ArrayNode rows = Json.array();
    while (found.next()) {
      ObjectNode row = rows.addObject();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        put(row, columns.getColumnLabel(i).toLowerCase(Locale.ROOT), found.getObject(i), found, i);
      }
    }
    return rows;
  }

  private static void put(
      ObjectNode row, String column, @Nullable Object value, ResultSet found, int position)
      throws SQLException {
    if (value == null) {
      row.putNull(column);
    } else if (value instanceof Boolean truth) {
      row.put(column, truth);
    } else if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      row.put(column, ((Number) value).intValue());
    } else if (value instanceof Long number) {
      row.put(column, number);
    } else if (value instanceof BigDecimal number) {
      row.put(column, number);
    } else if (value instanceof Array list) {
      ArrayNode texts = row.putArray(column);
      for (Object one : (Object[]) list.getArray()) {
        texts.add(String.valueOf(one));
      }
    } else {
      row.put(column, found.getString(position));
    }
  }
}
