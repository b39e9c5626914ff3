package dev.workflow.jdbi.internal.postgres;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Binding;
import dev.workflow.jdbi.internal.sql.Call;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Lookup;
import dev.workflow.jdbi.internal.sql.ManyRows;
import dev.workflow.jdbi.internal.sql.Mapper;
import dev.workflow.jdbi.internal.sql.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Rows and keys go over as arrays, all in one statement. */
final class PostgresManyRows implements ManyRows {

  private static final String LIST = "IN (:";
  private static final Pattern LISTS = Pattern.compile("IN \\(:(\\w+)\\)");

  private final Map<Columns<?>, Unnest<?>> inserts = new ConcurrentHashMap<>();
  private final Map<Lookup<?>, Sent<?>> lookups = new ConcurrentHashMap<>();

  /** A query for many keys, and how they go over. */
  private record Sent<K>(Unnest<K> keys, String text) {

    static <K> Sent<K> of(Lookup<K> lookup) {
      Unnest<K> keys = new Unnest<>("key", lookup.columns());
      return new Sent<>(
          keys,
          "SELECT found.* FROM "
              + keys.table()
              + " CROSS JOIN LATERAL ("
              + lookup.query()
              + " OFFSET 0) found");
    }
  }

  @Override
  public String withLists(String text, Binding binding) {
    return text.contains(LIST) ? LISTS.matcher(text).replaceAll("= ANY(:$1)") : text;
  }

  @SuppressWarnings("unchecked") // kept under the columns it was made of
  private <T> Call inserting(Sql sql, Columns<T> table, List<T> rows, String more) {
    Unnest<T> sent =
        (Unnest<T>) inserts.computeIfAbsent(table, columns -> new Unnest<>("row", columns));
    Call call = sql.of(sent.insert() + more);
    sent.bind(call, rows);
    return call;
  }

  @Override
  public <T> void insert(Sql sql, Columns<T> table, List<T> rows) {
    inserting(sql, table, rows, "").update();
  }

  @Override
  public <T> List<T> insertNew(Sql sql, Columns<T> table, List<T> rows) {
    List<String> key = table.key();
    Set<List<Object>> added =
        new HashSet<>(
            inserting(
                    sql, table, rows, " ON CONFLICT DO NOTHING RETURNING " + String.join(", ", key))
                .list(
                    row -> {
                      List<Object> values = new ArrayList<>();
                      for (String column : key) {
                        values.add(row.getString(column));
                      }
                      return values;
                    }));
    return rows.stream().filter(row -> added.remove(table.keyOf(row))).toList();
  }

  @Override
  public <T> boolean insertIfAllNew(Sql sql, Columns<T> table, List<T> rows) {
    return inserting(sql, table, rows, " ON CONFLICT DO NOTHING").update() == rows.size();
  }

  @Override
  @SuppressWarnings("unchecked") // kept under the query it was made of
  public <K, R> List<R> find(
      Sql sql, Lookup<K> lookup, Collection<K> keys, Binding others, Mapper<R> mapper) {
    Sent<K> sent = (Sent<K>) lookups.computeIfAbsent(lookup, Sent::of);
    Call call = sql.of(sent.text()).bindAll(others);
    sent.keys().bind(call, keys);
    return call.list(mapper);
  }

  @Override
  public void delete(Sql sql, String table, String column, TenantId tenant, Collection<?> values) {
    sql.of("DELETE FROM " + table + " WHERE tenant_id = :tenant AND " + column + " IN (:values)")
        .bind("tenant", tenant)
        .bind("values", values)
        .update();
  }
}
