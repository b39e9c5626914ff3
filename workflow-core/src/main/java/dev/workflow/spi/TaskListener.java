package dev.workflow.spi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.task.TaskCommand;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Code of the host around each command that people give to a task, inside its transaction: to
 * refuse what no key of the document can, and to keep data of the host in step. Given with {@code
 * builder.tasks(tasks -> tasks.withListener(listener))}; several are called in that order.
 *
 * <p>Called on a thread of the engine or of the caller while the instance is locked, for commands
 * of people alone: not for callbacks, timeouts and whatever else the engine does, of which an
 * {@link EngineListener} hears after the commit. It should be quick, should not call out nor
 * command tasks, and is called again if the transaction is repeated. Must be thread-safe.
 *
 * <p>What it throws reaches the caller and undoes the command: a {@link
 * dev.workflow.WorkflowException} as it is, everything else as the cause of one.
 */
public interface TaskListener {

  /**
   * A command that every rule of the engine allows is about to change something. Only looks: {@link
   * dev.workflow.Tasks#next} goes on in the same transaction with another task if this one is
   * refused. {@link dev.workflow.Tasks#whyNot} does not ask.
   *
   * @return why it is refused, for people; empty: it is not
   */
  default Optional<String> before(Act act) throws Exception {
    return Optional.empty();
  }

  /** A command has changed something, and is committed unless something fails. */
  default void after(Act act) throws Exception {}

  /** A command to a task. Used by the thread of the call, and not after it. */
  interface Act {

    TenantId tenant();

    TaskId task();

    TaskCommand command();

    Actor actor();

    /** For whom a substitute acts; null: for themselves. */
    @Nullable String forWhom();

    WorkflowRef workflow();

    /** What the instance is about, or null. */
    @Nullable SubjectRef subject();

    /** The type of the step's action. */
    String action();

    /** The state of the task now: the name of a {@code StepState}. */
    String state();

    /** The answer of {@link TaskCommand#COMPLETE}, as it was given; null: there is none. */
    @Nullable JsonNode answer();

    /** What the task has given by now; null: nothing. */
    @Nullable JsonNode output();

    /**
     * The database handle of the command's transaction: {@code java.sql.Connection} or {@code
     * org.jdbi.v3.core.Handle} on the JDBI store.
     */
    <T> T transaction(Class<T> type);
  }
}
