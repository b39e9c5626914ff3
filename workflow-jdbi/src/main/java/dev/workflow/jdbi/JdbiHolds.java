package dev.workflow.jdbi;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.HoldRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class JdbiHolds implements HoldRows {

  private static final Columns<HoldRow> HOLD =
      Columns.<HoldRow>of("#legal_hold")
          .text("tenant_id", HoldRow::tenant)
          .subject(HoldRow::subject)
          .text("reason", HoldRow::reason)
          .text("actor", HoldRow::actor)
          .time("since", HoldRow::since)
          .key("tenant_id", "subject_type", "subject_id")
          .build();

  private static final String ONE =
      " WHERE tenant_id = :tenant AND subject_type = :type AND subject_id = :id";

  private final Sql sql;

  JdbiHolds(Sql sql) {
    this.sql = sql;
  }

  /**
   * What leaves out the rows of a table about subjects under hold.
   *
   * @param alias of the table, which has a subject
   */
  static String none(String alias) {
    return """
        NOT EXISTS (
          SELECT 1 FROM #legal_hold h WHERE h.tenant_id = %1$s.tenant_id
            AND h.subject_type = %1$s.subject_type AND h.subject_id = %1$s.subject_id)"""
        .formatted(alias);
  }

  @Override
  public boolean insert(HoldRow row) {
    return !sql.insertNew(HOLD, List.of(row)).isEmpty();
  }

  @Override
  public boolean remove(TenantId tenant, SubjectRef subject) {
    return sql.of("DELETE FROM #legal_hold" + ONE)
            .bind("tenant", tenant)
            .bind("type", subject.type())
            .bind("id", subject.id())
            .update()
        > 0;
  }

  @Override
  public Optional<HoldRow> find(TenantId tenant, SubjectRef subject) {
    return sql
        .of(HOLD.select("h") + ONE)
        .bind("tenant", tenant)
        .bind("type", subject.type())
        .bind("id", subject.id())
        .list(JdbiHolds::row)
        .stream()
        .findFirst();
  }

  @Override
  public List<HoldRow> list(TenantId tenant, @Nullable SubjectRef after, int limit) {
    return sql.of(
            HOLD.select("h")
                + """
                 WHERE tenant_id = :tenant AND (subject_type, subject_id) > (:type, :id)
                ORDER BY subject_type, subject_id LIMIT :limit
                """)
        .bind("tenant", tenant)
        .bind("type", after == null ? "" : after.type())
        .bind("id", after == null ? "" : after.id())
        .bind("limit", limit)
        .list(JdbiHolds::row);
  }

  private static HoldRow row(ResultSet row) throws SQLException {
    return new HoldRow(
        TenantId.of(row.getString("tenant_id")),
        Objects.requireNonNull(Read.subject(row)),
        row.getString("reason"),
        row.getString("actor"),
        Read.requiredInstant(row, "since"));
  }
}
