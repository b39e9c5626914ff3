package dev.workflow.jdbi.internal;

import dev.workflow.InstanceId;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The table of instances. */
public final class InstanceTable {

  public static final Columns<InstanceKey> KEY =
      Columns.<InstanceKey>ofNoTable()
          .text("tenant_id", InstanceKey::tenant)
          .uuid("id", InstanceKey::id)
          .build();

  public static final Columns<InstanceRow> INSTANCE =
      Columns.<InstanceRow>of("#instance")
          .text("tenant_id", row -> row.key().tenant())
          .uuid("id", row -> row.key().id())
          .text("workflow", row -> row.workflow().key())
          .integer("workflow_version", row -> row.workflow().version())
          .subject(InstanceRow::subject)
          .text("event_id", row -> row.origin().eventId())
          .text("input", row -> row.origin().input())
          .text("parent", row -> row.origin().parent())
          .text("concurrency_key", row -> row.origin().concurrencyKey())
          .time("created_at", row -> row.origin().createdAt())
          .text("state", row -> row.progress().state())
          .text("outcome", row -> row.progress().outcome())
          .bigint("revision", row -> row.progress().revision())
          .text("owner", row -> row.progress().owner())
          .time("due_at", row -> row.progress().dueAt())
          .time("ended_at", row -> row.progress().endedAt())
          .key("tenant_id", "id")
          .build();

  /** What a change sets, besides the revision. */
  public static final Columns<InstanceRow> PROGRESS =
      INSTANCE.only("state", "outcome", "owner", "due_at", "ended_at");

  /** A change of a row: which one, at which revision ({@code known}), and what it sets. */
  public static final Columns<InstanceChange> CHANGE =
      Columns.<InstanceChange>ofNoTable()
          .text("tenant_id", change -> change.key().tenant())
          .uuid("id", change -> change.key().id())
          .bigint("known", InstanceChange::expectedRevision)
          .build()
          .and(PROGRESS.of(InstanceChange::row));

  /** Before what {@link #row} takes, of instances {@code i}. */
  public static final String SELECT = INSTANCE.select("i");

  private InstanceTable() {}

  public static InstanceRow row(ResultSet row) throws SQLException {
    return new InstanceRow(
        key(row),
        WorkflowRef.of(row.getString("workflow"), row.getInt("workflow_version")),
        Read.subject(row),
        new InstanceRow.Origin(
            row.getString("event_id"),
            row.getString("input"),
            row.getString("parent"),
            row.getString("concurrency_key"),
            Read.requiredInstant(row, "created_at")),
        new InstanceRow.Progress(
            row.getString("state"),
            row.getString("outcome"),
            row.getLong("revision"),
            row.getString("owner"),
            Read.instant(row, "due_at"),
            Read.instant(row, "ended_at")));
  }

  /** The key in the columns {@code tenant_id} and {@code id}. */
  public static InstanceKey key(ResultSet row) throws SQLException {
    return new InstanceKey(
        TenantId.of(row.getString("tenant_id")), InstanceId.of(Read.uuid(row, "id")));
  }
}
