package dev.workflow.messaging.internal.outbox;

import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Holds the messages of an instance while it is paused. What a sender has already goes out; what it
 * puts off is held when its time comes. A digest's carrier is of no instance alone and continues.
 */
public final class Pauses {

  /** The result of what is held for that reason; nobody else gives it. */
  public static final String REASON = "its instance is paused";

  private Pauses() {}

  /** Holds what is to be sent. */
  public static void pause(StoreTransaction transaction, InstanceKey instance, Instant now) {
    change(
        transaction,
        transaction.messageLinks().open(instance).stream()
            .filter(row -> row.is(MessageState.PENDING) && !row.status().underWay(now))
            .filter(row -> !Digests.isCarrier(row))
            .map(Pauses::held)
            .toList());
  }

  /** The same message, held. */
  public static MessageRow held(MessageRow row) {
    return row.with(row.status().result(REASON).held());
  }

  /** A message that enters while its instance is paused. */
  public static MessageRow entering(MessageRow row) {
    return Digests.isCarrier(row) ? row : held(row);
  }

  /** Lets go what was held for the pause, to be sent when it was planned. */
  public static void resume(StoreTransaction transaction, InstanceKey instance) {
    change(
        transaction,
        transaction.messageLinks().open(instance).stream()
            .filter(row -> row.is(MessageState.HELD) && REASON.equals(row.status().result()))
            .map(Pauses::released)
            .toList());
  }

  /**
   * A message that somebody wants to be sent: it is not, or no longer, held for a pause. One that
   * somebody only moves or sends elsewhere is.
   */
  public static MessageRow takenOut(MessageRow row) {
    MessageRow out = row.with(HandlingJson.byHand(row));
    return REASON.equals(out.status().result()) ? out.with(out.status().result(null)) : out;
  }

  private static MessageRow released(MessageRow row) {
    Instant planned = Objects.requireNonNull(row.status().plannedAt(), "a HELD one is planned");
    return row.with(row.status().result(null).pendingAt(planned));
  }

  private static void change(StoreTransaction transaction, List<MessageRow> rows) {
    if (!rows.isEmpty()) {
      transaction.messages().update(rows);
    }
  }
}
