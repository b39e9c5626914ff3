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
      @Nullable InstanceKey after,
      int limit) {
    List<UUID> ids = ended(tenant, workflow, endedBefore, after, limit);
    if (!ids.isEmpty()) {
      removeMessages(tenant, ids);
      for (String table : BESIDE) {
        sql.remove(table, "instance_id", tenant.value(), ids);
      }
      sql.remove("#instance", "id", tenant.value(), ids);
    }
    return ids.stream().map(id -> new InstanceKey(tenant, InstanceId.of(id))).toList();
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
    StringBuilder where = new StringBuilder("WHERE tenant_id = ? AND ended_at < ?");
    List<@Nullable Object> values = new ArrayList<>(List.of(tenant.value(), endedBefore));
    if (workflow != null) {
      where.append(" AND workflow = ?");
      values.add(workflow);
    }
    if (after != null) {
      where.append(" AND id > ?");
      values.add(after.id().value());
    }
    values.add(limit);
    return sql.query(
        "SELECT id FROM #instance " + where + " ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED",
        row -> Sql.uuid(row, "id"),
        values.toArray());
  }
}
