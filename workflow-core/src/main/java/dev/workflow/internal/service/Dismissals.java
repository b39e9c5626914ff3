package dev.workflow.internal.service;

import dev.workflow.Actor;
import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.Candidacy;
import dev.workflow.internal.decide.Command;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.TaskAct;
import dev.workflow.internal.decide.TaskState;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.engine.UnreadableException;
import dev.workflow.internal.log.Log;
import dev.workflow.spi.ActorDirectory;
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
        taken += dismissed(tenant, actor, row) ? 1 : 0;
        after = row;
      }
    } while (rows.size() == PORTION);
    return taken;
  }

  private boolean dismissed(TenantId tenant, Actor actor, TaskRow row) {
    StepKey key = StepKey.parse(row.step());
    try {
      return transactions.changeAlone(
          work -> {
            CommandContext.Locked locked = work.lock(tenant, row.instance().id());
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
