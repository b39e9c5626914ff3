package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.NOTHING_LOST;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.Transition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events answer the steps that wait for them, and no others. */
final class EventCheck implements Check {

  private final Stage stage;
  private @Nullable Act asked;
  private @Nullable SeenInstance waiting;

  EventCheck(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void before(Act act) {
    asked = act;
    waiting = null;
    String step =
        act.verb() == Verb.PUBLISH ? Json.read(act.argument()).path("correlation").asText("") : "";
    if (step.isEmpty()) {
      return;
    }
    Act named = Act.of(Verb.PUBLISH, step);
    SeenInstance instance = stage.sight().find(named.instance());
    StepRun run = instance == null ? null : instance.steps().get(named.step());
    Outline.Part part =
        instance == null || run == null ? null : instance.outline().part(run.key().id());
    if (instance != null
        && !stage.unreadable(instance)
        && run != null
        && part != null
        && part.callback()
        && instance.state() == InstanceState.ACTIVE
        && run.state() == StepState.IN_PROGRESS
        && run.memory().waitingFor() != null
        && (run.dueAt() == null || run.dueAt().isAfter(stage.clock().instant()))) {
      waiting = instance;
    }
  }

  @Override
  public void after(Act act, Outcome outcome) {
    SeenInstance instance = waiting;
    if (instance == null || act != asked || !outcome.done()) {
      return;
    }
    String step =
        Act.of(Verb.PUBLISH, Json.read(act.argument()).path("correlation").asText()).step();
    StepRun run = instance.steps().get(step);
    if (run != null
        && run.state() == StepState.IN_PROGRESS
        && run.memory().waitingFor() != null
        && instance.state() == InstanceState.ACTIVE) {
      throw instance.broken(
          NOTHING_LOST, "step " + step + " waits on although \"" + act + "\" has its key");
    }
  }

  @Override
  public void moved(SeenInstance instance, Transition transition) {
    if (!(transition instanceof Transition.OfStep moved) || moved.to() != StepState.COMPLETED) {
      return;
    }
    Outline.Part part = instance.outline().part(moved.after().key().id());
    JsonNode output = moved.after().output();
    if (part == null || !part.is("wait") || output == null) {
      return;
    }
    String by = output.path("event").path("payload").path("by").asText("");
    JsonNode links = output.path("event").path("cause");
    if (by.isEmpty() || !published(links, instance)) {
      return;
    }
    int said = last(instance.history(), by, StepState.COMPLETED);
    int began = last(instance.history(), moved.after().key().toString(), StepState.IN_PROGRESS);
    if (said >= 0 && said < began) {
      throw instance.broken(
          NOTHING_LOST,
          "step "
              + moved.after().key()
              + " was answered by what step "
              + by
              + " had published before it began to wait");
    }
  }

  /** Whether a step of this very instance published it, and not one of its sub-workflows. */
  private static boolean published(JsonNode links, SeenInstance instance) {
    return links.isArray()
        && !links.isEmpty()
        && links.get(links.size() - 1).asText().endsWith("/" + instance.row().key().id());
  }

  private static int last(List<Transition> history, String step, StepState to) {
    for (int i = history.size() - 1; i >= 0; i--) {
      if (history.get(i) instanceof Transition.OfStep moved
          && moved.after().key().toString().equals(step)
          && moved.to() == to
          && moved.from() != to) {
        return i;
      }
    }
    return -1;
  }
}
