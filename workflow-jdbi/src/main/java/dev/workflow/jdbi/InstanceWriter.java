package dev.workflow.jdbi;

import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.JournalEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Writes changes of instances, many at a time: first the instances with their journals, then the
 * rows beside those that were not fenced out. In key order, so that two writers rarely wait for
 * each other in a circle.
 */
final class InstanceWriter {

  private final Checkpoints checkpoints;
  private final SideWriter side;
  private final Sql sql;
  private final Trust trust;

  InstanceWriter(Sql sql, JdbiMessages messages, Trust trust) {
    this.sql = sql;
    this.trust = trust;
    this.checkpoints =
        sql.arrays() ? new ComparingCheckpoints(sql, trust) : new LockingCheckpoints(sql);
    this.side = new SideWriter(sql, messages);
  }

  /** Events together with the changes. */
  Set<InstanceKey> write(List<EventRow> events, List<InstanceChange> changes) {
    List<InstanceChange> sorted = sorted(changes);
    Set<InstanceKey> fenced = new TreeSet<>();
    if (trust == Trust.NOTHING && !sql.arrays()) {
      sorted.stream().filter(this::storedAlready).forEach(change -> fenced.add(change.key()));
    }
    fenced.addAll(checkpoints.write(events, without(fenced, sorted)));
    side.write(without(fenced, sorted));
    return fenced;
  }

  /** The same, as all that the transaction does if it has done nothing yet. */
  Set<InstanceKey> finish(List<EventRow> events, List<InstanceChange> changes) {
    boolean alone =
        trust == Trust.ROWS_ARE_NEW
            && changes.stream().allMatch(change -> change.side().isEmpty())
            && sql.canWriteAlone();
    if (!alone || !checkpoints.writeAlone(events, sorted(changes))) {
      return write(events, changes);
    }
    return Set.of();
  }

  private static List<InstanceChange> sorted(List<InstanceChange> changes) {
    List<InstanceChange> sorted =
        changes.stream().sorted(Comparator.comparing(InstanceChange::key)).toList();
    refuseDoubles(sorted);
    return sorted;
  }

  private static List<InstanceChange> without(
      Set<InstanceKey> fenced, List<InstanceChange> changes) {
    return fenced.isEmpty()
        ? changes
        : changes.stream().filter(change -> !fenced.contains(change.key())).toList();
  }

  private boolean storedAlready(InstanceChange change) {
    String tenant = change.key().tenant().value();
    UUID id = change.key().id().value();
    JournalEntry entry = change.entry();
    if (change.kind() == InstanceChange.Kind.INSERT) {
      return sql.exists("SELECT 1 FROM #instance WHERE tenant_id = ? AND id = ?", tenant, id);
    }
    return entry != null
        && sql.exists(
            "SELECT 1 FROM #journal WHERE tenant_id = ? AND instance_id = ? AND seq = ?",
            tenant,
            id,
            entry.seq());
  }

  private static void refuseDoubles(List<InstanceChange> sorted) {
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).key().equals(sorted.get(i - 1).key())) {
        throw new IllegalArgumentException(
            "instance " + sorted.get(i).key() + " is changed twice in one batch");
      }
    }
  }
}
