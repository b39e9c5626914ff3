package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.MessageTable;
import dev.workflow.jdbi.internal.sql.Call;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.MatchedRows;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageLinks;
import dev.workflow.spi.store.MessageRow;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

final class JdbiMessageLinks implements MessageLinks {

  private static final String WAITING =
      """
      FROM #message_queue
      WHERE digest_key = :digest_key AND recipient = :recipient AND tenant_id = :tenant AND channel = :channel
        AND due_at IS NOT NULL AND lease_until IS NULL
      """;

  private static final String OPEN =
      """
      SELECT id FROM #message_queue
      WHERE tenant_id = :tenant
        AND id IN (SELECT m.id FROM #message m WHERE m.tenant_id = :tenant AND m.instance_id = :instance)
      ORDER BY id FOR UPDATE
      """;

  /** What becomes of a message when it is made part of another one, or another one part of it. */
  private static final Columns<MessageRow> REWRITTEN =
      MessageTable.MESSAGE.only(
          "body", "category", "template", "language", "digest_key", "fallback_for", "handling");

  private final Sql sql;

  JdbiMessageLinks(Sql sql) {
    this.sql = sql;
  }

  @Override
  public List<MessageRow> find(TenantId tenant, Collection<UUID> ids) {
    return found("m.id IN (:ids)", tenant, ids);
  }

  @Override
  public List<MessageRow> open(InstanceKey instance) {
    List<UUID> ids =
        sql.of(OPEN)
            .bind("tenant", instance.tenant())
            .bind("instance", instance.id())
            .list(row -> Read.uuid(row, "id"));
    return inOrder(instance.tenant(), ids);
  }

  @Override
  public List<MessageRow> to(InstanceKey instance, String audience) {
    return sql.of(
            MessageTable.SELECT
                + "WHERE m.tenant_id = :tenant AND m.instance_id = :instance"
                + " AND m.audience = :audience ORDER BY m.id")
        .bind("tenant", instance.tenant())
        .bind("instance", instance.id())
        .bind("audience", audience)
        .list(MessageTable::row);
  }

  private List<MessageRow> inOrder(TenantId tenant, List<UUID> ids) {
    return find(tenant, ids).stream().sorted(Comparator.comparing(MessageRow::id)).toList();
  }

  @Override
  public List<MessageRow> fallbacks(TenantId tenant, Collection<UUID> ids) {
    return found("m.fallback_for IS NOT NULL AND m.fallback_for IN (:ids)", tenant, ids);
  }

  private List<MessageRow> found(String condition, TenantId tenant, Collection<UUID> ids) {
    return ids.isEmpty()
        ? List.of()
        : sql.of(MessageTable.SELECT + "WHERE m.tenant_id = :tenant AND " + condition)
            .bind("tenant", tenant)
            .bind("ids", Set.copyOf(ids))
            .list(MessageTable::row);
  }

  /** Read once they are locked: so nobody has changed them since. */
  @Override
  public List<MessageRow> gather(Gathering gathering, int limit) {
    List<UUID> ids =
        waiting(
                "SELECT id " + WAITING + " ORDER BY id LIMIT :limit FOR UPDATE SKIP LOCKED",
                gathering)
            .bind("limit", limit)
            .list(row -> Read.uuid(row, "id"));
    return inOrder(gathering.tenant(), ids);
  }

  @Override
  public Optional<Instant> nextDue(Gathering gathering) {
    return waiting("SELECT due_at " + WAITING + " ORDER BY due_at LIMIT 1", gathering)
        .first(row -> Read.requiredInstant(row, "due_at"));
  }

  private Call waiting(String query, Gathering gathering) {
    return sql.of(query)
        .bind("digest_key", gathering.digestKey())
        .bind("recipient", gathering.recipient())
        .bind("tenant", gathering.tenant())
        .bind("channel", gathering.channel());
  }

  @Override
  public void rewrite(List<MessageRow> rows) {
    int[] queued =
        sql.batch(
            """
            UPDATE #message_queue SET digest_key = :digest_key
            WHERE tenant_id = :tenant_id AND id = :id AND revision = :known
            """,
            MessageTable.KNOWN.and(REWRITTEN),
            rows);
    sql.batch(
        "UPDATE #message SET " + REWRITTEN.set() + " WHERE tenant_id = :tenant_id AND id = :id",
        MessageTable.KEY.and(REWRITTEN),
        MatchedRows.changed(queued).of(rows));
  }
}
