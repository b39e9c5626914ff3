package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.workflow.Actor;
import dev.workflow.instance.StepState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of one run of one step.
 *
 * @param attempt how many attempts have begun
 * @param dueAt READY: not before; IN_PROGRESS: timeout; BLOCKED: asked again
 * @param readyAt when it first became READY; null before, and while its delay could not be worked
 *     out
 * @param endedAt when it reached an end state
 * @param reason why it is in this state, for people
 * @param claimedBy the person who does it
 * @param output what it gave; null: nothing (yet)
 * @param memory see {@link Memory}
 */
public record StepRun(
    StepKey key,
    StepState state,
    int attempt,
    @Nullable Instant dueAt,
    @Nullable Instant readyAt,
    @Nullable Instant endedAt,
    @Nullable String reason,
    @Nullable Actor claimedBy,
    @Nullable JsonNode output,
    Memory memory) {

  /**
   * What a step keeps between moments.
   *
   * @param position how far a step that holds others has come; -1: it has not begun. What the
   *     number is depends on the kind of step: ask {@link #branch()}, {@link #round()}, {@link
   *     #joinLost()} or {@link #unheeded()}
   * @param items the elements of an {@code each}, as they were when it began, with those added
   *     since; of a {@code repeat} the number of the round that somebody went back to, or moved to;
   *     of a wait the events that came before it
   * @param waitingFor what answers it: {@code s:…} (subject) or {@code c:…} (correlation) for a
   *     wait, the correlation key of an action that waits ("" if it gave none), the id of a
   *     sub-workflow; null: nothing outside
   * @param assignee the actor the step is assigned to
   * @param order how many steps had ended before this one; -1: has not ended
   * @param cut whether it was SKIPPED because a step around it failed: a retry continues with it
   * @param answer what answered an action that waited, and under which {@code key}, until its
   *     handler has taken it; null: nothing
   * @param task what a step that people do remembers besides; null: nothing
   * @param lock its place among all that want its lock; null: it wants none
   * @param held whether somebody keeps it from beginning when its time has come
   */
  public record Memory(
      int position,
      @Nullable JsonNode items,
      @Nullable String waitingFor,
      @Nullable String assignee,
      int order,
      boolean cut,
      @Nullable JsonNode answer,
      @Nullable TaskState task,
      @Nullable StepLock lock,
      boolean held) {

    /** The position of a join that can no longer complete. */
    private static final int LOST = 0;

    /** The position of a step that has completed, and of which others go on. */
    private static final int UNHEEDED = -2;

    public static final Memory NONE =
        new Memory(-1, null, null, null, -1, false, null, null, null, false);

    /** An answer that came before the step waits for it; null: none. */
    public @Nullable JsonNode early() {
      return answer != null && answer.path("early").booleanValue() ? answer : null;
    }

    /** An answer that the handler is to take; null: none. */
    public @Nullable JsonNode given() {
      return early() == null ? answer : null;
    }

    /** A loop whose round is gone through whatever its condition says by now. */
    Memory enter(int round) {
      return inRound(round).items(IntNode.valueOf(round));
    }

    /** Whether somebody has gone back to a round of a loop, or moved to it. */
    boolean entered(int round) {
      return items != null && items.isInt() && items.intValue() == round;
    }

    /** Of a step that takes one of its branches: the index of that one; -1: none yet. */
    public int branch() {
      return position;
    }

    /** Of a repeat: the round that it is in, from 0; -1: it has not begun. */
    public int round() {
      return position;
    }

    /** Of a step that takes a branch or goes through rounds: whether it has got so far. */
    boolean entered() {
      return position >= 0;
    }

    /** Of a join: whether it can no longer complete, and lets handlers finish. */
    public boolean joinLost() {
      return position == LOST;
    }

    /** Of a join: whether the step has completed, and others in it go on unheeded. */
    public boolean unheeded() {
      return position == UNHEEDED;
    }

    Memory taking(int branch) {
      return position(branch);
    }

    Memory inRound(int round) {
      return position(round);
    }

    /** A join that can no longer complete, and lets handlers finish. */
    Memory joinBecomesLost() {
      return position(LOST);
    }

    /** A step that has completed, and of which others go on. */
    Memory leavingUnheeded() {
      return position(UNHEEDED);
    }

    /** A join of which nothing is decided, or of which nothing goes on any more. */
    Memory joinOpen() {
      return position(NONE.position);
    }

    private Memory position(int value) {
      return new Memory(value, items, waitingFor, assignee, order, cut, answer, task, lock, held);
    }

    Memory items(@Nullable JsonNode value) {
      return new Memory(
          position, value, waitingFor, assignee, order, cut, answer, task, lock, held);
    }

    Memory waitingFor(@Nullable String value) {
      return new Memory(position, items, value, assignee, order, cut, answer, task, lock, held);
    }

    Memory assignee(@Nullable String value) {
      return new Memory(position, items, waitingFor, value, order, cut, answer, task, lock, held);
    }

    Memory order(int value) {
      return new Memory(
          position, items, waitingFor, assignee, value, cut, answer, task, lock, held);
    }

    Memory answer(@Nullable JsonNode value) {
      return new Memory(position, items, waitingFor, assignee, order, cut, value, task, lock, held);
    }

    Memory task(@Nullable TaskState value) {
      return new Memory(
          position, items, waitingFor, assignee, order, cut, answer, value, lock, held);
    }

    Memory lock(@Nullable StepLock value) {
      return new Memory(
          position, items, waitingFor, assignee, order, cut, answer, task, value, held);
    }

    Memory held(boolean value) {
      return new Memory(
          position, items, waitingFor, assignee, order, cut, answer, task, lock, value);
    }

    Memory cut(boolean value) {
      return new Memory(
          position, items, waitingFor, assignee, order, value, answer, task, lock, held);
    }
  }

  /** A step whose turn has not come. */
  public static StepRun pending(StepKey key) {
    return new StepRun(key, StepState.PENDING, 0, null, null, null, null, null, null, Memory.NONE);
  }

  /** Whether a handler's call is under way (or was, when its node died). */
  public boolean running() {
    return state == StepState.IN_PROGRESS && memory.waitingFor == null && claimedBy == null;
  }

  /** Whether it is to come and keeps events that come before: see {@link EarlierEvents}. */
  public boolean listens() {
    return state == StepState.PENDING && memory.waitingFor() != null;
  }

  /** What it remembers as a task. */
  public TaskState task() {
    return memory.task == null ? TaskState.NEW : memory.task;
  }

  StepRun task(TaskState value) {
    return memory(memory.task(value.equals(TaskState.NEW) ? null : value));
  }

  StepRun assignee(@Nullable String value) {
    return memory(memory.assignee(value));
  }

  /** Before it is cut off by a failure: a delay that has not ended continues after a retry. */
  StepRun cutOff() {
    boolean delayed = state == StepState.READY && attempt == 0;
    return due(delayed ? dueAt : null).memory(memory.cut(true));
  }

  StepRun key(StepKey value) {
    return new StepRun(
        value, state, attempt, dueAt, readyAt, endedAt, reason, claimedBy, output, memory);
  }

  StepRun state(StepState value, @Nullable String why) {
    return new StepRun(
        key, value, attempt, dueAt, readyAt, endedAt, why, claimedBy, output, memory);
  }

  StepRun due(@Nullable Instant value) {
    return new StepRun(
        key, state, attempt, value, readyAt, endedAt, reason, claimedBy, output, memory);
  }

  StepRun attempt(int value) {
    return new StepRun(
        key, state, value, dueAt, readyAt, endedAt, reason, claimedBy, output, memory);
  }

  StepRun ready(@Nullable Instant value) {
    return new StepRun(
        key, state, attempt, dueAt, value, endedAt, reason, claimedBy, output, memory);
  }

  StepRun ended(@Nullable Instant value) {
    return new StepRun(
        key, state, attempt, dueAt, readyAt, value, reason, claimedBy, output, memory);
  }

  StepRun claimed(@Nullable Actor value) {
    return new StepRun(key, state, attempt, dueAt, readyAt, endedAt, reason, value, output, memory);
  }

  StepRun output(@Nullable JsonNode value) {
    return new StepRun(
        key, state, attempt, dueAt, readyAt, endedAt, reason, claimedBy, value, memory);
  }

  StepRun memory(Memory value) {
    return new StepRun(
        key, state, attempt, dueAt, readyAt, endedAt, reason, claimedBy, output, value);
  }
}
