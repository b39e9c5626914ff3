package dev.workflow.jdbi;

import dev.workflow.SubjectRef;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventRows;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import java.util.List;
import java.util.Set;

/**
 * Writes events, and instances with their journals, except what is fenced out. There is one form
 * for databases that compare and write many rows in one statement, and one that locks first.
 */
sealed interface Checkpoints permits ComparingCheckpoints, LockingCheckpoints {

  Rows.Shape INSTANCE =
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

  /**
   * @param changes sorted by key, each key once
   * @return the keys of what was fenced out: nothing of it is written
   * @throws EventRows.DuplicateEventException if an event exists already; the transaction can only
   *     be rolled back
   */
  Set<InstanceKey> write(List<EventRow> events, List<InstanceChange> changes);

  /**
   * Writes all of it as the whole transaction, with one statement.
   *
   * @param changes sorted by key, each key once, with nothing beside the instances
   * @return false if this database does not do that, and nothing happened
   * @throws NotAllWrittenException if something is fenced out or exists: nothing was written
   */
  default boolean writeAlone(List<EventRow> events, List<InstanceChange> changes) {
    return false;
  }

  /** The rows of new instances. */
  static Rows created(List<InstanceChange> changes) {
    Rows rows = new Rows(INSTANCE);
    for (InstanceChange change : changes) {
      if (change.kind() == InstanceChange.Kind.INSERT) {
        add(rows, change.row());
      }
    }
    return rows;
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
