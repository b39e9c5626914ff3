package dev.workflow.internal.service;

import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.NotFoundException;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.internal.decide.Command;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.engine.UnreadableException;
import dev.workflow.internal.text.Persons;
import dev.workflow.spi.store.TaskFilter;
import dev.workflow.spi.store.TaskRow;
import dev.workflow.task.TaskQuery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Claims the most urgent task that an actor can do and nobody has, so that several at once get
 * different ones. A database that passes over what others have locked finds and locks it in one
 * statement. Elsewhere, and where the directory lists no memberships, tasks are read and tried:
 * whoever is not first at the most urgent one tries the others in any order, so that many at once
 * do not meet at each of them.
 */
final class NextTask {

  /** How many are read at once. */
  private static final int TRIED = 32;

  /** How many are locked at once. Only those that the actor may not do for another reason cost. */
  private static final int LOCKED = 1;

  private final Transactions transactions;
  private final TaskPermits permits;

  NextTask(Transactions transactions, TaskPermits permits) {
    this.transactions = transactions;
    this.permits = permits;
  }

  Optional<TaskRow> claim(TenantId tenant, Actor actor, TaskQuery query) {
    transactions.engine().tenant(tenant);
    Persons.require(actor);
    if (query.scope().phase() != TaskQuery.Phase.OPEN) {
      return Optional.empty();
    }
    TaskFilter filter =
        new TaskFilter(tenant, null, query, transactions.engine().now(), false).free();
    Inbox inbox = new Inbox(transactions, filter, actor);
    Optional<TaskFilter> theirs = inbox.inStore();
    try {
      Optional<TaskRow> claimed = theirs.flatMap(filtered -> locking(filtered, actor));
      // What others had locked may be free again, or there is none: then those are tried.
      return claimed.isPresent() ? claimed : trying(inbox, actor);
    } catch (UndoneByListener e) {
      throw e.reason();
    }
  }

  /** Empty: none was found that others had not locked, or the database cannot pass over those. */
  private Optional<TaskRow> locking(TaskFilter theirs, Actor actor) {
    return transactions.changeAlone(
        work -> {
          TaskRow after = null;
          while (true) {
            List<TaskRow> rows =
                work.transaction()
                    .instances()
                    .lockNextTasks(theirs, after, LOCKED)
                    .orElse(List.of());
            for (TaskRow row : rows) {
              if (claims(work, row, actor)) {
                return Optional.of(row);
              }
              after = row;
            }
            if (rows.size() < LOCKED) {
              return Optional.empty();
            }
          }
        });
  }

  private Optional<TaskRow> trying(Inbox inbox, Actor actor) {
    TaskRow after = null;
    while (true) {
      List<TaskRow> rows = inbox.rows(after, TRIED);
      for (TaskRow row : anyAfterFirst(rows)) {
        if (tryClaim(row, actor)) {
          return Optional.of(row);
        }
      }
      if (rows.size() < TRIED) {
        return Optional.empty();
      }
      after = rows.get(rows.size() - 1);
    }
  }

  private static List<TaskRow> anyAfterFirst(List<TaskRow> rows) {
    List<TaskRow> order = new ArrayList<>(rows);
    if (order.size() > 2) {
      Collections.shuffle(order.subList(1, order.size()), ThreadLocalRandom.current());
    }
    return order;
  }

  /** Whether the actor has the task now; another call may have been faster, theirs too. */
  private boolean tryClaim(TaskRow row, Actor actor) {
    try {
      return transactions.changeAlone(work -> claims(work, row, actor));
    } catch (ConflictException | NotFoundException e) {
      return false;
    }
  }

  /** One of an instance that cannot be read is passed over. */
  private boolean claims(CommandContext work, TaskRow row, Actor actor) {
    StepKey key = StepKey.parse(row.step());
    CommandContext.Locked locked;
    try {
      locked = work.lock(row.instance().tenant(), row.instance().id());
    } catch (UnreadableException e) {
      return false;
    }
    TaskPermits.Target target = TaskPermits.Target.of(locked, key);
    boolean free = target.run().claimedBy() == null;
    if (!free || permits.refusal(Command.CLAIM, target, actor) != null) {
      return false;
    }
    try {
      return ListenedCommand.give(
          work,
          locked,
          key,
          Command.CLAIM,
          actor,
          () -> locked.handle(new InstanceInput.Claim(key, actor)));
    } catch (UndoneByListener e) {
      if (e.reason().refusal().filter(Tasks.Reason.REFUSED::equals).isPresent()) {
        return false;
      }
      throw e;
    }
  }
}
