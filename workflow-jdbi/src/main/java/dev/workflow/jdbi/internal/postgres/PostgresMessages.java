package dev.workflow.jdbi.internal.postgres;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.MessageTable;
import dev.workflow.jdbi.internal.MessageWriter;
import dev.workflow.jdbi.internal.sql.Call;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.MatchedRows;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.MessageRow;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

final class PostgresMessages implements MessageWriter {

  private static final Unnest<MessageRow> MESSAGES = new Unnest<>("message", MessageTable.MESSAGE);
  private static final Unnest<MessageRow> QUEUED = new Unnest<>("queued", MessageTable.QUEUE);
  private static final Columns<MessageRow> PROVIDER =
      MessageTable.MESSAGE.only("provider_id", "channel");
  private static final Unnest<MessageRow> CHANGES =
      new Unnest<>("change", MessageTable.KEY.and(MessageTable.OUTCOME).and(PROVIDER).placed());

  private static final String INSERT =
      """
      WITH fresh AS (
        %s ON CONFLICT DO NOTHING RETURNING tenant_id, id
      )
      INSERT INTO #message_queue (%s)
      SELECT queued.* FROM %s JOIN fresh f ON f.tenant_id = queued.tenant_id AND f.id = queued.id
      """
          .formatted(MESSAGES.insert(), MessageTable.QUEUE.names(), QUEUED.table());

  private static final String UPDATE =
      """
      WITH change AS MATERIALIZED (
        SELECT change.*, (SELECT x.ctid FROM #message x WHERE x.tenant_id = change.tenant_id AND x.id = change.id) AS found
        FROM %s
      ), provided AS (
        INSERT INTO #provider_message (tenant_id, provider_id, channel, message_id)
        SELECT change.tenant_id, change.provider_id, change.channel, change.id
        FROM change WHERE change.provider_id IS NOT NULL
        ON CONFLICT DO NOTHING
      )
      UPDATE #message m SET %s,
        provider_id = coalesce(change.provider_id, m.provider_id)
      FROM change
      WHERE m.ctid = ANY(ARRAY(SELECT found FROM change)) AND m.tenant_id = change.tenant_id AND m.id = change.id
      RETURNING change.place
      """
          .formatted(CHANGES.table(), MessageTable.OUTCOME.setFrom("change"));

  private static final String CANCEL =
      """
      WITH gone AS (
        DELETE FROM #message_queue WHERE tenant_id = :tenant AND id IN (SELECT m.id %s)
        RETURNING id, in_doubt, revision
      )
      UPDATE #message m SET state = 'CANCELED', ended_at = :ended_at,
        changed_by = coalesce(CAST(:changed_by AS varchar(200)), changed_by),
        result = coalesce(CAST(:result AS varchar(5000)), result),
        in_doubt = gone.in_doubt, revision = gone.revision + 1
      FROM gone WHERE m.tenant_id = :tenant AND m.id = gone.id
      """;

  private static final String CANCEL_MERGED =
      """
      UPDATE #message SET state = 'CANCELED', ended_at = :ended_at,
        changed_by = coalesce(CAST(:changed_by AS varchar(200)), changed_by),
        result = CAST(:result AS varchar(5000)), revision = revision + 1
      WHERE tenant_id = :tenant AND state = 'MERGED' AND id IN (SELECT m.id %s)
      """;

  private final Sql sql;

  PostgresMessages(Sql sql) {
    this.sql = sql;
  }

  /** In the order of keys: who adds a key that another transaction has added waits for it. */
  @Override
  public void insert(List<MessageRow> messages) {
    List<MessageRow> sorted =
        messages.stream().sorted(Comparator.comparing(MessageRow::idempotencyKey)).toList();
    List<MessageRow> planned = MessageTable.planned(sorted);
    Call call = sql.of(INSERT);
    MESSAGES.bind(call, sorted);
    QUEUED.bind(call, planned);
    sql.count(sorted.size() + planned.size());
    call.update();
    MessageTable.insertProviderIds(sql, sorted);
  }

  /** A row that a report moves at the same moment may be missed by its old place. */
  @Override
  public void write(List<MessageRow> rows) {
    if (!rows.isEmpty()) {
      Call call = sql.of(UPDATE);
      CHANGES.bind(call, rows);
      List<Integer> places = call.list(row -> row.getInt("place"));
      MessageTable.updateEach(sql, new MatchedRows(rows.size(), places).without(rows));
    }
  }

  @Override
  public int cancel(Selection selection, Cancellation cancellation) {
    return ending(CANCEL, selection, cancellation);
  }

  @Override
  public int cancelMerged(Selection selection, Cancellation cancellation) {
    return ending(CANCEL_MERGED, selection, cancellation);
  }

  private int ending(String statement, Selection selection, Cancellation cancellation) {
    return sql.of(statement.formatted(selection.from()))
        .bindAll(selection.binding())
        .bind("tenant", selection.tenant())
        .bind("ended_at", cancellation.at())
        .bind("changed_by", cancellation.by())
        .bind("result", cancellation.reason())
        .update();
  }

  @Override
  public void removeProviderIds(TenantId tenant, Collection<UUID> messages) {
    sql.of(
            """
            DELETE FROM #provider_message WHERE tenant_id = :tenant AND message_id IN (:messages) AND provider_id IN (
              SELECT m.provider_id FROM #message m WHERE m.tenant_id = :tenant AND m.id IN (:messages))
            """)
        .bind("tenant", tenant)
        .bind("messages", messages)
        .update();
  }
}
