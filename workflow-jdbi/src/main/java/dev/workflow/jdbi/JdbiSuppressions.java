package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.spi.store.SuppressionRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class JdbiSuppressions implements SuppressionRows {

  private static final String NAMES =
      "s.tenant_id, s.channel, s.address, s.reason, s.scope, s.at, s.by_actor, s.message_id, s.note,"
          + " s.lifted_at, s.lifted_by";
  private static final String SELECT = "SELECT " + NAMES + " FROM #suppression s ";
  private static final String OF_ADDRESS = "WHERE tenant_id = ? AND channel = ? AND address = ?";
  private static final Rows.Shape SUPPRESSION =
      Rows.Shape.of(
          "#suppression",
          "tenant_id text",
          "channel text",
          "address text",
          "reason text",
          "scope text",
          "at timestamptz",
          "by_actor text",
          "message_id uuid",
          "note text");
  static final Rows.Shape ADDRESS =
      Rows.Shape.of("", "tenant_id text", "channel text", "address text");

  private final Sql sql;

  JdbiSuppressions(Sql sql) {
    this.sql = sql;
  }

  private static SuppressionRow row(ResultSet row) throws SQLException {
    return new SuppressionRow(
        key(row),
        row.getString("reason"),
        row.getString("scope"),
        Sql.requiredInstant(row, "at"),
        row.getString("by_actor"),
        row.getObject("message_id", UUID.class),
        row.getString("note"),
        Sql.instant(row, "lifted_at"),
        row.getString("lifted_by"));
  }

  static AddressKey key(ResultSet row) throws SQLException {
    return new AddressKey(
        TenantId.of(row.getString("tenant_id")),
        row.getString("channel"),
        row.getString("address"));
  }

  /** The parameters of {@link #OF_ADDRESS} behind others. */
  static @Nullable Object[] values(AddressKey key, @Nullable Object... before) {
    List<@Nullable Object> values = new ArrayList<>(Arrays.asList(before));
    values.addAll(List.of(key.tenant().value(), key.channel(), key.address()));
    return values.toArray();
  }

  static Rows addresses(Collection<AddressKey> keys) {
    Rows rows = new Rows(ADDRESS);
    keys.stream()
        .distinct()
        .forEach(key -> rows.add(key.tenant().value(), key.channel(), key.address()));
    return rows;
  }

  @Override
  public List<SuppressionRow> holding(Collection<AddressKey> keys) {
    if (keys.isEmpty()) {
      return List.of();
    } else if (sql.arrays()) {
      return sql.query(
          """
          SELECT %s FROM unnest(%s) AS k(tenant_id, channel, address)
          CROSS JOIN LATERAL (
            SELECT * FROM #suppression x
            WHERE x.tenant_id = k.tenant_id AND x.channel = k.channel AND x.address = k.address
              AND x.lifted_at IS NULL OFFSET 0) s
          """
              .formatted(NAMES, ADDRESS.marks()),
          JdbiSuppressions::row,
          addresses(keys).arrays());
    }
    return keys.stream()
        .distinct()
        .flatMap(key -> of(key).stream())
        .filter(SuppressionRow::holds)
        .toList();
  }

  @Override
  public List<SuppressionRow> of(AddressKey key) {
    return sql.query(SELECT + OF_ADDRESS + " ORDER BY reason", JdbiSuppressions::row, values(key));
  }

  @Override
  public void put(List<SuppressionRow> rows) {
    record Once(AddressKey key, String reason) {}
    Comparator<Once> order = Comparator.comparing(Once::key).thenComparing(Once::reason);
    Map<Once, SuppressionRow> once = new TreeMap<>(order);
    rows.forEach(row -> once.merge(new Once(row.key(), row.reason()), row, (a, b) -> b.after(a)));
    if (sql.arrays()) {
      putTogether(once.values());
    } else {
      once.values().forEach(this::putOne);
    }
  }

  private static Rows inserted(Collection<SuppressionRow> rows) {
    Rows inserted = new Rows(SUPPRESSION);
    for (SuppressionRow row : rows) {
      inserted.add(
          row.key().tenant().value(),
          row.key().channel(),
          row.key().address(),
          row.reason(),
          row.scope(),
          row.at(),
          row.by(),
          row.message(),
          row.note());
    }
    return inserted;
  }

  private void putTogether(Collection<SuppressionRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    Rows inserted = inserted(rows);
    sql.update(
        """
        INSERT INTO #suppression AS s (%s) SELECT * FROM unnest(%s)
        ON CONFLICT (tenant_id, channel, address, reason) DO UPDATE SET
          scope = CASE WHEN s.lifted_at IS NULL AND s.scope = 'EVERYTHING' THEN s.scope ELSE excluded.scope END,
          at = CASE WHEN s.lifted_at IS NULL THEN s.at ELSE excluded.at END,
          by_actor = CASE WHEN s.lifted_at IS NULL THEN s.by_actor ELSE excluded.by_actor END,
          message_id = CASE WHEN s.lifted_at IS NULL THEN s.message_id ELSE excluded.message_id END,
          note = CASE WHEN s.lifted_at IS NULL THEN s.note ELSE excluded.note END,
          lifted_at = NULL, lifted_by = NULL
        """
            .formatted(inserted.names(), inserted.marks()),
        inserted.arrays());
  }

  private void putOne(SuppressionRow row) {
    List<SuppressionRow> before =
        sql.query(
            SELECT + OF_ADDRESS + " AND reason = ? FOR UPDATE",
            JdbiSuppressions::row,
            row.key().tenant().value(),
            row.key().channel(),
            row.key().address(),
            row.reason());
    if (before.isEmpty()) {
      sql.insert(inserted(List.of(row)));
      return;
    }
    SuppressionRow after = row.after(before.get(0));
    sql.update(
        """
        UPDATE #suppression SET scope = ?, at = ?, by_actor = ?, message_id = ?, note = ?,
          lifted_at = NULL, lifted_by = NULL
        WHERE reason = ? AND tenant_id = ? AND channel = ? AND address = ?
        """,
        values(
            row.key(),
            after.scope(),
            after.at(),
            after.by(),
            after.message(),
            after.note(),
            row.reason()));
  }

  @Override
  public boolean lift(AddressKey key, String reason, Instant at, String by) {
    return sql.update(
            "UPDATE #suppression SET lifted_at = ?, lifted_by = ? "
                + "WHERE lifted_at IS NULL AND reason = ? AND tenant_id = ? AND channel = ? AND address = ?",
            values(key, at, by, reason))
        > 0;
  }

  @Override
  public List<SuppressionRow> list(
      TenantId tenant, @Nullable String channel, @Nullable Place after, int limit) {
    StringBuilder where = new StringBuilder("WHERE tenant_id = ? AND lifted_at IS NULL");
    List<@Nullable Object> values = new ArrayList<>(List.of(tenant.value()));
    if (channel != null) {
      where.append(" AND channel = ?");
      values.add(channel);
    }
    if (after != null) {
      where.append(" AND (channel, address, reason) > (?, ?, ?)");
      values.addAll(List.of(after.channel(), after.address(), after.reason()));
    }
    values.add(limit);
    return sql.query(
        SELECT + where + " ORDER BY channel, address, reason LIMIT ?",
        JdbiSuppressions::row,
        values.toArray());
  }
}
