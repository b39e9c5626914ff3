package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.WorkflowInstance;
import dev.workflow.definition.Step;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.Links;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.engine.InstanceReader;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Instances as users see them. */
final class InstanceViews {

  /** How many tasks of one instance are shown with what they ask. */
  private static final int MOST_ASKS = 200;

  private final Transactions transactions;

  InstanceViews(Transactions transactions) {
    this.transactions = transactions;
  }

  /** What is stored of an instance. */
  InstanceReader.Stored read(TenantId tenant, InstanceId id) {
    transactions.engine().tenant(tenant);
    return InstanceReader.read(transactions, new InstanceKey(tenant, id))
        .orElseThrow(() -> new NotFoundException("tenant " + tenant + " has no instance " + id));
  }

  WorkflowInstance view(TenantId tenant, InstanceId id) {
    InstanceReader.Stored stored = read(tenant, id);
    InstanceSnapshot snapshot = stored.snapshot();
    InstanceSnapshot.Identity identity = snapshot.identity();
    InstanceSnapshot.Ending ending = snapshot.ending();
    return new WorkflowInstance(
        identity.tenant(),
        identity.id(),
        identity.workflow(),
        identity.subject(),
        snapshot.state(),
        ending == null ? null : ending.outcome(),
        ending == null ? null : ending.reason(),
        identity.createdAt(),
        beginsAt(snapshot),
        ending == null ? null : ending.at(),
        snapshot.variables(),
        steps(stored.tree(), snapshot),
        stored.tree().definition().name(),
        identity.restarts(),
        snapshot.plan().revision());
  }

  private static @Nullable Instant beginsAt(InstanceSnapshot snapshot) {
    return snapshot.state().ended() || snapshot.startPermit() == null || !snapshot.steps().isEmpty()
        ? null
        : snapshot.startPermit().begins();
  }

  private List<WorkflowInstance.StepView> steps(StepTree tree, InstanceSnapshot snapshot) {
    Asked asked = new Asked(transactions.engine(), snapshot, tree);
    int shown = 0;
    Set<String> ids = new HashSet<>();
    List<WorkflowInstance.StepView> views = new ArrayList<>();
    for (StepTree.Node node : tree.nodes()) {
      String id = node.step().id();
      List<StepRun> runs =
          snapshot.steps().values().stream().filter(run -> run.key().id().equals(id)).toList();
      if (runs.isEmpty()) {
        runs = List.of(StepRun.pending(StepKey.of(id)));
      }
      runs = withAnew(snapshot, runs);
      for (StepRun run : runs) {
        boolean task = shown < MOST_ASKS && asked.isTask(run);
        shown += task ? 1 : 0;
        views.add(
            view(
                stepOf(tree, run, node.step()),
                run,
                why(tree, snapshot, run),
                task ? asked.of(run) : null));
      }
      ids.add(id);
    }
    for (StepRun run : snapshot.steps().values()) {
      if (!ids.contains(run.key().id()) && tree.has(run.key())) {
        boolean task = shown < MOST_ASKS && asked.isTask(run);
        shown += task ? 1 : 0;
        views.add(
            view(tree.node(run.key()).step(), run, run.reason(), task ? asked.of(run) : null));
      }
    }
    return views;
  }

  /** With the visits whose turn is to come. */
  private static List<StepRun> withAnew(InstanceSnapshot snapshot, List<StepRun> runs) {
    List<StepRun> all = new ArrayList<>(runs);
    for (StepRun run : runs) {
      StepKey newest = snapshot.newest(run.key());
      boolean last = newest.visit() == run.key().visit() + 1;
      if (last && !snapshot.steps().containsKey(newest)) {
        all.add(StepRun.pending(newest));
      }
    }
    return all;
  }

  /** A step as this run of it has it. */
  private static Step stepOf(StepTree tree, StepRun run, Step now) {
    return tree.has(run.key()) ? tree.node(run.key()).step() : now;
  }

  /** Of a step whose turn is to come: for which others it waits. */
  private static @Nullable String why(StepTree tree, InstanceSnapshot snapshot, StepRun run) {
    return run.reason() == null && !snapshot.state().ended()
        ? Links.waiting(tree, snapshot, run).orElse(null)
        : run.reason();
  }

  private static WorkflowInstance.StepView view(
      Step step, StepRun run, @Nullable String reason, @Nullable JsonNode asks) {
    return new WorkflowInstance.StepView(
        run.key().toString(),
        step.kind(),
        run.state(),
        run.attempt(),
        run.readyAt(),
        run.dueAt(),
        run.endedAt(),
        reason,
        run.claimedBy(),
        run.output(),
        asks);
  }

  static Instances.Summary summary(InstanceRow row) {
    String outcome = row.progress().outcome();
    return new Instances.Summary(
        row.key().id(),
        row.workflow(),
        row.subject(),
        InstanceState.of(row.progress().state()),
        outcome == null ? null : InstanceOutcome.of(outcome),
        row.origin().createdAt(),
        row.progress().endedAt());
  }
}
