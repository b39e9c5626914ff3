package dev.workflow.instance;

import static dev.workflow.instance.InstanceState.ACTIVE;
import static dev.workflow.instance.InstanceState.CANCELED;
import static dev.workflow.instance.InstanceState.DRAFT;
import static dev.workflow.instance.InstanceState.PAUSED;
import static dev.workflow.instance.StepState.BLOCKED;
import static dev.workflow.instance.StepState.IN_PROGRESS;
import static dev.workflow.instance.StepState.PENDING;
import static dev.workflow.instance.StepState.READY;
import static dev.workflow.instance.StepState.SKIPPED;

import dev.workflow.IllegalTransitionException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All moves an instance and a step can make, as two tables. Nothing else decides.
 *
 * @param <S> the states
 */
public final class StateMachine<S extends Enum<S>> {

  /**
   * One move.
   *
   * @param on what makes it happen, for people
   */
  public record Move<S>(S from, S to, String on) {}

  /** The moves of an instance. */
  public static final StateMachine<InstanceState> INSTANCE =
      new StateMachine<>(
          "instance",
          List.of(
              new Move<>(DRAFT, ACTIVE, "start"),
              new Move<>(ACTIVE, PAUSED, "pause"),
              new Move<>(PAUSED, ACTIVE, "resume"),
              new Move<>(ACTIVE, InstanceState.COMPLETED, "last step ended, stop or exit"),
              new Move<>(ACTIVE, InstanceState.FAILED, "a step failed for good, or stop"),
              new Move<>(ACTIVE, CANCELED, "cancel"),
              new Move<>(PAUSED, CANCELED, "cancel"),
              new Move<>(PAUSED, InstanceState.COMPLETED, "exit"),
              new Move<>(DRAFT, CANCELED, "cancel"),
              new Move<>(DRAFT, InstanceState.COMPLETED, "exit"),
              new Move<>(InstanceState.FAILED, ACTIVE, "retry")));

  /** The moves of a step. */
  public static final StateMachine<StepState> STEP =
      new StateMachine<>(
          "step",
          List.of(
              new Move<>(PENDING, READY, "its turn has come"),
              new Move<>(READY, IN_PROGRESS, "begins, or is claimed"),
              new Move<>(IN_PROGRESS, READY, "will be tried again, or is released"),
              new Move<>(IN_PROGRESS, StepState.COMPLETED, "done"),
              new Move<>(IN_PROGRESS, StepState.FAILED, "failed for good"),
              new Move<>(IN_PROGRESS, BLOCKED, "blocked, or suspended"),
              new Move<>(READY, BLOCKED, "nobody may do it, blocked, or suspended"),
              new Move<>(BLOCKED, READY, "unblocked, or resumed"),
              new Move<>(BLOCKED, SKIPPED, "cut off, or skipped by somebody"),
              new Move<>(READY, SKIPPED, "condition false, cut off, or skipped by somebody"),
              new Move<>(IN_PROGRESS, SKIPPED, "cut off, or skipped by somebody"),
              new Move<>(StepState.FAILED, READY, "retry"),
              new Move<>(SKIPPED, READY, "retry, if a failure cut it off")));

  private final String what;
  private final List<Move<S>> moves;

  private StateMachine(String what, List<Move<S>> moves) {
    this.what = what;
    this.moves = moves;
  }

  public List<Move<S>> moves() {
    return moves;
  }

  public boolean allows(S from, S to) {
    for (Move<S> move : moves) {
      if (move.from() == from && move.to() == to) {
        return true;
      }
    }
    return false;
  }

  /**
   * Lets a move pass that the table holds.
   *
   * @throws IllegalTransitionException naming both states and what is allowed
   */
  public void check(String subject, S from, S to) {
    if (!allows(from, to)) {
      throw new IllegalTransitionException(
          what + " " + subject + " cannot go from " + from + " to " + to + "; " + allowed(from));
    }
  }

  /**
   * Lets a move pass that the table holds for this very reason: two states may be joined by a move
   * that somebody else has to make.
   *
   * @param on the reason, as the table has it
   * @throws IllegalTransitionException naming both states and what is allowed
   */
  public void check(String subject, S from, S to, String on) {
    check(subject, from, to);
    for (Move<S> move : moves) {
      if (move.from() == from && move.to() == to && !move.on().equals(on)) {
        throw new IllegalTransitionException(
            what
                + " "
                + subject
                + " cannot go from "
                + from
                + " to "
                + to
                + " by "
                + on
                + "; from "
                + from
                + " it can go to "
                + to
                + " by "
                + move.on());
      }
    }
  }

  private String allowed(S from) {
    List<String> targets =
        moves.stream().filter(move -> move.from() == from).map(move -> move.to().name()).toList();
    return targets.isEmpty()
        ? from + " is final"
        : "from " + from + " it can go to " + String.join(" or ", targets);
  }

  /** The table as a Mermaid state diagram. */
  public String diagram() {
    List<String> lines = new ArrayList<>();
    lines.add("stateDiagram-v2");
    lines.add("  [*] --> " + moves.get(0).from());
    moves.forEach(move -> lines.add("  " + move.from() + " --> " + move.to() + ": " + move.on()));
    moves.stream()
        .map(Move::to)
        .distinct()
        .filter(to -> moves.stream().noneMatch(move -> move.from() == to))
        .forEach(end -> lines.add("  " + end + " --> [*]"));
    return lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }
}
