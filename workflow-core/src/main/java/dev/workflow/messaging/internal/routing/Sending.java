package dev.workflow.messaging.internal.routing;

import dev.workflow.Cause;
import dev.workflow.WorkflowRef;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.trigger.TenantWorkflows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A message step that is carried out when a workflow starts: one of its own, or one of a workflow
 * that it starts, at any depth. Immutable.
 *
 * @param below the workflow that has the step; null: the one that starts
 * @param off the workflow on the way to it that is switched off; null: none
 */
record Sending(MessageStep step, @Nullable WorkflowRef below, @Nullable WorkflowRef off) {

  /** How many workflows are looked at. */
  static final int MOST = 1_000;

  /**
   * What a workflow sends.
   *
   * @param steps its own first; behind them those of the workflows below it, with those that are
   *     switched off at the end
   * @param complete whether there were no more workflows than are looked at
   */
  record All(List<Sending> steps, boolean complete) {

    All {
      steps = List.copyOf(steps);
    }
  }

  /** The message steps of a workflow and of all that it starts. */
  static All of(
      WorkflowDefinition definition,
      TenantWorkflows workflows,
      Function<WorkflowDefinition, SentSteps> steps) {
    return new Walk(workflows, steps).from(definition);
  }

  /** Each workflow once, so that a circle ends; those that are switched off last. */
  private static final class Walk {

    /** A workflow to be looked at. */
    private record Stop(WorkflowDefinition definition, int depth, @Nullable WorkflowRef off) {}

    private final TenantWorkflows workflows;
    private final Function<WorkflowDefinition, SentSteps> steps;
    private final List<Sending> found = new ArrayList<>();
    private final Set<WorkflowRef> seen = new HashSet<>();
    private final Deque<Stop> on = new ArrayDeque<>();
    private final Deque<Stop> off = new ArrayDeque<>();

    Walk(TenantWorkflows workflows, Function<WorkflowDefinition, SentSteps> steps) {
      this.workflows = workflows;
      this.steps = steps;
    }

    All from(WorkflowDefinition definition) {
      on.add(new Stop(definition, 0, null));
      while (seen.size() < MOST && !(on.isEmpty() && off.isEmpty())) {
        look(on.isEmpty() ? off.remove() : on.remove());
      }
      return new All(found, on.isEmpty() && off.isEmpty());
    }

    private void look(Stop stop) {
      if (!seen.add(stop.definition().ref())) {
        return;
      }
      SentSteps own = steps.apply(stop.definition());
      WorkflowRef below = stop.depth() == 0 ? null : stop.definition().ref();
      own.messages().forEach(step -> found.add(new Sending(step, below, stop.off())));
      if (stop.depth() < Cause.MAX_DEPTH) {
        own.starts().forEach(start -> add(start, stop));
      }
    }

    private void add(SentSteps.Start start, Stop from) {
      Integer version = start.version();
      Optional<StepTree> tree =
          version == null
              ? Optional.ofNullable(workflows.newest().get(start.workflow()))
              : workflows.startable(WorkflowRef.of(start.workflow(), version));
      if (tree.isEmpty()) {
        return;
      }
      WorkflowDefinition definition = tree.get().definition();
      boolean silent =
          version == null ? !definition.enabled() : workflows.switchedOff(definition.key());
      WorkflowRef because = silent && from.off() == null ? definition.ref() : from.off();
      (because == null ? on : off).add(new Stop(definition, from.depth() + 1, because));
    }
  }
}
