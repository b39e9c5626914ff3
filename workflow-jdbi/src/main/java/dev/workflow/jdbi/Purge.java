package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.InstanceTable;
import dev.workflow.jdbi.internal.MessageWriter;
import dev.workflow.jdbi.internal.sql.Conditions;
import dev.workflow.jdbi.internal.sql.Lookup;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageLinks;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Removes ended instances, a few at a time. Ids are in the order of creation, so a round continues
 * along the primary key where the last one ended.
 */
final class Purge {

  private static final List<String> BESIDE =
      List.of("#journal", "#event_subscription", "#task", "#finding");

  private static final Lookup<InstanceKey> MESSAGES =
      new Lookup<>(
          InstanceTable.KEY,
          "SELECT m.id FROM #message m WHERE m.tenant_id = key.tenant_id AND m.instance_id = key.id");

  private static final String NOTHING_TO_SEND =
      """
      NOT EXISTS (
        SELECT 1 FROM #message m WHERE m.instance_id = i.id AND m.tenant_id = i.tenant_id
          AND (m.state IN ('PENDING', 'HELD') AND m.idempotency_key NOT LIKE '%s%%' OR %s)
          OFFSET 0 ROWS)"""
          .formatted(MessageLinks.CARRIER, UnfinishedReader.WAITS_IN_DIGEST);

  /** What carries the messages of others stays when the instance that brought it is removed. */
  private static final String KEEP_CARRIERS =
      """
      UPDATE #message SET instance_id = NULL
      WHERE tenant_id = :tenant_id AND instance_id = :id AND state IN ('PENDING', 'HELD')
        AND idempotency_key LIKE '%s%%'
      """
          .formatted(MessageLinks.CARRIER);

  private static final String KEEP_CANCELED =
      """
      UPDATE #message SET instance_id = NULL
      WHERE tenant_id = :tenant_id AND instance_id = :id AND state = 'CANCELED' AND ended_at >= :since
      """;

  private final Sql sql;
  private final MessageWriter messages;

  Purge(Sql sql, MessageWriter messages) {
    this.sql = sql;
    this.messages = messages;
  }

  List<InstanceKey> run(
      TenantId tenant,
      @Nullable String workflow,
      Instant endedBefore,
      @Nullable Instant canceledSince,
      @Nullable InstanceKey after,
      int limit) {
    List<InstanceKey> ended = ended(tenant, workflow, Set.of(), endedBefore, after, limit);
    if (canceledSince != null) {
      keepCanceled(ended, canceledSince);
    }
    remove(tenant, ended);
    return ended;
  }

  private void keepCanceled(List<InstanceKey> instances, Instant since) {
    sql.batch(
        KEEP_CANCELED,
        instances,
        (binding, key) -> {
          binding.bind("since", since);
          InstanceTable.KEY.bind(binding, key);
        });
  }

  /** Removes instances of one tenant with all that belongs to them. */
  void remove(TenantId tenant, List<InstanceKey> instances) {
    sql.batch(KEEP_CARRIERS, instances, InstanceTable.KEY::bind);
    List<UUID> sent = sql.find(MESSAGES, instances, row -> Read.uuid(row, "id"));
    new MessageRemoval(sql, messages).remove(tenant, sent);
    List<UUID> ids = ids(instances);
    for (String table : BESIDE) {
      sql.delete(table, "instance_id", tenant, ids);
    }
    sql.delete("#instance", "id", tenant, ids);
  }

  private static List<UUID> ids(List<InstanceKey> instances) {
    return instances.stream().map(key -> key.id().value()).toList();
  }

  /** Removes the rows for what an instance waits for, not its finished tasks. */
  void withdraw(InstanceKey instance) {
    List<UUID> ids = ids(List.of(instance));
    sql.delete("#event_subscription", "instance_id", instance.tenant(), ids);
    sql.of(
            "DELETE FROM #task WHERE tenant_id = :tenant AND instance_id = :instance AND ended_at IS NULL")
        .bind("tenant", instance.tenant())
        .bind("instance", instance.id())
        .update();
  }

  /** Locks what may be removed. */
  List<InstanceKey> ended(
      TenantId tenant,
      @Nullable String workflow,
      Set<String> except,
      Instant endedBefore,
      @Nullable InstanceKey after,
      int limit) {
    Conditions where =
        Conditions.where("i.tenant_id = :tenant", "tenant", tenant)
            .and("i.ended_at < :ended_before", "ended_before", endedBefore)
            .and(NOTHING_TO_SEND)
            .and(JdbiHolds.none("i"))
            .andIfGiven("i.workflow = :workflow", "workflow", workflow)
            .andIfGiven("i.id > :after", "after", after == null ? null : after.id());
    if (!except.isEmpty()) {
      where.and("NOT (i.workflow IN (:except))", "except", except);
    }
    return sql.of(
            "SELECT i.tenant_id, i.id FROM #instance i "
                + where
                + " ORDER BY i.id LIMIT :limit FOR UPDATE SKIP LOCKED")
        .bind(where)
        .bind("limit", limit)
        .list(InstanceTable::key);
  }
}
