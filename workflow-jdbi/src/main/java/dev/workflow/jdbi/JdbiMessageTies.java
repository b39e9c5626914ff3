package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageTies;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

final class JdbiMessageTies implements MessageTies {

  private static final String WAITING =
      """
      WHERE digest_key = ? AND recipient = ? AND tenant_id = ? AND channel = ? AND state = 'PENDING'
        AND due_at IS NOT NULL AND lease_until IS NULL
      """;

  private final Sql sql;

  JdbiMessageTies(Sql sql) {
    this.sql = sql;
  }

  @Override
  public List<MessageRow> find(TenantId tenant, Collection<UUID> ids) {
    return found("id = ANY(?)", tenant, ids);
  }

  @Override
  public List<MessageRow> following(TenantId tenant, Collection<UUID> ids) {
    return found("follows IS NOT NULL AND follows = ANY(?)", tenant, ids);
  }

  private List<MessageRow> found(String condition, TenantId tenant, Collection<UUID> ids) {
    return ids.isEmpty()
        ? List.of()
        : sql.query(
            MessageColumns.SELECT + "WHERE tenant_id = ? AND " + condition,
            MessageColumns::row,
            tenant.value(),
            Set.copyOf(ids));
  }

  @Override
  public List<MessageRow> gather(Gathering gathering, int limit) {
    return sql.query(
        MessageColumns.SELECT + WAITING + " ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED",
        MessageColumns::row,
        gathering.digestKey(),
        gathering.recipient(),
        gathering.tenant().value(),
        gathering.channel(),
        limit);
  }

  @Override
  public Optional<Instant> nextDue(Gathering gathering) {
    return sql
        .query(
            "SELECT due_at FROM #message " + WAITING + " ORDER BY due_at LIMIT 1",
            row -> Sql.requiredInstant(row, "due_at"),
            gathering.digestKey(),
            gathering.recipient(),
            gathering.tenant().value(),
            gathering.channel())
        .stream()
        .findFirst();
  }

  @Override
  public void rewrite(List<MessageRow> rows) {
    sql.batch(
        """
        UPDATE #message SET body = ?, category = ?, template = ?, language = ?, digest_key = ?,
          follows = ?, handling = ?
        WHERE tenant_id = ? AND id = ? AND revision = ?
        """,
        rows.stream()
            .map(
                row ->
                    Sql.row(
                        row.body(),
                        row.purpose().category().name(),
                        row.purpose().template(),
                        row.purpose().language(),
                        row.plan().digestKey(),
                        row.plan().follows(),
                        row.plan().handling(),
                        row.tenant().value(),
                        row.id(),
                        row.revision()))
            .toList());
  }
}
