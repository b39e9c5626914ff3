package dev.workflow.jdbi;

import dev.workflow.InstanceId;
import dev.workflow.TenantId;
import dev.workflow.spi.store.EventRows.EventKey;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.JournalEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The form for databases without arrays as parameters. */
final class ListLookups implements InstanceLookups {

  private final Sql sql;

  ListLookups(Sql sql) {
    this.sql = sql;
  }

  @Override
  public List<Claimed> claim(String owner, Instant now, Instant leaseUntil, int limit) {
    List<InstanceRow> due =
        sql.query(
            COLUMNS
                + """
                WHERE i.due_at BETWEEN ? AND ? AND i.state = 'ACTIVE'
                ORDER BY i.due_at, i.id LIMIT ? FOR UPDATE SKIP LOCKED
                """,
            InstanceLookups::row,
            Sql.EARLIEST,
            now,
            limit);
    sql.batch(
        "UPDATE #instance SET owner = ?, due_at = ?, revision = revision + 1 WHERE tenant_id = ? AND id = ?",
        due.stream()
            .map(
                row ->
                    Sql.row(owner, leaseUntil, row.key().tenant().value(), row.key().id().value()))
            .toList());
    return due.stream()
        .map(row -> new Claimed(claimed(row, owner, leaseUntil), row.progress().owner()))
        .toList();
  }

  private static InstanceRow claimed(InstanceRow row, String owner, Instant leaseUntil) {
    InstanceRow.Progress before = row.progress();
    return row.with(
        new InstanceRow.Progress(
            before.state(),
            before.outcome(),
            before.revision() + 1,
            owner,
            leaseUntil,
            before.endedAt()));
  }

  @Override
  public List<InstanceRow> rows(List<InstanceKey> keys, boolean lock) {
    List<InstanceRow> rows = new ArrayList<>();
    ids(keys)
        .forEach(
            (tenant, ids) ->
                rows.addAll(
                    sql.query(
                        COLUMNS
                            + "WHERE i.tenant_id = ? AND i.id = ANY(?) ORDER BY i.id"
                            + (lock ? " FOR UPDATE" : ""),
                        InstanceLookups::row,
                        tenant.value(),
                        ids)));
    return rows;
  }

  private static Map<TenantId, List<UUID>> ids(Collection<InstanceKey> keys) {
    return byTenant(keys, InstanceKey::tenant, key -> key.id().value());
  }

  private static <K, V> Map<TenantId, List<V>> byTenant(
      Collection<K> keys, Function<K, TenantId> tenant, Function<K, V> id) {
    return keys.stream()
        .collect(
            Collectors.groupingBy(
                tenant, TreeMap::new, Collectors.mapping(id, Collectors.toList())));
  }

  /**
   * The database knows no locks but those of rows: the workflow's definitions stand for its keys.
   */
  @Override
  public void lockKey(TenantId tenant, String workflow, String concurrencyKey) {
    sql.query(
        "SELECT version FROM #definition WHERE tenant_id = ? AND workflow = ? ORDER BY version FOR UPDATE",
        row -> row.getInt("version"),
        tenant.value(),
        workflow);
  }

  @Override
  public Map<InstanceKey, List<JournalEntry>> journals(List<InstanceKey> keys) {
    Map<InstanceKey, List<JournalEntry>> journals = new HashMap<>();
    ids(keys)
        .forEach(
            (tenant, ids) ->
                sql.query(
                    """
                    SELECT instance_id, seq, at, body FROM #journal
                    WHERE tenant_id = ? AND instance_id = ANY(?) ORDER BY seq
                    """,
                    row ->
                        journals
                            .computeIfAbsent(
                                new InstanceKey(
                                    tenant, InstanceId.of(Sql.uuid(row, "instance_id"))),
                                key -> new ArrayList<>())
                            .add(InstanceLookups.entry(row)),
                    tenant.value(),
                    ids));
    return journals;
  }

  @Override
  public Map<EventKey, String> events(List<EventKey> keys) {
    Map<EventKey, String> events = new HashMap<>();
    byTenant(keys, EventKey::tenant, EventKey::id)
        .forEach(
            (tenant, ids) ->
                sql.query(
                    "SELECT id, body FROM #event WHERE tenant_id = ? AND id = ANY(?)",
                    row ->
                        events.put(
                            new EventKey(tenant, row.getString("id")), row.getString("body")),
                    tenant.value(),
                    ids));
    return events;
  }
}
