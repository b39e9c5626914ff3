package dev.workflow.execution;

import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what has come of messages, many at a time. What cannot be recorded while the database is
 * away stays for the next time; an outcome that the database refuses is given up alone.
 *
 * <p>Thread-safe.
 */
final class MessageOutcomes {

  private static final Logger log = LoggerFactory.getLogger(MessageOutcomes.class);

  private final Wiring wiring;
  private final Consumer<MessageRow> over;
  private final Queue<MessageRow> outcomes = new ConcurrentLinkedQueue<>();

  /**
   * @param over told of every message whose outcome is recorded or given up
   */
  MessageOutcomes(Wiring wiring, Consumer<MessageRow> over) {
    this.wiring = wiring;
    this.over = over;
  }

  /** To be recorded next time. */
  void add(MessageRow outcome) {
    outcomes.add(outcome);
  }

  /** Records what has been added; returns whether there was something. */
  boolean record() {
    List<MessageRow> done = new ArrayList<>();
    for (MessageRow row = outcomes.poll(); row != null; row = outcomes.poll()) {
      done.add(row);
    }
    if (!done.isEmpty()) {
      record(done);
    }
    return !done.isEmpty();
  }

  private void record(List<MessageRow> done) {
    try {
      wiring.store().transact(transaction -> transaction.messages().update(done));
    } catch (StoreUnavailableException e) {
      outcomes.addAll(done);
      throw e;
    } catch (RuntimeException e) {
      recordApart(done, e);
      return;
    }
    done.forEach(over);
  }

  private void recordApart(List<MessageRow> done, RuntimeException reason) {
    if (done.size() > 1) {
      done.forEach(row -> record(List.of(row)));
      return;
    }
    MessageRow row = done.get(0);
    log.error(
        "The outcome of message {} is lost; it is sent again when its lease ends",
        row.id(),
        reason);
    over.accept(row);
  }
}
