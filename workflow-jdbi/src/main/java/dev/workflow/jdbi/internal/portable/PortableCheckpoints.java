package dev.workflow.jdbi.internal.portable;

import dev.workflow.jdbi.internal.CheckpointWriter;
import dev.workflow.jdbi.internal.ConflictMode;
import dev.workflow.jdbi.internal.EventTable;
import dev.workflow.jdbi.internal.FactTable;
import dev.workflow.jdbi.internal.InstanceTable;
import dev.workflow.jdbi.internal.JournalTable;
import dev.workflow.jdbi.internal.sql.Binding;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventRows;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceChange.Kind;
import dev.workflow.spi.store.InstanceKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Locks the rows of changed instances in key order and compares their revisions: a change whose
 * revision is not the stored one is fenced out before anything of it is written.
 */
final class PortableCheckpoints implements CheckpointWriter {

  private static final String UPDATE =
      "UPDATE #instance SET %s, revision = revision + 1 WHERE tenant_id = :tenant_id AND id = :id"
          .formatted(InstanceTable.PROGRESS.set());

  private final Sql sql;
  private final ConflictMode mode;

  PortableCheckpoints(Sql sql, ConflictMode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public Set<InstanceKey> write(List<EventRow> events, List<InstanceChange> changes) {
    Set<InstanceKey> fenced = new TreeSet<>();
    if (mode == ConflictMode.FENCE) {
      changes.stream().filter(this::isStored).forEach(change -> fenced.add(change.key()));
    }
    if (!sql.insertIfAllNew(EventTable.EVENT, events)) {
      throw new EventRows.DuplicateEventException();
    }
    fenced.addAll(outrun(changes));
    List<InstanceChange> fitting =
        changes.stream().filter(change -> !fenced.contains(change.key())).toList();
    sql.insert(InstanceTable.INSTANCE, CheckpointWriter.created(fitting));
    sql.batch(UPDATE, InstanceTable.CHANGE, CheckpointWriter.updated(fitting));
    sql.batch(JournalTable.ENTRY.insert(), JournalTable.ENTRY, CheckpointWriter.journaled(fitting));
    sql.insert(FactTable.FACTS, FactTable.of(fitting));
    return fenced;
  }

  private boolean isStored(InstanceChange change) {
    if (change.kind() == Kind.INSERT) {
      return sql.of("SELECT 1 FROM #instance WHERE tenant_id = :tenant_id AND id = :id")
          .bind(InstanceTable.KEY, change.key())
          .exists();
    }
    return change.entry() != null
        && sql.of(
                """
                SELECT 1 FROM #journal WHERE tenant_id = :tenant_id AND instance_id = :instance_id AND seq = :seq
                """)
            .bind(JournalTable.ENTRY, change)
            .exists();
  }

  /** Those whose stored revision is another one, or that are not stored. */
  private Set<InstanceKey> outrun(List<InstanceChange> changes) {
    Map<InstanceKey, Long> expected = new HashMap<>();
    for (InstanceChange change : changes) {
      if (change.kind() != Kind.INSERT) {
        expected.put(change.key(), change.expectedRevision());
      }
    }
    Set<InstanceKey> outrun = new TreeSet<>(expected.keySet());
    locked(expected.keySet())
        .forEach(
            (key, revision) -> {
              if (revision.equals(expected.get(key))) {
                outrun.remove(key);
              }
            });
    return outrun;
  }

  private Map<InstanceKey, Long> locked(Set<InstanceKey> keys) {
    return sql
        .each(
            "SELECT tenant_id, id, revision FROM #instance WHERE tenant_id = :tenant_id AND id = :id FOR UPDATE",
            keys.stream().sorted().toList(),
            new Binding(),
            InstanceTable.KEY::bind,
            row -> Map.entry(InstanceTable.key(row), row.getLong("revision")))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
