package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.MessageWriter;
import dev.workflow.jdbi.internal.sql.Sql;
import java.util.List;
import java.util.UUID;

/** Removes messages with all that belongs to them. */
record MessageRemoval(Sql sql, MessageWriter writer) {

  /** Removes messages, sent or not, and what was heard of them. */
  void remove(TenantId tenant, List<UUID> ids) {
    if (ids.isEmpty()) {
      return;
    }
    sql.delete("#message_queue", "id", tenant, ids);
    sql.delete("#delivery", "message_id", tenant, ids);
    writer.removeProviderIds(tenant, ids);
    sql.delete("#message", "id", tenant, ids);
  }
}
