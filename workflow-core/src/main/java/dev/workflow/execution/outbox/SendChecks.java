package dev.workflow.execution.outbox;

import dev.workflow.execution.StoredText;
import dev.workflow.execution.Wiring;
import dev.workflow.execution.outbox.SendCheck.Verdict;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * All last looks in their order, at digests as a whole. A message that one of them keeps back is
 * not shown to the next. Immutable and thread-safe.
 */
final class SendChecks {

  private final Digests digests;
  private final List<SendCheck> checks;

  SendChecks(Digests digests, List<SendCheck> checks) {
    this.digests = digests;
    this.checks = List.copyOf(checks);
  }

  /**
   * All that an engine has.
   *
   * @param stops comes before what counts the messages that are sent
   */
  static SendChecks of(Wiring wiring, MessageStops stops) {
    return new SendChecks(
        new Digests(new DigestTexts(wiring), wiring.options().maxDataBytes()),
        List.of(
            new Fallbacks(),
            new CancelledInstances(),
            new ReachCheck(wiring.consent(), wiring.addresses()),
            new AbsenceCheck(wiring.addresses()),
            new OpeningCheck(wiring),
            stops,
            new FrequencyCaps(wiring.frequencyCaps(), wiring.addresses())));
  }

  /** Writes down what becomes of those that are kept back; returns those to send. */
  List<MessageRow> pass(StoreTransaction transaction, List<MessageRow> claimed, Instant now) {
    List<MessageRow> passing = digests.gather(transaction, claimed, now);
    Kept kept = new Kept(now);
    for (SendCheck check : checks) {
      if (!passing.isEmpty()) {
        passing = kept.pass(passing, check.check(transaction, passing, now));
      }
    }
    kept.write(transaction);
    return passing;
  }

  /** Those that were kept back. */
  private static final class Kept {

    private final Instant now;
    private final List<MessageRow> needless = new ArrayList<>();
    private final List<MessageRow> others = new ArrayList<>();

    Kept(Instant now) {
      this.now = now;
    }

    /** Returns the others. */
    List<MessageRow> pass(List<MessageRow> rows, List<Verdict> verdicts) {
      List<MessageRow> passing = new ArrayList<>(rows.size());
      for (int i = 0; i < rows.size(); i++) {
        MessageRow row = rows.get(i);
        Verdict verdict = verdicts.get(i);
        if (verdict instanceof SendCheck.Send) {
          passing.add(row);
        } else if (verdict instanceof SendCheck.SendAs changed) {
          passing.add(row.body(changed.body()));
        } else if (verdict instanceof SendCheck.Needless needlessly) {
          needless.add(row.with(skipped(row, needlessly.reason())));
        } else {
          others.add(row.with(after(verdict, row)));
        }
      }
      return passing;
    }

    private MessageRow.Status after(Verdict verdict, MessageRow row) {
      MessageRow.Status status = row.status();
      if (verdict instanceof SendCheck.Skip skip) {
        return skipped(row, skip.reason());
      } else if (verdict instanceof SendCheck.Postpone postpone) {
        return status.result(StoredText.cut(postpone.reason())).pendingAt(postpone.until());
      }
      return status.result(StoredText.cut(((SendCheck.Hold) verdict).reason())).held();
    }

    private MessageRow.Status skipped(MessageRow row, String reason) {
      return row.status().result(StoredText.cut(reason)).ended("SKIPPED", now);
    }

    void write(StoreTransaction transaction) {
      if (!needless.isEmpty()) {
        transaction.messages().update(needless);
      }
      if (!others.isEmpty()) {
        Endings.write(transaction, others, now);
      }
    }
  }
}
