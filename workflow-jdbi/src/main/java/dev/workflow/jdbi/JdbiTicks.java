package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Conditions;
import dev.workflow.jdbi.internal.sql.Lookup;
import dev.workflow.jdbi.internal.sql.MatchedRows;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.ScheduleRow;
import dev.workflow.spi.store.ScheduleRows.News;
import dev.workflow.spi.store.StaleWriteException;
import dev.workflow.spi.store.TickRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ticks of schedules, and the news of their instances. */
final class JdbiTicks {

  private static final Columns<TickRow.Key> KEY =
      Columns.<TickRow.Key>ofNoTable()
          .text("tenant_id", key -> key.schedule().tenant())
          .uuid("schedule_id", key -> key.schedule().id())
          .time("planned_at", TickRow.Key::plannedAt)
          .text("kind", TickRow.Key::kind)
          .build();

  private static final Columns<TickRow> CHANGING =
      Columns.<TickRow>of("#tick")
          .text("state", TickRow::state)
          .integer("attempt", TickRow::attempt)
          .uuid("instance_id", TickRow::instance)
          .time("started_at", TickRow::startedAt)
          .time("ended_at", TickRow::endedAt)
          .time("retry_at", TickRow::retryAt)
          .text("output", TickRow::output)
          .text("reason", TickRow::reason)
          .text("actor", TickRow::actor)
          .build();

  private static final Columns<TickRow> TICK =
      Columns.<TickRow>of("#tick")
          .text("tenant_id", row -> row.key().schedule().tenant())
          .uuid("schedule_id", row -> row.key().schedule().id())
          .time("planned_at", row -> row.key().plannedAt())
          .text("kind", row -> row.key().kind())
          .key("tenant_id", "schedule_id", "planned_at", "kind")
          .build()
          .and(CHANGING);

  private static final Columns<News> NEWS =
      Columns.<News>of("#tick_news")
          .uuid("id", News::id)
          .text("tenant_id", news -> news.tick().schedule().tenant())
          .uuid("schedule_id", news -> news.tick().schedule().id())
          .time("planned_at", news -> news.tick().plannedAt())
          .text("kind", news -> news.tick().kind())
          .uuid("instance_id", News::instance)
          .key("id")
          .build();

  private static final String SELECT = TICK.select("t");

  private static final Lookup<TickRow.Key> THESE =
      new Lookup<>(
          KEY,
          SELECT
              + """
              WHERE t.tenant_id = key.tenant_id AND t.schedule_id = key.schedule_id
                AND t.planned_at = key.planned_at AND t.kind = key.kind
              """);

  private static final String THIS =
      " WHERE tenant_id = :tenant_id AND schedule_id = :schedule_id AND planned_at = :planned_at"
          + " AND kind = :kind";

  private final Sql sql;

  JdbiTicks(Sql sql) {
    this.sql = sql;
  }

  private static TickRow.Key key(ResultSet row) throws SQLException {
    return new TickRow.Key(
        new ScheduleRow.Key(TenantId.of(row.getString("tenant_id")), Read.uuid(row, "schedule_id")),
        Read.requiredInstant(row, "planned_at"),
        row.getString("kind"));
  }

  private static TickRow row(ResultSet row) throws SQLException {
    return new TickRow(
        key(row),
        row.getString("state"),
        row.getInt("attempt"),
        Read.uuidIfAny(row, "instance_id"),
        Read.instant(row, "started_at"),
        Read.instant(row, "ended_at"),
        Read.instant(row, "retry_at"),
        row.getString("output"),
        row.getString("reason"),
        row.getString("actor"));
  }

  void insert(List<TickRow> rows) {
    if (!sql.insertIfAllNew(TICK, rows)) {
      throw new StaleWriteException();
    }
  }

  void put(List<TickRow> rows) {
    int[] changed =
        sql.batch(
            "UPDATE #tick SET " + CHANGING.set() + THIS,
            rows,
            (binding, row) -> {
              CHANGING.bind(binding, row);
              KEY.bind(binding, row.key());
            });
    sql.insert(TICK, MatchedRows.changed(changed).without(rows));
  }

  List<TickRow> find(Collection<TickRow.Key> keys) {
    return sql.find(THESE, keys, JdbiTicks::row);
  }

  List<TickRow> in(ScheduleRow.Key schedule, Set<String> states, int limit) {
    Conditions where =
        of(schedule).andIfGiven("state IN (:states)", "states", states.isEmpty() ? null : states);
    if (!states.isEmpty()) {
      where.and("ended_at IS NULL");
    }
    return sql.of(SELECT + where + " ORDER BY planned_at, kind LIMIT :limit")
        .bind(where)
        .bind("limit", limit)
        .list(JdbiTicks::row);
  }

  private static Conditions of(ScheduleRow.Key schedule) {
    return Conditions.where("tenant_id = :tenant", "tenant", schedule.tenant())
        .and("schedule_id = :schedule", "schedule", schedule.id());
  }

  List<TickRow> history(ScheduleRow.Key schedule, TickRow.@Nullable Key after, int limit) {
    Conditions where = of(schedule);
    if (after != null) {
      where
          .and("(planned_at, kind) < (:after, :after_kind)", "after", after.plannedAt())
          .bind("after_kind", after.kind());
    }
    return sql.of(SELECT + where + " ORDER BY planned_at DESC, kind DESC LIMIT :limit")
        .bind(where)
        .bind("limit", limit)
        .list(JdbiTicks::row);
  }

  int purge(TenantId tenant, Instant endedBefore, int limit) {
    List<TickRow.Key> old =
        sql.of(
                """
                SELECT tenant_id, schedule_id, planned_at, kind FROM #tick
                WHERE tenant_id = :tenant AND ended_at >= :earliest AND ended_at < :before
                ORDER BY ended_at LIMIT :limit FOR UPDATE SKIP LOCKED
                """)
            .bind("tenant", tenant)
            .bind("earliest", Sql.EARLIEST)
            .bind("before", endedBefore)
            .bind("limit", limit)
            .list(JdbiTicks::key);
    sql.batch("DELETE FROM #tick" + THIS, KEY, old);
    return old.size();
  }

  void add(List<News> news) {
    sql.insert(NEWS, news);
  }

  List<News> lockNews(int limit) {
    return sql.of(NEWS.select("n") + "ORDER BY id LIMIT :limit FOR UPDATE SKIP LOCKED")
        .bind("limit", limit)
        .list(row -> new News(Read.uuid(row, "id"), key(row), Read.uuid(row, "instance_id")));
  }

  void remove(List<News> news) {
    sql.batch("DELETE FROM #tick_news WHERE id = :id", NEWS.only("id"), news);
  }
}
