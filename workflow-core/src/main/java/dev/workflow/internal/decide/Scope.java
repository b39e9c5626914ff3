package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.workflow.definition.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which round of which loops a step runs in, and the names those loops give to data. Immutable. */
record Scope(List<Integer> rounds, Map<String, JsonNode> names) {

  static final Scope ROOT = new Scope(List.of(), Map.of());

  /** The scope of one run of a step, from what its loops remember. */
  static Scope of(StepTree tree, InstanceSnapshot snapshot, StepKey key) {
    Scope scope = ROOT;
    List<Step> loops = tree.node(key).loops();
    for (int i = 0; i < loops.size() && i < key.rounds().size(); i++) {
      int round = key.rounds().get(i);
      StepKey loop = snapshot.newest(scope.key(loops.get(i).id()));
      scope = scope.round(loops.get(i), round, snapshot.step(loop));
    }
    return scope;
  }

  StepKey key(String stepId) {
    return new StepKey(stepId, rounds, false);
  }

  /** A step in one round of a loop inside this scope. */
  StepKey key(String stepId, int round) {
    List<Integer> deeper = new ArrayList<>(rounds.size() + 1);
    deeper.addAll(rounds);
    deeper.add(round);
    return new StepKey(stepId, deeper, false);
  }

  /** One round of a loop inside this scope. */
  Scope round(Step loop, int round, StepRun loopRun) {
    List<Integer> deeper = new ArrayList<>(rounds);
    deeper.add(round);
    Map<String, JsonNode> more = new LinkedHashMap<>(names);
    if (loop instanceof Step.Each each) {
      JsonNode items = loopRun.memory().items();
      more.put(each.as(), items == null ? NullNode.instance : items.path(round));
      more.put("index", IntNode.valueOf(round));
    } else {
      more.put("iteration", IntNode.valueOf(round));
    }
    return new Scope(List.copyOf(deeper), more);
  }

  /** The same with another name. */
  Scope with(String name, JsonNode value) {
    Map<String, JsonNode> more = new LinkedHashMap<>(names);
    more.put(name, value);
    return new Scope(rounds, more);
  }

  /**
   * Whether a run made in {@code inner} rounds can be seen from here: its loops are all around this
   * scope.
   */
  boolean sees(List<Integer> inner) {
    return inner.size() <= rounds.size() && rounds.subList(0, inner.size()).equals(inner);
  }
}
