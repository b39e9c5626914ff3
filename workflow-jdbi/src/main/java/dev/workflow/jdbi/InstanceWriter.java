package dev.workflow.jdbi;

import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Writes changes of instances, many at a time: first the instances with their journals, then the
 * rows beside those that were not fenced out. In key order, so that two writers rarely wait for
 * each other in a circle.
 */
final class InstanceWriter {

  private final Checkpoints checkpoints;
  private final SideWriter side;

  InstanceWriter(Sql sql, JdbiMessages messages, Trust trust) {
    this.checkpoints =
        sql.arrays() ? new ComparingCheckpoints(sql) : new LockingCheckpoints(sql, trust);
    this.side = new SideWriter(sql, messages);
  }

  Set<InstanceKey> write(List<InstanceChange> changes) {
    List<InstanceChange> sorted =
        changes.stream().sorted(Comparator.comparing(InstanceChange::key)).toList();
    refuseDoubles(sorted);
    Set<InstanceKey> fenced = checkpoints.write(sorted);
    side.write(
        fenced.isEmpty()
            ? sorted
            : sorted.stream().filter(change -> !fenced.contains(change.key())).toList());
    return fenced;
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
