package dev.workflow.jdbi.internal;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.PartialWriteException;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventRows;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes events, and instances with their journals, except what is fenced out. */
public interface CheckpointWriter {

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
   * @param revisions of definitions, as they must be
   * @return false if this database does not do that, and nothing happened
   * @throws PartialWriteException if something is fenced out or exists, or a revision is another:
   *     nothing was written
   */
  default boolean writeAlone(
      List<EventRow> events, List<InstanceChange> changes, Map<TenantId, Long> revisions) {
    return false;
  }

  /** The rows of new instances. */
  static List<InstanceRow> created(List<InstanceChange> changes) {
    return changes.stream()
        .filter(change -> change.kind() == InstanceChange.Kind.INSERT)
        .map(InstanceChange::row)
        .toList();
  }

  /** The changes of rows that exist. */
  static List<InstanceChange> updated(List<InstanceChange> changes) {
    return changes.stream().filter(change -> change.kind() == InstanceChange.Kind.UPDATE).toList();
  }

  /** The changes with an entry of the journal. */
  static List<InstanceChange> journaled(List<InstanceChange> changes) {
    return changes.stream().filter(change -> change.entry() != null).toList();
  }
}
