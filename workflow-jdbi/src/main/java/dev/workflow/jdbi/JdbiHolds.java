package dev.workflow.jdbi;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Call;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.HoldRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
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

  private static final Columns<ErasureRow> ERASURE =
      Columns.<ErasureRow>of("#erasure")
          .text("tenant_id", ErasureRow::tenant)
          .uuid("id", ErasureRow::id)
          .subject(ErasureRow::subject)
          .text("actor", ErasureRow::actor)
          .time("begun_at", ErasureRow::begun)
          .time("ended_at", ErasureRow::ended)
          .bigint("cancelled", row -> row.erased().canceled())
          .bigint("instances", row -> row.erased().instances())
          .bigint("messages", row -> row.erased().messages())
          .bigint("events", row -> row.erased().events())
          .bigint("findings", row -> row.erased().findings())
          .bool("override", row -> row.erased().override())
          .key("tenant_id", "id")
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

  @Override
  public void insert(ErasureRow row) {
    sql.insertNew(ERASURE, List.of(row));
  }

  @Override
  public void add(TenantId tenant, UUID id, Erased more) {
    sql.of(
            """
            UPDATE #erasure SET cancelled = cancelled + :cancelled, instances = instances + :instances,
              messages = messages + :messages, events = events + :events, findings = findings + :findings,
              override = override OR :override
            WHERE tenant_id = :tenant AND id = :id
            """)
        .bind("cancelled", more.canceled())
        .bind("instances", more.instances())
        .bind("messages", more.messages())
        .bind("events", more.events())
        .bind("findings", more.findings())
        .bind("override", more.override())
        .bind("tenant", tenant)
        .bind("id", id)
        .update();
  }

  @Override
  public void end(TenantId tenant, UUID id, Instant at) {
    sql.of(
            "UPDATE #erasure SET ended_at = :at WHERE tenant_id = :tenant AND id = :id AND ended_at IS NULL")
        .bind("at", at)
        .bind("tenant", tenant)
        .bind("id", id)
        .update();
  }

  @Override
  public Optional<ErasureRow> erasure(TenantId tenant, UUID id) {
    return sql.of(ERASURE.select("e") + " WHERE tenant_id = :tenant AND id = :id")
        .bind("tenant", tenant)
        .bind("id", id)
        .first(JdbiHolds::erasure);
  }

  @Override
  public List<ErasureRow> erasures(
      TenantId tenant, @Nullable SubjectRef subject, @Nullable UUID before, int limit) {
    String about = subject == null ? "" : " AND subject_type = :type AND subject_id = :subject";
    String older = before == null ? "" : " AND id < :before";
    Call call =
        sql.of(
                ERASURE.select("e")
                    + " WHERE tenant_id = :tenant"
                    + about
                    + older
                    + " ORDER BY id DESC LIMIT :limit")
            .bind("tenant", tenant)
            .bind("limit", limit);
    if (subject != null) {
      call.bind("type", subject.type()).bind("subject", subject.id());
    }
    if (before != null) {
      call.bind("before", before);
    }
    return call.list(JdbiHolds::erasure);
  }

  @Override
  public List<ErasureRow> unfinished(int limit) {
    return sql.of(ERASURE.select("e") + " WHERE ended_at IS NULL ORDER BY begun_at LIMIT :limit")
        .bind("limit", limit)
        .list(JdbiHolds::erasure);
  }

  private static ErasureRow erasure(ResultSet row) throws SQLException {
    return new ErasureRow(
        TenantId.of(row.getString("tenant_id")),
        Read.uuid(row, "id"),
        Objects.requireNonNull(Read.subject(row)),
        row.getString("actor"),
        Read.requiredInstant(row, "begun_at"),
        Read.instant(row, "ended_at"),
        new Erased(
            row.getLong("cancelled"),
            row.getLong("instances"),
            row.getLong("messages"),
            row.getLong("events"),
            row.getLong("findings"),
            row.getBoolean("override")));
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
