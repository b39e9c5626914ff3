package dev.workflow.examples.host.engine.definitions;

import dev.workflow.TenantId;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * The texts of drafts as they were written, comments and mistakes included. The engine has the
 * drafts that can be read.
 */
@Repository
class DraftTexts {

  /**
   * A draft's text.
   *
   * @param revision the same for texts that are the same
   * @param engineRevision of the draft that the engine got of it; null: it cannot be read
   */
  record Row(
      String format,
      String text,
      String revision,
      @Nullable String engineRevision,
      Instant savedAt,
      String savedBy) {}

  private final JdbcTemplate jdbc;

  DraftTexts(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  static String revision(String format, String text) {
    return UUID.nameUUIDFromBytes((format + "\n" + text).getBytes(StandardCharsets.UTF_8))
        .toString();
  }

  Optional<Row> find(TenantId tenant, String key) {
    return jdbc
        .query(
            "SELECT format, body, revision, engine_revision, saved_at, saved_by"
                + " FROM host_draft_text WHERE tenant = ? AND workflow = ?",
            (row, number) ->
                new Row(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getTimestamp(5).toInstant(),
                    row.getString(6)),
            tenant.value(),
            key)
        .stream()
        .findFirst();
  }

  /** False if another one is there already. */
  boolean insert(TenantId tenant, String key, Row row) {
    return jdbc.update(
            "INSERT INTO host_draft_text (tenant, workflow, format, body, revision,"
                + " engine_revision, saved_at, saved_by)"
                + " SELECT ?, ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM host_draft_text"
                + " WHERE tenant = ? AND workflow = ?)",
            tenant.value(),
            key,
            row.format(),
            row.text(),
            row.revision(),
            row.engineRevision(),
            Timestamp.from(row.savedAt()),
            row.savedBy(),
            tenant.value(),
            key)
        == 1;
  }

  /** False if the text has another revision meanwhile. */
  boolean update(TenantId tenant, String key, String known, Row row) {
    return jdbc.update(
            "UPDATE host_draft_text SET format = ?, body = ?, revision = ?, engine_revision = ?,"
                + " saved_at = ?, saved_by = ?"
                + " WHERE tenant = ? AND workflow = ? AND revision = ?",
            row.format(),
            row.text(),
            row.revision(),
            row.engineRevision(),
            Timestamp.from(row.savedAt()),
            row.savedBy(),
            tenant.value(),
            key,
            known)
        == 1;
  }

  void delete(TenantId tenant, String key) {
    jdbc.update(
        "DELETE FROM host_draft_text WHERE tenant = ? AND workflow = ?", tenant.value(), key);
  }
}
