package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.FactTable;
import dev.workflow.jdbi.internal.sql.Binding;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Lookup;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.StaleWriteException;
import dev.workflow.spi.store.StatisticsRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** What is to be counted, and what it was counted to. */
final class JdbiStatistics implements StatisticsRows {

  private static final Columns<Key> KEY =
      Columns.<Key>ofNoTable()
          .text("tenant_id", Key::tenant)
          .text("workflow", Key::workflow)
          .text("kind", Key::kind)
          .text("span", Key::span)
          .time("from_at", Key::from)
          .text("name", Key::name)
          .integer("version", Key::version)
          .build();

  private static final Columns<Rollup> BODY =
      Columns.<Rollup>of("#statistic").text("body", Rollup::body).build();

  private static final Columns<Rollup> ROLLUP =
      Columns.<Rollup>of("#statistic")
          .text("tenant_id", rollup -> rollup.key().tenant())
          .text("workflow", rollup -> rollup.key().workflow())
          .text("kind", rollup -> rollup.key().kind())
          .text("span", rollup -> rollup.key().span())
          .time("from_at", rollup -> rollup.key().from())
          .text("name", rollup -> rollup.key().name())
          .integer("version", rollup -> rollup.key().version())
          .key("tenant_id", "workflow", "kind", "span", "from_at", "name", "version")
          .build()
          .and(BODY);

  private static final String SELECT = ROLLUP.select("s");

  private static final Lookup<Key> THESE =
      new Lookup<>(
          KEY,
          SELECT
              + """
              WHERE s.tenant_id = key.tenant_id AND s.workflow = key.workflow AND s.kind = key.kind
                AND s.span = key.span AND s.from_at = key.from_at AND s.name = key.name AND s.version = key.version
              """);

  /** No more columns than the question leaves open: a year of days is thousands of rows. */
  private static final Lookup<Range> RANGES =
      new Lookup<>(
          Columns.<Range>ofNoTable()
              .text("span", Range::span)
              .time("from_at", Range::from)
              .time("to_at", Range::to)
              .build(),
          """
          SELECT s.span, s.from_at, s.name, s.version, s.body FROM #statistic s
          WHERE s.tenant_id = :tenant AND s.workflow = :workflow AND s.kind = :kind
            AND s.span = key.span AND s.from_at >= key.from_at AND s.from_at < key.to_at
            AND (:version < 0 OR s.version = :version)
            AND substring(s.name, 1, :prefix_length) = :prefix
          """);

  private static final String UPDATE =
      """
      UPDATE #statistic SET body = :body
      WHERE tenant_id = :tenant_id AND workflow = :workflow AND kind = :kind AND span = :span AND from_at = :from_at
        AND name = :name AND version = :version
      """;

  private final Sql sql;

  JdbiStatistics(Sql sql) {
    this.sql = sql;
  }

  private static Rollup row(ResultSet row) throws SQLException {
    return new Rollup(key(row), row.getString("body"));
  }

  private static Key key(ResultSet row) throws SQLException {
    return new Key(
        TenantId.of(row.getString("tenant_id")),
        row.getString("workflow"),
        row.getInt("version"),
        row.getString("kind"),
        row.getString("span"),
        Read.requiredInstant(row, "from_at"),
        row.getString("name"));
  }

  @Override
  public void addFacts(List<String> bodies) {
    sql.insert(FactTable.FACTS, bodies);
  }

  /** Its row is there from the beginning. */
  @Override
  public boolean lockCounting() {
    return sql.of("SELECT id FROM #statistic_fact WHERE id = 0 FOR UPDATE SKIP LOCKED").exists();
  }

  @Override
  public List<Facts> facts(long after, int limit) {
    return sql.of("SELECT id, body FROM #statistic_fact WHERE id > :after ORDER BY id LIMIT :limit")
        .bind("after", Math.max(0, after))
        .bind("limit", limit)
        .list(row -> new Facts(row.getLong("id"), row.getString("body")));
  }

  @Override
  public void removeFacts(List<Facts> counted) {
    int[] removed =
        sql.batch(
            "DELETE FROM #statistic_fact WHERE id = :id",
            counted,
            (binding, facts) -> binding.bind("id", facts.id()));
    if (Arrays.stream(removed).anyMatch(rows -> rows == 0)) {
      throw new StaleWriteException();
    }
  }

  @Override
  public List<Rollup> find(Collection<Key> keys) {
    return sql.find(THESE, keys, JdbiStatistics::row);
  }

  @Override
  public void insert(List<Rollup> rollups) {
    sql.insert(ROLLUP, rollups);
  }

  @Override
  public void update(List<Rollup> rollups) {
    sql.batch(UPDATE, ROLLUP, rollups);
  }

  @Override
  public List<Rollup> read(Selection selection, List<Range> ranges) {
    String prefix = selection.prefix() == null ? "" : selection.prefix();
    Binding others =
        new Binding()
            .bind("tenant", selection.tenant())
            .bind("workflow", selection.workflow())
            .bind("kind", selection.kind())
            .bind("version", selection.version() == null ? -1 : selection.version())
            .bind("prefix_length", prefix.length())
            .bind("prefix", prefix);
    return sql.find(
        RANGES,
        ranges,
        others,
        row ->
            new Rollup(
                new Key(
                    selection.tenant(),
                    selection.workflow(),
                    row.getInt("version"),
                    selection.kind(),
                    row.getString("span"),
                    Read.requiredInstant(row, "from_at"),
                    row.getString("name")),
                row.getString("body")));
  }

  @Override
  public int purge(TenantId tenant, Instant before, String exceptSpan, int limit) {
    List<Key> old =
        sql.of(
                "SELECT %s FROM #statistic WHERE tenant_id = :tenant AND from_at < :before AND span <> :span LIMIT :limit FOR UPDATE"
                    .formatted(KEY.names()))
            .bind("tenant", tenant)
            .bind("before", before)
            .bind("span", exceptSpan)
            .bind("limit", limit)
            .list(JdbiStatistics::key);
    sql.batch(
        """
        DELETE FROM #statistic
        WHERE tenant_id = :tenant_id AND workflow = :workflow AND kind = :kind AND span = :span AND from_at = :from_at
          AND name = :name AND version = :version
        """,
        KEY,
        old);
    return old.size();
  }
}
