package dev.workflow.testkit;

import dev.workflow.Instances;
import dev.workflow.Page;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowInstance;
import dev.workflow.instance.HistoryEntry;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StateMachine;
import dev.workflow.instance.StepState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Conditions that hold of every instance at every moment, whatever happened to it. */
public final class Invariants {

  private Invariants() {}

  /**
   * Checks all instances of a tenant.
   *
   * @throws AssertionError naming what is broken, with the story of the first broken instance
   */
  public static void check(WorkflowEngine engine, TenantId tenant) {
    Optional<String> cursor = Optional.empty();
    do {
      Page<Instances.Summary> page =
          engine.instances().list(Instances.Query.of(tenant), cursor.orElse(null), 500);
      for (Instances.Summary summary : page.items()) {
        List<String> broken = broken(engine, tenant, summary);
        if (!broken.isEmpty()) {
          throw new AssertionError(broken + "\n" + engine.history().story(tenant, summary.id()));
        }
      }
      cursor = page.next();
    } while (cursor.isPresent());
  }

  private static List<String> broken(
      WorkflowEngine engine, TenantId tenant, Instances.Summary summary) {
    List<String> broken = new ArrayList<>();
    WorkflowInstance instance = engine.instances().get(tenant, summary.id());
    if (instance.state() != summary.state()) {
      broken.add("the row says " + summary.state() + ", the journal " + instance.state());
    }
    for (WorkflowInstance.StepView step : instance.steps()) {
      if (instance.state().ended() && step.state().open()) {
        broken.add(
            "the instance is "
                + instance.state()
                + " and step "
                + step.id()
                + " is "
                + step.state());
      }
    }
    history(engine.history().of(tenant, summary.id()), broken);
    return broken;
  }

  private static void history(List<HistoryEntry> entries, List<String> broken) {
    Map<String, StepState> steps = new HashMap<>();
    InstanceState state = InstanceState.DRAFT;
    for (HistoryEntry entry : entries) {
      if (entry instanceof HistoryEntry.InstanceMove move) {
        boolean since = move.from() == move.to() && move.to().ended();
        if (move.from() != state
            || !(since || StateMachine.INSTANCE.allows(move.from(), move.to()))) {
          broken.add(
              "the instance went from " + state + " over " + move.from() + " to " + move.to());
        }
        state = move.to();
      } else if (entry instanceof HistoryEntry.StepMove move) {
        String key = move.step();
        StepState known = steps.getOrDefault(key, StepState.PENDING);
        boolean moved = move.from() != move.to();
        if (move.from() != known || (moved && !StateMachine.STEP.allows(move.from(), move.to()))) {
          broken.add(
              "step " + key + " went from " + known + " over " + move.from() + " to " + move.to());
        }
        steps.put(key, move.to());
      } else if (entry instanceof HistoryEntry.StepsChanged changed) {
        changed.withdrawn().forEach(steps::remove);
        Map<String, StepState> before = Map.copyOf(steps);
        steps.clear();
        before.forEach((key, at) -> steps.put(renamed(changed, key), at));
      }
    }
  }

  private static String renamed(HistoryEntry.StepsChanged changed, String key) {
    int end = key.indexOf('[') < 0 ? key.indexOf('~') : key.indexOf('[');
    String id = end < 0 ? key : key.substring(0, end);
    return changed.renamed().getOrDefault(id, id) + key.substring(id.length());
  }
}
