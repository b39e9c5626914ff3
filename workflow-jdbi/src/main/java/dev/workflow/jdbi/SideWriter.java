package dev.workflow.jdbi;

import dev.workflow.SubjectRef;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.TaskRow;
import dev.workflow.spi.store.WaiterRow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the rows beside the instances: waiters, tasks, messages. */
final class SideWriter {

  private static final Rows.Shape WAITER =
      Rows.Shape.of(
          "#waiter",
          "tenant_id text",
          "instance_id uuid",
          "step text",
          "event_type text",
          "wait_key text");
  private static final Rows.Shape TASK =
      Rows.Shape.of(
          "#task",
          "tenant_id text",
          "instance_id uuid",
          "step text",
          "action text",
          "label text",
          "workflow text",
          "subject_type text",
          "subject_id text",
          "state text",
          "role text",
          "assignee text",
          "claimed_by text",
          "ready_at timestamptz",
          "due_at timestamptz");

  private final Sql sql;
  private final JdbiMessages messages;

  SideWriter(Sql sql, JdbiMessages messages) {
    this.sql = sql;
    this.messages = messages;
  }

  void write(List<InstanceChange> changes) {
    List<@Nullable Object[]> waitersGone = new ArrayList<>();
    Rows waiters = new Rows(WAITER);
    List<@Nullable Object[]> tasksGone = new ArrayList<>();
    Rows tasks = new Rows(TASK);
    List<MessageRow> outbox = new ArrayList<>();
    for (InstanceChange change : changes) {
      InstanceChange.SideRows side = change.side();
      side.waitersRemoved().forEach(step -> waitersGone.add(stepKey(change.key(), step)));
      side.waitersAdded().forEach(waiter -> add(waiters, waiter));
      side.tasksRemoved().forEach(step -> tasksGone.add(stepKey(change.key(), step)));
      side.tasksPut().forEach(task -> tasksGone.add(stepKey(change.key(), task.step())));
      side.tasksPut().forEach(task -> add(tasks, task));
      if (side.messagesCanceledAt() != null) {
        messages.cancel(change.key(), side.messagesCanceledAt());
      }
      outbox.addAll(side.messages());
    }
    sql.batch(
        "DELETE FROM #waiter WHERE tenant_id = ? AND instance_id = ? AND step = ?", waitersGone);
    sql.insert(waiters);
    sql.batch("DELETE FROM #task WHERE tenant_id = ? AND instance_id = ? AND step = ?", tasksGone);
    sql.insert(tasks);
    messages.insert(outbox);
  }

  private static @Nullable Object[] stepKey(InstanceKey key, String step) {
    return Sql.row(key.tenant().value(), key.id().value(), step);
  }

  private static void add(Rows rows, WaiterRow waiter) {
    rows.add(
        waiter.instance().tenant().value(),
        waiter.instance().id().value(),
        waiter.step(),
        waiter.eventType(),
        waiter.key());
  }

  private static void add(Rows rows, TaskRow task) {
    SubjectRef subject = task.subject();
    rows.add(
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
