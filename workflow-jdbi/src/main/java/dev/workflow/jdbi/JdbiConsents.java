package dev.workflow.jdbi;

import dev.workflow.spi.store.ConsentRows;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

final class JdbiConsents implements ConsentRows {

  private static final String GRANTED = "GRANTED";
  private static final String NAMES =
      "c.tenant_id, c.channel, c.address, c.topic, c.id, c.state, c.at, c.by_actor, c.evidence";
  private static final String SELECT =
      "SELECT " + NAMES + " FROM #consent c WHERE tenant_id = ? AND channel = ? AND address = ?";
  private static final Rows.Shape CONSENT =
      Rows.Shape.of(
          "#consent",
          "tenant_id text",
          "channel text",
          "address text",
          "topic text",
          "id uuid",
          "state text",
          "at timestamptz",
          "by_actor text",
          "evidence text");
  private static final Rows.Shape TOPIC =
      Rows.Shape.of("", "tenant_id text", "channel text", "address text", "topic text");

  private final Sql sql;

  JdbiConsents(Sql sql) {
    this.sql = sql;
  }

  private static ConsentRow row(ResultSet row) throws SQLException {
    return new ConsentRow(
        JdbiSuppressions.key(row),
        row.getString("topic"),
        Sql.uuid(row, "id"),
        row.getString("state").equals(GRANTED),
        Sql.requiredInstant(row, "at"),
        row.getString("by_actor"),
        row.getString("evidence"));
  }

  @Override
  public void insert(ConsentRow row) {
    Rows rows = new Rows(CONSENT);
    rows.add(
        row.key().tenant().value(),
        row.key().channel(),
        row.key().address(),
        row.topic(),
        row.id(),
        row.granted() ? GRANTED : "WITHDRAWN",
        row.at(),
        row.by(),
        row.evidence());
    sql.insert(rows);
  }

  @Override
  public List<ConsentRow> newest(Collection<TopicKey> topics) {
    if (topics.isEmpty()) {
      return List.of();
    } else if (sql.arrays()) {
      return together(topics);
    }
    return topics.stream()
        .distinct()
        .flatMap(
            topic ->
                sql
                    .query(
                        SELECT + " AND topic = ? ORDER BY id DESC LIMIT 1",
                        JdbiConsents::row,
                        topic.key().tenant().value(),
                        topic.key().channel(),
                        topic.key().address(),
                        topic.topic())
                    .stream())
        .toList();
  }

  private List<ConsentRow> together(Collection<TopicKey> topics) {
    Rows rows = new Rows(TOPIC);
    topics.stream()
        .distinct()
        .forEach(
            topic ->
                rows.add(
                    topic.key().tenant().value(),
                    topic.key().channel(),
                    topic.key().address(),
                    topic.topic()));
    return sql.query(
        """
        SELECT %s FROM unnest(%s) AS k(tenant_id, channel, address, topic)
        CROSS JOIN LATERAL (
          SELECT * FROM #consent x
          WHERE x.tenant_id = k.tenant_id AND x.channel = k.channel AND x.address = k.address AND x.topic = k.topic
          ORDER BY x.id DESC LIMIT 1) c
        """
            .formatted(NAMES, TOPIC.marks()),
        JdbiConsents::row,
        rows.arrays());
  }

  @Override
  public List<ConsentRow> history(AddressKey key, int limit) {
    return sql.query(
        SELECT + " ORDER BY id DESC LIMIT ?",
        JdbiConsents::row,
        key.tenant().value(),
        key.channel(),
        key.address(),
        limit);
  }
}
