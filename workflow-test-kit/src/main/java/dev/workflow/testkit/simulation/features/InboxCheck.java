package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.ONLY_WHO_MAY;

import dev.workflow.Tasks;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** An inbox holds exactly what its owner may do. */
final class InboxCheck implements Check {

  private final Stage stage;

  InboxCheck(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void after(Act act, Outcome outcome) {
    if (act.verb() != Verb.INBOX
        || !outcome.done()
        || Cast.admin(act.actor())
        || act.actor().equals(Cast.RESERVED)) {
      return;
    }
    Set<String> expected = new TreeSet<>();
    for (SeenInstance instance : stage.sight().instances()) {
      if (!instance.row().key().tenant().toString().equals(act.tenant())
          || instance.gone()
          || stage.unreadable(instance)) {
        continue;
      }
      for (String step : instance.steps().keySet()) {
        Performing performing = Performing.of(stage, instance, step);
        if (performing != null
            && performing.part().people()
            && !performing.unopened()
            && performing.hindrance(act.actor()) == null) {
          expected.add(instance.name() + "/" + step);
        }
      }
    }
    Set<String> shown = new TreeSet<>();
    for (Object item : (List<?>) java.util.Objects.requireNonNull(outcome.value())) {
      Tasks.Task task = (Tasks.Task) item;
      SeenInstance instance =
          stage
              .sight()
              .find(
                  new dev.workflow.spi.store.InstanceKey(
                      dev.workflow.TenantId.of(act.tenant()), task.instance()));
      Performing performing = instance == null ? null : Performing.of(stage, instance, task.step());
      boolean people = performing == null || (performing.part().people() && !performing.unopened());
      if (people && (instance == null || !stage.unreadable(instance))) {
        shown.add((instance == null ? "?" : instance.name()) + "/" + task.step());
      }
    }
    if (stage.absences().substitutes(act.actor())) {
      shown.retainAll(expected);
    }
    if (!shown.equals(expected)) {
      throw new Broken(
          ONLY_WHO_MAY,
          null,
          "the inbox of " + act.actor() + " should hold " + expected + " and holds " + shown);
    }
  }
}
