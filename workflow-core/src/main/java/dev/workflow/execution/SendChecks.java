package dev.workflow.execution;

import dev.workflow.execution.SendCheck.Verdict;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * All last looks in their order. A message that one of them keeps back is not shown to the next.
 * Immutable and thread-safe.
 */
final class SendChecks {

  private final List<SendCheck> checks;

  SendChecks(List<SendCheck> checks) {
    this.checks = List.copyOf(checks);
  }

  /** Writes down what becomes of those that are kept back; returns those to send. */
  List<MessageRow> pass(StoreTransaction transaction, List<MessageRow> claimed, Instant now) {
    List<MessageRow> passing = claimed;
    List<MessageRow> kept = new ArrayList<>();
    for (SendCheck check : checks) {
      if (!passing.isEmpty()) {
        passing = pass(check, transaction, passing, now, kept);
      }
    }
    if (!kept.isEmpty()) {
      transaction.messages().update(kept);
    }
    return passing;
  }

  private static List<MessageRow> pass(
      SendCheck check,
      StoreTransaction transaction,
      List<MessageRow> rows,
      Instant now,
      List<MessageRow> kept) {
    List<Verdict> verdicts = check.check(transaction, rows, now);
    List<MessageRow> passing = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      MessageRow row = rows.get(i);
      Verdict verdict = verdicts.get(i);
      if (verdict instanceof SendCheck.Send) {
        passing.add(row);
      } else {
        kept.add(row.with(after(verdict, row.status(), now)));
      }
    }
    return passing;
  }

  private static MessageRow.Status after(Verdict verdict, MessageRow.Status status, Instant now) {
    if (verdict instanceof SendCheck.Skip skip) {
      return status.result(Results.cut(skip.reason())).ended("SKIPPED", now);
    } else if (verdict instanceof SendCheck.Postpone postpone) {
      return status.result(Results.cut(postpone.reason())).pendingAt(postpone.until());
    }
    return status.result(Results.cut(((SendCheck.Hold) verdict).reason())).held();
  }
}
