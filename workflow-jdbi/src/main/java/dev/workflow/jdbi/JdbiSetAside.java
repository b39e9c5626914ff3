package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Conditions;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.SetAsideRow;
import dev.workflow.spi.store.SetAsideRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row for each thing that is set aside. */
final class JdbiSetAside implements SetAsideRows {

  private static final Columns<SetAsideRow.Key> KEY =
      Columns.<SetAsideRow.Key>of("#set_aside")
          .text("tenant_id", SetAsideRow.Key::tenant)
          .text("kind", SetAsideRow.Key::kind)
          .uuid("id", SetAsideRow.Key::id)
          .build();

  private static final Columns<SetAsideRow> SET_ASIDE =
      KEY.of(SetAsideRow::key)
          .and(
              Columns.<SetAsideRow>ofNoTable()
                  .text("reason", SetAsideRow::reason)
                  .time("set_aside_at", SetAsideRow::since)
                  .integer("times", SetAsideRow::times)
                  .time("retry_at", SetAsideRow::retryAt)
                  .text("missed", SetAsideRow::missed)
                  .build());

  private static final String SELECT = SET_ASIDE.select("a");

  private static final String THIS = "WHERE tenant_id = :tenant_id AND kind = :kind AND id = :id";

  private final Sql sql;

  JdbiSetAside(Sql sql) {
    this.sql = sql;
  }

  private static SetAsideRow row(ResultSet row) throws SQLException {
    return new SetAsideRow(
        new SetAsideRow.Key(
            TenantId.of(row.getString("tenant_id")), row.getString("kind"), Read.uuid(row, "id")),
        row.getString("reason"),
        Read.requiredInstant(row, "set_aside_at"),
        row.getInt("times"),
        Read.instant(row, "retry_at"),
        row.getString("missed"));
  }

  @Override
  public void put(SetAsideRow row) {
    remove(row.key());
    sql.insertOne(SET_ASIDE, row);
  }

  @Override
  public Optional<SetAsideRow> find(SetAsideRow.Key key) {
    return sql.of(SELECT + THIS).bind(KEY, key).first(JdbiSetAside::row);
  }

  @Override
  public List<SetAsideRow> list(TenantId tenant, @Nullable UUID after, int limit) {
    Conditions where =
        Conditions.where("a.tenant_id = :tenant", "tenant", tenant)
            .andIfGiven("a.id > :after", "after", after);
    return sql.of(SELECT + where + " ORDER BY a.id LIMIT :limit")
        .bind(where)
        .bind("limit", limit)
        .list(JdbiSetAside::row);
  }

  @Override
  public List<SetAsideRow> due(Instant now, int limit) {
    return sql.of(
            SELECT
                + """
                WHERE a.retry_at > :earliest AND a.retry_at <= :now ORDER BY a.retry_at, a.id LIMIT :limit
                """)
        .bind("earliest", Sql.EARLIEST)
        .bind("now", now)
        .bind("limit", limit)
        .list(JdbiSetAside::row);
  }

  @Override
  public Optional<Instant> nextDue() {
    return sql.of(
            "SELECT retry_at FROM #set_aside WHERE retry_at > :earliest ORDER BY retry_at LIMIT 1")
        .bind("earliest", Sql.EARLIEST)
        .first(row -> Read.requiredInstant(row, "retry_at"));
  }

  @Override
  public boolean remove(SetAsideRow.Key key) {
    return sql.of("DELETE FROM #set_aside " + THIS).bind(KEY, key).update() > 0;
  }
}
