package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.NOTHING_STUCK;

import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.spi.store.MessageRow;
import java.util.HashSet;
import java.util.Set;

/** Everything that can end ends. */
final class StuckCheck implements Check {

  private final Stage stage;

  StuckCheck(Stage stage) {
    this.stage = stage;
  }

  /** The instances that wait for one that cannot be read. */
  private Set<SeenInstance> poisoned() {
    Set<SeenInstance> poisoned = new HashSet<>();
    for (SeenInstance one : stage.sight().instances()) {
      if (stage.poison().holds(one.row().key())) {
        poisoned.add(one);
        stage.sight().instances().stream()
            .filter(other -> stage.sight().belongsTo(one, other))
            .forEach(poisoned::add);
        stage.sight().instances().stream()
            .filter(other -> stage.sight().belongsTo(other, one) || sameKey(other, one))
            .forEach(poisoned::add);
      }
    }
    return poisoned;
  }

  private static boolean sameKey(SeenInstance one, SeenInstance other) {
    String key = one.row().origin().concurrencyKey();
    return key != null
        && key.equals(other.row().origin().concurrencyKey())
        && one.row().workflow().key().equals(other.row().workflow().key());
  }

  @Override
  public void atEnd() {
    Set<SeenInstance> poisoned = poisoned();
    for (SeenInstance instance : stage.sight().instances()) {
      if (poisoned.contains(instance) || instance.gone()) {
        continue;
      }
      if (Player.open(instance)) {
        throw instance.broken(
            NOTHING_STUCK, "it is " + instance.state() + " for ever: " + open(instance));
      }
    }
    for (MessageRow row : stage.sight().messages()) {
      SeenInstance instance =
          row.origin().instance() == null ? null : stage.sight().find(row.origin().instance());
      if (row.status().open() && !poisoned.contains(instance) && !stage.poison().holds(row)) {
        throw new Broken(
            NOTHING_STUCK,
            instance == null ? null : instance.name(),
            "the message of step " + row.origin().step() + " is " + row.state() + " for ever");
      }
    }
  }

  private static String open(SeenInstance instance) {
    StringBuilder open = new StringBuilder();
    instance
        .steps()
        .forEach(
            (key, run) -> {
              if (run.state().open()) {
                open.append(' ').append(key).append(' ').append(run.state());
              }
            });
    return open.toString();
  }

  @Override
  public void atRest() {
    for (SeenInstance instance : stage.sight().instances()) {
      if (instance.state() == InstanceState.ACTIVE
          && !instance.gone()
          && !stage.host().failing(Host.TENANTS)
          && !stage.host().failing(Host.CALENDAR)
          && !stage.unreadable(instance)) {
        instance.steps().values().forEach(run -> reachable(instance, run));
      }
    }
  }

  /**
   * The join of a parallel step that is open can still be reached. One that wants all of its
   * branches lets the others come to their ends first.
   */
  private void reachable(SeenInstance instance, StepRun run) {
    Outline.Part part = instance.outline().part(run.key().id());
    if (part == null || !part.is("parallel") || run.state() != StepState.IN_PROGRESS) {
      return;
    }
    int branches = instance.outline().branches(part.id());
    int lost = 0;
    String rounds = Outline.rounds(run.key().toString());
    for (int branch = 0; branch < branches; branch++) {
      boolean failed =
          instance.outline().inside(part.id(), branch).stream()
              .anyMatch(id -> failedForGood(instance, id, rounds));
      lost += failed ? 1 : 0;
    }
    int join = part.json().path("join").asInt(branches);
    if (join < branches && branches - lost < join) {
      throw instance.broken(
          NOTHING_STUCK,
          "step "
              + run.key()
              + " joins "
              + join
              + " of "
              + branches
              + ", "
              + lost
              + " have failed");
    }
  }

  private static boolean failedForGood(SeenInstance instance, String id, String rounds) {
    Outline.Part part = instance.outline().part(id);
    boolean open =
        instance.outline().inside(id, -1).stream()
            .anyMatch(inner -> instance.step(inner + rounds).open());
    return part != null
        && instance.step(id + rounds) == StepState.FAILED
        && !part.allowsFailure()
        && !open
        && instance.outline().inside(id, -1).isEmpty();
  }
}
