package dev.workflow.internal.service;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.Problem;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.internal.text.Limits;
import dev.workflow.spi.store.StoreUnavailableException;
import dev.workflow.task.TaskBulk;
import dev.workflow.task.TaskBulk.Outcome;
import dev.workflow.task.TaskBulk.Report;
import dev.workflow.task.TaskBulk.Result;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;

/** Does the same to many tasks, by the single commands. */
final class BulkTasks {

  /** How many tasks are done between two reports of progress. */
  private static final int PORTION = 100;

  private final Tasks tasks;
  private final TenantId tenant;
  private final TaskBulk what;
  private final Actor by;

  BulkTasks(Tasks tasks, TenantId tenant, TaskBulk what, Actor by) {
    this.tasks = tasks;
    this.tenant = tenant;
    this.what = what;
    this.by = by;
    if (what instanceof TaskBulk.Assign assign) {
      Actor.of(assign.to());
    } else if (what instanceof TaskBulk.Skip skip) {
      Limits.reason(skip.reason());
    }
  }

  private static void requireNotTooMany(int size) {
    if (size > TaskBulk.MOST) {
      throw new InvalidInputException(
          "The bulk operation",
          List.of(
              new Problem(
                  "",
                  "is for more than "
                      + TaskBulk.MOST
                      + " tasks; ask for fewer, and nothing was changed")));
    }
  }

  Report run(List<TaskId> given, Consumer<Report> progress) {
    List<TaskId> ids = List.copyOf(new LinkedHashSet<>(given));
    requireNotTooMany(ids.size());
    List<Result> results = new ArrayList<>();
    Report report = new Report(results, ids);
    for (int from = 0; from < ids.size(); from += PORTION) {
      int to = Math.min(ids.size(), from + PORTION);
      for (int i = from; i < to; i++) {
        try {
          results.add(result(ids.get(i)));
        } catch (StoreUnavailableException e) {
          progress.accept(new Report(results, ids.subList(i, ids.size())));
          throw e;
        }
      }
      report = new Report(results, ids.subList(to, ids.size()));
      progress.accept(report);
    }
    return report;
  }

  private Result result(TaskId task) {
    try {
      return new Result(task, act(task) ? Outcome.DONE : Outcome.UNCHANGED, null);
    } catch (StoreUnavailableException e) {
      throw e;
    } catch (AccessDeniedException
        | ConflictException
        | IllegalTransitionException
        | InvalidInputException
        | NotFoundException e) {
      return new Result(task, Outcome.REFUSED, e.getMessage());
    } catch (WorkflowException e) {
      return new Result(task, Outcome.FAILED, e.getMessage());
    }
  }

  /** Whether it changed anything. */
  private boolean act(TaskId task) {
    if (what instanceof TaskBulk.Complete complete) {
      tasks.complete(tenant, task, by, complete.payload());
    } else if (what instanceof TaskBulk.Skip skip) {
      tasks.skip(tenant, task, by, skip.reason());
    } else if (what instanceof TaskBulk.Assign assign) {
      Tasks.Task now = tasks.get(tenant, task).task();
      boolean theirs =
          now.state().open()
              && assign.to().equals(now.assignee())
              && (now.claimedBy() == null || now.claimedBy().id().equals(assign.to()));
      if (theirs) {
        return false;
      }
      tasks.assign(tenant, task, by, assign.to());
    }
    return true;
  }
}
