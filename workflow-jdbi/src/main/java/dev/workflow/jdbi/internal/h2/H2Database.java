package dev.workflow.jdbi.internal.h2;

import dev.workflow.jdbi.internal.Database;
import dev.workflow.jdbi.internal.sql.TransactionBoundary.IdleLimit;
import java.util.Map;
import java.util.Optional;

/** H2 2.x in its regular mode. */
public final class H2Database implements Database {

  @Override
  public String name() {
    return "H2";
  }

  @Override
  public Map<String, String> placeholders() {
    return Map.of(
        "text", "character large object",
        "updated_often", "",
        "as_queue", "",
        "leave_room_in_message", "",
        "journal_time", "",
        "stored", "",
        "rename_column", "ALTER COLUMN IF EXISTS",
        "to_name", "RENAME TO",
        "enabled",
            "coalesce(CAST((d.document FORMAT JSON).\"enabled\" AS varchar), 'true') <> 'false'");
  }

  @Override
  public boolean hasPartialIndexes() {
    return false;
  }

  @Override
  public String migrationLock(String prefix) {
    return "SELECT 1";
  }

  @Override
  public boolean goesOnAfterRefusal() {
    return true;
  }

  @Override
  public Optional<IdleLimit> idleLimit() {
    return Optional.empty();
  }

  @Override
  public Optional<String> analyze(String prefix) {
    return Optional.empty();
  }
}
