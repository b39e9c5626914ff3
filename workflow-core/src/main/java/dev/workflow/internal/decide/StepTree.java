package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.NotFoundException;
import dev.workflow.Problems;
import dev.workflow.definition.Step;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.task.form.TaskForm;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A definition with a way from a step's id to its node. Made once per version. Immutable and
 * thread-safe.
 */
public final class StepTree {

  /**
   * A step, and where it stands.
   *
   * @param parent the step it is nested in; null: top level
   * @param onFailure whether it belongs to the parent's {@code onFailure} list
   * @param loops the {@code each} and {@code repeat} steps around it, outermost first
   */
  public record Node(Step step, @Nullable Step parent, boolean onFailure, List<Step> loops) {}

  private final WorkflowDefinition definition;
  private final Actor publisher;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, TaskForm> forms = new ConcurrentHashMap<>();
  private final List<Earlier> earlier;
  private final List<String> announced = new ArrayList<>();
  private final List<String> earlierWaits = new ArrayList<>();
  private boolean excluding;
  private boolean linked;
  private boolean splits;
  private boolean locks;

  /** The steps before they became others, which the rounds that had begun keep. */
  private record Earlier(StepTree tree, Map<String, Integer> begun) {

    @Nullable Node node(StepKey key) {
      Node node = key.rounds().isEmpty() ? null : tree.nodes.get(key.id());
      boolean keeps =
          node != null
              && !node.loops().isEmpty()
              && begun(node.loops().get(0), key.rounds().get(0));
      return keeps ? node : null;
    }

    boolean begun(Step loop, int round) {
      return round < begun.getOrDefault(loop.id(), 0);
    }
  }

  private StepTree(WorkflowDefinition definition, Actor publisher, List<Earlier> earlier) {
    this.definition = definition;
    this.publisher = publisher;
    this.earlier = List.copyOf(earlier);
    this.excluding = earlier.stream().anyMatch(one -> one.tree().excluding());
    this.locks = earlier.stream().anyMatch(one -> one.tree().locks());
    this.linked = earlier.stream().anyMatch(one -> one.tree().linked());
    add(definition.steps(), null, false, List.of());
    announce(definition.steps());
  }

  public static StepTree of(WorkflowDefinition definition) {
    return of(definition, Actor.ENGINE);
  }

  /** Those of a version that somebody published. */
  public static StepTree of(WorkflowDefinition definition, Actor publisher) {
    return new StepTree(definition, publisher, List.of());
  }

  /**
   * These steps after an edit.
   *
   * @throws dev.workflow.InvalidDefinitionException if it does not fit
   */
  public StepTree edited(Plan.Edit edit) {
    return edited(
        DocumentEdits.apply("The edit of " + definition.ref(), definition, edit.changes()),
        edit.begun());
  }

  /** The same where the document that the edit gives is known. */
  public StepTree edited(WorkflowDefinition document, Map<String, Integer> begun) {
    List<Earlier> shapes = new ArrayList<>(earlier);
    if (!begun.isEmpty()) {
      shapes.add(new Earlier(this, begun));
    }
    return new StepTree(document, publisher, shapes);
  }

  /** A loop as the one of its rounds knows it. */
  Step ofRound(Step loop, List<Integer> around, int round) {
    if (around.isEmpty()) {
      for (Earlier one : earlier) {
        if (one.begun(loop, round)) {
          return one.tree().node(loop.id()).step();
        }
      }
    }
    return loop;
  }

  private void add(List<Step> steps, @Nullable Step parent, boolean onFailure, List<Step> loops) {
    for (Step step : steps) {
      nodes.put(step.id(), new Node(step, parent, onFailure, loops));
      excluding |= !step.settings().performer().candidates().excluding().isEmpty();
      if (step instanceof Step.Wait wait && wait.earlier()) {
        earlierWaits.add(step.id());
      }
      locks |= step.settings().coordination().lock() != null;
      linked |= step.settings().coordination().linked();
      splits |= step instanceof Step.Split;
      List<Step> inner = loops;
      if (step instanceof Step.Loop) {
        inner = new ArrayList<>(loops);
        inner.add(step);
      }
      for (List<Step> nested : step.nested()) {
        add(nested, step, onFailure, List.copyOf(inner));
      }
      add(step.settings().failure().onFailure(), step, true, loops);
    }
  }

  /** Steps of a case, an arm, a loop or a failure may never come: they are not announced. */
  private void announce(List<Step> steps) {
    for (Step step : steps) {
      if (step.settings().performer().taskPolicy().visibility().upcoming() != null) {
        announced.add(step.id());
      }
      if (step instanceof Step.Parallel) {
        step.nested().forEach(this::announce);
      }
    }
  }

  /** Who published the version that they are of. */
  public Actor publisher() {
    return publisher;
  }

  /** As whom the actions of an instance act whose steps these are. */
  public Actor principal(InstanceSnapshot.Identity instance) {
    return instance.principal() == null ? publisher : instance.principal();
  }

  /** The steps that are shown before their turn has come. */
  public List<String> announced() {
    return announced;
  }

  /** The form that the document gives for the answer to a run of a step; null: it gives none. */
  public @Nullable TaskForm form(StepKey key) {
    for (Earlier one : earlier) {
      if (one.node(key) != null) {
        return one.tree().form(key.id());
      }
    }
    return form(key.id());
  }

  /** The form that the document gives for the answer to a step; null: it gives none. */
  public @Nullable TaskForm form(String step) {
    JsonNode written = node(step).step().settings().performer().form();
    return written == null ? null : forms.computeIfAbsent(step, any -> compiled(written));
  }

  private static TaskForm compiled(JsonNode written) {
    Problems problems = Problems.none();
    TaskForm form = TaskForm.compile(written, problems);
    if (form == null) {
      throw new IllegalStateException("a form that was published is none: " + problems.list());
    }
    return form;
  }

  /** Whether the answers of some steps exclude somebody from others. */
  public boolean excluding() {
    return excluding;
  }

  /** Whether what happens to some steps changes what becomes of others elsewhere. */
  boolean linked() {
    return linked;
  }

  /** Whether there are splits, of whose arms a run takes one. */
  public boolean splits() {
    return splits || earlier.stream().anyMatch(one -> one.tree().splits());
  }

  /** Whether some steps have locks. */
  boolean locks() {
    return locks;
  }

  /** The waits for which events count that came before them. */
  public List<String> earlierWaits() {
    return earlierWaits;
  }

  /** Whether there are any. */
  public boolean countsEarlier() {
    return !earlierWaits.isEmpty();
  }

  public WorkflowDefinition definition() {
    return definition;
  }

  /**
   * The node of a step.
   *
   * @throws NotFoundException naming the steps there are
   */
  public Node node(String stepId) {
    Node node = nodes.get(stepId);
    if (node == null) {
      throw new NotFoundException(
          definition.ref()
              + " has no step \""
              + stepId
              + "\"; it has "
              + String.join(", ", nodes.keySet()));
    }
    return node;
  }

  /**
   * The node of a run of a step: rounds that had begun before an edit keep the steps they had.
   *
   * @throws NotFoundException naming the steps there are
   */
  public Node node(StepKey key) {
    return earlier.isEmpty() ? node(key.id()) : nodeThen(key);
  }

  private Node nodeThen(StepKey key) {
    for (Earlier one : earlier) {
      Node node = one.node(key);
      if (node != null) {
        return node;
      }
    }
    return node(key.id());
  }

  /** The run of the step around a step, of its first visit; null: there is none around it. */
  @Nullable StepKey around(StepKey key) {
    Step parent = node(key).parent();
    if (parent == null) {
      return null;
    }
    int loops = node(new StepKey(parent.id(), key.rounds(), false)).loops().size();
    return new StepKey(parent.id(), key.rounds().subList(0, loops), false);
  }

  /** Whether there is such a step, in an earlier round at least. */
  public boolean has(StepKey key) {
    return nodes.containsKey(key.id()) || earlier.stream().anyMatch(one -> one.node(key) != null);
  }

  public Collection<Node> nodes() {
    return nodes.values();
  }
}
