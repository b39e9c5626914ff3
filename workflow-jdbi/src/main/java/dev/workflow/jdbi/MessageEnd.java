package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageFilter;
import dev.workflow.spi.store.MessageTies;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Cancels messages that are in the queue, and removes messages with all that stands beside them.
 */
final class MessageEnd {

  private static final String ENDING =
      """
      SET state = 'CANCELED', ended_at = ?, changed_by = coalesce(CAST(? AS varchar(200)), changed_by),
        result = coalesce(CAST(? AS varchar(5000)), result)""";

  /** So that what a digest carries for others goes on. */
  private static final String NO_CARRIER =
      "m.idempotency_key NOT LIKE '" + MessageTies.CARRIER + "%'";

  /** With the message that it is to go out with in the place of its own row in the queue. */
  private static final String MERGED =
      """
      FROM #message m JOIN #message_queue q ON q.tenant_id = m.tenant_id AND q.id = CAST(
        CASE WHEN m.state = 'MERGED' AND m.result LIKE '%s%%' THEN SUBSTRING(m.result FROM %d FOR 36) END AS uuid)
      """
          .formatted(MessageTies.MERGED_INTO, MessageTies.MERGED_INTO.length() + 1);

  private final Sql sql;

  MessageEnd(Sql sql) {
    this.sql = sql;
  }

  /** See {@link dev.workflow.spi.store.MessageRows#cancel}. */
  int cancel(MessageFilter filter, Instant at, @Nullable String by, @Nullable String reason) {
    MessageWhere where = new MessageWhere(filter).and(NO_CARRIER);
    return cancelMerged(where, filter.tenant(), Arrays.asList(at, by, reason))
        + cancel(
            filter.tenant(),
            "FROM #message_queue q JOIN #message m ON m.tenant_id = q.tenant_id AND m.id = q.id "
                + where.text(),
            where.values(List.of()),
            Arrays.asList(at, by, reason));
  }

  /** Cancels what is a part of a digest that is still to be sent; that leaves it out. */
  private int cancelMerged(MessageWhere where, TenantId tenant, List<@Nullable Object> ending) {
    List<@Nullable Object> parameters = new ArrayList<>(ending);
    parameters.add(tenant.value());
    return sql.update(
        """
        UPDATE #message SET state = 'CANCELED', ended_at = ?,
          changed_by = coalesce(CAST(? AS varchar(200)), changed_by), result = CAST(? AS varchar(5000)),
          revision = revision + 1
        WHERE tenant_id = ? AND state = 'MERGED' AND id IN (SELECT m.id %s %s)
        """
            .formatted(MERGED, where.text()),
        where.values(parameters));
  }

  /** Cancels what an instance has not sent yet. */
  void cancel(InstanceKey instance, Instant at) {
    cancel(
        instance.tenant(),
        "FROM #message m WHERE m.tenant_id = ? AND m.instance_id = ? AND " + NO_CARRIER,
        Sql.row(instance.tenant().value(), instance.id().value()),
        Arrays.asList(at, null, null));
  }

  /**
   * @param from a query from here on gives what is to be cancelled as {@code m}
   * @param ending the values of {@link #ENDING}
   */
  private int cancel(
      TenantId tenant, String from, @Nullable Object[] values, List<@Nullable Object> ending) {
    String inQueue = "#message_queue WHERE tenant_id = ? AND id IN (SELECT m.id " + from + ")";
    List<@Nullable Object> parameters = new ArrayList<>(List.of(tenant.value()));
    parameters.addAll(Arrays.asList(values));
    return sql.arrays()
        ? cancelTogether(tenant, inQueue, parameters, ending)
        : cancelEach(tenant, inQueue, parameters, ending);
  }

  private int cancelTogether(
      TenantId tenant,
      String inQueue,
      List<@Nullable Object> parameters,
      List<@Nullable Object> ending) {
    parameters.addAll(ending);
    parameters.add(tenant.value());
    return sql.update(
        """
        WITH gone AS (DELETE FROM %s RETURNING id, in_doubt, revision)
        UPDATE #message m %s, in_doubt = g.in_doubt, revision = g.revision + 1
        FROM gone g WHERE m.tenant_id = ? AND m.id = g.id
        """
            .formatted(inQueue, ENDING),
        parameters.toArray());
  }

  private int cancelEach(
      TenantId tenant,
      String inQueue,
      List<@Nullable Object> parameters,
      List<@Nullable Object> ending) {
    record Waiting(UUID id, boolean inDoubt, long revision) {}
    List<Waiting> waiting =
        sql.query(
            "SELECT id, in_doubt, revision FROM " + inQueue + " ORDER BY id FOR UPDATE",
            row ->
                new Waiting(
                    Sql.uuid(row, "id"), row.getBoolean("in_doubt"), row.getLong("revision")),
            parameters.toArray());
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Waiting one : waiting) {
      List<@Nullable Object> row = new ArrayList<>(ending);
      row.addAll(List.of(one.inDoubt(), one.revision() + 1, tenant.value(), one.id()));
      rows.add(row.toArray());
    }
    sql.batch(
        "UPDATE #message " + ENDING + ", in_doubt = ?, revision = ? WHERE tenant_id = ? AND id = ?",
        rows);
    sql.remove("#message_queue", "id", tenant.value(), waiting.stream().map(Waiting::id).toList());
    return waiting.size();
  }

  /** Removes messages, sent or not, and what was heard of them. */
  void remove(TenantId tenant, List<UUID> ids) {
    if (ids.isEmpty()) {
      return;
    }
    sql.remove("#message_queue", "id", tenant.value(), ids);
    sql.remove("#delivery", "message_id", tenant.value(), ids);
    removeProviders(tenant, ids);
    sql.remove("#message", "id", tenant.value(), ids);
  }

  private void removeProviders(TenantId tenant, List<UUID> ids) {
    String remove =
        """
        DELETE FROM #provider_message WHERE tenant_id = ? AND message_id %1$s AND provider_id IN (
          SELECT m.provider_id FROM #message m WHERE m.tenant_id = ? AND m.id %1$s)
        """
            .formatted(sql.arrays() ? "= ANY(?)" : "= ?");
    if (sql.arrays()) {
      sql.update(remove, tenant.value(), ids, tenant.value(), ids);
    } else {
      sql.batch(
          remove, ids.stream().map(id -> Sql.row(tenant.value(), id, tenant.value(), id)).toList());
    }
  }
}
