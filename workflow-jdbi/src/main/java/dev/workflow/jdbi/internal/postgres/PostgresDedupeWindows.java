package dev.workflow.jdbi.internal.postgres;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.DedupeWindows;
import dev.workflow.jdbi.internal.sql.Sql;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

record PostgresDedupeWindows(Sql sql) implements DedupeWindows {

  @Override
  public boolean open(
      TenantId tenant, String workflow, String key, Instant now, @Nullable Instant until) {
    return sql.of(
                """
                INSERT INTO #dedupe AS d (tenant_id, workflow, dedupe_key, expires_at)
                VALUES (:tenant, :workflow, :key, :until)
                ON CONFLICT (tenant_id, workflow, dedupe_key) DO UPDATE SET expires_at = excluded.expires_at
                WHERE d.expires_at <= :now
                """)
            .bind("tenant", tenant)
            .bind("workflow", workflow)
            .bind("key", key)
            .bind("until", until)
            .bind("now", now)
            .update()
        > 0;
  }

  @Override
  public int remove(TenantId tenant, Instant endedBefore, int limit) {
    return sql.of(
            """
            DELETE FROM #dedupe WHERE ctid = ANY(ARRAY(
              SELECT ctid FROM #dedupe WHERE tenant_id = :tenant AND expires_at < :ended_before LIMIT :limit))
            """)
        .bind("tenant", tenant)
        .bind("ended_before", endedBefore)
        .bind("limit", limit)
        .update();
  }
}
