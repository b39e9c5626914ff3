package dev.workflow.execution;

import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
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
  private final Refusals refusals;
  private final Consumer<MessageRow> over;
  private final Queue<MessageRow> outcomes = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * @param refusals what senders said about addresses, recorded with the outcomes
   * @param over told of every message whose outcome is recorded or given up
   */
  MessageOutcomes(Wiring wiring, Refusals refusals, Consumer<MessageRow> over) {
    this.wiring = wiring;
    this.refusals = refusals;
    this.over = over;
  }

  /** To be recorded next time. */
  void add(MessageRow outcome) {
    waiting.incrementAndGet();
    outcomes.add(outcome);
  }

  /** How many are not recorded yet. */
  int waiting() {
    return waiting.get();
  }

  /** Records a batch of what has been added; returns whether there was something. */
  boolean record() {
    List<MessageRow> done = new ArrayList<>();
    while (done.size() < wiring.options().batchSize()) {
      MessageRow row = outcomes.poll();
      if (row == null) {
        break;
      }
      done.add(row);
    }
    if (!done.isEmpty()) {
      record(done);
    }
    return !done.isEmpty();
  }

  private void record(List<MessageRow> done) {
    try {
      Instant now = wiring.now();
      wiring
          .store()
          .transact(
              transaction -> {
                refusals.record(transaction, done, now);
                return Endings.write(transaction, done, now);
              });
    } catch (StoreUnavailableException e) {
      outcomes.addAll(done);
      throw e;
    } catch (RuntimeException e) {
      recordApart(done, e);
      return;
    }
    done.forEach(this::over);
  }

  private void over(MessageRow row) {
    waiting.decrementAndGet();
    over.accept(row);
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
    over(row);
  }
}
