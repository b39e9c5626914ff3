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

  private final Map<Columns<?>, String> inserts = new ConcurrentHashMap<>();
  private final Map<Lookup<?>, String> lookups = new ConcurrentHashMap<>();

  @Override
  public String withLists(String text, Binding binding) {
    return text.contains(LIST) ? LISTS.matcher(text).replaceAll("= ANY(:$1)") : text;
  }

  private static <T> Unnest<T> rowsOf(Columns<T> table) {
    return new Unnest<>("row", table);
  }

  private <T> Call inserting(Sql sql, Columns<T> table, List<T> rows, String more) {
    String insert = inserts.computeIfAbsent(table, columns -> rowsOf(columns).insert());
    Call call = sql.of(more.isEmpty() ? insert : insert + more);
    rowsOf(table).bind(call, rows);
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
  public <K, R> List<R> find(
      Sql sql, Lookup<K> lookup, Collection<K> keys, Binding others, Mapper<R> mapper) {
    Unnest<K> sent = new Unnest<>("key", lookup.columns());
    String text =
        lookups.computeIfAbsent(
            lookup,
            one ->
                "SELECT found.* FROM "
                    + sent.table()
                    + " CROSS JOIN LATERAL ("
                    + one.query()
                    + " OFFSET 0) found");
    Call call = sql.of(text).bindAll(others);
    sent.bind(call, keys);
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
