package dev.workflow.internal.service;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.Candidacy;
import dev.workflow.internal.decide.Command;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.SubWorkflows;
import dev.workflow.internal.decide.TaskAct;
import dev.workflow.internal.decide.TaskState;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.engine.InstanceReader;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.engine.UnreadableException;
import dev.workflow.internal.log.Log;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.TaskFilter;
import dev.workflow.spi.store.TaskRow;
import dev.workflow.task.TaskQuery;
import java.util.List;
import java.util.Set;

/** Takes tasks from somebody who holds them and may not do them any more. */
final class Dismissals {

  private static final Log log = Log.of(Dismissals.class);
  private static final int PORTION = 100;

  private final Transactions transactions;

  Dismissals(Transactions transactions) {
    this.transactions = transactions;
  }

  int of(TenantId tenant, Actor actor) {
    TaskFilter held = TaskFilter.all(tenant).with(TaskQuery.all().withHolder(actor.id()));
    int taken = 0;
    TaskRow after = null;
    List<TaskRow> rows;
    do {
      TaskRow last = after;
      rows =
          transactions.transact(transaction -> transaction.instances().tasks(held, last, PORTION));
      for (TaskRow row : rows) {
        StepKey step = StepKey.parse(row.step());
        taken += dismissed(tenant, actor, row.instance().id(), step) ? 1 : 0;
        after = row;
      }
    } while (rows.size() == PORTION);
    return taken;
  }

  /**
   * The same of whoever holds something in an instance that was paused, and in what it waits for:
   * what is paused is in nobody's list meanwhile. If the directory cannot say, they keep it.
   */
  void afterPause(TenantId tenant, InstanceId instance) {
    InstanceReader.Stored stored =
        transactions
            .transact(
                transaction ->
                    new InstanceReader(transactions.engine(), transaction)
                        .readable(List.of(new InstanceKey(tenant, instance))))
            .get(new InstanceKey(tenant, instance));
    if (stored == null || stored.snapshot().state() != InstanceState.ACTIVE) {
      return;
    }
    for (StepRun run : stored.snapshot().open()) {
      InstanceId below = SubWorkflows.open(run, stored.tree());
      String holder = new Candidacy(stored.tree(), stored.snapshot(), run.key()).holder();
      if (below != null) {
        afterPause(tenant, below);
      } else if (run.memory().task() != null && holder != null) {
        try {
          dismissed(tenant, Actor.of(holder), instance, run.key());
        } catch (AccessDeniedException e) {
          log.warn("Whether {} may still hold a task is not known: {}", holder, e.getMessage());
        }
      }
    }
  }

  private boolean dismissed(TenantId tenant, Actor actor, InstanceId instance, StepKey key) {
    try {
      return transactions.changeAlone(
          work -> {
            CommandContext.Locked locked = work.lock(tenant, instance);
            Set<String> roles = ActorRoles.ask(actor, locked.roles(actor)::roles);
            boolean gone = isGone(locked, key, actor, roles);
            if (gone) {
              locked.handle(
                  new InstanceInput.OnTask(
                      key, Actor.ENGINE, Command.RELEASE, new TaskAct.Dismiss(actor.id())));
            }
            return gone;
          });
    } catch (UnreadableException e) {
      log.warn("The tasks of {} in an instance that is set aside stay: {}", actor, e.getMessage());
      return false;
    } catch (NotFoundException e) {
      return false;
    }
  }

  private boolean isGone(
      CommandContext.Locked locked, StepKey key, Actor actor, Set<String> roles) {
    Candidacy candidacy = new Candidacy(locked.tree(), locked.snapshot(), key);
    TaskState.Hands hands = locked.snapshot().step(key).task().hands();
    boolean assigned =
        actor.id().equals(candidacy.assignee()) && !actor.id().equals(hands.allocated());
    boolean substitutes =
        hands.forWhom() != null
            && locked
                .substitutions()
                .actsFor(actor.id(), transactions.engine().now())
                .contains(hands.forWhom());
    return locked.snapshot().state() == InstanceState.ACTIVE
        && locked.snapshot().step(key).state().open()
        && actor.id().equals(candidacy.holder())
        && !assigned
        && !substitutes
        && !roles.contains(ActorDirectory.ADMIN)
        && !candidacy.isNamed(actor.id(), roles);
  }
}
