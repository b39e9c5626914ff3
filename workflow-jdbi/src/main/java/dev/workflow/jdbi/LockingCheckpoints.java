package dev.workflow.jdbi;

import dev.workflow.InstanceId;
import dev.workflow.TenantId;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceChange.Kind;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.JournalEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Locks the rows of changed instances in key order and compares their revisions: a change whose
 * revision is not the stored one is fenced out before anything of it is written.
 */
final class LockingCheckpoints implements Checkpoints {

  private final Sql sql;

  LockingCheckpoints(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Set<InstanceKey> write(List<EventRow> events, List<InstanceChange> changes) {
    new JdbiEvents(sql).insert(events);
    Set<InstanceKey> fenced = fenced(changes);
    List<InstanceChange> fitting =
        changes.stream().filter(change -> !fenced.contains(change.key())).toList();
    sql.insert(Checkpoints.created(fitting));
    update(fitting);
    append(fitting);
    return fenced;
  }

  private Set<InstanceKey> fenced(List<InstanceChange> changes) {
    Map<InstanceKey, Long> expected = new HashMap<>();
    for (InstanceChange change : changes) {
      if (change.kind() != Kind.INSERT) {
        expected.put(change.key(), change.expectedRevision());
      }
    }
    Set<InstanceKey> fenced = new TreeSet<>(expected.keySet());
    expected.keySet().stream()
        .collect(Collectors.groupingBy(InstanceKey::tenant, TreeMap::new, Collectors.toList()))
        .forEach(
            (tenant, keys) ->
                locked(tenant, keys)
                    .forEach(
                        (id, revision) -> {
                          InstanceKey key = new InstanceKey(tenant, InstanceId.of(id));
                          if (revision.equals(expected.get(key))) {
                            fenced.remove(key);
                          }
                        }));
    return fenced;
  }

  private Map<UUID, Long> locked(TenantId tenant, List<InstanceKey> keys) {
    Map<UUID, Long> revisions = new HashMap<>();
    sql.queryEach(
        "SELECT id, revision FROM #instance WHERE tenant_id = ? AND id = ? FOR UPDATE",
        row -> revisions.put(Sql.uuid(row, "id"), row.getLong("revision")),
        tenant.value(),
        keys.stream().map(key -> key.id().value()).sorted().toList());
    return revisions;
  }

  private void update(List<InstanceChange> changes) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (InstanceChange change : changes) {
      if (change.kind() == Kind.UPDATE) {
        InstanceRow.Progress progress = change.row().progress();
        rows.add(
            Sql.row(
                progress.state(),
                progress.outcome(),
                change.expectedRevision() + 1,
                progress.owner(),
                progress.dueAt(),
                progress.endedAt(),
                change.key().tenant().value(),
                change.key().id().value()));
      }
    }
    sql.batch(
        """
        UPDATE #instance SET state = ?, outcome = ?, revision = ?, owner = ?, due_at = ?, ended_at = ?
        WHERE tenant_id = ? AND id = ?
        """,
        rows);
  }

  private void append(List<InstanceChange> changes) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (InstanceChange change : changes) {
      JournalEntry entry = change.entry();
      if (entry != null) {
        rows.add(
            Sql.row(
                change.key().tenant().value(),
                change.key().id().value(),
                entry.seq(),
                entry.at(),
                entry.body()));
      }
    }
    sql.batch(
        "INSERT INTO #journal (tenant_id, instance_id, seq, at, body) VALUES (?, ?, ?, ?, ?)",
        rows);
  }
}
