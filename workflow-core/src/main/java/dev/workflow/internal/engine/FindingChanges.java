package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.decide.TaskFindings;
import dev.workflow.internal.decide.Transition;
import dev.workflow.operations.Findings;
import dev.workflow.spi.EngineListener;
import dev.workflow.spi.store.FindingRows.FindingRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a change of an instance begins and settles for somebody to look at: what there is after it
 * and was not before, and the other way round.
 */
final class FindingChanges {

  /** One finding that begins, or is settled. */
  record Change(boolean begins, StepKey step, Findings.Kind kind, ObjectNode evidence) {}

  private FindingChanges() {}

  static List<Change> of(InstanceUpdate working) {
    Set<StepKey> touched = touched(working);
    if (touched.isEmpty()) {
      return List.of();
    }
    List<Change> changes = new ArrayList<>();
    for (StepKey key : touched) {
      Map<Findings.Kind, ObjectNode> before =
          of(working.treeBefore(), working.stored().snapshot(), key);
      Map<Findings.Kind, ObjectNode> after = of(working.tree(), working.snapshot(), key);
      after.forEach(
          (kind, evidence) -> {
            if (!before.containsKey(kind)) {
              changes.add(new Change(true, key, kind, evidence));
            }
          });
      before.forEach(
          (kind, evidence) -> {
            if (!after.containsKey(kind)) {
              changes.add(new Change(false, key, kind, evidence));
            }
          });
    }
    return changes;
  }

  private static Map<Findings.Kind, ObjectNode> of(
      StepTree tree, InstanceSnapshot snapshot, StepKey key) {
    return snapshot.state().ended() || key.undo() || !tree.has(key)
        ? Map.of()
        : TaskFindings.of(tree, snapshot, snapshot.step(key));
  }

  private static Set<StepKey> touched(InstanceUpdate working) {
    Set<StepKey> touched = new LinkedHashSet<>();
    boolean answered = false;
    for (Transition transition : working.transitions()) {
      if (transition instanceof Transition.OfStep move) {
        StepRun after = move.after();
        answered |= after.claimedBy() != null;
        if (TaskFindings.possible(after)
            || TaskFindings.possible(working.stored().snapshot().step(after.key()))) {
          touched.add(after.key());
        }
      }
    }
    if (working.tree() != working.treeBefore()) {
      reshaped(working.stored().snapshot(), touched);
      reshaped(working.snapshot(), touched);
    }
    if (answered) {
      touched.addAll(TaskRowMapper.excluding(working, working.snapshot().steps().keySet()));
    }
    return touched;
  }

  /** Steps that others take the place of are dropped without a move of theirs. */
  private static void reshaped(InstanceSnapshot snapshot, Set<StepKey> touched) {
    for (StepRun run : snapshot.open()) {
      if (TaskFindings.possible(run)) {
        touched.add(run.key());
      }
    }
  }

  /** Writes them; of an instance that this node does not hold any more nothing. */
  static void write(UnitOfWork work) {
    for (InstanceUpdate working : List.copyOf(work.instances().all())) {
      List<Change> changes = of(working);
      if (!changes.isEmpty() && work.instances().secure(working)) {
        changes.forEach(change -> write(work, working, change));
      }
    }
  }

  private static void write(UnitOfWork work, InstanceUpdate working, Change change) {
    Instant now = work.now();
    String step = change.step().toString();
    if (change.begins()) {
      InstanceSnapshot.Identity identity = working.snapshot().identity();
      work.transaction()
          .findings()
          .put(
              new FindingRow(
                  identity.tenant(),
                  EngineContext.newInstanceId().value(),
                  change.kind().name(),
                  identity.id(),
                  step,
                  identity.workflow().key(),
                  identity.subject(),
                  now,
                  null,
                  Json.write(change.evidence())));
    } else {
      work.transaction().findings().settle(working.key(), step, change.kind().name(), now);
    }
  }

  /** As listeners hear of it. */
  static EngineListener.FindingChange told(InstanceUpdate working, Change change) {
    InstanceSnapshot.Identity identity = working.snapshot().identity();
    return new EngineListener.FindingChange(
        identity.tenant(),
        change.kind(),
        identity.id(),
        identity.workflow(),
        change.step().toString(),
        change.begins(),
        change.evidence());
  }
}
