package dev.workflow.jdbi;

import dev.workflow.InstanceId;
import dev.workflow.TenantId;
import dev.workflow.spi.store.EventRows.EventKey;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows.DueLanes;
import dev.workflow.spi.store.InstanceRows.Lane;
import dev.workflow.spi.store.JournalEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The form for H2, which is asked for one row after the other: with {@code IN}, and with an array
 * that is joined, it goes through all rows of the tenant.
 */
final class ListLookups implements InstanceLookups {

  private static final int VISIT = 32;

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
    return lease(due, owner, leaseUntil);
  }

  @Override
  public DueLanes dueLanes(Instant now, @Nullable Lane after) {
    List<Visited> visited = new ArrayList<>();
    Optional<Lane> lane = after == null ? first("") : next(after);
    while (lane.isPresent() && visited.size() < VISIT) {
      visited.add(new Visited(lane.get(), busy(lane.get(), now)));
      lane = next(lane.get());
    }
    return InstanceLookups.part(visited, VISIT);
  }

  private Optional<Lane> first(String afterTenant) {
    return lane("WHERE tenant_id > ?", afterTenant);
  }

  private Optional<Lane> next(Lane lane) {
    return lane("WHERE tenant_id = ? AND workflow > ?", lane.tenant().value(), lane.workflow())
        .or(() -> first(lane.tenant().value()));
  }

  private Optional<Lane> lane(String where, Object... parameters) {
    return sql
        .query(
            "SELECT tenant_id, workflow FROM #instance "
                + where
                + " ORDER BY tenant_id, workflow LIMIT 1",
            row -> new Lane(TenantId.of(row.getString("tenant_id")), row.getString("workflow")),
            parameters)
        .stream()
        .findFirst();
  }

  private boolean busy(Lane lane, Instant now) {
    return sql.exists(
        """
        SELECT 1 FROM #instance
        WHERE tenant_id = ? AND workflow = ? AND due_at BETWEEN ? AND ? AND state = 'ACTIVE' LIMIT 1
        """,
        lane.tenant().value(),
        lane.workflow(),
        Sql.EARLIEST,
        now);
  }

  @Override
  public List<Claimed> claim(
      String owner, Instant now, Instant leaseUntil, Map<Lane, Integer> shares) {
    List<InstanceRow> due = new ArrayList<>();
    shares.forEach(
        (lane, share) ->
            due.addAll(
                sql.query(
                    COLUMNS
                        + """
                        WHERE i.tenant_id = ? AND i.workflow = ? AND i.due_at BETWEEN ? AND ? AND i.state = 'ACTIVE'
                        ORDER BY i.due_at, i.id LIMIT ? FOR UPDATE SKIP LOCKED
                        """,
                    InstanceLookups::row,
                    lane.tenant().value(),
                    lane.workflow(),
                    Sql.EARLIEST,
                    now,
                    share)));
    return lease(due, owner, leaseUntil);
  }

  @Override
  public Map<String, Integer> held(TenantId tenant, Instant now, Instant until) {
    Map<String, Integer> held = new HashMap<>();
    sql.query(
        """
        SELECT workflow, count(*) AS held FROM #instance
        WHERE tenant_id = ? AND due_at > ? AND due_at <= ? AND owner IS NOT NULL GROUP BY workflow
        """,
        row -> held.put(row.getString("workflow"), row.getInt("held")),
        tenant.value(),
        now,
        until);
    return held;
  }

  private List<Claimed> lease(List<InstanceRow> due, String owner, Instant leaseUntil) {
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
                    sql.queryEach(
                        COLUMNS
                            + "WHERE i.tenant_id = ? AND i.id = ?"
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
                sql.queryEach(
                    """
                    SELECT instance_id, seq, at, body FROM #journal
                    WHERE tenant_id = ? AND instance_id = ? ORDER BY seq
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
                sql.queryEach(
                    "SELECT id, body FROM #event WHERE tenant_id = ? AND id = ?",
                    row ->
                        events.put(
                            new EventKey(tenant, row.getString("id")), row.getString("body")),
                    tenant.value(),
                    ids));
    return events;
  }
}
