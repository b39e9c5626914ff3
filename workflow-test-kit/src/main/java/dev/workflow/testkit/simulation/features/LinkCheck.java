package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.IN_TIME;
import static dev.workflow.testkit.simulation.features.Promise.NOTHING_AFTER_AN_END;
import static dev.workflow.testkit.simulation.features.Promise.ONLY_WHO_MAY;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.Transition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The links between steps hold: a step begins after those it waits for, what was withdrawn stays
 * so, and a task is offered while its condition holds and not otherwise.
 */
final class LinkCheck implements Check {

  private final Stage stage;
  private final Map<SeenInstance, Set<String>> withdrawn = new HashMap<>();

  LinkCheck(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void moved(SeenInstance instance, Transition transition) {
    if (!(transition instanceof Transition.OfStep moved)
        || moved.from() == moved.to()
        || moved.after().key().undo()
        || moved.to() == StepState.SKIPPED) {
      return;
    }
    String key = moved.after().key().toString();
    Outline.Part part = instance.outline().part(moved.after().key().id());
    if (part == null) {
      return;
    }
    String rounds = Outline.rounds(key);
    if (moved.to() == StepState.IN_PROGRESS && !instance.everRetried()) {
      ids(part, "after").forEach(id -> hasEnded(instance, key, id, rounds));
    }
    Set<String> gone = withdrawn.computeIfAbsent(instance, any -> new HashSet<>());
    // What is still to come is withdrawn by way of READY.
    if (gone.contains(key) && moved.to() != StepState.READY) {
      throw instance.broken(
          NOTHING_AFTER_AN_END, "step " + key + " was withdrawn and is " + moved.to());
    }
    if (moved.to() == StepState.COMPLETED) {
      for (String id : ids(part, "cancels")) {
        if (!SeenInstance.ended(instance.step(id + rounds))) {
          gone.add(id + rounds);
        }
      }
    }
  }

  /** The ids that a link names: one, or a list. */
  private static List<String> ids(Outline.Part part, String link) {
    JsonNode named = part.json().path(link);
    List<String> ids = new ArrayList<>();
    if (named.isTextual()) {
      ids.add(named.asText());
    } else {
      named.forEach(one -> ids.add(one.asText()));
    }
    return ids;
  }

  /** It stands in another branch of the same parallel step, so that its turn is sure to come. */
  private static void hasEnded(SeenInstance instance, String step, String other, String rounds) {
    StepState state = instance.step(other + rounds);
    Outline.Part part = instance.outline().part(other);
    boolean tolerated = part != null && part.allowsFailure();
    if (!SeenInstance.ended(state) || (state == StepState.FAILED && !tolerated)) {
      throw instance.broken(
          IN_TIME,
          "the turn of step " + step + " has come, which waits for " + other + ": it is " + state);
    }
  }

  @Override
  public void after(Act act, Outcome outcome) {
    for (SeenInstance instance : stage.sight().instances()) {
      if (instance.gone() || stage.unreadable(instance)) {
        continue;
      }
      for (String step : withdrawn.getOrDefault(instance, Set.of())) {
        if (instance.step(step).open()) {
          throw instance.broken(
              NOTHING_AFTER_AN_END,
              "step " + step + " was withdrawn and is " + instance.step(step));
        }
      }
      if (instance.state() == InstanceState.ACTIVE) {
        instance.steps().values().forEach(run -> offered(instance, run));
      }
    }
  }

  private static void offered(SeenInstance instance, StepRun run) {
    Outline.Part part = instance.outline().part(run.key().id());
    if (part == null || !part.people() || !part.is("while")) {
      return;
    }
    // It is there while another step has not been completed.
    String field = part.json().path("while").path("field").asText();
    String other = field.substring("steps.".length(), field.lastIndexOf('.'));
    String rounds = Outline.rounds(run.key().toString());
    boolean holds = instance.step(other + rounds) != StepState.COMPLETED;
    boolean offered =
        run.state() == StepState.IN_PROGRESS
            || (run.state() == StepState.READY && run.dueAt() == null);
    if (!holds && offered) {
      throw instance.broken(
          ONLY_WHO_MAY, "task " + run.key() + " is offered although " + other + " is COMPLETED");
    }
    if (holds && run.state() == StepState.BLOCKED && run.task().withheld()) {
      throw instance.broken(
          ONLY_WHO_MAY,
          "task " + run.key() + " is withdrawn although " + other + " is not COMPLETED");
    }
  }
}
