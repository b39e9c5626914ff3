package dev.workflow.messaging.internal.outbox;

import dev.workflow.internal.engine.BackgroundWork;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.ExitLook;
import dev.workflow.internal.engine.StoredText;
import dev.workflow.internal.log.Log;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.messaging.internal.outbox.MessageClaimer.Stopped;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRows.Lane;
import dev.workflow.spi.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Hands due messages to the senders of their channels and records what came of it.
 *
 * <p>A claimed message is this node's for the length of a lease. The lease is renewed while the
 * sender works and until the outcome is recorded, so a slow sender or a database that is away for a
 * moment sends nothing twice; a message of a node that died is sent again by another one when its
 * lease ends.
 *
 * <p>Thread-safe.
 */
public final class Outbox {

  private static final Log log = Log.of(Outbox.class);

  private static final int MOST_UNRECORDED = 2_000;
  private static final Duration LONG_WAIT = Duration.ofSeconds(1);

  /** When it is asked again whether an instance ends that a message belongs to. */
  private static final Duration ASKED_AGAIN = Duration.ofMinutes(1);

  private final EngineContext engine;
  private final Executor executor;
  private final Runnable ended;
  private final ExitLook exits;
  private final SendCapacity room;
  private final MessageClaimer claims;
  private final MessageSending sending;
  private final MessageOutcomes outcomes;
  private final Map<UUID, MessageRow> held = new ConcurrentHashMap<>();

  /**
   * @param host with where senders work
   * @param ended called when there is an outcome to {@link #record()}
   */
  public Outbox(MessagingContext messaging, BackgroundWork.Host host, Runnable ended) {
    this.engine = messaging.engine();
    this.executor = host.calls();
    this.exits = host.exits();
    this.ended = ended;
    this.room = new SendCapacity(engine.options().maxSendsPerChannel());
    CircuitBreakers stops = new CircuitBreakers();
    this.claims = new MessageClaimer(engine, room, stops, SendChecks.of(messaging, stops));
    this.sending = new MessageSending(messaging);
    this.outcomes = new MessageOutcomes(messaging, host.transactions(), stops, this::letGo);
  }

  /**
   * Hands over messages that are due, as many as there is room for; what is stopped is left alone.
   *
   * @return how many were due
   */
  public int dispatch() {
    return dispatch(Stopped.LEFT);
  }

  /** The same, but what is stopped is put off, so that in the end nothing is due. */
  public int dispatchAll() {
    return dispatch(Stopped.PUT_OFF);
  }

  private int dispatch(Stopped stopped) {
    if (outcomes.waiting() > MOST_UNRECORDED) {
      return 0;
    }
    MessageClaimer.Due due = claims.claim(engine.options().batchSize(), stopped);
    due.toSend().forEach(this::keep);
    Instant claimedAt = engine.now();
    due.toSend().forEach(row -> handOver(row, claimedAt));
    return due.count();
  }

  private void keep(MessageRow row) {
    held.put(row.id(), row);
    room.enter(Lane.of(row));
  }

  private void handOver(MessageRow row, Instant claimedAt) {
    try {
      executor.execute(() -> sendAndKeep(row, claimedAt));
    } catch (RejectedExecutionException e) {
      room.leave(Lane.of(row));
      letGo(row);
    }
  }

  private void sendAndKeep(MessageRow row, Instant claimedAt) {
    try {
      if (stillToSend(row, claimedAt)) {
        sendUnlessOver(row);
      } else {
        letGo(row);
      }
    } catch (RuntimeException | Error e) {
      setAside(row, e);
      letGo(row);
    }
    room.leave(Lane.of(row));
    ended.run();
  }

  /** The exits that are conditions are asked once more, at the last moment. */
  private void sendUnlessOver(MessageRow row) {
    InstanceKey instance = row.instance();
    String workflow = row.origin().workflow();
    ExitLook.Verdict verdict =
        instance == null || workflow == null
            ? new ExitLook.GoAhead()
            : exits.at(instance, workflow);
    if (verdict instanceof ExitLook.GoAhead) {
      outcomes.add(sending.send(row));
    } else if (verdict instanceof ExitLook.Unknown unknown) {
      Instant later = engine.now().plus(ASKED_AGAIN);
      MessageRow.Status status = row.status().result(StoredText.cut(unknown.reason()));
      outcomes.add(new SendAttempt(row.with(status.pendingAt(later)), null));
    } else if (isPending(row)) {
      String why = StoredText.cut(((ExitLook.Over) verdict).reason());
      MessageRow.Status status = row.status().result(why).ended(MessageState.SKIPPED, engine.now());
      outcomes.add(new SendAttempt(row.with(status), null));
    } else {
      letGo(row);
    }
  }

  /** One that cannot be read is not handed to a sender, nor claimed again and again. */
  private void setAside(MessageRow row, Throwable why) {
    if (why instanceof StoreException) {
      log.error(
          "Sending message {} failed unexpectedly; it is retried when its lease expires",
          row.id(),
          why);
      return;
    }
    try {
      SetAsideMessages.setAside(engine, row, why, true);
    } catch (RuntimeException e) {
      why.addSuppressed(e);
      log.error(
          "Sending message {} failed unexpectedly; it is retried when its lease expires",
          row.id(),
          why);
    }
  }

  /** One that has waited for a thread is looked at again: somebody may have cancelled it. */
  private boolean stillToSend(MessageRow row, Instant claimedAt) {
    if (!engine.now().isAfter(claimedAt.plus(LONG_WAIT))) {
      return true;
    }
    return isPending(row);
  }

  /** Whether nobody has changed it since it was claimed. */
  private boolean isPending(MessageRow row) {
    return engine
        .store()
        .transact(transaction -> transaction.messages().find(row.tenant(), row.id()))
        .filter(stored -> stored.revision() == row.revision() && stored.is(MessageState.PENDING))
        .isPresent();
  }

  /** Its lease is renewed no more. */
  private void letGo(MessageRow row) {
    held.remove(row.id());
  }

  /** Records what has ended; returns whether there was something. */
  public boolean record() {
    return outcomes.record();
  }

  /** Extends the leases of all messages that are under way. */
  public void renew() {
    List<MessageRow> rows = List.copyOf(held.values());
    if (!rows.isEmpty()) {
      Instant leaseUntil = engine.now().plus(engine.options().lease());
      engine.store().transact(transaction -> transaction.messages().renew(rows, leaseUntil));
    }
  }
}
