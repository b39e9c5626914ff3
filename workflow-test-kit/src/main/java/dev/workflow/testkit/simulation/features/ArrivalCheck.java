package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.NOTHING_LOST;
import static dev.workflow.testkit.simulation.features.Promise.NOTHING_TWICE;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.Transition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Events that count although no step waits for them yet: each answers one wait that counts earlier
 * ones, or adds an element to a loop that is under way.
 */
final class ArrivalCheck implements Check {

  /** A loop that elements are added to, as it was before an event. */
  private record Loop(SeenInstance instance, String step, int elements) {}

  private final Stage stage;
  private final Map<SeenInstance, Set<String>> came = new HashMap<>();

  /** Which events have answered a wait of an instance, with the others that waited then. */
  private final Map<SeenInstance, Map<String, Set<String>>> used = new HashMap<>();

  private @Nullable Act asked;
  private List<SeenInstance> listening = List.of();
  private List<Loop> loops = List.of();

  ArrivalCheck(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void before(Act act) {
    asked = act;
    listening = new ArrayList<>();
    loops = new ArrayList<>();
    if (act.verb() != Verb.PUBLISH || act.fault() != Fault.NONE) {
      return;
    }
    String subject = Json.read(act.argument()).path("subject").asText("0");
    for (SeenInstance instance : stage.sight().instances()) {
      boolean concerned =
          instance.row().key().tenant().toString().equals(act.tenant())
              && instance.row().subject() != null
              && instance.row().subject().id().equals(subject)
              && !instance.gone()
              && !stage.unreadable(instance);
      if (concerned && act.rest().equals(Documents.ANSWER) && listens(instance)) {
        listening.add(instance);
      } else if (concerned
          && act.rest().equals(Documents.ADD)
          && instance.state() == InstanceState.ACTIVE) {
        instance.steps().values().forEach(run -> loop(instance, run));
      }
    }
  }

  /** Its first step has begun. */
  private static boolean listens(SeenInstance instance) {
    return (instance.state() == InstanceState.ACTIVE || instance.state() == InstanceState.PAUSED)
        && instance.history().stream()
            .anyMatch(one -> one instanceof Transition.OfStep moved && moved.from() != moved.to());
  }

  private void loop(SeenInstance instance, StepRun run) {
    Outline.Part part = instance.outline().part(run.key().id());
    if (part != null
        && part.json().path("each").has("add")
        && run.state() == StepState.IN_PROGRESS
        && run.memory().items() != null) {
      loops.add(new Loop(instance, run.key().toString(), run.memory().items().size()));
    }
  }

  @Override
  public void after(Act act, Outcome outcome) {
    if (act != asked || act.verb() != Verb.PUBLISH || !outcome.done()) {
      return;
    }
    String id = Json.read(act.argument()).path("id").asText();
    for (SeenInstance instance : listening) {
      if (!id.startsWith("nasty") && !instance.gone() && !instance.state().ended()) {
        came.computeIfAbsent(instance, any -> new LinkedHashSet<>()).add(id);
      }
    }
    for (Loop loop : loops) {
      StepRun run = loop.instance().steps().get(loop.step());
      JsonNode items = run == null ? null : run.memory().items();
      if (run != null
          && items != null
          && run.state() == StepState.IN_PROGRESS
          && items.size() <= loop.elements()) {
        throw loop.instance()
            .broken(
                NOTHING_LOST,
                "\"" + act + "\" adds no element to " + loop.step() + ", which is under way");
      }
    }
  }

  @Override
  public void moved(SeenInstance instance, Transition transition) {
    if (!(transition instanceof Transition.OfStep moved)
        || moved.to() != StepState.COMPLETED
        || moved.from() == moved.to()) {
      return;
    }
    Outline.Part part = instance.outline().part(moved.after().key().id());
    JsonNode output = moved.after().output();
    String id = output == null ? "" : output.path("event").path("id").asText("");
    if (part == null || !part.is("wait") || id.isEmpty()) {
      return;
    }
    Map<String, Set<String>> of = used.computeIfAbsent(instance, any -> new HashMap<>());
    String step = moved.after().key().toString();
    Set<String> together = of.putIfAbsent(id, waiting(instance));
    // Those that wait at the same time are answered together.
    if (together != null && !together.contains(step) && earlier(part)) {
      throw instance.broken(
          NOTHING_TWICE,
          "step " + step + " was answered by event " + id + ", which had answered another one");
    }
  }

  private static Set<String> waiting(SeenInstance instance) {
    return instance.steps().entrySet().stream()
        .filter(one -> one.getValue().state() == StepState.IN_PROGRESS)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static boolean earlier(Outline.Part part) {
    return part.json().path("wait").path("earlier").asBoolean();
  }

  @Override
  public void atRest() {
    for (SeenInstance instance : stage.sight().instances()) {
      Set<String> left = new LinkedHashSet<>(came.getOrDefault(instance, Set.of()));
      left.removeAll(used.getOrDefault(instance, Map.of()).keySet());
      if (left.isEmpty()
          || instance.gone()
          || instance.everRetried()
          || stage.unreadable(instance)
          || instance.state() != InstanceState.ACTIVE) {
        continue;
      }
      for (StepRun run : instance.steps().values()) {
        Outline.Part part = instance.outline().part(run.key().id());
        if (part != null && earlier(part) && run.state() == StepState.IN_PROGRESS) {
          throw instance.broken(
              NOTHING_LOST, "step " + run.key() + " waits on although " + left + " came before it");
        }
      }
    }
  }
}
