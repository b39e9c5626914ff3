package dev.workflow.jdbi.internal;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventRows.EventKey;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The table of accepted events. */
public final class EventTable {

  public static final Columns<EventKey> KEY =
      Columns.<EventKey>ofNoTable()
          .text("tenant_id", EventKey::tenant)
          .text("id", EventKey::id)
          .build();

  public static final Columns<EventRow> EVENT =
      Columns.<EventRow>of("#event")
          .text("tenant_id", EventRow::tenant)
          .text("id", EventRow::id)
          .text("type", EventRow::type)
          .subject(EventRow::subject)
          .time("accepted_at", EventRow::acceptedAt)
          .text("body", EventRow::body)
          .text("receipt", EventRow::receipt)
          .key("tenant_id", "id")
          .build();

  private EventTable() {}

  public static EventRow row(ResultSet row) throws SQLException {
    return new EventRow(
        TenantId.of(row.getString("tenant_id")),
        row.getString("id"),
        row.getString("type"),
        Read.subject(row),
        Read.requiredInstant(row, "accepted_at"),
        row.getString("body"),
        row.getString("receipt"));
  }
}
