package dev.workflow.jdbi.internal.postgres;

import dev.workflow.jdbi.internal.SuppressionTable;
import dev.workflow.jdbi.internal.SuppressionWriter;
import dev.workflow.jdbi.internal.sql.Call;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.SuppressionRows.SuppressionRow;
import java.util.List;

record PostgresSuppressions(Sql sql) implements SuppressionWriter {

  private static final Unnest<SuppressionRow> ROWS =
      new Unnest<>("row", SuppressionTable.SUPPRESSION.without("lifted_at", "lifted_by"));

  private static final String PUT =
      ROWS.insert().replace("INSERT INTO #suppression ", "INSERT INTO #suppression AS s ")
          + """

          ON CONFLICT (tenant_id, channel, address, reason) DO UPDATE SET
            scope = CASE WHEN s.lifted_at IS NULL AND s.scope = 'EVERYTHING' THEN s.scope ELSE excluded.scope END,
            at = CASE WHEN s.lifted_at IS NULL THEN s.at ELSE excluded.at END,
            actor = CASE WHEN s.lifted_at IS NULL THEN s.actor ELSE excluded.actor END,
            message_id = CASE WHEN s.lifted_at IS NULL THEN s.message_id ELSE excluded.message_id END,
            note = CASE WHEN s.lifted_at IS NULL THEN s.note ELSE excluded.note END,
            lifted_at = NULL, lifted_by = NULL
          """;

  @Override
  public void put(List<SuppressionRow> rows) {
    if (!rows.isEmpty()) {
      Call call = sql.of(PUT);
      ROWS.bind(call, rows);
      call.update();
    }
  }
}
