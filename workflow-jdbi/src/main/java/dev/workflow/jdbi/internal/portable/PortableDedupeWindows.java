package dev.workflow.jdbi.internal.portable;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.DedupeWindows;
import dev.workflow.jdbi.internal.sql.Call;
import dev.workflow.jdbi.internal.sql.Sql;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

record PortableDedupeWindows(Sql sql) implements DedupeWindows {

  @Override
  public boolean open(
      TenantId tenant, String workflow, String key, Instant now, @Nullable Instant until) {
    boolean reopened =
        of(
                    """
                UPDATE #dedupe SET expires_at = :until
                WHERE tenant_id = :tenant AND workflow = :workflow AND dedupe_key = :key AND expires_at <= :now
                """,
                    tenant,
                    workflow,
                    key)
                .bind("until", until)
                .bind("now", now)
                .update()
            > 0;
    if (reopened) {
      return true;
    }
    boolean open =
        of(
                "SELECT 1 FROM #dedupe WHERE tenant_id = :tenant AND workflow = :workflow AND dedupe_key = :key",
                tenant,
                workflow,
                key)
            .exists();
    if (!open) {
      of(
              """
              INSERT INTO #dedupe (tenant_id, workflow, dedupe_key, expires_at)
              VALUES (:tenant, :workflow, :key, :until)
              """,
              tenant,
              workflow,
              key)
          .bind("until", until)
          .update();
    }
    return !open;
  }

  private Call of(String text, TenantId tenant, String workflow, String key) {
    return sql.of(text).bind("tenant", tenant).bind("workflow", workflow).bind("key", key);
  }

  @Override
  public int remove(TenantId tenant, Instant endedBefore, int limit) {
    record Key(String workflow, String key) {}
    List<Key> ended =
        sql.of(
                """
                SELECT workflow, dedupe_key FROM #dedupe WHERE tenant_id = :tenant AND expires_at < :ended_before
                LIMIT :limit
                """)
            .bind("tenant", tenant)
            .bind("ended_before", endedBefore)
            .bind("limit", limit)
            .list(row -> new Key(row.getString("workflow"), row.getString("dedupe_key")));
    sql.batch(
        """
        DELETE FROM #dedupe
        WHERE tenant_id = :tenant AND workflow = :workflow AND dedupe_key = :key AND expires_at < :ended_before
        """,
        ended,
        (binding, one) ->
            binding
                .bind("tenant", tenant)
                .bind("workflow", one.workflow())
                .bind("key", one.key())
                .bind("ended_before", endedBefore));
    return ended.size();
  }
}
