package dev.workflow.examples.benchmarks;

import dev.workflow.InstanceId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies all rows of one instance under new ids with SQL, which is much faster than to run them.
 * The event's id and the subject's id of the instance are one name, by which it is recognised in
 * every text, so nothing else may contain it. Needs PostgreSQL 18, for its {@code uuidv7()}.
 */
final class Clones {

  private static final List<String> TABLES =
      List.of(
          "wf_event",
          "wf_instance",
          "wf_journal",
          "wf_event_subscription",
          "wf_task",
          "wf_task_offer");

  private final InstanceId instance;
  private final String name;

  private Clones(InstanceId instance, String name) {
    this.instance = instance;
    this.name = name;
  }

  static Clones of(InstanceId instance, String name) {
    return new Clones(instance, name);
  }

  /** Makes copies named {@code <name>-1}, {@code <name>-2} and so on. */
  void make(Database database, int count) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TEMP TABLE copy AS SELECT uuidv7() AS instance, '%s-' || n AS name FROM generate_series(1, %d) n"
              .formatted(name, count));
      for (String table : TABLES) {
        statement.execute(copy(connection, table));
      }
      statement.execute("DROP TABLE copy");
      for (String table : TABLES) {
        statement.execute("VACUUM ANALYZE " + table);
      }
    }
  }

  private String copy(Connection connection, String table) throws SQLException {
    List<String> columns = new ArrayList<>();
    List<String> values = new ArrayList<>();
    try (ResultSet column = connection.getMetaData().getColumns(null, null, table, null)) {
      while (column.next()) {
        String columnName = column.getString("COLUMN_NAME");
        columns.add(columnName);
        values.add(value(columnName, column.getString("TYPE_NAME")));
      }
    }
    String own =
        table.equals("wf_event") ? "t.id = '" + name + "'" : id(table) + " = '" + instance + "'";
    return "INSERT INTO %s (%s) SELECT %s FROM %s t, copy c WHERE %s"
        .formatted(table, String.join(", ", columns), String.join(", ", values), table, own);
  }

  private static String id(String table) {
    return table.equals("wf_instance") ? "t.id" : "t.instance_id";
  }

  private String value(String column, String type) {
    return switch (type) {
      case "uuid" -> "c.instance";
      case "text", "varchar" ->
          "replace(replace(t.%s, '%s', c.name), '%s', c.instance::text)"
              .formatted(column, name, instance);
      default -> "t." + column;
    };
  }
}
