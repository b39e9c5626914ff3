package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.NOTHING_LOST;

import dev.workflow.SubjectRef;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.Transition;
import dev.workflow.spi.store.MessageRow;
import org.jspecify.annotations.Nullable;

/** Messages end as sent, failed or cancelled, and are there until then. */
final class LossCheck implements Check {

  private final Stage stage;

  LossCheck(Stage stage) {
    this.stage = stage;
  }

  private @Nullable SeenInstance instance(MessageRow row) {
    return row.origin().instance() == null ? null : stage.sight().find(row.origin().instance());
  }

  @Override
  public void gone(MessageRow message) {
    SubjectRef subject = message.origin().subject();
    boolean erased =
        subject != null && stage.erased().contains(message.tenant() + "/" + subject.id());
    if (message.status().open() && !erased) {
      SeenInstance instance = instance(message);
      throw new Broken(
          NOTHING_LOST,
          instance == null ? null : instance.name(),
          "the message of step "
              + message.origin().step()
              + " was "
              + message.state()
              + " and is not there any more");
    }
  }

  @Override
  public void moved(SeenInstance instance, Transition transition) {
    if (transition instanceof Transition.OfInstance moved
        && instance.history().size() > 1
        && moved.from() != before(instance)) {
      throw instance.broken(
          NOTHING_LOST, "it went from " + moved.from() + " and was " + before(instance));
    }
  }

  private static Object before(SeenInstance instance) {
    for (int i = instance.history().size() - 2; i >= 0; i--) {
      if (instance.history().get(i) instanceof Transition.OfInstance earlier) {
        return earlier.to();
      }
    }
    return dev.workflow.instance.InstanceState.DRAFT;
  }

  @Override
  public void atEnd() {
    for (SeenInstance instance : stage.sight().instances()) {
      if (instance.gone() || stage.unreadable(instance)) {
        continue;
      }
      instance
          .steps()
          .forEach(
              (key, run) -> {
                Outline.Part part = instance.outline().part(run.key().id());
                boolean sends =
                    part != null && part.text("action").equals("sim_send") && !run.key().undo();
                if (sends
                    && run.state() == StepState.COMPLETED
                    && stage.sight().messages(instance).stream()
                        .noneMatch(row -> key.equals(row.origin().step()))) {
                  throw instance.broken(
                      NOTHING_LOST, "step " + key + " is COMPLETED and has no message");
                }
              });
    }
  }
}
