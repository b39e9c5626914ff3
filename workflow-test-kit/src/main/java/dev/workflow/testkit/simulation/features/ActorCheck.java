package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.ONLY_WHO_MAY;

import dev.workflow.internal.decide.Transition;

/**
 * Checks that substitutes act only for whoever is away, that steps are given only to people with
 * the role, and that nothing is taken from anybody who may hold it.
 */
final class ActorCheck implements Check {

  private final Stage stage;

  ActorCheck(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void moved(SeenInstance instance, Transition transition) {
    if (!(transition instanceof Transition.OfTask act)) {
      return;
    }
    String actor = act.actor().id();
    if (act.act().equals("substitute")) {
      String forWhom = act.detail().path("for").asText();
      if (!stage.absences().actsFor(actor, act.at()).contains(forWhom)) {
        throw instance.broken(
            ONLY_WHO_MAY, actor + " acts for " + forWhom + " in " + act.step() + ", who is there");
      }
    } else if (act.act().equals("allocate") && act.detail().has("to")) {
      String to = act.detail().get("to").asText();
      Outline.Part part = instance.outline().part(act.step().id());
      if (part != null && !Cast.roles(to, instance.row().subject()).contains(part.text("role"))) {
        throw instance.broken(
            ONLY_WHO_MAY, act.step() + " is given to " + to + ", who has not its role");
      }
    } else if (act.act().equals("dismiss")) {
      throw instance.broken(
          ONLY_WHO_MAY, act.step() + " is taken from somebody, and nobody's roles change");
    }
  }
}
