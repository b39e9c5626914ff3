package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.spi.store.AbsenceRows;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class JdbiAbsences implements AbsenceRows {

  private static final String NAMES =
      "a.tenant_id, a.channel, a.address, a.until_at, a.since_at, a.message_id";
  private static final String SELECT = "SELECT " + NAMES + " FROM #absence a ";
  private static final String OF_ADDRESS = "WHERE tenant_id = ? AND channel = ? AND address = ?";
  private static final Rows.Shape ABSENCE =
      Rows.Shape.of(
          "#absence",
          "tenant_id text",
          "channel text",
          "address text",
          "until_at timestamptz",
          "since_at timestamptz",
          "message_id uuid");

  private final Sql sql;

  JdbiAbsences(Sql sql) {
    this.sql = sql;
  }

  private static AbsenceRow row(ResultSet row) throws SQLException {
    return new AbsenceRow(
        JdbiSuppressions.key(row),
        Sql.requiredInstant(row, "until_at"),
        Sql.requiredInstant(row, "since_at"),
        row.getObject("message_id", UUID.class));
  }

  @Override
  public List<AbsenceRow> away(Collection<AddressKey> keys, Instant now) {
    if (keys.isEmpty()) {
      return List.of();
    } else if (sql.arrays()) {
      return together(keys, now);
    }
    return keys.stream()
        .distinct()
        .flatMap(
            key ->
                sql
                    .query(
                        SELECT + OF_ADDRESS + " AND until_at > ?",
                        JdbiAbsences::row,
                        key.tenant().value(),
                        key.channel(),
                        key.address(),
                        now)
                    .stream())
        .toList();
  }

  private List<AbsenceRow> together(Collection<AddressKey> keys, Instant now) {
    List<@Nullable Object> parameters =
        new ArrayList<>(List.of(JdbiSuppressions.addresses(keys).arrays()));
    parameters.add(now);
    return sql.query(
        """
        SELECT %s FROM unnest(%s) AS k(tenant_id, channel, address)
        CROSS JOIN LATERAL (
          SELECT * FROM #absence x
          WHERE x.tenant_id = k.tenant_id AND x.channel = k.channel AND x.address = k.address
            AND x.until_at > ? OFFSET 0) a
        """
            .formatted(NAMES, JdbiSuppressions.ADDRESS.marks()),
        JdbiAbsences::row,
        parameters.toArray());
  }

  private static Rows inserted(AbsenceRow row) {
    Rows rows = new Rows(ABSENCE);
    rows.add(
        row.key().tenant().value(),
        row.key().channel(),
        row.key().address(),
        row.until(),
        row.since(),
        row.message());
    return rows;
  }

  @Override
  public void put(AbsenceRow row) {
    int changed =
        sql.update(
            """
            UPDATE #absence SET until_at = ?, since_at = ?, message_id = ?
            WHERE tenant_id = ? AND channel = ? AND address = ?
            """,
            row.until(),
            row.since(),
            row.message(),
            row.key().tenant().value(),
            row.key().channel(),
            row.key().address());
    if (changed == 0) {
      sql.insertNew(inserted(row));
    }
  }

  @Override
  public boolean end(AddressKey key, Instant now) {
    List<AbsenceRow> rows =
        sql.query(
            SELECT + OF_ADDRESS + " FOR UPDATE",
            JdbiAbsences::row,
            key.tenant().value(),
            key.channel(),
            key.address());
    remove(rows.stream().map(AbsenceRow::key).toList());
    return rows.stream().anyMatch(row -> row.until().isAfter(now));
  }

  private void remove(List<AddressKey> keys) {
    sql.batch(
        "DELETE FROM #absence " + OF_ADDRESS,
        keys.stream()
            .map(key -> Sql.row(key.tenant().value(), key.channel(), key.address()))
            .toList());
  }

  @Override
  public List<AbsenceRow> list(
      TenantId tenant,
      @Nullable String channel,
      Instant now,
      @Nullable AddressKey after,
      int limit) {
    StringBuilder where = new StringBuilder("WHERE tenant_id = ? AND until_at > ?");
    List<@Nullable Object> values = new ArrayList<>(List.of(tenant.value(), now));
    if (channel != null) {
      where.append(" AND channel = ?");
      values.add(channel);
    }
    if (after != null) {
      where.append(" AND (channel, address) > (?, ?)");
      values.addAll(List.of(after.channel(), after.address()));
    }
    values.add(limit);
    return sql.query(
        SELECT + where + " ORDER BY channel, address LIMIT ?", JdbiAbsences::row, values.toArray());
  }

  @Override
  public int forget(Instant now, int limit) {
    List<AddressKey> past =
        sql.query(
            """
            SELECT tenant_id, channel, address FROM #absence WHERE until_at BETWEEN ? AND ?
            ORDER BY until_at LIMIT ? FOR UPDATE SKIP LOCKED
            """,
            JdbiSuppressions::key,
            Sql.EARLIEST,
            now,
            limit);
    remove(past);
    return past.size();
  }
}
