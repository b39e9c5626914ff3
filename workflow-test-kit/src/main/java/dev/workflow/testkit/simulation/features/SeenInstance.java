package dev.workflow.testkit.simulation.features;

import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.Transition;
import dev.workflow.spi.store.InstanceRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An instance as its journal tells it. */
final class SeenInstance {

  private final String name;
  private final Outline outline;
  private final List<Transition> history = new ArrayList<>();
  private final Map<String, StepRun> steps = new LinkedHashMap<>();
  private final Map<String, Instant> readySince = new HashMap<>();
  private InstanceRow row;
  private InstanceState state = InstanceState.DRAFT;
  private @Nullable InstanceOutcome outcome;
  private boolean everPaused;
  private boolean everRetried;
  private boolean gone;
  private int entry;

  SeenInstance(String name, InstanceRow row, Outline outline) {
    this.name = name;
    this.row = row;
    this.outline = outline;
  }

  String name() {
    return name;
  }

  Outline outline() {
    return outline;
  }

  InstanceRow row() {
    return row;
  }

  void row(InstanceRow value) {
    row = value;
  }

  InstanceState state() {
    return state;
  }

  @Nullable InstanceOutcome outcome() {
    return outcome;
  }

  boolean exited() {
    return outcome == InstanceOutcome.EXITED;
  }

  boolean everPaused() {
    return everPaused;
  }

  boolean everPausedOrCanceled() {
    return everPaused || state == InstanceState.CANCELED;
  }

  /** How long it has been paused since a moment. */
  Duration pausedSince(Instant moment) {
    Duration paused = Duration.ZERO;
    Instant since = null;
    for (Transition transition : history) {
      if (transition instanceof Transition.OfInstance moved) {
        if (moved.to() == InstanceState.PAUSED) {
          since = moved.at().isBefore(moment) ? moment : moved.at();
        } else if (since != null && moved.at().isAfter(since)) {
          paused = paused.plus(Duration.between(since, moved.at()));
          since = null;
        } else {
          since = null;
        }
      }
    }
    return paused;
  }

  boolean everRetried() {
    return everRetried;
  }

  /** Whether it was removed. */
  boolean gone() {
    return gone;
  }

  void remove() {
    gone = true;
  }

  /** The entry of the journal that the last transition is in: what one change did. */
  int entry() {
    return entry;
  }

  List<Transition> history() {
    return history;
  }

  Map<String, StepRun> steps() {
    return steps;
  }

  StepState step(String key) {
    StepRun run = steps.get(key);
    return run == null ? StepState.PENDING : run.state();
  }

  /** Since when a step is open in this attempt of the instance; null: it is not. */
  @Nullable Instant readySince(String key) {
    return readySince.get(key);
  }

  /** When a step began last; null: it has not begun. */
  @Nullable Instant begunAt(StepRun run) {
    Instant begun = null;
    for (Transition transition : history) {
      if (transition instanceof Transition.OfStep moved
          && moved.after().key().equals(run.key())
          && moved.to() == StepState.IN_PROGRESS
          && moved.from() != StepState.IN_PROGRESS) {
        begun = moved.at();
      }
    }
    return begun;
  }

  static boolean ended(StepState state) {
    return state == StepState.COMPLETED || state == StepState.FAILED || state == StepState.SKIPPED;
  }

  /**
   * @param in the entry of the journal that it is in
   */
  void move(Transition transition, int in) {
    entry = in;
    history.add(transition);
    if (transition instanceof Transition.OfInstance moved) {
      state = moved.to();
      outcome = moved.outcome();
      everPaused |= state == InstanceState.PAUSED;
      everRetried |= moved.from() == InstanceState.FAILED;
    } else if (transition instanceof Transition.OfStep moved) {
      String key = moved.after().key().toString();
      if (moved.from() == StepState.PENDING || ended(moved.from())) {
        readySince.put(key, moved.at());
      }
      steps.put(key, moved.after());
    }
  }

  /** Whether a deliberate stop as failed ended it. */
  boolean stoppedAsFailed() {
    return steps.values().stream()
        .anyMatch(
            run -> {
              Outline.Part part = outline.part(run.key().id());
              return part != null
                  && part.json().path("stop").path("as").asText().equals("failed")
                  && (run.state() == StepState.COMPLETED || run.state() == StepState.FAILED);
            });
  }

  boolean compensated() {
    return steps.values().stream().anyMatch(run -> run.key().undo());
  }

  Broken broken(Promise promise, String what) {
    return new Broken(promise, name, what);
  }
}
