package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Lookup;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.LimitRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One row a limit, locked in the order of the keys. */
final class JdbiLimits implements LimitRows {

  private static final Columns<LimitKey> KEY =
      Columns.<LimitKey>of("#limit")
          .text("tenant_id", LimitKey::tenant)
          .text("name", LimitKey::name)
          .key("tenant_id", "name")
          .build();

  /** A limit of which nothing is remembered. */
  private static final Columns<LimitKey> NEW =
      KEY.and(Columns.<LimitKey>ofNoTable().text("state", key -> "").build());

  private static final Lookup<LimitKey> LOCKED =
      new Lookup<>(
          KEY,
          """
          SELECT l.tenant_id, l.name, l.state FROM #limit l
          WHERE l.tenant_id = key.tenant_id AND l.name = key.name FOR UPDATE
          """);

  private static final String THIS = " WHERE tenant_id = :tenant_id AND name = :name";

  private final Sql sql;

  JdbiLimits(Sql sql) {
    this.sql = sql;
  }

  private static LimitKey key(ResultSet row) throws SQLException {
    return new LimitKey(TenantId.of(row.getString("tenant_id")), row.getString("name"));
  }

  @Override
  public Map<LimitKey, String> lock(Collection<LimitKey> keys) {
    List<LimitKey> sorted = keys.stream().distinct().sorted().toList();
    Map<LimitKey, String> states = new HashMap<>();
    addStored(sorted, states);
    List<LimitKey> missing = sorted.stream().filter(key -> !states.containsKey(key)).toList();
    if (!missing.isEmpty()) {
      sql.insertNew(NEW, missing);
      addStored(missing, states);
    }
    return states;
  }

  private void addStored(List<LimitKey> sorted, Map<LimitKey, String> states) {
    sql.find(LOCKED, sorted, row -> Map.entry(key(row), row.getString("state")))
        .forEach(limit -> states.put(limit.getKey(), limit.getValue()));
  }

  @Override
  public void put(Map<LimitKey, String> states) {
    sql.batch(
        "UPDATE #limit SET state = :state" + THIS,
        new TreeMap<>(states).entrySet(),
        (binding, one) -> {
          binding.bind("state", one.getValue());
          KEY.bind(binding, one.getKey());
        });
  }

  @Override
  public void put(Map<LimitKey, String> states, Instant until) {
    sql.batch(
        "UPDATE #limit SET state = :state, expires_at = :until" + THIS,
        new TreeMap<>(states).entrySet(),
        (binding, one) -> {
          binding.bind("state", one.getValue()).bind("until", until);
          KEY.bind(binding, one.getKey());
        });
  }

  @Override
  public int forget(Instant now, int limit) {
    List<LimitKey> past =
        sql.of(
                """
                SELECT tenant_id, name FROM #limit WHERE expires_at BETWEEN :earliest AND :before
                ORDER BY expires_at LIMIT :limit FOR UPDATE SKIP LOCKED
                """)
            .bind("earliest", Sql.EARLIEST)
            .bind("before", now.minusNanos(1_000))
            .bind("limit", limit)
            .list(JdbiLimits::key);
    sql.batch("DELETE FROM #limit" + THIS, KEY, past);
    return past.size();
  }
}
