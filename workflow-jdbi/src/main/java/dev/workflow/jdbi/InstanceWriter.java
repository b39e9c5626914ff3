package dev.workflow.jdbi;

import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceChange.Kind;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.JournalEntry;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.TaskRow;
import dev.workflow.spi.store.WaiterRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes changes of instances, many at a time.
 *
 * <p>The rows of changed instances are locked in key order, so that no two writers wait for each
 * other in a circle, and their revisions compared: a change whose revision is not the stored one is
 * fenced out before anything of it is written. Then each table gets one batch.
 */
final class InstanceWriter {

  private final Sql sql;
  private final JdbiMessages messages;

  InstanceWriter(Sql sql, JdbiMessages messages) {
    this.sql = sql;
    this.messages = messages;
  }

  Set<InstanceKey> write(List<InstanceChange> changes) {
    List<InstanceChange> sorted =
        changes.stream().sorted(Comparator.comparing(InstanceChange::key)).toList();
    refuseDoubles(sorted);
    Set<InstanceKey> fenced = fenced(sorted);
    List<InstanceChange> fitting =
        sorted.stream().filter(change -> !fenced.contains(change.key())).toList();
    insert(of(fitting, Kind.INSERT));
    update(of(fitting, Kind.UPDATE));
    append(fitting);
    side(fitting);
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

  private static List<InstanceChange> of(List<InstanceChange> changes, Kind kind) {
    return changes.stream().filter(change -> change.kind() == kind).toList();
  }

  private Set<InstanceKey> fenced(List<InstanceChange> sorted) {
    Map<InstanceKey, Long> expected = new HashMap<>();
    for (InstanceChange change : sorted) {
      if (change.kind() != Kind.INSERT) {
        expected.put(change.key(), change.expectedRevision());
      }
    }
    Set<InstanceKey> fenced = new TreeSet<>(expected.keySet());
    expected.keySet().stream()
        .collect(
            Collectors.groupingBy(InstanceKey::tenant, java.util.TreeMap::new, Collectors.toList()))
        .forEach(
            (tenant, keys) -> {
              locked(tenant, keys)
                  .forEach(
                      (id, revision) -> {
                        InstanceKey key = new InstanceKey(tenant, InstanceId.of(id));
                        if (revision.equals(expected.get(key))) {
                          fenced.remove(key);
                        }
                      });
            });
    return fenced;
  }

  private Map<UUID, Long> locked(TenantId tenant, List<InstanceKey> keys) {
    Map<UUID, Long> revisions = new HashMap<>();
    sql.query(
        "SELECT id, revision FROM #instance WHERE tenant_id = ? AND id = ANY(?) ORDER BY id FOR UPDATE",
        row -> revisions.put(Sql.uuid(row, "id"), row.getLong("revision")),
        tenant.value(),
        keys.stream().map(key -> key.id().value()).sorted().toList());
    return revisions;
  }

  private void insert(List<InstanceChange> changes) {
    sql.batch(
        """
        INSERT INTO #instance (tenant_id, id, workflow, workflow_version, subject_type, subject_id, event_id, input,
          parent, concurrency_key, created_at, state, outcome, revision, owner, due_at, ended_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        changes.stream().map(InstanceChange::row).map(InstanceWriter::values).toList());
  }

  private static @Nullable Object[] values(InstanceRow row) {
    SubjectRef subject = row.subject();
    InstanceRow.Origin origin = row.origin();
    InstanceRow.Progress progress = row.progress();
    return Sql.row(
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

  private void update(List<InstanceChange> changes) {
    sql.batch(
        """
        UPDATE #instance SET state = ?, outcome = ?, revision = ?, owner = ?, due_at = ?, ended_at = ?
        WHERE tenant_id = ? AND id = ?
        """,
        changes.stream()
            .map(
                change -> {
                  InstanceRow.Progress progress = change.row().progress();
                  return Sql.row(
                      progress.state(),
                      progress.outcome(),
                      change.expectedRevision() + 1,
                      progress.owner(),
                      progress.dueAt(),
                      progress.endedAt(),
                      change.key().tenant().value(),
                      change.key().id().value());
                })
            .toList());
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

  private void side(List<InstanceChange> changes) {
    List<@Nullable Object[]> waitersGone = new ArrayList<>();
    List<@Nullable Object[]> waiters = new ArrayList<>();
    List<@Nullable Object[]> tasksGone = new ArrayList<>();
    List<@Nullable Object[]> tasks = new ArrayList<>();
    List<MessageRow> outbox = new ArrayList<>();
    for (InstanceChange change : changes) {
      InstanceChange.SideRows side = change.side();
      side.waitersRemoved().forEach(step -> waitersGone.add(stepKey(change.key(), step)));
      side.waitersAdded().forEach(waiter -> waiters.add(values(waiter)));
      side.tasksRemoved().forEach(step -> tasksGone.add(stepKey(change.key(), step)));
      side.tasksPut().forEach(task -> tasksGone.add(stepKey(change.key(), task.step())));
      side.tasksPut().forEach(task -> tasks.add(values(task)));
      if (side.cancelMessages()) {
        messages.cancel(change.key());
      }
      outbox.addAll(side.messages());
    }
    sql.batch(
        "DELETE FROM #waiter WHERE tenant_id = ? AND instance_id = ? AND step = ?", waitersGone);
    sql.batch(
        "INSERT INTO #waiter (tenant_id, instance_id, step, event_type, wait_key) VALUES (?, ?, ?, ?, ?)",
        waiters);
    sql.batch("DELETE FROM #task WHERE tenant_id = ? AND instance_id = ? AND step = ?", tasksGone);
    sql.batch(
        """
        INSERT INTO #task (tenant_id, instance_id, step, action, label, workflow, subject_type, subject_id, state, role,
          assignee, claimed_by, ready_at, due_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        tasks);
    messages.insert(outbox);
  }

  private static @Nullable Object[] stepKey(InstanceKey key, String step) {
    return Sql.row(key.tenant().value(), key.id().value(), step);
  }

  private static @Nullable Object[] values(WaiterRow waiter) {
    return Sql.row(
        waiter.instance().tenant().value(),
        waiter.instance().id().value(),
        waiter.step(),
        waiter.eventType(),
        waiter.key());
  }

  private static @Nullable Object[] values(TaskRow task) {
    SubjectRef subject = task.subject();
    return Sql.row(
        task.instance().tenant().value(),
        task.instance().id().value(),
        task.step(),
        task.action(),
        task.label(),
        task.workflow(),
        subject == null ? null : subject.type(),
        subject == null ? null : subject.id(),
        task.state(),
        task.role(),
        task.assignee(),
        task.claimedBy(),
        task.readyAt(),
        task.dueAt());
  }
}
