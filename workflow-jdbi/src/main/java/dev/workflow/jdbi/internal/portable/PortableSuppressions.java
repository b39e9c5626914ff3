package dev.workflow.jdbi.internal.portable;

import dev.workflow.jdbi.internal.SuppressionTable;
import dev.workflow.jdbi.internal.SuppressionWriter;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.SuppressionRows.SuppressionRow;
import java.util.List;
import java.util.Optional;

record PortableSuppressions(Sql sql) implements SuppressionWriter {

  private static final Columns<SuppressionRow> NEW =
      SuppressionTable.SUPPRESSION.without("lifted_at", "lifted_by");

  private static final String THIS =
      """
      WHERE tenant_id = :tenant_id AND channel = :channel AND address = :address AND reason = :reason
      """;

  private static final String LOCK = SuppressionTable.SUPPRESSION.select("s") + THIS + "FOR UPDATE";

  private static final String UPDATE =
      "UPDATE #suppression SET %s, lifted_at = NULL, lifted_by = NULL "
              .formatted(NEW.without("tenant_id", "channel", "address", "reason").set())
          + THIS;

  @Override
  public void put(List<SuppressionRow> rows) {
    for (SuppressionRow row : rows) {
      Optional<SuppressionRow> before = sql.of(LOCK).bind(NEW, row).first(SuppressionTable::row);
      if (before.isEmpty()) {
        sql.insertOne(NEW, row);
      } else {
        sql.of(UPDATE).bind(NEW, row.after(before.get())).update();
      }
    }
  }
}
