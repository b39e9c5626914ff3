package dev.workflow.jdbi.internal.postgres;

import dev.workflow.jdbi.internal.sql.Binding;
import dev.workflow.jdbi.internal.sql.Call;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Columns.Column;
import dev.workflow.jdbi.internal.sql.Columns.Type;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are sent to a statement as arrays, one for each column. Immutable.
 *
 * <p>{@code unnest((SELECT ?::text[]), …)}: in a subquery the planner does not see how many
 * elements there are; otherwise a plan for arrays of one row would look cheaper than the one for
 * any number of rows, and large statements be planned anew each time, which takes longer than to
 * run them.
 *
 * @param <T> the row
 */
final class Unnest<T> {

  private final List<Column<T>> columns;
  private final List<String> parameters;
  private final String table;
  private final String insert;

  /**
   * @param name by which the statement calls them
   */
  Unnest(String name, Columns<T> columns) {
    this.columns = columns.columns();
    this.parameters = this.columns.stream().map(column -> name + "." + column.name()).toList();
    String arrays =
        this.columns.stream()
            .map(column -> "(SELECT :" + name + "." + column.name() + "::" + sent(column) + ")")
            .collect(Collectors.joining(", ", "unnest(", ")"));
    this.table = arrays + " AS " + name + "(" + columns.names() + ")";
    this.insert =
        "INSERT INTO " + columns.table() + " (" + columns.names() + ") SELECT * FROM " + arrays;
  }

  /** {@code unnest(…) AS name(tenant_id, id, …)}. */
  String table() {
    return table;
  }

  /**
   * The driver sends texts and numbers in binary form, without a mark to escape; everything else
   * goes over as texts.
   */
  private static String sent(Column<?> column) {
    Type type = column.type();
    return switch (type) {
      case TEXT, INTEGER, BIGINT, PLACE -> type.sqlName() + "[]";
      case UUID, TIME, BOOLEAN -> "text[]::" + type.sqlName() + "[]";
    };
  }

  /** Inserts all of them into the columns' table. */
  String insert() {
    return insert;
  }

  /** Gives a statement the rows. */
  void bind(Call call, Collection<T> rows) {
    List<T> list = rows instanceof List<T> already ? already : List.copyOf(rows);
    for (int i = 0; i < parameters.size(); i++) {
      call.bind(parameters.get(i), array(columns.get(i), list));
    }
  }

  private static <T> @Nullable Object[] array(Column<T> column, List<T> rows) {
    return switch (column.type()) {
      case INTEGER -> values(column, rows, new Integer[rows.size()]);
      case BIGINT -> values(column, rows, new Long[rows.size()]);
      case PLACE -> places(rows.size());
      default -> texts(column, rows);
    };
  }

  private static <T> @Nullable Object[] values(
      Column<T> column, List<T> rows, @Nullable Object[] array) {
    for (int row = 0; row < array.length; row++) {
      array[row] = column.value().of(rows.get(row));
    }
    return array;
  }

  private static Integer[] places(int count) {
    Integer[] places = new Integer[count];
    for (int i = 0; i < count; i++) {
      places[i] = i;
    }
    return places;
  }

  private static <T> @Nullable String[] texts(Column<T> column, List<T> rows) {
    @Nullable String[] texts = new String[rows.size()];
    Object last = null;
    String lastText = "";
    for (int row = 0; row < texts.length; row++) {
      Object value = column.value().of(rows.get(row));
      if (value instanceof String text) {
        texts[row] = text;
      } else if (value != null) {
        if (!value.equals(last)) {
          last = value;
          lastText = String.valueOf(Binding.plain(value));
        }
        texts[row] = lastText;
      }
    }
    return texts;
  }
}
