package dev.workflow.jdbi;

import dev.workflow.Limits;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows on their way into a statement that writes many at once. Used by one thread. */
final class Rows {

  /** All values of one column: an array of texts or numbers. */
  record Column(@Nullable Object[] values) {}

  /** The columns of a statement. Immutable. */
  static final class Shape {

    private final String table;
    private final List<String> types;
    private final String names;
    private final String marks;

    private Shape(String table, List<String> names, List<String> types) {
      this.table = table;
      this.types = List.copyOf(types);
      this.names = String.join(", ", names);
      this.marks =
          types.stream()
              .map(type -> "(SELECT ?::" + sent(type) + "[])")
              .collect(Collectors.joining(", "));
    }

    /**
     * The driver sends texts and numbers in binary form, without a mark to escape; everything else
     * goes over as texts.
     */
    private static String sent(String type) {
      return switch (type) {
        case "text", "integer", "bigint" -> type;
        default -> "text[]::" + type;
      };
    }

    /**
     * Columns written as {@code "name type"}.
     *
     * @param table with {@code #} for the prefix
     * @param columns with types as PostgreSQL names them
     */
    static Shape of(String table, String... columns) {
      List<String> names = new ArrayList<>();
      List<String> types = new ArrayList<>();
      for (String column : columns) {
        int space = column.indexOf(' ');
        names.add(column.substring(0, space));
        types.add(column.substring(space + 1));
      }
      return new Shape(table, names, types);
    }

    String table() {
      return table;
    }

    List<String> types() {
      return types;
    }

    int width() {
      return types.size();
    }

    /**
     * {@code (SELECT ?::text[]), (SELECT ?::uuid[]), …}: what {@code unnest} takes. In a subquery
     * the planner does not see how many elements there are; otherwise a plan for arrays of one row
     * would look cheaper than the one for any number of rows, and large statements be planned anew
     * each time, which takes longer than to run them.
     */
    String marks() {
      return marks;
    }

    String commaNames() {
      return names;
    }
  }

  private final Shape shape;
  private final List<@Nullable Object[]> values = new ArrayList<>();

  Rows(Shape shape) {
    this.shape = shape;
  }

  /** Adds a row, its values in the order of the columns. */
  void add(@Nullable Object... row) {
    if (row.length != shape.width()) {
      throw new IllegalArgumentException(
          row.length + " values for the " + shape.width() + " columns of " + shape.table());
    }
    values.add(row);
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  int size() {
    return values.size();
  }

  int width() {
    return shape.width();
  }

  String table() {
    return shape.table();
  }

  String names() {
    return shape.commaNames();
  }

  String marks() {
    return shape.marks();
  }

  List<@Nullable Object[]> values() {
    return values;
  }

  /** The rows turned: one array for each column. */
  @Nullable Object[] arrays() {
    @Nullable Object[] columns = new Object[width()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = new Column(column(i));
    }
    return columns;
  }

  private @Nullable Object[] column(int i) {
    @Nullable Object[] column =
        switch (shape.types().get(i)) {
          case "integer" -> new Integer[values.size()];
          case "bigint" -> new Long[values.size()];
          default -> new String[values.size()];
        };
    boolean texts = column instanceof String[];
    Object last = null;
    String lastText = "";
    for (int row = 0; row < column.length; row++) {
      Object value = values.get(row)[i];
      if (texts && value != null && !(value instanceof String)) {
        if (!value.equals(last)) {
          last = value;
          lastText = text(value);
        }
        value = lastText;
      }
      column[row] = value;
    }
    return column;
  }

  /** A date with an offset is put together from its parts, an instant by a formatter. */
  private static String text(Object value) {
    return value instanceof Instant instant
        ? Limits.nearest(instant).atOffset(ZoneOffset.UTC).toString()
        : value.toString();
  }
}
