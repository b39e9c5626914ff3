package dev.workflow.jdbi;

import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Finds instances that have ended and of which something may happen nevertheless. Their messages
 * are looked at one instance at a time, by the index of instances: with {@code OFFSET 0} no plan
 * goes through all messages.
 */
final class UnfinishedReader {

  private static final String UNFINISHED =
      """
      (i.state = 'FAILED' AND i.outcome = 'failed' OR i.state IN ('COMPLETED', 'FAILED') AND EXISTS (
        SELECT 1 FROM #message m WHERE m.instance_id = i.id AND m.tenant_id = i.tenant_id
          AND (m.state IN ('PENDING', 'HELD', 'FAILED')
            OR CASE WHEN m.state = 'MERGED' AND m.result LIKE 'went out with message %' THEN EXISTS (
              SELECT 1 FROM #message_queue q WHERE q.tenant_id = m.tenant_id
                AND q.id = CAST(SUBSTRING(m.result FROM 23 FOR 36) AS uuid) OFFSET 0) ELSE FALSE END)
          OFFSET 0))
      """;

  private static final String REACHABLE =
      InstanceLookups.COLUMNS
          + """
          WHERE i.tenant_id = ? AND i.subject_type = ? AND i.subject_id = ? AND (
            i.workflow = ANY(?) AND i.state IN ('DRAFT', 'ACTIVE', 'PAUSED')
            OR (i.workflow = ANY(?) OR i.parent IS NOT NULL) AND """
          + UNFINISHED
          + ") ORDER BY i.id";

  private final Sql sql;

  UnfinishedReader(Sql sql) {
    this.sql = sql;
  }

  List<InstanceRow> reachable(TenantId tenant, SubjectRef subject, Collection<String> workflows) {
    return sql.query(
        REACHABLE,
        InstanceLookups::row,
        tenant.value(),
        subject.type(),
        subject.id(),
        workflows,
        workflows);
  }

  Set<InstanceKey> of(Collection<InstanceKey> keys) {
    Map<TenantId, List<UUID>> ids =
        keys.stream()
            .distinct()
            .collect(
                Collectors.groupingBy(
                    InstanceKey::tenant,
                    TreeMap::new,
                    Collectors.mapping(key -> key.id().value(), Collectors.toList())));
    Set<InstanceKey> unfinished = new HashSet<>();
    ids.forEach(
        (tenant, some) ->
            of(tenant, some)
                .forEach(id -> unfinished.add(new InstanceKey(tenant, InstanceId.of(id)))));
    return unfinished;
  }

  private List<UUID> of(TenantId tenant, List<UUID> ids) {
    String query =
        "SELECT i.id FROM #instance i WHERE i.tenant_id = ? AND i.id "
            + (sql.arrays() ? "= ANY(?)" : "= ?")
            + " AND "
            + UNFINISHED;
    return sql.arrays()
        ? sql.query(query, row -> Sql.uuid(row, "id"), tenant.value(), ids)
        : sql.queryEach(query, row -> Sql.uuid(row, "id"), tenant.value(), ids);
  }

  List<InstanceKey> withKey(TenantId tenant, String workflow, String concurrencyKey) {
    return sql.query(
        "SELECT i.id FROM #instance i WHERE i.tenant_id = ? AND i.workflow = ? AND i.concurrency_key = ? AND "
            + UNFINISHED
            + " ORDER BY i.id",
        row -> new InstanceKey(tenant, InstanceId.of(Sql.uuid(row, "id"))),
        tenant.value(),
        workflow,
        concurrencyKey);
  }
}
