package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.WorkflowRef;
import dev.workflow.definition.Step;
import dev.workflow.internal.decide.Command;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.text.Limits;
import dev.workflow.spi.TaskListener;
import dev.workflow.spi.store.StoreException;
import dev.workflow.task.TaskCommand;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A command to a task, with the host's listeners around what it changes. */
final class ListenedCommand {

  private final List<TaskListener> listeners;
  private final CommandContext work;
  private final CommandContext.Locked locked;
  private final StepKey step;
  private final Command command;
  private final Actor actor;
  private boolean changes;
  private @Nullable JsonNode answer;

  private ListenedCommand(
      CommandContext work,
      CommandContext.Locked locked,
      StepKey step,
      Command command,
      Actor actor) {
    this.listeners = work.engine().tasks().listeners();
    this.work = work;
    this.locked = locked;
    this.step = step;
    this.command = command;
    this.actor = actor;
  }

  /**
   * Gives a command.
   *
   * @throws UndoneByListener if a listener refuses it, or fails: the transaction is to end
   */
  static <T> T give(
      CommandContext work,
      CommandContext.Locked locked,
      StepKey step,
      Command command,
      Actor actor,
      Supplier<T> act) {
    if (work.engine().tasks().listeners().isEmpty()) {
      return act.get();
    }
    ListenedCommand listened = new ListenedCommand(work, locked, step, command, actor);
    locked.beforeChange(listened::before);
    T result = act.get();
    listened.after();
    return result;
  }

  private void before(@Nullable JsonNode given) {
    changes = true;
    answer = given;
    for (TaskListener listener : listeners) {
      Optional<String> refused;
      try {
        refused = Objects.requireNonNull(listener.before(new OfThis()), "before gives null");
      } catch (StoreException e) {
        throw e;
      } catch (WorkflowException e) {
        throw new UndoneByListener(e);
      } catch (Throwable e) {
        throw failed(listener, "before", e);
      }
      if (refused.isPresent()) {
        throw new UndoneByListener(
            new AccessDeniedException(
                "step \"" + step + "\": " + Limits.reason(refused.get()), Tasks.Reason.REFUSED));
      }
    }
  }

  private void after() {
    if (!changes) {
      return;
    }
    for (TaskListener listener : listeners) {
      try {
        listener.after(new OfThis());
      } catch (StoreException e) {
        throw e;
      } catch (WorkflowException e) {
        throw new UndoneByListener(e);
      } catch (Throwable e) {
        throw failed(listener, "after", e);
      }
    }
  }

  private UndoneByListener failed(TaskListener listener, String when, Throwable e) {
    return new UndoneByListener(
        new WorkflowException(
            "the task listener "
                + listener.getClass().getName()
                + " failed "
                + when
                + " "
                + command.name().toLowerCase(Locale.ROOT)
                + " of step \""
                + step
                + "\", and nothing was changed: "
                + e.getMessage(),
            e));
  }

  /** The command as a listener sees it. */
  private final class OfThis implements TaskListener.Act {

    private StepRun run() {
      return locked.snapshot().step(step);
    }

    @Override
    public TenantId tenant() {
      return locked.snapshot().identity().tenant();
    }

    @Override
    public TaskId task() {
      return TaskId.of(locked.snapshot().identity().id(), step.toString());
    }

    @Override
    public TaskCommand command() {
      return TaskCommand.valueOf(command.name());
    }

    @Override
    public Actor actor() {
      return actor;
    }

    @Override
    public @Nullable String forWhom() {
      return locked.forWhom();
    }

    @Override
    public WorkflowRef workflow() {
      return locked.snapshot().identity().workflow();
    }

    @Override
    public @Nullable SubjectRef subject() {
      return locked.snapshot().identity().subject();
    }

    @Override
    public String action() {
      return locked.tree().node(step).step() instanceof Step.Action one ? one.type() : "";
    }

    @Override
    public String state() {
      return run().state().name();
    }

    @Override
    public @Nullable JsonNode answer() {
      return answer == null ? null : answer.deepCopy();
    }

    @Override
    public @Nullable JsonNode output() {
      JsonNode output = run().output();
      return output == null ? null : output.deepCopy();
    }

    @Override
    public <T> T transaction(Class<T> type) {
      return work.transaction().unwrap(type);
    }
  }
}
