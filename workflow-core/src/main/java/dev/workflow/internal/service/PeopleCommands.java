package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.InstanceId;
import dev.workflow.TaskId;
import dev.workflow.TenantId;
import dev.workflow.internal.decide.Command;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.TaskAct;
import dev.workflow.internal.decide.Transition;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.spi.store.InstanceKey;
import org.jspecify.annotations.Nullable;

/**
 * Gives people's commands to tasks: the step is locked, the command is known by its id or not, and
 * what it does is written together with the receipt.
 */
final class PeopleCommands {

  private final Transactions transactions;
  private final TaskPermits permits;
  private final @Nullable String commandId;

  /**
   * @param commandId by which a repeat is recognised; null: it is not
   */
  PeopleCommands(Transactions transactions, TaskPermits permits, @Nullable String commandId) {
    this.transactions = transactions;
    this.permits = permits;
    this.commandId = commandId;
  }

  /** What a command does to the step that it names. */
  interface Act {
    void on(CommandContext.Locked locked, StepKey key);
  }

  /** Alone, since the host's directory is asked meanwhile: nothing else waits for its answer. */
  void give(
      TenantId tenant, InstanceId instance, String step, Command command, Actor actor, Act act) {
    transactions.engine().tenant(tenant);
    StepKey key = StepKey.parse(step);
    alone(
        new InstanceKey(tenant, instance),
        actor,
        work -> {
          CommandContext.Locked locked = work.lock(tenant, instance);
          if (known(locked, key, command, actor) == null) {
            ListenedCommand.give(
                work,
                locked,
                key,
                command,
                actor,
                () -> {
                  act.on(locked, key);
                  return key;
                });
            given(locked, key, command, actor, null);
          }
          return key;
        });
  }

  private <T> T alone(InstanceKey instance, Actor actor, Transactions.Change<T> change) {
    try {
      return transactions.changeAlone(instance, actor, change);
    } catch (UndoneByListener e) {
      throw e.reason();
    }
  }

  /**
   * What was given under the id of this command before; null: nothing.
   *
   * @throws ConflictException if that was another command
   */
  private Transition.@Nullable OfCommand known(
      CommandContext.Locked locked, StepKey key, Command command, Actor actor) {
    Transition.OfCommand known =
        commandId == null ? null : locked.snapshot().receipt(key, commandId);
    if (known != null && !(known.command().equals(command.name()) && known.actor().equals(actor))) {
      throw new ConflictException(
          "the command id \""
              + commandId
              + "\" is that of the "
              + known.command()
              + " by "
              + known.actor()
              + " at "
              + known.at()
              + ": each command has an id of its own");
    }
    return known;
  }

  private void given(
      CommandContext.Locked locked,
      StepKey key,
      Command command,
      Actor actor,
      @Nullable JsonNode result) {
    if (commandId != null) {
      locked.receipt(new InstanceInput.Receipt(key, actor, commandId, command.name(), result));
    }
  }

  void act(TenantId tenant, TaskId task, Actor actor, Command command, TaskAct act) {
    give(
        tenant,
        task.instance(),
        task.step(),
        command,
        actor,
        (locked, key) -> {
          permits.require(command, TaskPermits.Target.of(locked, key), actor);
          locked.handle(new InstanceInput.OnTask(key, actor, command, act));
        });
  }

  /** A command with a result; a repeat gets the first one's. */
  JsonNode giveForResult(
      TenantId tenant, TaskId task, Command command, Actor actor, ActWithResult act) {
    transactions.engine().tenant(tenant);
    StepKey key = StepKey.parse(task.step());
    return alone(
        new InstanceKey(tenant, task.instance()),
        actor,
        work -> {
          CommandContext.Locked locked = work.lock(tenant, task.instance());
          Transition.OfCommand known = known(locked, key, command, actor);
          if (known != null && known.result() != null) {
            return known.result();
          }
          JsonNode result =
              ListenedCommand.give(work, locked, key, command, actor, () -> act.on(locked, key));
          given(locked, key, command, actor, result);
          return result;
        });
  }

  /** What a command does, and gives. */
  interface ActWithResult {
    JsonNode on(CommandContext.Locked locked, StepKey key);
  }
}
