package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Conditions;
import dev.workflow.jdbi.internal.sql.Lookup;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.ScheduleRow;
import dev.workflow.spi.store.ScheduleRow.Key;
import dev.workflow.spi.store.ScheduleRows;
import dev.workflow.spi.store.TickRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The schedules; their ticks are in {@link JdbiTicks}. */
final class JdbiSchedules implements ScheduleRows {

  private static final Columns<Key> KEY =
      Columns.<Key>ofNoTable().text("tenant_id", Key::tenant).uuid("id", Key::id).build();

  private static final Columns<ScheduleRow> CHANGING =
      Columns.<ScheduleRow>of("#schedule")
          .text("name", ScheduleRow::name)
          .integer("ordinal", ScheduleRow::position)
          .text("document", ScheduleRow::document)
          .text("state", row -> row.progress().state())
          .time("next_at", row -> row.progress().nextAt())
          .time("due_at", row -> row.progress().dueAt())
          .integer("running", row -> row.progress().running())
          .integer("queued", row -> row.progress().queued())
          .time("retry_at", row -> row.progress().retryAt())
          .build();

  private static final Columns<ScheduleRow> SCHEDULE =
      Columns.<ScheduleRow>of("#schedule")
          .text("tenant_id", row -> row.key().tenant())
          .uuid("id", row -> row.key().id())
          .text("workflow", ScheduleRow::workflow)
          .time("created_at", ScheduleRow::createdAt)
          .text("created_by", ScheduleRow::createdBy)
          .key("tenant_id", "id")
          .build()
          .and(CHANGING);

  private static final String SELECT = SCHEDULE.select("s");

  private static final String THIS = "WHERE tenant_id = :tenant_id AND id = :id";

  private static final Lookup<Key> FREE =
      new Lookup<>(
          KEY,
          SELECT + "WHERE s.tenant_id = key.tenant_id AND s.id = key.id FOR UPDATE SKIP LOCKED");

  private final Sql sql;
  private final JdbiTicks ticks;

  JdbiSchedules(Sql sql) {
    this.sql = sql;
    this.ticks = new JdbiTicks(sql);
  }

  private static ScheduleRow row(ResultSet row) throws SQLException {
    return new ScheduleRow(
        new Key(TenantId.of(row.getString("tenant_id")), Read.uuid(row, "id")),
        row.getString("name"),
        row.getString("workflow"),
        row.getInt("ordinal"),
        row.getString("document"),
        Read.requiredInstant(row, "created_at"),
        row.getString("created_by"),
        new ScheduleRow.Progress(
            row.getString("state"),
            Read.instant(row, "next_at"),
            Read.instant(row, "due_at"),
            row.getInt("running"),
            row.getInt("queued"),
            Read.instant(row, "retry_at")));
  }

  @Override
  public boolean insert(ScheduleRow row) {
    if (row.name() != null && isTaken(row.key().tenant(), row.name(), row.key().id())) {
      return false;
    }
    return sql.insertIfAllNew(SCHEDULE, List.of(row));
  }

  @Override
  public void update(List<ScheduleRow> rows) {
    sql.batch(
        "UPDATE #schedule SET " + CHANGING.set() + " " + THIS,
        rows,
        (binding, row) -> {
          CHANGING.bind(binding, row);
          KEY.bind(binding, row.key());
        });
  }

  @Override
  public void delete(Key key) {
    sql.of("DELETE FROM #tick WHERE tenant_id = :tenant_id AND schedule_id = :id")
        .bind(KEY, key)
        .update();
    sql.of("DELETE FROM #schedule " + THIS).bind(KEY, key).update();
  }

  @Override
  public Optional<ScheduleRow> find(Key key) {
    return sql.of(SELECT + THIS).bind(KEY, key).first(JdbiSchedules::row);
  }

  @Override
  public boolean isTaken(TenantId tenant, String name, UUID except) {
    return sql.of(
            "SELECT id FROM #schedule WHERE tenant_id = :tenant AND name = :name AND id <> :id")
        .bind("tenant", tenant)
        .bind("name", name)
        .bind("id", except)
        .exists();
  }

  @Override
  public Optional<ScheduleRow> lock(Key key) {
    return sql.of(SELECT + THIS + " FOR UPDATE").bind(KEY, key).first(JdbiSchedules::row);
  }

  @Override
  public List<ScheduleRow> lockIfFree(Collection<Key> keys) {
    return sql.find(FREE, keys, JdbiSchedules::row);
  }

  @Override
  public List<ScheduleRow> lockOfWorkflow(TenantId tenant, String workflow) {
    return sql.of(
            SELECT + "WHERE tenant_id = :tenant AND workflow = :workflow ORDER BY id FOR UPDATE")
        .bind("tenant", tenant)
        .bind("workflow", workflow)
        .list(JdbiSchedules::row);
  }

  @Override
  public List<ScheduleRow> list(
      TenantId tenant, @Nullable String workflow, @Nullable UUID after, int limit) {
    Conditions where =
        Conditions.where("tenant_id = :tenant", "tenant", tenant)
            .andIfGiven("workflow = :workflow", "workflow", workflow)
            .andIfGiven("id > :after", "after", after);
    return sql.of(SELECT + where + " ORDER BY tenant_id, id LIMIT :limit")
        .bind(where)
        .bind("limit", limit)
        .list(JdbiSchedules::row);
  }

  @Override
  public List<ScheduleRow> lockDue(Instant now, int limit) {
    return sql.of(
            SELECT
                + """
                WHERE due_at BETWEEN :earliest AND :now ORDER BY due_at LIMIT :limit FOR UPDATE SKIP LOCKED
                """)
        .bind("earliest", Sql.EARLIEST)
        .bind("now", now)
        .bind("limit", limit)
        .list(JdbiSchedules::row);
  }

  @Override
  public List<ScheduleRow> lockDue(TenantId tenant, Instant now, int limit) {
    return sql.of(
            SELECT
                + """
                WHERE tenant_id = :tenant AND due_at BETWEEN :earliest AND :now
                ORDER BY due_at LIMIT :limit FOR UPDATE SKIP LOCKED
                """)
        .bind("tenant", tenant)
        .bind("earliest", Sql.EARLIEST)
        .bind("now", now)
        .bind("limit", limit)
        .list(JdbiSchedules::row);
  }

  @Override
  public List<ScheduleRow> behind(TenantId tenant, Instant plannedBefore, int limit) {
    return sql.of(
            SELECT
                + """
                WHERE tenant_id = :tenant AND state = 'ACTIVE' AND next_at < :before
                ORDER BY next_at, id LIMIT :limit
                """)
        .bind("tenant", tenant)
        .bind("before", plannedBefore)
        .bind("limit", limit)
        .list(JdbiSchedules::row);
  }

  /** One after the other: of a tenant with very many the first that is due is enough. */
  @Override
  public List<TenantId> dueTenants(Instant now, @Nullable TenantId after, int limit) {
    List<TenantId> tenants = new ArrayList<>();
    Optional<TenantId> next = dueTenant(now, after);
    while (next.isPresent()) {
      tenants.add(next.get());
      next = tenants.size() < limit ? dueTenant(now, next.get()) : Optional.empty();
    }
    return tenants;
  }

  private Optional<TenantId> dueTenant(Instant now, @Nullable TenantId after) {
    Conditions where =
        Conditions.where("due_at >= :earliest", "earliest", Sql.EARLIEST)
            .and("due_at <= :now", "now", now)
            .andIfGiven("tenant_id > :after", "after", after);
    return sql.of("SELECT tenant_id FROM #schedule " + where + " ORDER BY tenant_id LIMIT 1")
        .bind(where)
        .first(row -> TenantId.of(row.getString("tenant_id")));
  }

  @Override
  public Optional<Instant> nextDue() {
    return sql.of(
            "SELECT due_at FROM #schedule WHERE due_at BETWEEN :earliest AND :latest ORDER BY"
                + " due_at LIMIT 1")
        .bind("earliest", Sql.EARLIEST)
        .bind("latest", Sql.LATEST)
        .first(row -> Read.requiredInstant(row, "due_at"));
  }

  @Override
  public void insertTicks(List<TickRow> rows) {
    ticks.insert(rows);
  }

  @Override
  public void putTicks(List<TickRow> rows) {
    ticks.put(rows);
  }

  @Override
  public List<TickRow> ticks(Collection<TickRow.Key> keys) {
    return ticks.find(keys);
  }

  @Override
  public List<TickRow> ticks(Key schedule, Set<String> states, int limit) {
    return ticks.in(schedule, states, limit);
  }

  @Override
  public List<TickRow> history(Key schedule, TickRow.@Nullable Key after, int limit) {
    return ticks.history(schedule, after, limit);
  }

  @Override
  public int purge(TenantId tenant, Instant endedBefore, int limit) {
    return ticks.purge(tenant, endedBefore, limit);
  }

  @Override
  public void addNews(List<News> news) {
    ticks.add(news);
  }

  @Override
  public List<News> lockNews(int limit) {
    return ticks.lockNews(limit);
  }

  @Override
  public void removeNews(List<News> news) {
    ticks.remove(news);
  }
}
