package dev.workflow.internal.engine;

import dev.workflow.definition.Step;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.StoreTransaction;
import java.util.List;

/**
 * Finds out whether an instance is a sub-workflow of one that is paused and waits, or has waited,
 * for it: the pause holds the messages that it has left behind.
 */
public final class PausesAbove {

  private PausesAbove() {}

  /** Whether one of those above is paused. Each level is a query. */
  public static boolean any(EngineContext engine, StoreTransaction transaction, InstanceRow row) {
    InstanceRow at = row;
    while (true) {
      InstanceSnapshot.Parent parent = InstanceRowMapper.parent(at.origin().parent());
      if (parent == null) {
        return false;
      }
      InstanceKey key = new InstanceKey(at.key().tenant(), parent.instance());
      List<InstanceRow> above = transaction.instances().rows(List.of(key));
      if (above.isEmpty() || !waits(engine, transaction, above.get(0), parent.step())) {
        return false;
      }
      if (EndMark.state(above.get(0)) == InstanceState.PAUSED) {
        return true;
      }
      at = above.get(0);
    }
  }

  private static boolean waits(
      EngineContext engine, StoreTransaction transaction, InstanceRow row, StepKey step) {
    StepTree tree = engine.workflows().tree(transaction, row.key().tenant(), row.workflow());
    // A step that its version does not have was edited in, or is called otherwise by now.
    return !tree.has(step)
        || (tree.node(step).step() instanceof Step.SubWorkflow started && started.awaited());
  }
}
