package dev.workflow.jdbi.internal.portable;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Binding;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Failures;
import dev.workflow.jdbi.internal.sql.Lookup;
import dev.workflow.jdbi.internal.sql.ManyRows;
import dev.workflow.jdbi.internal.sql.Mapper;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows are written in batches, keys looked up one after the other. H2 goes through all rows of a
 * tenant for a list of keys, and for an array that is joined.
 */
final class PortableManyRows implements ManyRows {

  private static final Pattern LIST = Pattern.compile("IN \\(:(\\w+)\\)");
  private static final Pattern KEY = Pattern.compile("\\bkey\\.(?=\\w)");

  private final boolean goesOnAfterRefusal;

  PortableManyRows(boolean goesOnAfterRefusal) {
    this.goesOnAfterRefusal = goesOnAfterRefusal;
  }

  /** {@code IN (:name)} becomes {@code IN (:name_1, :name_2, …)}. */
  @Override
  public String withLists(String text, Binding binding) {
    Matcher lists = LIST.matcher(text);
    StringBuilder all = new StringBuilder();
    while (lists.find()) {
      lists.appendReplacement(all, "IN (" + elements(lists.group(1), binding) + ")");
    }
    return lists.appendTail(all).toString();
  }

  private static String elements(String name, Binding binding) {
    List<String> names = new ArrayList<>();
    for (Object element : binding.list(name)) {
      String one = name + "_" + (names.size() + 1);
      binding.bind(one, element);
      names.add(":" + one);
    }
    return names.isEmpty() ? "NULL" : String.join(", ", names);
  }

  @Override
  public <T> void insert(Sql sql, Columns<T> table, List<T> rows) {
    sql.batch(table.insert(), table, rows);
  }

  @Override
  public <T> List<T> insertNew(Sql sql, Columns<T> table, List<T> rows) {
    Set<List<Object>> seen = new HashSet<>();
    String known =
        "SELECT 1 FROM "
            + table.table()
            + table.key().stream()
                .map(name -> name + " = :" + name)
                .collect(Collectors.joining(" AND ", " WHERE ", ""));
    List<T> fresh =
        rows.stream()
            .filter(row -> seen.add(table.keyOf(row)))
            .filter(row -> !sql.of(known).bind(table, row).exists())
            .toList();
    insert(sql, table, fresh);
    return fresh;
  }

  /** They are new nearly always, so nothing is looked up. */
  @Override
  public <T> boolean insertIfAllNew(Sql sql, Columns<T> table, List<T> rows) {
    return goesOnAfterRefusal || rows.size() > 1
        ? inserted(sql, table, rows)
        : sql.orAsBefore(() -> inserted(sql, table, rows));
  }

  private <T> boolean inserted(Sql sql, Columns<T> table, List<T> rows) {
    try {
      insert(sql, table, rows);
      return true;
    } catch (StoreException e) {
      if (Failures.isUniqueViolation(e)) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public <K, R> List<R> find(
      Sql sql, Lookup<K> lookup, Collection<K> keys, Binding others, Mapper<R> mapper) {
    String query = KEY.matcher(lookup.query()).replaceAll(":");
    return sql.each(query, keys, others, lookup.columns()::bind, mapper);
  }

  @Override
  public void delete(Sql sql, String table, String column, TenantId tenant, Collection<?> values) {
    List<@Nullable Object> all = new ArrayList<>(values);
    sql.batch(
        "DELETE FROM " + table + " WHERE tenant_id = :tenant AND " + column + " = :value",
        all,
        (binding, value) -> binding.bind("tenant", tenant).bind("value", value));
  }
}
