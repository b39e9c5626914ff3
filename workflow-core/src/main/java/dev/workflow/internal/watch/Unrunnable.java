package dev.workflow.internal.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.definition.Step;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.messaging.internal.service.MessageChannels;
import dev.workflow.operations.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Workflows that no node can run, and channels on which no node sends. */
final class Unrunnable {

  private Unrunnable() {}

  /**
   * @param missing what no node has
   */
  static List<Observed> find(Look look, Missing missing, List<String> nodes) {
    List<Observed> found = new ArrayList<>();
    Map<String, Set<String>> usedBy = new TreeMap<>();
    for (StepTree tree : look.enabled()) {
      Set<String> unknown = new TreeSet<>();
      Samples steps = new Samples();
      for (StepTree.Node node : tree.nodes()) {
        if (node.step() instanceof Step.Action action) {
          if (missing.actions().contains(action.type())) {
            unknown.add(action.type());
            steps.add(action.id());
          }
          MessageChannels.of(look.engine(), action).stream()
              .filter(missing.channels()::contains)
              .forEach(
                  channel ->
                      usedBy
                          .computeIfAbsent(channel, none -> new TreeSet<>())
                          .add(tree.definition().key()));
        }
      }
      if (!unknown.isEmpty()) {
        ObjectNode evidence = Json.object().put("version", tree.definition().version());
        evidence.set("actions", Samples.json(unknown));
        evidence.set("steps", steps.json());
        evidence.set("nodes", Samples.json(nodes));
        found.add(
            new Observed(
                Findings.Kind.ACTION_UNKNOWN, "actions", tree.definition().key(), null, evidence));
      }
    }
    usedBy.forEach(
        (channel, workflows) -> {
          Samples some = new Samples();
          workflows.forEach(some::add);
          ObjectNode evidence =
              Json.object().put("channel", channel).put("workflows", workflows.size());
          evidence.set("samples", some.json());
          evidence.set("nodes", Samples.json(nodes));
          found.add(
              new Observed(
                  Findings.Kind.CHANNEL_WITHOUT_SENDER,
                  "channel " + channel,
                  null,
                  null,
                  evidence));
        });
    return found;
  }
}
