package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.IN_TIME;

import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.Transition;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A step begins not before its delay has passed, and is not open when its time is over. */
final class TimeCheck implements Check {

  private final Stage stage;

  /** The longest pause between two questions about a tenant, and a moment. */
  private static final Duration TENANT_ASKED_AGAIN = Duration.ofSeconds(65);

  private Instant standsUntil = Instant.MIN;
  private Instant quietFrom = Instant.MIN;

  TimeCheck(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void moved(SeenInstance instance, Transition transition) {
    if (transition instanceof Transition.OfStep moved
        && (moved.from() == StepState.IN_PROGRESS || moved.from() == StepState.READY)
        && (moved.to() == StepState.FAILED || moved.to() == StepState.READY)) {
      early(instance, moved);
    }
    if (transition instanceof Transition.OfStep moved
        && moved.from() == StepState.READY
        && moved.to() == StepState.IN_PROGRESS) {
      String key = moved.after().key().toString();
      Outline.Part part = instance.outline().part(moved.after().key().id());
      Instant since = instance.readySince(key);
      Duration delay = part == null ? null : part.span("delay");
      if (delay != null
          && since != null
          && !moved.after().key().undo()
          && !retimed(instance, key)
          && !instance.everRetried()
          && moved.at().isBefore(since.plus(delay))) {
        throw instance.broken(
            IN_TIME,
            "step "
                + key
                + " is READY since "
                + since
                + ", begins after "
                + delay
                + " and began at "
                + moved.at());
      }
    }
  }

  /** Time in which an instance was paused does not count against a task. */
  private static void early(SeenInstance instance, Transition.OfStep moved) {
    Outline.Part part = instance.outline().part(moved.after().key().id());
    Instant since = instance.readySince(moved.after().key().toString());
    Duration timeout = part == null || !part.people() ? null : part.span("timeout");
    if (timeout == null
        || since == null
        || moved.after().reason() == null
        || !moved.after().reason().startsWith("nobody answered")) {
      return;
    }
    Instant end = since.plus(timeout).plus(instance.pausedSince(since));
    if (moved.at().isBefore(end)) {
      throw instance.broken(
          IN_TIME,
          "task "
              + moved.after().key()
              + " is open since "
              + since
              + " and timed out at "
              + moved.at()
              + "; without the pauses its time is over at "
              + end);
    }
  }

  @Override
  public void before(Act act) {
    noteTenants();
    if (act.fault() != Fault.NONE) {
      quietFrom = stage.clock().instant().plus(Stage.LEASE.multipliedBy(4));
    }
  }

  @Override
  public void atRest() {
    noteTenants();
    if (stage.clock().instant().isBefore(quietFrom)) {
      return;
    }
    for (SeenInstance instance : stage.sight().instances()) {
      if (!instance.gone()
          && instance.state() == InstanceState.ACTIVE
          && !instance.everPaused()
          && !instance.everRetried()
          && !stage.unreadable(instance)
          && !hindered(instance)) {
        instance.steps().values().forEach(run -> open(instance, run));
      }
    }
  }

  /** A tenant whose settings could not be read stands still until it is asked about again. */
  private void noteTenants() {
    if (stage.host().failing(Host.TENANTS)) {
      standsUntil = stage.clock().instant().plus(TENANT_ASKED_AGAIN);
    }
  }

  private boolean hindered(SeenInstance instance) {
    return instance.row().key().tenant().equals(Cast.A)
            && (stage.clock().instant().isBefore(standsUntil)
                || stage.host().failing(Host.CALENDAR))
        || instance.steps().values().stream().anyMatch(run -> run.state() == StepState.BLOCKED);
  }

  private void open(SeenInstance instance, StepRun run) {
    Outline.Part part = instance.outline().part(run.key().id());
    boolean open = run.state() == StepState.READY || run.state() == StepState.IN_PROGRESS;
    Duration timeout = part == null ? null : timeout(part);
    Instant since = instance.readySince(run.key().toString());
    if (part == null
        || timeout == null
        || since == null
        || !open
        || run.key().undo()
        || retimed(instance, run.key().toString())) {
      return;
    }
    Duration delay = part.span("delay");
    if (delay != null && (part.people() || part.is("wait"))) {
      // Its time begins when a node has opened it.
      return;
    }
    Instant begun = part.people() || part.is("wait") ? null : instance.begunAt(run);
    if (delay != null && begun == null) {
      return;
    }
    // The time for which it was put aside does not count.
    Instant end = (begun != null ? begun : since).plus(timeout).plus(run.task().times().held());
    if (stage.clock().instant().isAfter(end)) {
      throw instance.broken(
          IN_TIME,
          "step "
              + run.key()
              + " is "
              + run.state()
              + " at "
              + stage.clock().instant()
              + " and its time was over at "
              + end);
    }
  }

  private boolean retimed(SeenInstance instance, String step) {
    return stage.retimed().contains(instance.name() + "/" + step);
  }

  private static @Nullable Duration timeout(Outline.Part part) {
    if (part.is("wait")) {
      String timeout = part.json().path("wait").path("timeout").asText("");
      return timeout.isEmpty() ? null : Duration.parse(timeout);
    }
    boolean automatic = part.is("action") && !part.people();
    return automatic || !part.is("timeout") ? null : part.span("timeout");
  }
}
