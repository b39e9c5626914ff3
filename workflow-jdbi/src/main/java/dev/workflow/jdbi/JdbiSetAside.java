package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.spi.store.SetAsideRow;
import dev.workflow.spi.store.SetAsideRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row for each thing that is set aside. */
final class JdbiSetAside implements SetAsideRows {

  private static final String SELECT =
      "SELECT a.tenant_id, a.kind, a.id, a.reason, a.since_at, a.times, a.retry_at, a.missed FROM #set_aside a ";

  private final Sql sql;

  JdbiSetAside(Sql sql) {
    this.sql = sql;
  }

  private static SetAsideRow row(ResultSet row) throws SQLException {
    return new SetAsideRow(
        new SetAsideRow.Key(
            TenantId.of(row.getString("tenant_id")), row.getString("kind"), Sql.uuid(row, "id")),
        row.getString("reason"),
        Sql.requiredInstant(row, "since_at"),
        row.getInt("times"),
        Sql.instant(row, "retry_at"),
        row.getString("missed"));
  }

  @Override
  public void put(SetAsideRow row) {
    remove(row.key());
    sql.update(
        """
        INSERT INTO #set_aside (tenant_id, kind, id, reason, since_at, times, retry_at, missed)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        row.key().tenant().value(),
        row.key().kind(),
        row.key().id(),
        row.reason(),
        row.since(),
        row.times(),
        row.retryAt(),
        row.missed());
  }

  @Override
  public Optional<SetAsideRow> find(SetAsideRow.Key key) {
    return sql
        .query(
            SELECT + "WHERE a.tenant_id = ? AND a.kind = ? AND a.id = ?",
            JdbiSetAside::row,
            key.tenant().value(),
            key.kind(),
            key.id())
        .stream()
        .findFirst();
  }

  @Override
  public List<SetAsideRow> list(TenantId tenant, @Nullable UUID after, int limit) {
    List<@Nullable Object> values = new ArrayList<>(List.of(tenant.value()));
    if (after != null) {
      values.add(after);
    }
    values.add(limit);
    return sql.query(
        SELECT
            + "WHERE a.tenant_id = ? "
            + (after == null ? "" : "AND a.id > ? ")
            + "ORDER BY a.id LIMIT ?",
        JdbiSetAside::row,
        values.toArray());
  }

  @Override
  public List<SetAsideRow> due(Instant now, int limit) {
    return sql.query(
        SELECT + "WHERE a.retry_at > ? AND a.retry_at <= ? ORDER BY a.retry_at, a.id LIMIT ?",
        JdbiSetAside::row,
        Sql.EARLIEST,
        now,
        limit);
  }

  @Override
  public Optional<Instant> nextDue() {
    return sql
        .query(
            "SELECT a.retry_at FROM #set_aside a WHERE a.retry_at > ? ORDER BY a.retry_at LIMIT 1",
            row -> Sql.requiredInstant(row, "retry_at"),
            Sql.EARLIEST)
        .stream()
        .findFirst();
  }

  @Override
  public boolean remove(SetAsideRow.Key key) {
    return sql.update(
            "DELETE FROM #set_aside WHERE tenant_id = ? AND kind = ? AND id = ?",
            key.tenant().value(),
            key.kind(),
            key.id())
        > 0;
  }
}
