package dev.workflow.jdbi.internal.portable;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.MessageTable;
import dev.workflow.jdbi.internal.MessageWriter;
import dev.workflow.jdbi.internal.sql.Binding;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.MessageRow;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

final class PortableMessages implements MessageWriter {

  private static final String CANCEL =
      """
      UPDATE #message SET state = 'CANCELED', ended_at = :ended_at,
        changed_by = coalesce(CAST(:changed_by AS varchar(200)), changed_by),
        result = coalesce(CAST(:result AS varchar(5000)), result),
        in_doubt = :in_doubt, revision = :revision
      WHERE tenant_id = :tenant AND id = :id
      """;

  private static final String CANCEL_MERGED =
      """
      UPDATE #message SET state = 'CANCELED', ended_at = :ended_at,
        changed_by = coalesce(CAST(:changed_by AS varchar(200)), changed_by),
        result = CAST(:result AS varchar(5000)), revision = revision + 1
      WHERE tenant_id = :tenant AND id = :id AND state = 'MERGED'
      """;

  private static final String REMOVE_PROVIDER_IDS =
      """
      DELETE FROM #provider_message WHERE tenant_id = :tenant AND message_id = :id AND provider_id IN (
        SELECT m.provider_id FROM #message m WHERE m.tenant_id = :tenant AND m.id = :id)
      """;

  private final Sql sql;

  PortableMessages(Sql sql) {
    this.sql = sql;
  }

  @Override
  public void insert(List<MessageRow> messages) {
    List<MessageRow> fresh = unknown(messages);
    sql.insert(MessageTable.MESSAGE, fresh);
    sql.insert(MessageTable.QUEUE, MessageTable.planned(fresh));
    MessageTable.insertProviderIds(sql, fresh);
  }

  private List<MessageRow> unknown(List<MessageRow> messages) {
    record Once(TenantId tenant, String idempotencyKey) {}
    Set<Once> seen = new HashSet<>();
    return messages.stream()
        .filter(message -> seen.add(new Once(message.tenant(), message.idempotencyKey())))
        .filter(message -> !isKnown(message))
        .toList();
  }

  private boolean isKnown(MessageRow message) {
    return sql.of(
            "SELECT 1 FROM #message WHERE tenant_id = :tenant AND idempotency_key = :idempotency_key")
        .bind("tenant", message.tenant())
        .bind("idempotency_key", message.idempotencyKey())
        .exists();
  }

  @Override
  public void write(List<MessageRow> rows) {
    MessageTable.updateEach(sql, rows);
    MessageTable.insertProviderIds(sql, rows);
  }

  @Override
  public int cancel(Selection selection, Cancellation cancellation) {
    record Waiting(UUID id, boolean inDoubt, long revision) {}
    List<Waiting> waiting =
        sql.of(
                """
                SELECT id, in_doubt, revision FROM #message_queue
                WHERE tenant_id = :tenant AND id IN (SELECT m.id %s) ORDER BY id FOR UPDATE
                """
                    .formatted(selection.from()))
            .bindAll(selection.binding())
            .bind("tenant", selection.tenant())
            .list(
                row ->
                    new Waiting(
                        Read.uuid(row, "id"), row.getBoolean("in_doubt"), row.getLong("revision")));
    sql.batch(
        CANCEL,
        waiting,
        (binding, one) ->
            ending(binding, selection.tenant(), one.id(), cancellation)
                .bind("in_doubt", one.inDoubt())
                .bind("revision", one.revision() + 1));
    sql.delete(
        "#message_queue", "id", selection.tenant(), waiting.stream().map(Waiting::id).toList());
    return waiting.size();
  }

  private static Binding ending(
      Binding binding, TenantId tenant, UUID id, Cancellation cancellation) {
    return binding
        .bind("tenant", tenant)
        .bind("id", id)
        .bind("ended_at", cancellation.at())
        .bind("changed_by", cancellation.by())
        .bind("result", cancellation.reason());
  }

  @Override
  public int cancelMerged(Selection selection, Cancellation cancellation) {
    List<UUID> ids =
        sql.of(
                """
                SELECT id FROM #message WHERE tenant_id = :tenant AND state = 'MERGED' AND id IN (SELECT m.id %s)
                ORDER BY id FOR UPDATE
                """
                    .formatted(selection.from()))
            .bindAll(selection.binding())
            .bind("tenant", selection.tenant())
            .list(row -> Read.uuid(row, "id"));
    sql.batch(
        CANCEL_MERGED, ids, (binding, id) -> ending(binding, selection.tenant(), id, cancellation));
    return ids.size();
  }

  @Override
  public void removeProviderIds(TenantId tenant, Collection<UUID> messages) {
    sql.batch(
        REMOVE_PROVIDER_IDS,
        messages,
        (binding, id) -> binding.bind("tenant", tenant).bind("id", id));
  }
}
