package dev.workflow.decision.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.decision.Decision;
import dev.workflow.decision.Decision.Kind;
import dev.workflow.decision.Decision.Location;
import dev.workflow.decision.Decision.Rule;
import dev.workflow.decision.Decision.Verdict;
import dev.workflow.definition.Step;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.decide.Transition;
import dev.workflow.spi.store.InstanceRows.LogRow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an entry of a journal says about decisions. */
final class JournalReader {

  /** How the reason of a step begins whose {@code when} is false. */
  private static final String FALSE = "its condition is false";

  private final LogRow row;
  private final @Nullable StepTree tree;

  /**
   * @param tree null: the version is gone, or cannot be read
   */
  JournalReader(LogRow row, @Nullable StepTree tree) {
    this.row = row;
    this.tree = tree;
  }

  /** The decision that a transition tells of; null: none. */
  @Nullable Decision decision(Transition transition) {
    if (transition instanceof Transition.OfStep move) {
      return ofStep(move);
    } else if (transition instanceof Transition.OfInstance move) {
      return ofInstance(move);
    } else if (transition instanceof Transition.OfStartPermit later) {
      boolean settles = later.permit().settles();
      return told(
          transition,
          Kind.START,
          settles ? Verdict.WAITING : Verdict.LIMITED,
          null,
          settles ? Rule.SETTLING : Rule.RATE,
          null,
          "begins at " + later.permit().begins() + ": " + later.reason());
    }
    return null;
  }

  /** Whether a branch takes a case by it. */
  boolean choosesCase(Transition transition) {
    return transition instanceof Transition.OfStep move
        && step(move.after()) instanceof Step.Branch
        && move.after().memory().branch() >= 0;
  }

  private @Nullable Decision ofInstance(Transition.OfInstance move) {
    InstanceOutcome outcome = move.outcome();
    if (outcome == null) {
      return null;
    }
    boolean exited = outcome == InstanceOutcome.EXITED;
    String reason = move.reason() == null ? "" : ": " + move.reason();
    return told(
        move,
        Kind.EXIT,
        exited ? Verdict.MATCHED : Verdict.ENDED,
        null,
        null,
        null,
        "ended " + outcome.text() + reason);
  }

  private @Nullable Decision ofStep(Transition.OfStep move) {
    StepRun run = move.after();
    Step step = step(run);
    if (step instanceof Step.Choice) {
      Decision branch = ofBranch(move, step);
      if (branch != null) {
        return branch;
      }
    } else if (step instanceof Step.Wait wait) {
      Decision waiting = ofWait(move, wait);
      if (waiting != null) {
        return waiting;
      }
    }
    String reason = run.reason();
    return switch (run.state()) {
      case SKIPPED -> {
        boolean condition = reason != null && reason.startsWith(FALSE);
        yield told(
            move,
            Kind.STEP,
            condition ? Verdict.NOT_MATCHED : Verdict.SUPPRESSED,
            run,
            condition ? Rule.CONDITION : Rule.SKIPPED,
            null,
            reason == null ? "skipped" : reason);
      }
      case FAILED ->
          run.attempt() > 0
              ? null
              : told(
                  move, Kind.STEP, Verdict.BROKEN, run, Rule.ERROR, null, String.valueOf(reason));
      case BLOCKED ->
          told(
              move,
              Kind.STEP,
              Verdict.WAITING,
              run,
              Rule.BLOCKED,
              null,
              reason == null ? "blocked" : reason);
      case READY -> later(move);
      default -> null;
    };
  }

  private @Nullable Decision later(Transition.OfStep move) {
    StepRun run = move.after();
    Instant due = run.dueAt();
    if (due == null || !due.isAfter(move.at())) {
      return null;
    }
    return told(
        move,
        Kind.STEP,
        Verdict.WAITING,
        run,
        run.attempt() > 0 ? Rule.RETRY : Rule.DELAY,
        null,
        "begins at " + due + (run.reason() == null ? "" : ": " + run.reason()));
  }

  private @Nullable Decision ofBranch(Transition.OfStep move, Step step) {
    StepRun run = move.after();
    int index = run.memory().branch();
    if (move.from() == run.state() && run.state() == StepState.IN_PROGRESS && index >= 0) {
      String taken =
          step instanceof Step.Branch branch
              ? "takes case " + index + name(branch.cases().get(index).name())
              : "takes the arm \"" + ((Step.Split) step).arms().get(index).name() + "\"";
      return told(move, Kind.BRANCH, Verdict.MATCHED, run, null, null, taken);
    } else if (run.state() == StepState.COMPLETED && run.reason() != null) {
      return told(move, Kind.BRANCH, Verdict.NOT_MATCHED, run, Rule.CONDITION, null, run.reason());
    } else if (run.state() == StepState.FAILED && !"a step inside it failed".equals(run.reason())) {
      return told(
          move, Kind.BRANCH, Verdict.BROKEN, run, Rule.ERROR, null, String.valueOf(run.reason()));
    }
    return null;
  }

  private static String name(@Nullable String name) {
    return name == null ? "" : " (\"" + name + "\")";
  }

  private @Nullable Decision ofWait(Transition.OfStep move, Step.Wait wait) {
    StepRun run = move.after();
    String key = run.memory().waitingFor();
    if (move.from() == run.state() && run.state() == StepState.IN_PROGRESS && key != null) {
      String about = key.startsWith("c:") ? "with the correlation " : "about ";
      return told(
          move,
          Kind.WAIT,
          Verdict.WAITING,
          run,
          null,
          null,
          "waits for "
              + wait.event()
              + " "
              + about
              + key.substring(2)
              + (run.dueAt() == null ? "" : ", until " + run.dueAt()));
    } else if (run.state() != StepState.COMPLETED || run.output() == null) {
      return null;
    } else if (run.output().path("timedOut").booleanValue()) {
      return told(
          move,
          Kind.WAIT,
          Verdict.NOT_MATCHED,
          run,
          Rule.TIMEOUT,
          null,
          "no event came that answers it");
    }
    JsonNode id = run.output().path("event").path("id");
    return told(
        move,
        Kind.WAIT,
        Verdict.MATCHED,
        run,
        Rule.EVENT,
        id.textValue(),
        "answered by " + wait.event() + " (" + id.asText() + ")");
  }

  private @Nullable Step step(StepRun run) {
    return tree != null && !run.key().undo() && tree.has(run.key())
        ? tree.node(run.key()).step()
        : null;
  }

  private Decision told(
      Transition transition,
      Kind kind,
      Verdict verdict,
      @Nullable StepRun run,
      @Nullable Rule rule,
      @Nullable String event,
      String because) {
    Actor actor = transition.actor();
    return new Decision(
        transition.at(),
        kind,
        verdict,
        row.workflow(),
        row.subject(),
        new Location(event, row.row().instance().id(), run == null ? null : run.key().toString()),
        rule,
        actor.equals(Actor.ENGINE) ? null : actor,
        because);
  }
}
