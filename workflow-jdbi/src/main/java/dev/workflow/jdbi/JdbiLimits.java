package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.spi.store.LimitRows;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One row a limit, locked in the order of the keys. */
final class JdbiLimits implements LimitRows {

  private static final Rows.Shape LIMIT =
      Rows.Shape.of("#limit", "tenant_id text", "name text", "state text");
  private static final Rows.Shape KEY = Rows.Shape.of("", "tenant_id text", "name text");

  private final Sql sql;

  JdbiLimits(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Map<LimitKey, String> lock(Collection<LimitKey> keys) {
    List<LimitKey> sorted = keys.stream().distinct().sorted().toList();
    Map<LimitKey, String> states = stored(sorted);
    List<LimitKey> missing = without(states, sorted);
    if (!missing.isEmpty()) {
      Rows rows = new Rows(LIMIT);
      missing.forEach(key -> rows.add(key.tenant().value(), key.name(), ""));
      sql.insertNew(rows);
      states.putAll(stored(missing));
    }
    return states;
  }

  private static List<LimitKey> without(Map<LimitKey, String> known, List<LimitKey> keys) {
    return keys.stream().filter(key -> !known.containsKey(key)).toList();
  }

  private Map<LimitKey, String> stored(List<LimitKey> sorted) {
    return sql.arrays() ? together(sorted) : oneByOne(sorted);
  }

  private Map<LimitKey, String> together(List<LimitKey> sorted) {
    Rows rows = new Rows(KEY);
    sorted.forEach(key -> rows.add(key.tenant().value(), key.name()));
    Map<LimitKey, String> states = new HashMap<>();
    sql.query(
        """
        SELECT k.tenant_id, k.name, l.state
        FROM unnest(%s) AS k(tenant_id, name)
        CROSS JOIN LATERAL (
          SELECT state FROM #limit x WHERE x.tenant_id = k.tenant_id AND x.name = k.name OFFSET 0 FOR UPDATE) l
        """
            .formatted(KEY.marks()),
        row ->
            states.put(
                new LimitKey(TenantId.of(row.getString("tenant_id")), row.getString("name")),
                row.getString("state")),
        rows.arrays());
    return states;
  }

  private Map<LimitKey, String> oneByOne(List<LimitKey> sorted) {
    Map<LimitKey, String> states = new HashMap<>();
    for (LimitKey key : sorted) {
      sql.query(
              "SELECT state FROM #limit WHERE tenant_id = ? AND name = ? FOR UPDATE",
              row -> row.getString("state"),
              key.tenant().value(),
              key.name())
          .forEach(state -> states.put(key, state));
    }
    return states;
  }

  @Override
  public void put(Map<LimitKey, String> states) {
    sql.batch(
        "UPDATE #limit SET state = ? WHERE tenant_id = ? AND name = ?",
        sorted(states).entrySet().stream()
            .map(one -> Sql.row(one.getValue(), one.getKey().tenant().value(), one.getKey().name()))
            .toList());
  }

  @Override
  public void put(Map<LimitKey, String> states, Instant until) {
    sql.batch(
        "UPDATE #limit SET state = ?, until_at = ? WHERE tenant_id = ? AND name = ?",
        sorted(states).entrySet().stream()
            .map(
                one ->
                    Sql.row(
                        one.getValue(), until, one.getKey().tenant().value(), one.getKey().name()))
            .toList());
  }

  private static Map<LimitKey, String> sorted(Map<LimitKey, String> states) {
    return new TreeMap<>(states);
  }

  @Override
  public int forget(Instant now, int limit) {
    List<@Nullable Object[]> past =
        sql.query(
            """
            SELECT tenant_id, name FROM #limit WHERE until_at BETWEEN ? AND ?
            ORDER BY until_at LIMIT ? FOR UPDATE SKIP LOCKED
            """,
            row -> Sql.row(row.getString("tenant_id"), row.getString("name")),
            Sql.EARLIEST,
            now.minusNanos(1_000),
            limit);
    sql.batch("DELETE FROM #limit WHERE tenant_id = ? AND name = ?", past);
    return past.size();
  }
}
