package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Lookup;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.MessageRows.Lane;
import dev.workflow.spi.store.StopRow;
import dev.workflow.spi.store.StopRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** One row a stop; an empty template stands for all of the lane. */
final class JdbiStops implements StopRows {

  private static final Columns<StopRow.Key> KEY =
      Columns.<StopRow.Key>of("#stop")
          .text("tenant_id", StopRow.Key::tenant)
          .text("channel", StopRow.Key::channel)
          .text("template", key -> key.template() == null ? "" : key.template())
          .build();

  private static final Columns<StopRow> STOP =
      KEY.of(StopRow::key)
          .and(
              Columns.<StopRow>ofNoTable()
                  .text("scope", row -> row.cause().scope())
                  .text("reason", row -> row.cause().reason())
                  .text("code", row -> row.cause().code())
                  .text("by_actor", row -> row.cause().by())
                  .time("since_at", StopRow::since)
                  .time("until_at", StopRow::until)
                  .integer("failures", StopRow::failures)
                  .uuid("probe", StopRow::probe)
                  .build());

  private static final String SELECT = STOP.select("s");

  private static final Lookup<Lane> OF_LANE =
      new Lookup<>(
          Columns.<Lane>ofNoTable()
              .text("tenant_id", Lane::tenant)
              .text("channel", Lane::channel)
              .build(),
          SELECT + "WHERE s.tenant_id = key.tenant_id AND s.channel = key.channel");

  private final Sql sql;

  JdbiStops(Sql sql) {
    this.sql = sql;
  }

  @Override
  public List<StopRow> of(Collection<Lane> lanes) {
    return sql.find(OF_LANE, lanes, JdbiStops::row);
  }

  @Override
  public List<StopRow> list(TenantId tenant) {
    return sql.of(SELECT + "WHERE s.tenant_id = :tenant ORDER BY s.channel, s.template")
        .bind("tenant", tenant)
        .list(JdbiStops::row);
  }

  private static StopRow row(ResultSet row) throws SQLException {
    String template = row.getString("template");
    return new StopRow(
        new StopRow.Key(
            TenantId.of(row.getString("tenant_id")),
            row.getString("channel"),
            template.isEmpty() ? null : template),
        new StopRow.Cause(
            row.getString("scope"),
            row.getString("reason"),
            row.getString("code"),
            row.getString("by_actor")),
        Read.requiredInstant(row, "since_at"),
        Read.requiredInstant(row, "until_at"),
        row.getInt("failures"),
        Read.uuidIfAny(row, "probe"));
  }

  @Override
  public void put(StopRow stop) {
    remove(stop.key());
    sql.insertOne(STOP, stop);
  }

  @Override
  public void remove(StopRow.Key key) {
    sql.of(
            "DELETE FROM #stop WHERE tenant_id = :tenant_id AND channel = :channel AND template = :template")
        .bind(KEY, key)
        .update();
  }
}
