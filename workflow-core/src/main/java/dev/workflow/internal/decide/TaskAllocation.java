package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.SubjectRef;
import dev.workflow.condition.Condition;
import dev.workflow.definition.Performer;
import dev.workflow.definition.Performer.Allocate;
import dev.workflow.definition.Performer.Choice;
import dev.workflow.definition.Step;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActorDirectory.Membership;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gives a step that becomes READY to one of those who may do it. What the host's directory says is
 * an input: as long as it is missing the step waits.
 */
final class TaskAllocation {

  private final DecisionBuilder decision;
  private final Scope scope;
  private final Step step;
  private final Performer performer;
  private final Choice choice;

  TaskAllocation(DecisionBuilder decision, Scope scope, Step step) {
    this.decision = decision;
    this.scope = scope;
    this.step = step;
    this.performer = step.settings().performer();
    this.choice = performer.candidates().choice();
  }

  /** Whether a step was taken from somebody and nobody else has it yet. */
  static boolean toGiveAgain(StepRun run) {
    TaskState.Hands hands = run.task().hands();
    return hands.gone() != null
        && hands.trouble() == null
        && run.claimedBy() == null
        && run.memory().assignee() == null;
  }

  /** The step in the hands of whoever gets it; null: the directory is to be asked first. */
  @Nullable StepRun given(StepRun opened) {
    TaskState.Hands hands = opened.task().hands().trouble(null);
    StepRun free = opened.task(opened.task().hands(hands));
    if (Commands.somebody(opened.memory().assignee()) != null) {
      return free;
    }
    InstanceSnapshot instance = decision.snapshot();
    List<String> first = new ArrayList<>();
    add(first, preferred(instance, opened.key()));
    add(first, caseOwner(instance));
    boolean chooses = performer.quorum() == null && choice.allocate() != Allocate.OFFER;
    if (!chooses && first.isEmpty() && choice.when() == null) {
      return free;
    }
    if (decision.host().actors().fault() != null) {
      return opened.task(opened.task().hands(hands.trouble(TaskState.Trouble.UNANSWERED)));
    }
    Set<String> all =
        performer.candidates().namesAnybody() ? candidates(free) : new TreeSet<>(first);
    if (all == null) {
      return null;
    }
    if (choice.when() != null) {
      free = narrowed(free, all);
    }
    Set<String> able = new TreeSet<>(all);
    able.removeAll(new Candidacy(decision.around().tree(), instance, opened.key()).excluded());
    able.removeAll(opened.task().participation().declined());
    able.removeAll(decision.around().lookup().workload().away(able, decision.now()));
    String chosen = first.stream().filter(able::contains).findFirst().orElse(null);
    if (chosen == null && !chooses) {
      return free;
    }
    return chosen(free, able, chosen);
  }

  private static void add(List<String> actors, @Nullable String actor) {
    if (actor != null) {
      actors.add(actor);
    }
  }

  private StepRun chosen(StepRun free, Set<String> able, @Nullable String first) {
    ObjectNode detail = JsonNodeFactory.instance.objectNode();
    detail.put("how", name());
    detail.put("among", able.size());
    if (able.isEmpty()) {
      decision.act(free.key(), "allocate", detail);
      return free.task(
          free.task().hands(free.task().hands().trouble(TaskState.Trouble.NOBODY_TO_ALLOCATE)));
    }
    String to = first;
    if (choice.allocate() == Allocate.ROUND_ROBIN || choice.allocate() == Allocate.LEAST_LOADED) {
      String workflow = decision.identity().workflow().key();
      Workload workload = decision.around().lookup().workload();
      Workload.Allocations allocations = workload.allocations(workflow, step.id(), able);
      to = first == null ? next(able, allocations, workload) : first;
      decision.effect(new Effect.Given(step.id(), to, allocations.next()));
    } else if (to == null) {
      double random = StableRandom.of(decision.identity().id(), free.key().toString(), 0);
      to = new ArrayList<>(able).get((int) (random * able.size()));
    }
    decision.act(free.key(), "allocate", detail.put("to", to));
    return free.assignee(to).task(free.task().hands(free.task().hands().allocated(to)));
  }

  private String name() {
    return choice.allocate().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private String next(Set<String> able, Workload.Allocations allocations, Workload workload) {
    Map<String, Long> last = new HashMap<>(allocations.last());
    Map<String, Long> here = new HashMap<>();
    for (Effect.Given given : decision.given()) {
      here.merge(given.actor(), 1L, Long::sum);
      if (given.step().equals(step.id())) {
        last.put(given.actor(), given.number());
      }
    }
    Comparator<String> order =
        Comparator.<String>comparingLong(actor -> last.getOrDefault(actor, 0L))
            .thenComparing(Comparator.naturalOrder());
    if (choice.allocate() == Allocate.LEAST_LOADED) {
      Map<String, Long> held = new HashMap<>(workload.held(able, decision.now()));
      here.forEach((actor, some) -> held.merge(actor, some, Long::sum));
      order =
          Comparator.<String>comparingLong(actor -> held.getOrDefault(actor, 0L))
              .thenComparing(order);
    }
    return able.stream().min(order).orElseThrow();
  }

  /** Whoever has answered the step that is preferred, the newest of its rounds here. */
  private @Nullable String preferred(InstanceSnapshot instance, StepKey key) {
    String prefer = performer.quorum() == null ? choice.prefer() : null;
    if (prefer == null) {
      return null;
    }
    Actor by = null;
    for (StepRun run : instance.steps().values()) {
      boolean answered = run.state() == StepState.COMPLETED || run.state() == StepState.FAILED;
      if (run.key().id().equals(prefer)
          && !run.key().undo()
          && answered
          && run.claimedBy() != null
          && Candidacy.reaches(decision.around().tree(), key, run.key())) {
        by = run.claimedBy();
      }
    }
    return by == null ? null : by.id();
  }

  /** Whoever has taken the first task of the instance for one of the roles. */
  private @Nullable String caseOwner(InstanceSnapshot instance) {
    return performer.quorum() == null
            && decision.around().tree().definition().caseOwner()
                == WorkflowDefinition.CaseOwner.FIRST_CLAIM
        ? CaseOwners.of(decision.around().tree(), instance, performer.candidates().roles())
        : null;
  }

  /** All candidates; null: the directory is to be asked first. */
  private @Nullable Set<String> candidates(StepRun opened) {
    SubjectRef subject = decision.identity().subject();
    Set<String> all = new TreeSet<>(opened.task().audience().actors());
    Set<Membership> unknown = new HashSet<>();
    for (String role : performer.candidates().roles()) {
      Membership asked =
          subject == null ? Membership.everywhere(role) : Membership.on(subject, role);
      Set<String> holders = decision.host().actors().holders().get(asked);
      if (holders == null) {
        unknown.add(asked);
      } else {
        all.addAll(holders);
      }
    }
    all.remove(Actor.ENGINE.id());
    if (!unknown.isEmpty()) {
      decision.host().ask(new ActorFacts.Question(unknown, Set.of()));
      return null;
    }
    return choice.when() == null ? all : fitting(all, choice.when());
  }

  private @Nullable Set<String> fitting(Set<String> all, Condition when) {
    Map<String, JsonNode> attributes = decision.host().actors().attributes();
    Set<String> unknown =
        all.stream().filter(actor -> !attributes.containsKey(actor)).collect(Collectors.toSet());
    if (!unknown.isEmpty()) {
      decision.host().ask(new ActorFacts.Question(Set.of(), unknown));
      return null;
    }
    ObjectNode data = decision.data(scope);
    return all.stream()
        .filter(
            actor -> {
              ObjectNode known = JsonNodeFactory.instance.objectNode();
              if (attributes.get(actor) instanceof ObjectNode given) {
                known.setAll(given);
              }
              data.set("actor", known.put("id", actor));
              return when.test(data, decision.conditions().evaluation());
            })
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Offered to nobody but those who fit. */
  private StepRun narrowed(StepRun run, Set<String> fitting) {
    List<String> some = fitting.stream().limit(TaskOpening.MAX_ACTORS).toList();
    TaskState task = run.task();
    return run.task(task.audience(task.audience().only(some)));
  }
}
