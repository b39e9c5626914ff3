package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.SuppressionTable;
import dev.workflow.jdbi.internal.sql.Binding;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Conditions;
import dev.workflow.jdbi.internal.sql.Lookup;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.AbsenceRows;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class JdbiAbsences implements AbsenceRows {

  private static final Columns<AbsenceRow> ABSENCE =
      Columns.<AbsenceRow>of("#absence")
          .text("tenant_id", row -> row.key().tenant())
          .text("channel", row -> row.key().channel())
          .text("address", row -> row.key().address())
          .time("ends_at", AbsenceRow::endsAt)
          .time("reported_at", AbsenceRow::reportedAt)
          .uuid("message_id", AbsenceRow::message)
          .key("tenant_id", "channel", "address")
          .build();

  private static final String SELECT = ABSENCE.select("a");

  private static final String THIS =
      "WHERE tenant_id = :tenant_id AND channel = :channel AND address = :address";

  private static final Lookup<AddressKey> AWAY =
      new Lookup<>(
          SuppressionTable.ADDRESS,
          SELECT
              + """
              WHERE a.tenant_id = key.tenant_id AND a.channel = key.channel AND a.address = key.address
                AND a.ends_at > :now
              """);

  private final Sql sql;

  JdbiAbsences(Sql sql) {
    this.sql = sql;
  }

  private static AbsenceRow row(ResultSet row) throws SQLException {
    return new AbsenceRow(
        SuppressionTable.key(row),
        Read.requiredInstant(row, "ends_at"),
        Read.requiredInstant(row, "reported_at"),
        Read.uuidIfAny(row, "message_id"));
  }

  @Override
  public List<AbsenceRow> away(Collection<AddressKey> keys, Instant now) {
    return sql.find(
        AWAY, keys.stream().distinct().toList(), new Binding().bind("now", now), JdbiAbsences::row);
  }

  @Override
  public void put(AbsenceRow row) {
    int changed =
        sql.of(
                "UPDATE #absence SET ends_at = :ends_at, reported_at = :reported_at, message_id = :message_id "
                    + THIS)
            .bind(ABSENCE, row)
            .update();
    if (changed == 0) {
      sql.insertNew(ABSENCE, List.of(row));
    }
  }

  @Override
  public boolean end(AddressKey key, Instant now) {
    List<AbsenceRow> rows =
        sql.of(SELECT + THIS + " FOR UPDATE")
            .bind(SuppressionTable.ADDRESS, key)
            .list(JdbiAbsences::row);
    remove(rows.stream().map(AbsenceRow::key).toList());
    return rows.stream().anyMatch(row -> row.endsAt().isAfter(now));
  }

  private void remove(List<AddressKey> keys) {
    sql.batch("DELETE FROM #absence " + THIS, SuppressionTable.ADDRESS, keys);
  }

  @Override
  public List<AbsenceRow> list(
      TenantId tenant,
      @Nullable String channel,
      Instant now,
      @Nullable AddressKey after,
      int limit) {
    Conditions where =
        Conditions.where("tenant_id = :tenant", "tenant", tenant)
            .and("ends_at > :now", "now", now)
            .andIfGiven("channel = :channel", "channel", channel);
    if (after != null) {
      where
          .and(
              "(channel, address) > (:after_channel, :after_address)",
              "after_channel",
              after.channel())
          .bind("after_address", after.address());
    }
    return sql.of(SELECT + where + " ORDER BY channel, address LIMIT :limit")
        .bind(where)
        .bind("limit", limit)
        .list(JdbiAbsences::row);
  }

  @Override
  public int forget(Instant now, int limit) {
    List<AddressKey> past =
        sql.of(
                """
                SELECT tenant_id, channel, address FROM #absence WHERE ends_at BETWEEN :earliest AND :now
                ORDER BY ends_at LIMIT :limit FOR UPDATE SKIP LOCKED
                """)
            .bind("earliest", Sql.EARLIEST)
            .bind("now", now)
            .bind("limit", limit)
            .list(SuppressionTable::key);
    remove(past);
    return past.size();
  }
}
