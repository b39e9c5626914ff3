package dev.workflow.messaging.internal.outbox;

import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes down what became of messages, and what follows from it, in the same transaction. */
final class OutcomeRecorder {

  private OutcomeRecorder() {}

  /**
   * Updates messages after an attempt, or after a check that kept them back. Of those that were not
   * fenced out, what did not arrive goes the next way of its fallback.
   *
   * @return those that were fenced out
   */
  static Set<MessageRow> write(StoreTransaction transaction, List<MessageRow> rows, Instant now) {
    Set<MessageRow> fenced = new HashSet<>(transaction.messages().update(rows));
    List<MessageRow> written =
        fenced.isEmpty() ? rows : rows.stream().filter(row -> !fenced.contains(row)).toList();
    MessageFacts.ended(transaction, written, now);
    List<MessageRow> next = Fallbacks.next(transaction, written, now);
    if (!next.isEmpty()) {
      transaction.messages().insert(next);
    }
    return fenced;
  }
}
