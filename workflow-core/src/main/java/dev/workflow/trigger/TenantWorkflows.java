package dev.workflow.trigger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Event;
import dev.workflow.WorkflowRef;
import dev.workflow.condition.Condition;
import dev.workflow.condition.ConditionIndex;
import dev.workflow.condition.EvaluationContext;
import dev.workflow.definition.Concurrency;
import dev.workflow.definition.Exit;
import dev.workflow.definition.Step;
import dev.workflow.definition.Trigger;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.internal.decide.StepTree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The published workflows of one tenant at one revision, arranged for events. Immutable and
 * thread-safe.
 */
public final class TenantWorkflows {

  /** A trigger with its workflow. */
  public record Candidate(StepTree workflow, Trigger.OnEvent trigger, int position) {

    public WorkflowDefinition definition() {
      return workflow.definition();
    }
  }

  /** An exit by an event about another subject, with its workflow. */
  public record CorrelatedExit(WorkflowDefinition definition, Exit exit) {}

  /** Higher priority first, then by key, then as written. */
  private static final Comparator<Candidate> ORDER =
      Comparator.comparingInt((Candidate candidate) -> -candidate.definition().priority())
          .thenComparing(candidate -> candidate.definition().key())
          .thenComparingInt(Candidate::position);

  private final long revision;
  private final Map<String, StepTree> newest = new TreeMap<>();
  private final Map<WorkflowRef, StepTree> startable = new HashMap<>();
  private final Map<String, List<Candidate>> byType = new HashMap<>();

  /** The triggers of disabled workflows, which no event starts. */
  private final Map<String, List<Candidate>> disabledByType = new HashMap<>();

  /** By event type, the workflows of which any version has a trigger for it. */
  private final Map<String, Set<String>> everTriggered = new HashMap<>();

  /** By event type, made for the first event of it. */
  private final Map<String, ConditionIndex<Candidate>> indexes = new ConcurrentHashMap<>();

  private final Map<String, Set<String>> exits = new HashMap<>();

  /** By event type, those that an event about another subject takes. */
  private final Map<String, List<CorrelatedExit>> correlatedExits = new HashMap<>();

  private final Set<String> exitsByCondition = new HashSet<>();
  private final Set<String> asksAtExits = new HashSet<>();
  private final Set<String> waits = new HashSet<>();
  private final Set<String> queues = new HashSet<>();
  private final boolean editedWaits;
  private final Set<String> switchedOff;

  /**
   * @param newest the newest published version of every workflow, enabled or not as it is now
   * @param startable every published version that is not archived: a sub-workflow may name it
   * @param all every published version: running instances stay on theirs
   * @param editedWaits whether steps wait of instances that were edited
   * @param switched the workflows that somebody enabled or disabled, whichever their versions are
   */
  public TenantWorkflows(
      long revision,
      Collection<StepTree> newest,
      Collection<StepTree> startable,
      Collection<StepTree> all,
      boolean editedWaits,
      Map<String, Boolean> switched) {
    this.revision = revision;
    this.editedWaits = editedWaits;
    this.switchedOff =
        switched.entrySet().stream()
            .filter(one -> !one.getValue())
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
    startable.forEach(tree -> this.startable.put(tree.definition().ref(), tree));
    newest.forEach(this::add);
    all.forEach(this::addWaitsAndExits);
  }

  private void add(StepTree tree) {
    WorkflowDefinition definition = tree.definition();
    newest.put(definition.key(), tree);
    Map<String, List<Candidate>> candidates = definition.enabled() ? byType : disabledByType;
    for (int i = 0; i < definition.triggers().size(); i++) {
      if (definition.triggers().get(i) instanceof Trigger.OnEvent trigger) {
        Candidate candidate = new Candidate(tree, trigger, i);
        candidates.computeIfAbsent(trigger.event(), type -> new ArrayList<>()).add(candidate);
      }
    }
  }

  private void addWaitsAndExits(StepTree tree) {
    if (tree.definition().concurrency().policy() == Concurrency.Policy.QUEUE) {
      queues.add(tree.definition().key());
    }
    for (Trigger one : tree.definition().triggers()) {
      if (one instanceof Trigger.OnEvent trigger) {
        everTriggered
            .computeIfAbsent(trigger.event(), type -> new HashSet<>())
            .add(tree.definition().key());
      }
    }
    for (Exit exit : tree.definition().exits()) {
      addExit(tree.definition(), exit);
    }
    for (StepTree.Node node : tree.nodes()) {
      if (node.step() instanceof Step.Wait wait) {
        waits.add(wait.event());
      } else if (node.step() instanceof Step.Each each && each.add() != null) {
        waits.add(each.add().event());
      }
    }
  }

  private void addExit(WorkflowDefinition definition, Exit exit) {
    if (exit.event() != null && !exit.when().equals(Condition.always())) {
      asksAtExits.add(definition.key());
    }
    if (exit.event() == null) {
      exitsByCondition.add(definition.key());
    } else if (exit.correlation() == null) {
      exits.computeIfAbsent(exit.event(), type -> new HashSet<>()).add(definition.key());
    } else {
      correlatedExits
          .computeIfAbsent(exit.event(), type -> new ArrayList<>())
          .add(new CorrelatedExit(definition, exit));
    }
  }

  public long revision() {
    return revision;
  }

  /** Whether somebody disabled a workflow: none of its versions starts. */
  public boolean switchedOff(String workflow) {
    return switchedOff.contains(workflow);
  }

  /** The newest published version of every workflow, by key, enabled or not as it is now. */
  public Map<String, StepTree> newest() {
    return newest;
  }

  /** A version that a sub-workflow can start, if there is one. */
  public Optional<StepTree> startable(WorkflowRef workflow) {
    return Optional.ofNullable(startable.get(workflow));
  }

  /**
   * The candidates whose trigger matches, in the order in which they are tried; a workflow is there
   * once for each of its triggers.
   */
  public List<Candidate> matching(Event event, ObjectNode data, EvaluationContext context) {
    return matching(event, data, context, new ArrayList<>());
  }

  /**
   * The same.
   *
   * @param notEvaluable takes up those of which nobody knows whether their trigger matches
   */
  public List<Candidate> matching(
      Event event, ObjectNode data, EvaluationContext context, List<Candidate> notEvaluable) {
    if (!byType.containsKey(event.type())) {
      return List.of();
    }
    List<Candidate> fitting = new ArrayList<>();
    indexes
        .computeIfAbsent(event.type(), this::index)
        .forEachMatch(
            event.type(),
            data,
            context,
            match -> {
              if (fits(match.definition(), event)) {
                fitting.add(match);
              }
            },
            notEvaluable::add);
    fitting.sort(ORDER);
    return fitting;
  }

  private ConditionIndex<Candidate> index(String eventType) {
    ConditionIndex<Candidate> index = ConditionIndex.create();
    for (Candidate candidate : byType.getOrDefault(eventType, List.of())) {
      index.put(candidate, eventType, candidate.trigger().when());
    }
    return index;
  }

  /** All triggers for the event's type in the order in which they are tried, matching or not. */
  public List<Candidate> candidates(String eventType) {
    return byType.getOrDefault(eventType, List.of()).stream().sorted(ORDER).toList();
  }

  /** The same with those of disabled workflows. */
  public List<Candidate> allCandidates(String eventType) {
    return Stream.of(byType, disabledByType)
        .flatMap(candidates -> candidates.getOrDefault(eventType, List.of()).stream())
        .sorted(ORDER)
        .toList();
  }

  /** The keys of the workflows of which a version has, or had, a trigger for a type of event. */
  public Set<String> everTriggeredBy(String eventType) {
    return everTriggered.getOrDefault(eventType, Set.of());
  }

  /** Whether a workflow may start for the event's subject. */
  public static boolean fits(WorkflowDefinition definition, Event event) {
    return definition.subject() == null
        || (event.subject() != null && definition.subject().equals(event.subject().type()));
  }

  /** The keys of the workflows that have an exit on this type of event. */
  public Set<String> exitsOn(String eventType) {
    return exits.getOrDefault(eventType, Set.of());
  }

  /** Whether instances of a workflow may wait in a queue, those of another version too. */
  public boolean queues(String workflow) {
    return queues.contains(workflow);
  }

  /** Whether steps wait, for events of whatever type, that instances alone were edited to have. */
  public boolean editedWaits() {
    return editedWaits;
  }

  /** The exits that this type of event takes by a correlation, of every published version. */
  public List<CorrelatedExit> correlatedExitsOn(String eventType) {
    return correlatedExits.getOrDefault(eventType, List.of());
  }

  /** Whether a version of a workflow has an exit that is a condition. */
  public boolean exitsByCondition(String workflow) {
    return exitsByCondition.contains(workflow);
  }

  /** Whether a version of a workflow has an exit by an event that depends on the instance. */
  public boolean asksAtExits(String workflow) {
    return asksAtExits.contains(workflow);
  }

  /** Whether any step of any workflow waits for this type of event. */
  public boolean waitsFor(String eventType) {
    return waits.contains(eventType);
  }

  /** Whether running instances may be concerned with this type of event: by an exit or a wait. */
  public boolean concerns(String eventType) {
    return editedWaits
        || waitsFor(eventType)
        || !exitsOn(eventType).isEmpty()
        || correlatedExits.containsKey(eventType);
  }
}
