package dev.workflow.schedule.internal;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.schedule.Schedule;
import dev.workflow.schedule.Schedule.State;
import dev.workflow.schedule.ScheduledTask;
import dev.workflow.spi.store.ScheduleRow;
import org.jspecify.annotations.Nullable;

/** Creates, changes and deletes scheduled tasks, with the workflow that does what they say. */
final class ScheduledTaskChanges {

  private static final ScheduleRow.Progress NEW =
      new ScheduleRow.Progress(State.PAUSED.name(), null, null, 0, 0, null);

  private final Transactions transactions;
  private final Runnable changed;
  private final ActionWorkflows actions;

  ScheduledTaskChanges(Transactions transactions, Runnable changed) {
    this.transactions = transactions;
    this.changed = changed;
    this.actions = new ActionWorkflows(transactions);
  }

  void check(TenantId tenant, Actor by) {
    transactions.engine().tenant(tenant);
    if (by.equals(Actor.ENGINE)) {
      throw new AccessDeniedException(
          "the actor id \"" + by + "\" is the engine's own; a person needs another");
    }
  }

  Schedule create(TenantId tenant, ScheduledTask task, Actor by) {
    check(tenant, by);
    ScheduleRow.Key key = new ScheduleRow.Key(tenant, UuidCreator.getTimeOrderedEpochPlus1());
    WorkflowDefinition workflow = workflow(key, task, by);
    ScheduleRow created =
        transactions.changeAlone(
            work -> {
              ScheduleRow row =
                  new ScheduleRow(
                      key,
                      task.name(),
                      null,
                      0,
                      Json.write(task.toJson()),
                      work.now(),
                      by.id(),
                      NEW);
              Ticking ticking = new Ticking(work, row, ScheduleSpec.of(row));
              ticking.state(task.enabled() ? State.ACTIVE : State.PAUSED);
              ticking.beginNow();
              if (!work.transaction().schedules().insert(ticking.row())) {
                throw taken(task.name());
              }
              publish(work, key, workflow, by);
              return ticking.row();
            });
    afterwards(tenant, workflow);
    return ScheduleViews.schedule(created);
  }

  Schedule update(ScheduleRow.Key key, ScheduledTask task, Actor by) {
    TenantId tenant = key.tenant();
    check(tenant, by);
    WorkflowDefinition workflow = workflow(key, task, by);
    ScheduleRow updated =
        transactions.changeAlone(
            work -> {
              ScheduleRow row = lockTask(work, key, "publish another version of it instead");
              if (work.transaction().schedules().isTaken(tenant, task.name(), key.id())) {
                throw taken(task.name());
              }
              if (State.of(row.progress().state()) == State.UNRECOGNIZED) {
                throw ScheduleService.refused(row, "be changed");
              }
              ScheduleRow next =
                  row.named(task.name()).with(0, ScheduleSpec.document(row, task, by));
              Ticking ticking = new Ticking(work, next, ScheduleSpec.of(next));
              if (!task.timing().equals(ScheduleSpec.of(row).timing())
                  || (task.enabled() && State.of(row.progress().state()) == State.PAUSED)) {
                ticking.beginNow();
              }
              ticking.state(task.enabled() ? State.ACTIVE : State.PAUSED);
              DueSchedules.whole(ticking::write);
              publish(work, key, workflow, by);
              return ticking.row();
            });
    afterwards(tenant, workflow);
    return ScheduleViews.schedule(updated);
  }

  void delete(ScheduleRow.Key key, Actor by) {
    TenantId tenant = key.tenant();
    check(tenant, by);
    transactions.changeAlone(
        work -> {
          ScheduleRow row =
              lockTask(work, key, "publish a version of it without the trigger, or pause it");
          work.transaction().schedules().delete(row.key());
          actions.archive(work.transaction(), tenant, key.id(), by);
          return row;
        });
    actions.changed(tenant);
  }

  private @Nullable WorkflowDefinition workflow(ScheduleRow.Key key, ScheduledTask task, Actor by) {
    return task.type() != ScheduledTask.Type.WORKFLOW
        ? actions.checked(key.tenant(), key.id(), task, by)
        : null;
  }

  private void publish(
      CommandContext work, ScheduleRow.Key key, @Nullable WorkflowDefinition workflow, Actor by) {
    if (workflow != null) {
      DueSchedules.whole(() -> actions.publish(work.transaction(), key.tenant(), workflow, by));
    }
  }

  private void afterwards(TenantId tenant, @Nullable WorkflowDefinition workflow) {
    if (workflow != null) {
      actions.changed(tenant);
    }
    changed.run();
  }

  private static ConflictException taken(String name) {
    return new ConflictException("there is a scheduled task \"" + name + "\" already");
  }

  private static ScheduleRow lockTask(CommandContext work, ScheduleRow.Key key, String instead) {
    ScheduleRow row =
        work.transaction().schedules().lock(key).orElseThrow(() -> ScheduleService.none(key));
    if (row.workflow() != null) {
      throw new ConflictException(
          "the schedule is a trigger of the workflow \"" + row.workflow() + "\"; " + instead);
    }
    return row;
  }
}
