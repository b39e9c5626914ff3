package dev.workflow.jdbi.internal.sql;

import dev.workflow.SubjectRef;
import dev.workflow.jdbi.internal.sql.Binding.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table, each with its type and where its value comes from: the one place that
 * lists them, from which statements take their lists of names and their parameters. Immutable.
 *
 * @param <T> the row
 */
public final class Columns<T> {

  /** A type of column, by the name that PostgreSQL has for it. */
  public enum Type {
    TEXT("text"),
    INTEGER("integer"),
    BIGINT("bigint"),
    UUID("uuid"),
    TIME("timestamptz"),
    BOOLEAN("boolean"),
    /** Not a column of a table: the place of the row among those that are sent, from 0. */
    PLACE("integer");

    private final String sqlName;

    Type(String sqlName) {
      this.sqlName = sqlName;
    }

    public String sqlName() {
      return sqlName;
    }
  }

  /** One column. */
  public record Column<T>(String name, Type type, Value<T> value) {}

  private final String table;
  private final List<Column<T>> columns;
  private final List<String> key;
  private final String names;
  private final String insert;

  private Columns(String table, List<Column<T>> columns, List<String> key) {
    this.table = table;
    this.columns = List.copyOf(columns);
    this.key = List.copyOf(key);
    this.names = join(name -> name);
    this.insert =
        "INSERT INTO " + table + " (" + names + ") VALUES (" + join(name -> ":" + name) + ")";
  }

  /**
   * The columns of a table.
   *
   * @param table with {@code #} for the prefix
   */
  public static <T> Builder<T> of(String table) {
    return new Builder<>(table);
  }

  /** Columns of no table: keys or changes that are sent to a statement. */
  public static <T> Builder<T> ofNoTable() {
    return new Builder<>("");
  }

  /** The subject of a row. */
  @FunctionalInterface
  public interface SubjectOf<T> {
    @Nullable SubjectRef of(T row);
  }

  /** Lists columns. Used by one thread. */
  public static final class Builder<T> {

    private final String table;
    private final List<Column<T>> columns = new ArrayList<>();
    private List<String> key = List.of();

    private Builder(String table) {
      this.table = table;
    }

    public Builder<T> text(String name, Value<T> value) {
      return add(name, Type.TEXT, value);
    }

    public Builder<T> integer(String name, Value<T> value) {
      return add(name, Type.INTEGER, value);
    }

    public Builder<T> bigint(String name, Value<T> value) {
      return add(name, Type.BIGINT, value);
    }

    public Builder<T> uuid(String name, Value<T> value) {
      return add(name, Type.UUID, value);
    }

    public Builder<T> time(String name, Value<T> value) {
      return add(name, Type.TIME, value);
    }

    public Builder<T> bool(String name, Value<T> value) {
      return add(name, Type.BOOLEAN, value);
    }

    /** The columns {@code subject_type} and {@code subject_id}. */
    public Builder<T> subject(SubjectOf<T> subject) {
      return text("subject_type", row -> type(subject.of(row)))
          .text("subject_id", row -> id(subject.of(row)));
    }

    private static @Nullable String type(@Nullable SubjectRef subject) {
      return subject == null ? null : subject.type();
    }

    private static @Nullable String id(@Nullable SubjectRef subject) {
      return subject == null ? null : subject.id();
    }

    private Builder<T> add(String name, Type type, Value<T> value) {
      columns.add(new Column<>(name, type, value));
      return this;
    }

    /** The columns of the primary key. */
    public Builder<T> key(String... names) {
      key = List.of(names);
      return this;
    }

    public Columns<T> build() {
      return new Columns<>(table, columns, key);
    }
  }

  public String table() {
    return table;
  }

  public List<Column<T>> columns() {
    return columns;
  }

  /** The same columns for rows of which each has one of these. */
  public <R> Columns<R> of(Function<R, T> part) {
    return new Columns<>(
        table,
        columns.stream()
            .map(
                column ->
                    new Column<R>(
                        column.name(), column.type(), row -> column.value().of(part.apply(row))))
            .toList(),
        key);
  }

  /** Some of them. */
  public Columns<T> only(String... names) {
    return new Columns<>(table, Arrays.stream(names).map(this::column).toList(), key);
  }

  /** All but some of them. */
  public Columns<T> without(String... names) {
    Set<String> left = Set.of(names);
    return new Columns<>(
        table, columns.stream().filter(column -> !left.contains(column.name())).toList(), key);
  }

  /** The same and those of another list behind them. */
  public Columns<T> and(Columns<T> others) {
    List<Column<T>> all = new ArrayList<>(columns);
    all.addAll(others.columns);
    return new Columns<>(table, all, key);
  }

  /** The same with the place of each row among those that are sent, as {@code place}. */
  public Columns<T> placed() {
    return and(new Builder<T>("").add("place", Type.PLACE, row -> null).build());
  }

  private Column<T> column(String name) {
    return columns.stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(table + " has no column " + name));
  }

  /** {@code tenant_id, id, …}. */
  public String names() {
    return names;
  }

  /** {@code m.tenant_id, m.id, …}. */
  public String names(String alias) {
    return join(name -> alias + "." + name);
  }

  /** {@code state = :state, outcome = :outcome, …}: what an update sets. */
  public String set() {
    return join(name -> name + " = :" + name);
  }

  /** {@code state = c.state, outcome = c.outcome, …}: what an update takes from a joined row. */
  public String setFrom(String alias) {
    return join(name -> name + " = " + alias + "." + name);
  }

  private String join(Function<String, String> form) {
    return columns.stream()
        .map(column -> form.apply(column.name()))
        .collect(Collectors.joining(", "));
  }

  /** {@code SELECT m.tenant_id, m.id, … FROM #message m } and a blank. */
  public String select(String alias) {
    return "SELECT " + names(alias) + " FROM " + table + " " + alias + " ";
  }

  /** Inserts one row. */
  public String insert() {
    return insert;
  }

  /** The names of the primary key's columns. */
  public List<String> key() {
    if (key.isEmpty()) {
      throw new IllegalStateException("the columns of " + table + " do not say what the key is");
    }
    return key;
  }

  /** The values of a row's primary key. */
  public List<Object> keyOf(T row) {
    List<Object> values = new ArrayList<>();
    for (String name : key()) {
      Object value = Binding.plain(column(name).value().of(row));
      values.add(String.valueOf(value));
    }
    return values;
  }

  /** Gives a statement the values of a row, each under the name of its column. */
  public void bind(Binding binding, T row) {
    for (Column<T> column : columns) {
      @Nullable Object value = column.value().of(row);
      binding.bind(column.name(), value);
    }
  }
}
