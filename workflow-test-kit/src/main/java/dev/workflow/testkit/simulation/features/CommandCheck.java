package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.ONLY_WHO_MAY;

import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.spi.store.InstanceKey;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a command about a step fits who gives it, the kind of step, its state and its time.
 */
final class CommandCheck implements Check {

  private static final Set<Verb> COMMANDS =
      Set.of(Verb.CLAIM, Verb.RELEASE, Verb.COMPLETE, Verb.FAIL, Verb.SKIP);

  private final Stage stage;
  private @Nullable Act asked;
  private @Nullable Verdict verdict;
  private @Nullable String could;

  /** What must come of a command. */
  record Verdict(boolean done, String why) {

    static Verdict refused(String why) {
      return new Verdict(false, why);
    }
  }

  CommandCheck(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void before(Act act) {
    asked = act;
    verdict = null;
    could = null;
    SeenInstance instance = stage.sight().find(act.instance());
    if (COMMANDS.contains(act.verb())
        && act.fault() == Fault.NONE
        && instance != null
        && !stage.unreadable(instance)
        && !stage.host().failing(Host.TENANTS)) {
      Performing performing = Performing.of(stage, instance, act.step());
      verdict = performing == null ? null : verdict(act, performing);
      if (verdict != null && !verdict.done() && stage.absences().substitutes(act.actor())) {
        // Whether they act for somebody else is checked by what the record says.
        verdict = null;
      }
      could = performing == null ? null : canPerform(act, performing);
    }
  }

  /** Compares what the engine says beforehand. */
  private @Nullable String canPerform(Act act, Performing performing) {
    InstanceKey key = performing.instance().row().key();
    boolean can;
    try {
      can =
          stage
              .reader()
              .tasks()
              .canPerform(key.tenant(), key.id(), act.step(), Cast.actor(act.actor()));
    } catch (RuntimeException e) {
      return null;
    }
    String hindrance = performing.hindrance(act.actor());
    if (hindrance == null && performing.resolvesFirst(act.actor())) {
      hindrance = "it is delegated";
    }
    return can && hindrance != null ? hindrance : null;
  }

  private static @Nullable Verdict verdict(Act act, Performing performing) {
    if (act.verb() == Verb.RELEASE
        && (performing.instance().state() == InstanceState.PAUSED || performing.suspended())) {
      // Whoever has it can give it back during a pause, and while it is suspended.
      return null;
    }
    String hindrance = performing.hindrance(act.actor());
    if (act.verb() == Verb.SKIP) {
      return skip(act, performing, hindrance);
    }
    if (hindrance != null) {
      return Verdict.refused(hindrance);
    }
    if (performing.unopened()) {
      return null;
    }
    boolean people = performing.part().people();
    String claimant = performing.claimant();
    return switch (act.verb()) {
      case CLAIM -> {
        if (claimant != null && !claimant.equals(act.actor())) {
          yield Verdict.refused("it is claimed by " + claimant);
        }
        String assigned = performing.assigned();
        if (claimant == null && !assigned.isEmpty() && !assigned.equals(act.actor())) {
          yield Verdict.refused("it is assigned to " + assigned);
        }
        yield people && claimant == null && performing.state() == StepState.READY
            ? new Verdict(true, "it is a free task")
            : null;
      }
      case RELEASE -> claimant == null ? null : new Verdict(true, "it is claimed by " + claimant);
      default -> {
        if (performing.resolvesFirst(act.actor())) {
          yield Verdict.refused("it is delegated");
        }
        yield people ? new Verdict(true, "it is an open task") : null;
      }
    };
  }

  private static @Nullable Verdict skip(
      Act act, Performing performing, @Nullable String hindrance) {
    if (Cast.admin(act.actor())) {
      return null;
    }
    if (hindrance != null) {
      return Verdict.refused(hindrance);
    }
    return performing.part().json().path("required").asBoolean(true)
        ? Verdict.refused("it is required")
        : null;
  }

  @Override
  public void after(Act act, Outcome outcome) {
    Verdict expected = verdict;
    SeenInstance instance = stage.sight().find(act.instance());
    if (act != asked || instance == null || outcome.kind() == Outcome.Kind.IN_DOUBT) {
      return;
    }
    if (could != null && !stage.absences().substitutes(act.actor())) {
      throw instance.broken(
          ONLY_WHO_MAY, "canPerform is true before \"" + act + "\" although " + could);
    }
    if (expected == null) {
      return;
    }
    if (outcome.done() != expected.done() && instance.state() != InstanceState.DRAFT) {
      throw instance.broken(
          ONLY_WHO_MAY,
          "\""
              + act
              + "\" should be "
              + (expected.done() ? "done" : "refused")
              + " because "
              + expected.why()
              + ", and is "
              + outcome.shown());
    }
  }
}
