package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.SuppressionTable;
import dev.workflow.jdbi.internal.SuppressionWriter;
import dev.workflow.jdbi.internal.sql.Conditions;
import dev.workflow.jdbi.internal.sql.Lookup;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.SuppressionRows;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

final class JdbiSuppressions implements SuppressionRows {

  private static final String SELECT = SuppressionTable.SUPPRESSION.select("s");

  private static final Lookup<AddressKey> HOLDING =
      new Lookup<>(
          SuppressionTable.ADDRESS,
          SELECT
              + """
              WHERE s.tenant_id = key.tenant_id AND s.channel = key.channel AND s.address = key.address
                AND s.lifted_at IS NULL
              """);

  private final Sql sql;
  private final SuppressionWriter writer;

  JdbiSuppressions(Sql sql, SuppressionWriter writer) {
    this.sql = sql;
    this.writer = writer;
  }

  @Override
  public List<SuppressionRow> holding(Collection<AddressKey> keys) {
    return sql.find(HOLDING, keys.stream().distinct().toList(), SuppressionTable::row);
  }

  @Override
  public List<SuppressionRow> of(AddressKey key) {
    return sql.of(
            SELECT
                + "WHERE tenant_id = :tenant_id AND channel = :channel AND address = :address ORDER BY reason")
        .bind(SuppressionTable.ADDRESS, key)
        .list(SuppressionTable::row);
  }

  @Override
  public void put(List<SuppressionRow> rows) {
    record Once(AddressKey key, String reason) {}
    Comparator<Once> order = Comparator.comparing(Once::key).thenComparing(Once::reason);
    Map<Once, SuppressionRow> once = new TreeMap<>(order);
    rows.forEach(row -> once.merge(new Once(row.key(), row.reason()), row, (a, b) -> b.after(a)));
    writer.put(List.copyOf(once.values()));
  }

  @Override
  public boolean lift(AddressKey key, String reason, Instant at, String by) {
    return sql.of(
                """
                UPDATE #suppression SET lifted_at = :at, lifted_by = :by
                WHERE lifted_at IS NULL AND reason = :reason
                  AND tenant_id = :tenant_id AND channel = :channel AND address = :address
                """)
            .bind(SuppressionTable.ADDRESS, key)
            .bind("reason", reason)
            .bind("at", at)
            .bind("by", by)
            .update()
        > 0;
  }

  @Override
  public boolean remove(AddressKey key, String reason) {
    return sql.of(
                """
                DELETE FROM #suppression
                WHERE lifted_at IS NULL AND reason = :reason
                  AND tenant_id = :tenant_id AND channel = :channel AND address = :address
                """)
            .bind(SuppressionTable.ADDRESS, key)
            .bind("reason", reason)
            .update()
        > 0;
  }

  @Override
  public List<SuppressionRow> list(
      TenantId tenant, @Nullable String channel, @Nullable Cursor after, int limit) {
    Conditions where =
        Conditions.where("tenant_id = :tenant", "tenant", tenant)
            .and("lifted_at IS NULL")
            .andIfGiven("channel = :channel", "channel", channel);
    if (after != null) {
      where
          .and(
              "(channel, address, reason) > (:after_channel, :after_address, :after_reason)",
              "after_channel",
              after.channel())
          .bind("after_address", after.address())
          .bind("after_reason", after.reason());
    }
    return sql.of(SELECT + where + " ORDER BY channel, address, reason LIMIT :limit")
        .bind(where)
        .bind("limit", limit)
        .list(SuppressionTable::row);
  }
}
