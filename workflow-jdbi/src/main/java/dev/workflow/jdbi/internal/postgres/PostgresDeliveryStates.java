package dev.workflow.jdbi.internal.postgres;

import dev.workflow.jdbi.internal.DeliveryStates;
import dev.workflow.jdbi.internal.sql.Call;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.DeliveryRows.DeliveryRow;
import java.util.List;
import java.util.Set;
import java.util.UUID;

record PostgresDeliveryStates(Sql sql) implements DeliveryStates {

  private static final Unnest<DeliveryRow> REPORTS =
      new Unnest<>(
          "report",
          Columns.<DeliveryRow>ofNoTable()
              .uuid("id", DeliveryRow::message)
              .text("state", DeliveryRow::state)
              .time("at", DeliveryRow::at)
              .integer("rank", DeliveryStates::rank)
              .build());

  private static final String RAISE =
      """
      UPDATE #message m SET delivery = report.state, delivery_at = report.at,
        read_at = CASE WHEN report.state = 'READ' AND m.channel = 'in_app' THEN report.at ELSE m.read_at END
      FROM %s
      WHERE m.tenant_id = :tenant AND m.id = report.id AND report.rank > %s
      RETURNING m.id
      """
          .formatted(REPORTS.table(), RANK);

  @Override
  public Set<UUID> raise(List<DeliveryRow> reports) {
    Call call = sql.of(RAISE).bind("tenant", reports.get(0).tenant());
    REPORTS.bind(call, reports);
    return Set.copyOf(call.list(row -> Read.uuid(row, "id")));
  }
}
