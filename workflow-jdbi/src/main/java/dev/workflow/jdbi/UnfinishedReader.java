package dev.workflow.jdbi;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.InstanceTable;
import dev.workflow.jdbi.internal.sql.Lookup;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Finds instances that have ended and of which something may happen nevertheless. Their messages
 * are looked at one instance at a time, by the index of instances: with {@code OFFSET 0 ROWS} no
 * plan goes through all messages.
 */
final class UnfinishedReader {

  /** Whether a message {@code m} is in a digest that is still to be sent. */
  static final String WAITS_IN_DIGEST =
      """
      CASE WHEN m.state = 'MERGED' AND m.result LIKE 'went out with message %' THEN EXISTS (
        SELECT 1 FROM #message_queue q WHERE q.tenant_id = m.tenant_id
          AND q.id = CAST(SUBSTRING(m.result FROM 23 FOR 36) AS uuid) OFFSET 0 ROWS) ELSE FALSE END""";

  private static final String UNFINISHED =
      """
      (i.state = 'FAILED' AND i.outcome = 'failed' OR i.state IN ('COMPLETED', 'FAILED') AND EXISTS (
        SELECT 1 FROM #message m WHERE m.instance_id = i.id AND m.tenant_id = i.tenant_id
          AND (m.state IN ('PENDING', 'HELD', 'FAILED')
          """
          + " OR "
          + WAITS_IN_DIGEST
          + ") OFFSET 0 ROWS)) ";

  private static final String REACHABLE =
      InstanceTable.SELECT
          + """
          WHERE i.tenant_id = :tenant AND i.subject_type = :subject_type AND i.subject_id = :subject_id AND (
            i.workflow IN (:workflows) AND i.state IN ('DRAFT', 'ACTIVE', 'PAUSED')
            OR (i.workflow IN (:workflows) OR i.parent IS NOT NULL) AND """
          + UNFINISHED
          + ") ORDER BY i.id";

  private static final String SELECT_KEY = "SELECT i.tenant_id, i.id FROM #instance i WHERE ";

  private static final Lookup<InstanceKey> BY_KEY =
      new Lookup<>(
          InstanceTable.KEY,
          SELECT_KEY + "i.tenant_id = key.tenant_id AND i.id = key.id AND " + UNFINISHED);

  private static final String BY_CONCURRENCY_KEY =
      SELECT_KEY
          + "i.tenant_id = :tenant AND i.workflow = :workflow AND i.concurrency_key = :concurrency_key AND "
          + UNFINISHED
          + "ORDER BY i.id";

  private final Sql sql;

  UnfinishedReader(Sql sql) {
    this.sql = sql;
  }

  List<InstanceRow> reachable(TenantId tenant, SubjectRef subject, Collection<String> workflows) {
    return sql.of(REACHABLE)
        .bind("tenant", tenant)
        .bind(subject)
        .bind("workflows", workflows)
        .list(InstanceTable::row);
  }

  Set<InstanceKey> of(Collection<InstanceKey> keys) {
    return Set.copyOf(sql.find(BY_KEY, Set.copyOf(keys), InstanceTable::key));
  }

  List<InstanceKey> withKey(TenantId tenant, String workflow, String concurrencyKey) {
    return sql.of(BY_CONCURRENCY_KEY)
        .bind("tenant", tenant)
        .bind("workflow", workflow)
        .bind("concurrency_key", concurrencyKey)
        .list(InstanceTable::key);
  }
}
