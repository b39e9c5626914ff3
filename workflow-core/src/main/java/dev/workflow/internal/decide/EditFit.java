package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.definition.Step;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.StepState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether edited steps fit what an instance has done. A step that has begun stays as it is, where
 * it is; what is open and has not begun begins anew if it, or what stands before it, has changed;
 * inside loops the rounds that have begun keep the steps they had.
 */
public final class EditFit {

  private final InstanceSnapshot instance;
  private final StepTree tree;
  private final Map<String, Spot> before = new LinkedHashMap<>();
  private final Map<String, Spot> after = new LinkedHashMap<>();

  /**
   * Where a step stands in a document.
   *
   * @param list the step that holds it, and which of its lists; {@code ""}: the document's
   * @param own the step without those it holds
   */
  private record Spot(@Nullable String parent, String list, int index, JsonNode own) {}

  public EditFit(InstanceSnapshot instance, StepTree tree, WorkflowDefinition edited) {
    this.instance = instance;
    this.tree = tree;
    collect(tree.definition().toJson().withArray("steps"), null, "", before);
    collect(edited.toJson().withArray("steps"), null, "", after);
  }

  private static void collect(
      ArrayNode steps, @Nullable String parent, String list, Map<String, Spot> into) {
    for (int i = 0; i < steps.size(); i++) {
      JsonNode step = steps.get(i);
      String id = step.path("id").asText();
      JsonNode answers = step.path("onFailure");
      List<ArrayNode> nested = DocumentEdits.nested(step);
      ObjectNode own = step.deepCopy();
      own.remove("onFailure");
      DocumentEdits.nested(own).forEach(ArrayNode::removeAll);
      into.put(id, new Spot(parent, list, i, own));
      for (int part = 0; part < nested.size(); part++) {
        collect(nested.get(part), id, id + "/" + part, into);
      }
      if (answers instanceof ArrayNode onFailure) {
        collect(onFailure, id, id + "/onFailure", into);
      }
    }
  }

  /**
   * Tells what does not fit.
   *
   * @param problem told the id of a step, and what is wrong with it
   */
  public void check(BiConsumer<String, String> problem) {
    for (StepRun run : instance.steps().values()) {
      Spot was = before.get(run.key().id());
      if (was == null || run.key().undo()) {
        continue;
      } else if (!run.key().rounds().isEmpty()) {
        staysInLoop(run, problem);
      } else if (begun(run)) {
        stays(run, was, problem);
      }
    }
    after.forEach((id, spot) -> comes(id, spot, problem));
  }

  /** Whether a step has begun: somebody or the engine has done something about it. */
  static boolean begun(StepRun run) {
    if (run.listens()) {
      return run.memory().answer() != null;
    }
    boolean waits = run.state() == StepState.READY || run.state() == StepState.BLOCKED;
    TaskState task = run.task();
    return !waits
        || run.attempt() > 0
        || run.claimedBy() != null
        || task.owner() != null
        || !task.drafts().all().isEmpty()
        || !task.ballot().votes().isEmpty()
        || run.memory().answer() != null
        || (task.suspension() != null && task.suspension().begun());
  }

  private void stays(StepRun run, Spot was, BiConsumer<String, String> problem) {
    String id = run.key().id();
    Spot is = after.get(id);
    String why = "step \"" + id + "\" has begun (it is " + run.state() + ") and cannot be ";
    if (is == null) {
      problem.accept(id, why + "removed");
    } else if (!is.list().equals(was.list())) {
      problem.accept(id, why + "moved");
    } else if (!is.own().equals(was.own())) {
      problem.accept(id, why + "changed");
    }
  }

  /** Its rounds are known by the loop it is in. */
  private void staysInLoop(StepRun run, BiConsumer<String, String> problem) {
    String id = run.key().id();
    if (after.containsKey(id)
        && !Objects.equals(outermostLoop(before, id), outermostLoop(after, id))) {
      problem.accept(
          id,
          "step \""
              + id
              + "\" has run in rounds of \""
              + outermostLoop(before, id)
              + "\" and cannot be moved out of it");
    }
  }

  private static @Nullable String outermostLoop(Map<String, Spot> spots, String id) {
    String loop = null;
    for (Spot at = spots.get(id); at != null && at.parent() != null; at = spots.get(at.parent())) {
      JsonNode own = Objects.requireNonNull(spots.get(at.parent())).own();
      boolean inside = !at.list().endsWith("/onFailure");
      loop = inside && (own.has("each") || own.has("repeat")) ? at.parent() : loop;
    }
    return loop;
  }

  /** What has not begun stands behind what has, in a list that is still to be gone through. */
  private void comes(String id, Spot spot, BiConsumer<String, String> problem) {
    StepRun run = instance.step(StepKey.of(id));
    if (instance.steps().containsKey(run.key()) && begun(run)) {
      return;
    }
    boolean isNew =
        !before.containsKey(id)
            || !spot.list().equals(Objects.requireNonNull(before.get(id)).list());
    if (isNew) {
      String over = over(spot);
      if (over != null) {
        problem.accept(id, "step \"" + id + "\" would never begin: " + over);
        return;
      }
    }
    String later = outermostLoop(after, id) == null ? begunBehind(spot) : null;
    if (later != null && !stoodThere(id, later)) {
      problem.accept(
          id, "step \"" + id + "\" would stand before \"" + later + "\", which has begun");
    }
  }

  private boolean stoodThere(String id, String later) {
    Spot was = before.get(id);
    Spot other = before.get(later);
    return was != null
        && other != null
        && was.list().equals(other.list())
        && was.index() < other.index();
  }

  private @Nullable String begunBehind(Spot spot) {
    for (Map.Entry<String, Spot> other : after.entrySet()) {
      StepRun run = instance.steps().get(StepKey.of(other.getKey()));
      boolean behind =
          other.getValue().list().equals(spot.list()) && other.getValue().index() > spot.index();
      if (behind && run != null && begun(run)) {
        return other.getKey();
      }
    }
    return null;
  }

  /** Why nothing more begins in a list; null: it may. */
  private @Nullable String over(Spot spot) {
    for (Spot at = spot; at != null && at.parent() != null; at = after.get(at.parent())) {
      StepRun around = instance.step(instance.newest(StepKey.of(at.parent())));
      boolean cut = around.memory().cut();
      if (around.state() == StepState.COMPLETED || (around.state() == StepState.SKIPPED && !cut)) {
        return "step \"" + at.parent() + "\" around it is " + around.state();
      }
      int branch = around.memory().branch();
      JsonNode own = Objects.requireNonNull(after.get(at.parent())).own();
      boolean chooses = own.has("branch") || own.has("split");
      if (chooses
          && branch >= 0
          && !at.list().endsWith("/onFailure")
          && !at.list().equals(at.parent() + "/" + branch)) {
        return "step \"" + at.parent() + "\" around it has taken another way";
      }
    }
    return null;
  }

  /** The order of steps that have begun stays. */
  public void checkOrder(BiConsumer<String, String> problem) {
    Map<String, String> lastOf = new LinkedHashMap<>();
    for (Map.Entry<String, Spot> one : after.entrySet()) {
      StepRun run = instance.steps().get(StepKey.of(one.getKey()));
      if (run == null || !begun(run) || !before.containsKey(one.getKey())) {
        continue;
      }
      String former = lastOf.put(one.getValue().list(), one.getKey());
      Spot was = Objects.requireNonNull(before.get(one.getKey()));
      Spot other = former == null ? null : before.get(former);
      if (other != null && other.list().equals(was.list()) && other.index() > was.index()) {
        problem.accept(
            one.getKey(),
            "step \""
                + one.getKey()
                + "\" has begun (it is "
                + run.state()
                + ") and cannot be moved");
      }
    }
  }

  /** The runs that begin anew. */
  public List<StepKey> dropped() {
    Set<String> stopped = new LinkedHashSet<>();
    List<StepKey> dropped = new ArrayList<>();
    after.forEach(
        (id, spot) -> {
          StepRun run = instance.steps().get(StepKey.of(id));
          boolean ended = run != null && !run.state().open();
          boolean same =
              run != null
                  && before.containsKey(id)
                  && Objects.requireNonNull(before.get(id)).own().equals(spot.own())
                  && Objects.requireNonNull(before.get(id)).list().equals(spot.list());
          boolean listens = run != null && run.listens() && same;
          if (run != null && !begun(run) && !listens && (!same || stopped.contains(spot.list()))) {
            dropped.add(run.key());
          }
          if (!ended) {
            stopped.add(spot.list());
          }
        });
    before.forEach(
        (id, spot) -> {
          StepRun run = instance.steps().get(StepKey.of(id));
          if (run != null && !after.containsKey(id) && !begun(run)) {
            dropped.add(run.key());
          }
        });
    return dropped;
  }

  /** How many rounds have begun of the outermost loops whose inside is to change. */
  public Map<String, Integer> begunRounds() {
    Map<String, Integer> rounds = new LinkedHashMap<>();
    for (StepRun run : instance.steps().values()) {
      if (run.key().rounds().isEmpty() || !tree.has(run.key())) {
        continue;
      }
      List<Step> loops = tree.node(run.key()).loops();
      String loop = loops.isEmpty() ? null : loops.get(0).id();
      if (loop != null && changes(loop)) {
        rounds.merge(loop, run.key().rounds().get(0) + 1, Math::max);
      }
    }
    return rounds;
  }

  private boolean changes(String loop) {
    return !inside(before, loop).equals(inside(after, loop));
  }

  private static Map<String, Spot> inside(Map<String, Spot> spots, String loop) {
    Map<String, Spot> inside = new LinkedHashMap<>();
    spots.forEach(
        (id, spot) -> {
          if (loop.equals(outermostLoop(spots, id))) {
            inside.put(id, spot);
          }
        });
    return inside;
  }
}
