package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.NOTHING_LOST;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.Transition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An instance that is COMPLETED has done all of its steps, in all rounds and branches. */
final class CompletionCheck implements Check {

  @Override
  public void moved(SeenInstance instance, Transition transition) {
    boolean stops =
        instance.steps().values().stream()
            .anyMatch(
                run -> {
                  Outline.Part part = instance.outline().part(run.key().id());
                  return part != null
                      && part.is("stop")
                      && run.state() != StepState.PENDING
                      && run.state() != StepState.SKIPPED;
                });
    if (transition instanceof Transition.OfInstance moved
        && moved.to() == InstanceState.COMPLETED
        && !instance.exited()
        && !stops) {
      complete(instance, instance.outline().first(), "");
    }
  }

  private void complete(SeenInstance instance, List<String> sequence, String rounds) {
    for (String id : sequence) {
      String key = id + rounds;
      StepRun run = instance.steps().get(key);
      if (run == null || !SeenInstance.ended(run.state())) {
        throw instance.broken(
            NOTHING_LOST, "it is COMPLETED and step " + key + " is " + instance.step(key));
      }
      if (run.state() == StepState.COMPLETED) {
        inside(instance, id, rounds, run);
      }
    }
  }

  private void inside(SeenInstance instance, String id, String rounds, StepRun run) {
    JsonNode json = java.util.Objects.requireNonNull(instance.outline().part(id)).json();
    if (json.has("branch") || json.has("split")) {
      int branch = run.memory().branch();
      if (branch >= 0) {
        complete(instance, instance.outline().inside(id, branch), rounds);
      }
    } else if (json.has("parallel")) {
      int branches = instance.outline().branches(id);
      if (json.path("join").asInt(branches) == branches) {
        for (int branch = 0; branch < branches; branch++) {
          complete(instance, instance.outline().inside(id, branch), rounds);
        }
      }
    } else if (json.has("each") || json.has("repeat")) {
      JsonNode items = run.memory().items();
      JsonNode output = run.output();
      int count =
          json.has("each")
              ? elements(json, items, output)
              : output == null ? 0 : output.path("rounds").asInt();
      List<String> inner = instance.outline().inside(id, 0);
      for (int round = 0; round < count; round++) {
        String inRound = inner.isEmpty() ? "" : Outline.inRound("", rounds, round);
        complete(instance, inner, inRound);
      }
    }
  }

  /** As many as the document lists, or as the engine says where that is worked out. */
  private static int elements(JsonNode json, @Nullable JsonNode items, @Nullable JsonNode output) {
    JsonNode listed = json.path("each").path("items");
    if (listed.isArray()) {
      return listed.size();
    }
    return items != null ? items.size() : output == null ? 0 : output.path("count").asInt();
  }
}
