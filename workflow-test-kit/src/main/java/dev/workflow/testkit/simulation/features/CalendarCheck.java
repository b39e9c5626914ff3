package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.IN_TIME;
import static dev.workflow.testkit.simulation.features.Promise.NOTHING_AFTER_AN_END;
import static dev.workflow.testkit.simulation.features.Promise.ONLY_WHO_MAY;

import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.Transition;
import dev.workflow.upcoming.UpcomingWork;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody does to upcoming steps holds: what is held does not begin, what is moved begins at
 * its new time, what is left out does not begin at all, and the calendar lists all of it.
 */
final class CalendarCheck implements Check {

  static final Set<Verb> VERBS =
      Set.of(Verb.STEP_HOLD, Verb.STEP_LET, Verb.STEP_SKIP, Verb.STEP_MOVE, Verb.STEP_NOW);

  private final Stage stage;
  private final Set<String> held = new HashSet<>();
  private final Set<String> leftOut = new HashSet<>();
  private final Map<String, Instant> notBefore = new HashMap<>();
  private final Map<String, Instant> since = new HashMap<>();
  private @Nullable Act asked;
  private @Nullable StepState was;
  private boolean wasHeld;
  private @Nullable Instant wasNotBefore;

  CalendarCheck(Stage stage) {
    this.stage = stage;
  }

  private static String name(SeenInstance instance, String step) {
    return instance.name() + "/" + step;
  }

  @Override
  public void before(Act act) {
    asked = act;
    SeenInstance instance = stage.sight().find(act.instance());
    was = instance == null ? null : instance.step(act.step());
    if (VERBS.contains(act.verb()) && act.verb() != Verb.STEP_HOLD) {
      // What it does is seen before its answer.
      wasNotBefore = notBefore.remove(act.target());
      wasHeld = act.verb() != Verb.STEP_MOVE && held.remove(act.target());
    }
  }

  private void restore(Act act) {
    if (wasHeld) {
      held.add(act.target());
    }
    if (wasNotBefore != null) {
      notBefore.put(act.target(), wasNotBefore);
    }
  }

  @Override
  public void moved(SeenInstance instance, Transition transition) {
    if (!(transition instanceof Transition.OfStep moved) || moved.after().key().undo()) {
      return;
    }
    String step = moved.after().key().toString();
    String name = name(instance, step);
    if (moved.from() == moved.to()) {
      return;
    }
    Instant earliest = notBefore.get(name);
    if (moved.to() == StepState.IN_PROGRESS) {
      if (held.contains(name)) {
        throw instance.broken(IN_TIME, "step " + step + " is held and begins at " + moved.at());
      }
      if (leftOut.contains(name)) {
        throw instance.broken(
            NOTHING_AFTER_AN_END, "step " + step + " was left out and begins at " + moved.at());
      }
    }
    boolean begins = moved.to() == StepState.IN_PROGRESS;
    boolean timesOut =
        moved.to() == StepState.COMPLETED
            && moved.after().output() != null
            && moved.after().output().path("timedOut").asBoolean();
    if (timesOut && leftOut.contains(name)) {
      throw instance.broken(
          IN_TIME, "step " + step + " was to wait without a limit, and has timed out");
    }
    if (earliest != null && (begins || timesOut) && moved.at().isBefore(earliest)) {
      throw instance.broken(
          IN_TIME,
          "step "
              + step
              + " was moved to "
              + earliest
              + " and is "
              + moved.to()
              + " at "
              + moved.at());
    }
    // Whatever else happens to it, its time is another one from now on.
    forget(name);
  }

  private void forget(String name) {
    held.remove(name);
    leftOut.remove(name);
    notBefore.remove(name);
    since.remove(name);
  }

  /** A task that is held, or moved, is not there for people before. */
  private void notThere() {
    Instant now = stage.clock().instant();
    for (SeenInstance instance : stage.sight().instances()) {
      for (StepRun run : instance.steps().values()) {
        String name = name(instance, run.key().toString());
        boolean later = held.contains(name) || notBefore.getOrDefault(name, now).isAfter(now);
        if (later && run.state() == StepState.READY && run.dueAt() == null) {
          throw instance.broken(
              IN_TIME, "step " + run.key() + " is held or moved, and is there for people");
        }
      }
    }
  }

  @Override
  public void after(Act act, Outcome outcome) {
    SeenInstance instance = stage.sight().find(act.instance());
    if (VERBS.contains(act.verb()) && instance != null && act == asked) {
      if (outcome.done()) {
        done(act, instance);
      } else if (outcome.refused()) {
        restore(act);
      } else {
        forget(act.target());
      }
    } else if (VERBS.contains(act.verb())) {
      forget(act.target());
    }
    notThere();
  }

  private void done(Act act, SeenInstance instance) {
    if (!Cast.admin(act.actor())) {
      throw instance.broken(ONLY_WHO_MAY, "\"" + act + "\" is done, and needs an ADMIN");
    }
    StepState is = instance.step(act.step());
    switch (act.verb()) {
      case STEP_HOLD -> held.add(act.target());
      case STEP_LET -> {}
      case STEP_NOW -> since.put(act.target(), stage.clock().instant());
      case STEP_MOVE -> {
        Instant to = stage.clock().instant().plus(Duration.parse(act.argument()));
        notBefore.put(act.target(), to);
        since.remove(act.target());
      }
      default -> {
        // One that is left out while it waits, waits on without a limit.
        if (was == StepState.READY && is != StepState.SKIPPED) {
          throw instance.broken(
              NOTHING_AFTER_AN_END, "\"" + act + "\" is done, and the step is " + is);
        }
        leftOut.add(act.target());
      }
    }
    listed(instance);
  }

  /** The calendar has every step that begins later, and says which of them are held. */
  private void listed(SeenInstance instance) {
    if (stage.unreadable(instance)
        || instance.state() != InstanceState.ACTIVE
        || stage.host().failing(Host.TENANTS)) {
      return;
    }
    List<UpcomingWork.Entry> entries =
        stage.reader().upcoming().list(Cast.A, UpcomingWork.Query.all(), null, 1_000).items();
    for (StepRun run : instance.steps().values()) {
      String step = run.key().toString();
      boolean comes = run.state() == StepState.READY && run.dueAt() != null && !run.key().undo();
      boolean isHeld = held.contains(name(instance, step));
      boolean told =
          entries.stream()
              .filter(one -> instance.row().key().id().equals(one.instance()))
              .anyMatch(one -> step.equals(one.step()) && one.held() == isHeld);
      if (comes && !told) {
        throw instance.broken(
            IN_TIME,
            "step "
                + step
                + " is to come"
                + (isHeld ? ", held" : "")
                + ", and not in the calendar");
      }
    }
  }

  @Override
  public void atRest() {
    for (SeenInstance instance : stage.sight().instances()) {
      if (instance.gone()
          || instance.state() != InstanceState.ACTIVE
          || instance.everPaused()
          || stage.unreadable(instance)
          || stage.host().failing(Host.TENANTS)
          || stage.host().failing(Host.CALENDAR)) {
        continue;
      }
      for (StepRun run : instance.steps().values()) {
        boolean late =
            since.containsKey(name(instance, run.key().toString()))
                && run.state() == StepState.READY
                && run.dueAt() != null;
        if (late) {
          throw instance.broken(
              IN_TIME, "step " + run.key() + " was to begin at once and is still to come");
        }
      }
    }
  }
}
