package dev.workflow.jdbi.internal;

import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.JournalEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;

/** The table of what happened to instances. */
public final class JournalTable {

  /** The entries of changes that have one. */
  public static final Columns<InstanceChange> ENTRY =
      Columns.<InstanceChange>of("#journal")
          .text("tenant_id", change -> change.key().tenant())
          .uuid("instance_id", change -> change.key().id())
          .integer("seq", change -> entryOf(change).seq())
          .time("at", change -> entryOf(change).at())
          .text("body", change -> entryOf(change).body())
          .key("tenant_id", "instance_id", "seq")
          .build();

  private JournalTable() {}

  private static JournalEntry entryOf(InstanceChange change) {
    return Objects.requireNonNull(change.entry(), "the change has an entry");
  }

  public static JournalEntry entry(ResultSet row) throws SQLException {
    return new JournalEntry(
        row.getInt("seq"), Read.requiredInstant(row, "at"), row.getString("body"));
  }
}
