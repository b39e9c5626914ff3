package dev.workflow.jdbi;

import dev.workflow.InstanceId;
import dev.workflow.TenantId;
import dev.workflow.spi.store.InstanceKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Removes ended instances, a few at a time. Ids are in the order of creation, so a round goes on
 * along the primary key where the last one ended.
 */
final class Purge {

  private static final List<String> BESIDE = List.of("#journal", "#waiter", "#task");

  private final Sql sql;

  Purge(Sql sql) {
    this.sql = sql;
  }

  List<InstanceKey> run(
      TenantId tenant,
      @Nullable String workflow,
      Instant endedBefore,
      @Nullable Instant canceledSince,
      @Nullable InstanceKey after,
      int limit) {
    List<UUID> ids = ended(tenant, workflow, endedBefore, after, limit);
    if (!ids.isEmpty()) {
      if (canceledSince != null) {
        keepCanceled(tenant, ids, canceledSince);
      }
      remove(tenant, ids);
    }
    return ids.stream().map(id -> new InstanceKey(tenant, InstanceId.of(id))).toList();
  }

  private void keepCanceled(TenantId tenant, List<UUID> instances, Instant since) {
    sql.batch(
        """
        UPDATE #message SET instance_id = NULL
        WHERE tenant_id = ? AND instance_id = ? AND state = 'CANCELED' AND ended_at >= ?
        """,
        instances.stream().map(id -> Sql.row(tenant.value(), id, since)).toList());
  }

  void remove(TenantId tenant, List<UUID> ids) {
    removeMessages(tenant, ids);
    for (String table : BESIDE) {
      sql.remove(table, "instance_id", tenant.value(), ids);
    }
    sql.remove("#instance", "id", tenant.value(), ids);
  }

  /** Removes the rows for what an instance waits for. */
  void withdraw(InstanceKey instance) {
    List<UUID> ids = List.of(instance.id().value());
    sql.remove("#waiter", "instance_id", instance.tenant().value(), ids);
    sql.remove("#task", "instance_id", instance.tenant().value(), ids);
  }

  private void removeMessages(TenantId tenant, List<UUID> instances) {
    List<UUID> messages =
        sql.arrays()
            ? sql.query(
                "SELECT id FROM #message WHERE tenant_id = ? AND instance_id = ANY(?)",
                row -> Sql.uuid(row, "id"),
                tenant.value(),
                instances)
            : sql.queryEach(
                "SELECT id FROM #message WHERE tenant_id = ? AND instance_id = ?",
                row -> Sql.uuid(row, "id"),
                tenant.value(),
                instances);
    new MessageEnd(sql).remove(tenant, messages);
  }

  private List<UUID> ended(
      TenantId tenant,
      @Nullable String workflow,
      Instant endedBefore,
      @Nullable InstanceKey after,
      int limit) {
    StringBuilder where =
        new StringBuilder(
            """
            WHERE i.tenant_id = ? AND i.ended_at < ? AND NOT EXISTS (
              SELECT 1 FROM #message m WHERE m.instance_id = i.id AND m.tenant_id = i.tenant_id
                AND m.state IN ('PENDING', 'HELD') OFFSET 0)
            """);
    List<@Nullable Object> values = new ArrayList<>(List.of(tenant.value(), endedBefore));
    if (workflow != null) {
      where.append(" AND i.workflow = ?");
      values.add(workflow);
    }
    if (after != null) {
      where.append(" AND i.id > ?");
      values.add(after.id().value());
    }
    values.add(limit);
    return sql.query(
        "SELECT i.id FROM #instance i " + where + " ORDER BY i.id LIMIT ? FOR UPDATE SKIP LOCKED",
        row -> Sql.uuid(row, "id"),
        values.toArray());
  }
}
