package dev.workflow.jdbi;

import dev.workflow.jdbi.internal.TaskTable;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.MatchedRows;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.EventSubscriptionRow;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.TaskRow;
import java.util.ArrayList;
import java.util.List;

/** Writes the rows kept with the instances: subscriptions, tasks, messages. */
final class SideWriter {

  /** A step of an instance. */
  private record StepKey(InstanceKey instance, String step) {}

  private static final Columns<StepKey> STEP =
      Columns.<StepKey>ofNoTable()
          .text("tenant_id", key -> key.instance().tenant())
          .uuid("instance_id", key -> key.instance().id())
          .text("step", StepKey::step)
          .build();

  private static final String THIS_STEP =
      " WHERE tenant_id = :tenant_id AND instance_id = :instance_id AND step = :step";

  private static final String UPDATE_TASK =
      "UPDATE #task SET "
          + TaskTable.TASK.without("tenant_id", "instance_id", "step").set()
          + THIS_STEP;

  private final Sql sql;
  private final JdbiMessages messages;

  SideWriter(Sql sql, JdbiMessages messages) {
    this.sql = sql;
    this.messages = messages;
  }

  void write(List<InstanceChange> changes) {
    List<StepKey> subscriptionsGone = new ArrayList<>();
    List<EventSubscriptionRow> subscriptions = new ArrayList<>();
    List<StepKey> tasksGone = new ArrayList<>();
    List<TaskRow> tasks = new ArrayList<>();
    List<MessageRow> outbox = new ArrayList<>();
    for (InstanceChange change : changes) {
      InstanceChange.SideRows side = change.side();
      InstanceKey instance = change.key();
      side.subscriptionsRemoved()
          .forEach(step -> subscriptionsGone.add(new StepKey(instance, step)));
      subscriptions.addAll(side.subscriptionsAdded());
      side.tasksRemoved().forEach(step -> tasksGone.add(new StepKey(instance, step)));
      tasks.addAll(side.tasksPut());
      if (side.messagesCanceledAt() != null) {
        messages.cancel(instance, side.messagesCanceledAt());
      }
      outbox.addAll(side.messages());
    }
    sql.batch("DELETE FROM #event_subscription" + THIS_STEP, STEP, subscriptionsGone);
    sql.insert(EventSubscriptionReader.SUBSCRIPTION, subscriptions);
    sql.batch("DELETE FROM #task" + THIS_STEP, STEP, tasksGone);
    put(tasks);
    messages.insert(outbox);
  }

  /** A task that is there keeps its row; by what it is found is written anew. */
  private void put(List<TaskRow> tasks) {
    MatchedRows known = MatchedRows.changed(sql.batch(UPDATE_TASK, TaskTable.TASK, tasks));
    sql.batch(
        "DELETE FROM #task_offer" + THIS_STEP,
        STEP,
        known.of(tasks).stream().map(task -> new StepKey(task.instance(), task.step())).toList());
    sql.insert(TaskTable.TASK, known.without(tasks));
    sql.insert(
        TaskTable.OFFER, tasks.stream().flatMap(task -> TaskTable.offers(task).stream()).toList());
  }
}
