package dev.workflow.decision.internal;

import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.internal.decide.BranchExplanation;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.decide.Transition;
import dev.workflow.internal.decide.TransitionJson;
import dev.workflow.internal.engine.InstanceReader;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.spi.store.InstanceRows.LogRow;
import dev.workflow.spi.store.JournalEntry;
import dev.workflow.spi.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Why a branch took a case: the instance is put back to the moment before, and the conditions of
 * the cases are asked again.
 */
final class BranchReasons {

  private final Transactions transactions;
  private final TenantId tenant;

  BranchReasons(Transactions transactions, TenantId tenant) {
    this.transactions = transactions;
    this.tenant = tenant;
  }

  /**
   * @param index which of the transitions of the entry it is
   * @param taken the case, in words
   */
  Supplier<String> of(LogRow row, int index, String taken) {
    return () -> taken + reason(row, index);
  }

  private String reason(LogRow row, int index) {
    try {
      return InstanceReader.read(transactions, row.row().instance())
          .map(stored -> reason(stored, row, index))
          .orElse("");
    } catch (StoreException e) {
      throw e;
    } catch (WorkflowException e) {
      return "";
    }
  }

  private String reason(InstanceReader.Stored stored, LogRow row, int index) {
    JournalEntry entry = row.row().entry();
    List<Transition> before = new ArrayList<>();
    for (JournalEntry one : stored.journal()) {
      if (one.seq() < entry.seq()) {
        before.addAll(TransitionJson.read(one.body(), one.at()));
      }
    }
    List<Transition> own = TransitionJson.read(entry.body(), entry.at());
    before.addAll(own.subList(0, index));
    InstanceSnapshot then = InstanceSnapshot.draft(stored.snapshot().identity()).after(before);
    StepTree tree = stored.tree();
    Transition.OfStep move = (Transition.OfStep) own.get(index);
    return BranchExplanation.of(
            then, transactions.engine().context(tenant, tree, move.at()), move.after())
        .map(why -> ": " + why)
        .orElse("");
  }
}
