package dev.workflow.messaging.internal.outbox;

import dev.workflow.internal.engine.BackgroundWork;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.PollingThread;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.log.Log;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.spi.store.StoreException;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Messaging at work: sends what is due, and records what came of it. Thread-safe. */
public final class MessagingWork implements BackgroundWork {

  private static final Log log = Log.of(MessagingWork.class);

  private final EngineContext engine;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Feedback feedback;
  private final PollingThread mail;
  private final PollingThread outcomes;
  private volatile boolean renewed;

  public MessagingWork(MessagingContext messaging, Feedback feedback, Host host) {
    this.engine = host.engine();
    this.transactions = host.transactions();
    this.feedback = feedback;
    this.outbox = new Outbox(messaging, host, this::mailEnded);
    Duration poll = engine.options().pollInterval();
    this.mail = new PollingThread("workflow-outbox", poll, () -> outbox.dispatch() > 0);
    this.outcomes = new PollingThread("workflow-outcomes", poll, this::record);
  }

  private void mailEnded() {
    outcomes.wake();
  }

  /** What was recorded has made room for more. */
  private boolean record() {
    boolean some = outbox.record();
    if (some) {
      mail.wake();
    }
    return some;
  }

  @Override
  public List<PollingThread> threads() {
    return List.of(mail, outcomes);
  }

  @Override
  public void wake() {
    mail.wake();
  }

  @Override
  public void renew() {
    outbox.renew();
    Instant now = engine.now();
    if (!renewed) {
      renewed = true;
      feedback.look(now);
    }
    if (feedback.isLooking(now)) {
      transactions.changeAlone(feedback::applyLate);
    }
  }

  @Override
  public int runDue() {
    int sent = outbox.dispatchAll();
    recordAll();
    return sent;
  }

  /** Reports that were faster than the notes that their messages were sent. */
  @Override
  public boolean runWhenIdle() {
    return feedback.isLooking(engine.now()) && transactions.changeAlone(feedback::applyLate) > 0;
  }

  @Override
  public Optional<Instant> nextDue(StoreTransaction transaction) {
    return transaction.messages().nextDue();
  }

  private void recordAll() {
    while (outbox.record()) {
      // the next batch
    }
  }

  @Override
  public void finish() {
    try {
      recordAll();
    } catch (StoreException e) {
      log.warn(
          "What came of the last messages could not be recorded; they are sent again when their leases end: {}",
          e.toString());
    }
  }
}
