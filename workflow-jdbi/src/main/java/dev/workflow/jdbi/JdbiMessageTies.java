package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageTies;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

final class JdbiMessageTies implements MessageTies {

  private static final String WAITING =
      """
      FROM #message_queue
      WHERE digest_key = ? AND recipient = ? AND tenant_id = ? AND channel = ? AND due_at IS NOT NULL AND lease_until IS NULL
      """;

  private final Sql sql;

  JdbiMessageTies(Sql sql) {
    this.sql = sql;
  }

  @Override
  public List<MessageRow> find(TenantId tenant, Collection<UUID> ids) {
    return found("m.id = ANY(?)", tenant, ids);
  }

  @Override
  public List<MessageRow> open(InstanceKey instance) {
    String tenant = instance.tenant().value();
    List<UUID> ids =
        sql.query(
            """
            SELECT id FROM #message_queue WHERE tenant_id = ?
              AND id IN (SELECT m.id FROM #message m WHERE m.tenant_id = ? AND m.instance_id = ?)
            ORDER BY id FOR UPDATE
            """,
            row -> Sql.uuid(row, "id"),
            tenant,
            tenant,
            instance.id().value());
    return find(instance.tenant(), ids).stream()
        .sorted(Comparator.comparing(MessageRow::id))
        .toList();
  }

  @Override
  public List<MessageRow> following(TenantId tenant, Collection<UUID> ids) {
    return found("m.follows IS NOT NULL AND m.follows = ANY(?)", tenant, ids);
  }

  private List<MessageRow> found(String condition, TenantId tenant, Collection<UUID> ids) {
    return ids.isEmpty()
        ? List.of()
        : sql.query(
            MessageColumns.SELECT + "WHERE m.tenant_id = ? AND " + condition,
            MessageColumns::row,
            tenant.value(),
            Set.copyOf(ids));
  }

  /** Read once they are locked: so nobody has changed them since. */
  @Override
  public List<MessageRow> gather(Gathering gathering, int limit) {
    List<UUID> ids =
        sql.query(
            "SELECT id " + WAITING + " ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED",
            row -> Sql.uuid(row, "id"),
            gathering.digestKey(),
            gathering.recipient(),
            gathering.tenant().value(),
            gathering.channel(),
            limit);
    return find(gathering.tenant(), ids).stream()
        .sorted(Comparator.comparing(MessageRow::id))
        .toList();
  }

  @Override
  public Optional<Instant> nextDue(Gathering gathering) {
    return sql
        .query(
            "SELECT due_at " + WAITING + " ORDER BY due_at LIMIT 1",
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
    int[] queued =
        sql.batch(
            "UPDATE #message_queue SET digest_key = ? WHERE tenant_id = ? AND id = ? AND revision = ?",
            rows.stream()
                .map(
                    row ->
                        Sql.row(
                            row.plan().digestKey(), row.tenant().value(), row.id(), row.revision()))
                .toList());
    sql.batch(
        """
        UPDATE #message SET body = ?, category = ?, template = ?, language = ?, digest_key = ?,
          follows = ?, handling = ?
        WHERE tenant_id = ? AND id = ?
        """,
        IntStream.range(0, queued.length)
            .filter(i -> queued[i] > 0)
            .mapToObj(rows::get)
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
                        row.id()))
            .toList());
  }
}
