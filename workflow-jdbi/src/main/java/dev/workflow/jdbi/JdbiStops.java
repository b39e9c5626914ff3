package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.spi.store.MessageRows.Lane;
import dev.workflow.spi.store.StopRow;
import dev.workflow.spi.store.StopRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** One row a stop; an empty template stands for all of the lane. */
final class JdbiStops implements StopRows {

  private static final Rows.Shape LANES = Rows.Shape.of("", "tenant_id text", "channel text");

  private static final String SELECT =
      """
      SELECT s.tenant_id, s.channel, s.template, s.scope, s.reason, s.code, s.by_actor, s.since_at, s.until_at,
             s.failures, s.probe
      FROM #stop s
      """;

  private final Sql sql;

  JdbiStops(Sql sql) {
    this.sql = sql;
  }

  @Override
  public List<StopRow> of(Collection<Lane> lanes) {
    return sql.arrays() ? together(lanes) : oneByOne(lanes);
  }

  private List<StopRow> together(Collection<Lane> lanes) {
    Rows rows = new Rows(LANES);
    lanes.forEach(lane -> rows.add(lane.tenant().value(), lane.channel()));
    return sql.query(
        SELECT
            + "JOIN unnest("
            + LANES.marks()
            + ") AS l(tenant_id, channel) ON s.tenant_id = l.tenant_id AND s.channel = l.channel",
        JdbiStops::row,
        rows.arrays());
  }

  private List<StopRow> oneByOne(Collection<Lane> lanes) {
    List<StopRow> stops = new ArrayList<>();
    for (Lane lane : lanes) {
      stops.addAll(
          sql.query(
              SELECT + "WHERE s.tenant_id = ? AND s.channel = ?",
              JdbiStops::row,
              lane.tenant().value(),
              lane.channel()));
    }
    return stops;
  }

  @Override
  public List<StopRow> list(TenantId tenant) {
    return sql.query(
        SELECT + "WHERE s.tenant_id = ? ORDER BY s.channel, s.template",
        JdbiStops::row,
        tenant.value());
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
        Sql.requiredInstant(row, "since_at"),
        Sql.requiredInstant(row, "until_at"),
        row.getInt("failures"),
        row.getObject("probe", UUID.class));
  }

  @Override
  public void put(StopRow stop) {
    remove(stop.key());
    sql.update(
        """
        INSERT INTO #stop (tenant_id, channel, template, scope, reason, code, by_actor, since_at, until_at, failures, probe)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        stop.key().tenant().value(),
        stop.key().channel(),
        template(stop.key()),
        stop.cause().scope(),
        stop.cause().reason(),
        stop.cause().code(),
        stop.cause().by(),
        stop.since(),
        stop.until(),
        stop.failures(),
        stop.probe());
  }

  @Override
  public void remove(StopRow.Key key) {
    sql.update(
        "DELETE FROM #stop WHERE tenant_id = ? AND channel = ? AND template = ?",
        key.tenant().value(),
        key.channel(),
        template(key));
  }

  private static String template(StopRow.Key key) {
    return key.template() == null ? "" : key.template();
  }
}
