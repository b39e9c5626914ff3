package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Lookup;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.BreakerRow;
import dev.workflow.spi.store.BreakerRows;
import dev.workflow.spi.store.MessageRows.Lane;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** One row a stop; an empty template stands for all of the lane. */
final class JdbiBreakers implements BreakerRows {

  private static final Columns<BreakerRow.Key> KEY =
      Columns.<BreakerRow.Key>of("#breaker")
          .text("tenant_id", BreakerRow.Key::tenant)
          .text("channel", BreakerRow.Key::channel)
          .text("template", key -> key.template() == null ? "" : key.template())
          .build();

  private static final Columns<BreakerRow> BREAKER =
      KEY.of(BreakerRow::key)
          .and(
              Columns.<BreakerRow>ofNoTable()
                  .text("scope", row -> row.cause().scope())
                  .text("reason", row -> row.cause().reason())
                  .text("code", row -> row.cause().code())
                  .text("actor", row -> row.cause().by())
                  .time("opened_at", BreakerRow::openedAt)
                  .time("retry_at", BreakerRow::retryAt)
                  .integer("failures", BreakerRow::failures)
                  .uuid("trial_message_id", BreakerRow::trial)
                  .build());

  private static final String SELECT = BREAKER.select("s");

  private static final Lookup<Lane> OF_LANE =
      new Lookup<>(
          Columns.<Lane>ofNoTable()
              .text("tenant_id", Lane::tenant)
              .text("channel", Lane::channel)
              .build(),
          SELECT + "WHERE s.tenant_id = key.tenant_id AND s.channel = key.channel");

  private final Sql sql;

  JdbiBreakers(Sql sql) {
    this.sql = sql;
  }

  @Override
  public List<BreakerRow> of(Collection<Lane> lanes) {
    return sql.find(OF_LANE, lanes, JdbiBreakers::row);
  }

  @Override
  public List<BreakerRow> list(TenantId tenant) {
    return sql.of(SELECT + "WHERE s.tenant_id = :tenant ORDER BY s.channel, s.template")
        .bind("tenant", tenant)
        .list(JdbiBreakers::row);
  }

  private static BreakerRow row(ResultSet row) throws SQLException {
    String template = row.getString("template");
    return new BreakerRow(
        new BreakerRow.Key(
            TenantId.of(row.getString("tenant_id")),
            row.getString("channel"),
            template.isEmpty() ? null : template),
        new BreakerRow.Cause(
            row.getString("scope"),
            row.getString("reason"),
            row.getString("code"),
            row.getString("actor")),
        Read.requiredInstant(row, "opened_at"),
        Read.requiredInstant(row, "retry_at"),
        row.getInt("failures"),
        Read.uuidIfAny(row, "trial_message_id"));
  }

  @Override
  public void put(BreakerRow breaker) {
    remove(breaker.key());
    sql.insertOne(BREAKER, breaker);
  }

  @Override
  public void remove(BreakerRow.Key key) {
    sql.of(
            "DELETE FROM #breaker WHERE tenant_id = :tenant_id AND channel = :channel AND template = :template")
        .bind(KEY, key)
        .update();
  }
}
