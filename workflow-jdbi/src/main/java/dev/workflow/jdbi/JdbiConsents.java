package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.SuppressionTable;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Conditions;
import dev.workflow.jdbi.internal.sql.Lookup;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.ConsentRows;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class JdbiConsents implements ConsentRows {

  private static final String GRANTED = "GRANTED";

  private static final Columns<ConsentRow> CONSENT =
      Columns.<ConsentRow>of("#consent")
          .text("tenant_id", row -> row.key().tenant())
          .text("channel", row -> row.key().channel())
          .text("address", row -> row.key().address())
          .text("topic", ConsentRow::topic)
          .uuid("id", ConsentRow::id)
          .text("state", row -> row.granted() ? GRANTED : "WITHDRAWN")
          .time("at", ConsentRow::at)
          .text("actor", ConsentRow::by)
          .text("evidence", ConsentRow::evidence)
          .build();

  private static final String SELECT = CONSENT.select("c");

  private static final Lookup<TopicKey> NEWEST =
      new Lookup<>(
          SuppressionTable.ADDRESS
              .of(TopicKey::key)
              .and(Columns.<TopicKey>ofNoTable().text("topic", TopicKey::topic).build()),
          SELECT
              + """
              WHERE c.tenant_id = key.tenant_id AND c.channel = key.channel AND c.address = key.address
                AND c.topic = key.topic
              ORDER BY c.id DESC LIMIT 1
              """);

  private final Sql sql;

  JdbiConsents(Sql sql) {
    this.sql = sql;
  }

  private static ConsentRow row(ResultSet row) throws SQLException {
    return new ConsentRow(
        SuppressionTable.key(row),
        row.getString("topic"),
        Read.uuid(row, "id"),
        row.getString("state").equals(GRANTED),
        Read.requiredInstant(row, "at"),
        row.getString("actor"),
        row.getString("evidence"));
  }

  @Override
  public void insert(ConsentRow row) {
    sql.insertOne(CONSENT, row);
  }

  @Override
  public List<ConsentRow> newest(Collection<TopicKey> topics) {
    return sql.find(NEWEST, topics.stream().distinct().toList(), JdbiConsents::row);
  }

  @Override
  public List<ConsentRow> history(AddressKey key, int limit) {
    return sql.of(
            SELECT
                + """
                WHERE tenant_id = :tenant_id AND channel = :channel AND address = :address
                ORDER BY id DESC LIMIT :limit
                """)
        .bind(SuppressionTable.ADDRESS, key)
        .bind("limit", limit)
        .list(JdbiConsents::row);
  }

  @Override
  public List<ConsentRow> list(TenantId tenant, @Nullable ConsentRow after, int limit) {
    Conditions where = Conditions.where("tenant_id = :tenant", "tenant", tenant);
    if (after != null) {
      where
          .and(
              "(channel, address, topic, id) > (:after_channel, :after_address, :after_topic, :after_id)",
              "after_channel",
              after.key().channel())
          .bind("after_address", after.key().address())
          .bind("after_topic", after.topic())
          .bind("after_id", after.id());
    }
    return sql.of(SELECT + where + " ORDER BY channel, address, topic, id LIMIT :limit")
        .bind(where)
        .bind("limit", limit)
        .list(JdbiConsents::row);
  }

  @Override
  public boolean remove(ConsentRow row) {
    return sql.of(
                """
                DELETE FROM #consent
                WHERE tenant_id = :tenant_id AND channel = :channel AND address = :address
                  AND topic = :topic AND id = :id
                """)
            .bind(SuppressionTable.ADDRESS, row.key())
            .bind("topic", row.topic())
            .bind("id", row.id())
            .update()
        > 0;
  }
}
