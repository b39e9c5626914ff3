package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.IN_TIME;
import static dev.workflow.testkit.simulation.features.Promise.ONLY_WHO_MAY;

import dev.workflow.Actor;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.Transition;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A claim that ends does so after its time without an act and not before, and whoever has declined
 * a task does not have it.
 */
final class ClaimCheck implements Check {

  /** The longest time for which a tenant that could not be asked about stands still. */
  private static final Duration TENANT_ASKED_AGAIN = Duration.ofSeconds(65);

  private final Stage stage;
  private Instant quietFrom = Instant.MIN;

  ClaimCheck(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void moved(SeenInstance instance, Transition transition) {
    if (!(transition instanceof Transition.OfTask act) || !act.act().equals("lapse")) {
      return;
    }
    String step = act.step().toString();
    Outline.Part part = instance.outline().part(act.step().id());
    Duration span = part == null ? null : part.span("claimFor");
    Instant acted = lastAct(instance, step, act.detail().path("from").asText());
    if (span == null || (acted != null && act.at().isBefore(acted.plus(span)))) {
      throw instance.broken(
          IN_TIME,
          "the claim of " + step + " ended at " + act.at() + "; its last act was at " + acted);
    }
  }

  @Override
  public void before(Act act) {
    if (act.fault() != Fault.NONE) {
      quietFrom = stage.clock().instant().plus(Stage.LEASE.multipliedBy(4));
    }
    if (stage.host().failing(Host.TENANTS) || stage.host().failing(Host.CALENDAR)) {
      quietFrom = stage.clock().instant().plus(TENANT_ASKED_AGAIN);
    }
  }

  @Override
  public void after(Act act, Outcome outcome) {
    SeenInstance instance = stage.sight().find(act.instance());
    StepRun run = instance == null ? null : instance.steps().get(act.step());
    boolean out = act.verb() == Verb.DECLINE && !Cast.admin(act.actor());
    if (out && outcome.done() && run != null && instance != null) {
      boolean has =
          run.claimedBy() != null && run.claimedBy().id().equals(act.actor())
              || act.actor().equals(run.memory().assignee());
      if (has && run.task().participation().declined().contains(act.actor())) {
        throw instance.broken(ONLY_WHO_MAY, act.actor() + " has declined " + act.step());
      }
    }
  }

  @Override
  public void atRest() {
    if (stage.clock().instant().isBefore(quietFrom)) {
      return;
    }
    for (SeenInstance instance : stage.sight().instances()) {
      boolean runs =
          !instance.gone()
              && instance.state() == InstanceState.ACTIVE
              && !instance.everPaused()
              && !stage.unreadable(instance)
              && instance.steps().values().stream()
                  .noneMatch(run -> run.state() == StepState.BLOCKED || wasAside(instance, run));
      if (runs) {
        instance.steps().values().forEach(run -> held(instance, run));
      }
    }
  }

  private static boolean wasAside(SeenInstance instance, StepRun run) {
    return !run.task().times().held().isZero()
        || instance.history().stream()
            .anyMatch(
                transition ->
                    transition instanceof Transition.OfTask act && act.act().equals("suspend"));
  }

  private void held(SeenInstance instance, StepRun run) {
    Outline.Part part = instance.outline().part(run.key().id());
    Duration span = part == null || !part.people() ? null : part.span("claimFor");
    boolean claimed = run.claimedBy() != null && run.memory().assignee() == null;
    if (span == null || !claimed || !run.state().open()) {
      return;
    }
    // Whoever stands in for them counts, so anybody does here.
    Instant acted = lastAct(instance, run.key().toString(), null);
    if (acted != null && !acted.plus(span).isAfter(stage.clock().instant())) {
      throw instance.broken(
          IN_TIME,
          run.key() + " is claimed by " + run.claimedBy() + ", who acted last at " + acted);
    }
  }

  private static @Nullable Instant lastAct(
      SeenInstance instance, String step, @Nullable String actor) {
    Instant last = null;
    for (Transition transition : instance.history()) {
      boolean theirs =
          (actor == null
                  ? !transition.actor().equals(Actor.ENGINE)
                  : transition.actor().id().equals(actor))
              && (transition instanceof Transition.OfStep of
                      && of.after().key().toString().equals(step)
                  || transition instanceof Transition.OfTask task
                      && task.step().toString().equals(step));
      last = theirs ? transition.at() : last;
    }
    return last;
  }
}
