package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.CheckpointWriter;
import dev.workflow.jdbi.internal.ConflictMode;
import dev.workflow.jdbi.internal.Statements;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes changes of instances, many at a time: first the instances with their journals, then the
 * rows beside those that were not fenced out. In key order, so that two writers rarely wait for
 * each other in a circle.
 */
final class InstanceWriter {

  private final CheckpointWriter checkpoints;
  private final SideWriter side;
  private final Sql sql;
  private final ConflictMode mode;

  InstanceWriter(Sql sql, Statements statements, JdbiMessages messages, ConflictMode mode) {
    this.sql = sql;
    this.mode = mode;
    this.checkpoints = statements.checkpoints(sql, mode);
    this.side = new SideWriter(sql, messages);
  }

  /** Events together with the changes. */
  Set<InstanceKey> write(List<EventRow> events, List<InstanceChange> changes) {
    List<InstanceChange> sorted = sorted(changes);
    Set<InstanceKey> fenced = checkpoints.write(events, sorted);
    side.write(without(fenced, sorted));
    return fenced;
  }

  /**
   * Writes all of it with one statement that is the whole transaction, if nothing was done in it
   * before and the revisions of definitions are these.
   *
   * @return whether it did; otherwise nothing happened
   */
  boolean finishAlone(
      List<EventRow> events, List<InstanceChange> changes, Map<TenantId, Long> revisions) {
    boolean something = !events.isEmpty() || !changes.isEmpty();
    return something
        && mode == ConflictMode.EXPECT_NEW
        && changes.stream().allMatch(change -> change.side().isEmpty())
        && sql.canWriteAlone()
        && checkpoints.writeAlone(events, sorted(changes), revisions);
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

  private static void refuseDoubles(List<InstanceChange> sorted) {
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).key().equals(sorted.get(i - 1).key())) {
        throw new IllegalArgumentException(
            "instance " + sorted.get(i).key() + " is changed twice in one batch");
      }
    }
  }
}
