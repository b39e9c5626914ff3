package dev.workflow.jdbi.internal;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import dev.workflow.spi.store.SuppressionRows.SuppressionRow;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The table of suppressions. */
public final class SuppressionTable {

  /** An address of a tenant. */
  public static final Columns<AddressKey> ADDRESS =
      Columns.<AddressKey>ofNoTable()
          .text("tenant_id", AddressKey::tenant)
          .text("channel", AddressKey::channel)
          .text("address", AddressKey::address)
          .build();

  public static final Columns<SuppressionRow> SUPPRESSION =
      Columns.<SuppressionRow>of("#suppression")
          .text("tenant_id", row -> row.key().tenant())
          .text("channel", row -> row.key().channel())
          .text("address", row -> row.key().address())
          .text("reason", SuppressionRow::reason)
          .text("scope", SuppressionRow::scope)
          .time("at", SuppressionRow::at)
          .text("actor", SuppressionRow::by)
          .uuid("message_id", SuppressionRow::message)
          .text("note", SuppressionRow::note)
          .time("lifted_at", SuppressionRow::liftedAt)
          .text("lifted_by", SuppressionRow::liftedBy)
          .key("tenant_id", "channel", "address", "reason")
          .build();

  private SuppressionTable() {}

  public static SuppressionRow row(ResultSet row) throws SQLException {
    return new SuppressionRow(
        key(row),
        row.getString("reason"),
        row.getString("scope"),
        Read.requiredInstant(row, "at"),
        row.getString("actor"),
        Read.uuidIfAny(row, "message_id"),
        row.getString("note"),
        Read.instant(row, "lifted_at"),
        row.getString("lifted_by"));
  }

  public static AddressKey key(ResultSet row) throws SQLException {
    return new AddressKey(
        TenantId.of(row.getString("tenant_id")),
        row.getString("channel"),
        row.getString("address"));
  }
}
