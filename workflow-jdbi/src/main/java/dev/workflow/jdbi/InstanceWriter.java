package dev.workflow.jdbi;

import dev.workflow.SubjectRef;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceChange.Kind;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Writes changes of instances, many at a time: new instances, then the checkpoints of known ones,
 * then the rows beside those that were not fenced out. In key order, so that two writers rarely
 * wait for each other in a circle.
 */
final class InstanceWriter {

  private static final Rows.Shape INSTANCE =
      Rows.Shape.of(
          "#instance",
          "tenant_id text",
          "id uuid",
          "workflow text",
          "workflow_version integer",
          "subject_type text",
          "subject_id text",
          "event_id text",
          "input text",
          "parent text",
          "concurrency_key text",
          "created_at timestamptz",
          "state text",
          "outcome text",
          "revision bigint",
          "owner text",
          "due_at timestamptz",
          "ended_at timestamptz");

  private final Sql sql;
  private final Checkpoints checkpoints;
  private final SideWriter side;

  InstanceWriter(Sql sql, JdbiMessages messages) {
    this.sql = sql;
    this.checkpoints = sql.arrays() ? new ComparingCheckpoints(sql) : new LockingCheckpoints(sql);
    this.side = new SideWriter(sql, messages);
  }

  Set<InstanceKey> write(List<InstanceChange> changes) {
    List<InstanceChange> sorted =
        changes.stream().sorted(Comparator.comparing(InstanceChange::key)).toList();
    refuseDoubles(sorted);
    insert(sorted);
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

  private void insert(List<InstanceChange> changes) {
    Rows rows = new Rows(INSTANCE);
    for (InstanceChange change : changes) {
      if (change.kind() == Kind.INSERT) {
        add(rows, change.row());
      }
    }
    sql.insert(rows);
  }

  private static void add(Rows rows, InstanceRow row) {
    SubjectRef subject = row.subject();
    InstanceRow.Origin origin = row.origin();
    InstanceRow.Progress progress = row.progress();
    rows.add(
        row.key().tenant().value(),
        row.key().id().value(),
        row.workflow().key(),
        row.workflow().version(),
        subject == null ? null : subject.type(),
        subject == null ? null : subject.id(),
        origin.eventId(),
        origin.input(),
        origin.parent(),
        origin.concurrencyKey(),
        origin.createdAt(),
        progress.state(),
        progress.outcome(),
        progress.revision(),
        progress.owner(),
        progress.dueAt(),
        progress.endedAt());
  }
}
