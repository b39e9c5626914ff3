package dev.workflow.messaging.internal.outbox;

import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.List;

/**
 * The last look at messages before they are sent, in the transaction that claims them.
 *
 * <p>Thread-safe. Asked about many messages at once, and should ask the store once for all of them.
 */
interface SendCheck {

  /**
   * What is to become of messages that are due.
   *
   * @return a verdict for each of them, in their order
   */
  List<Verdict> check(StoreTransaction transaction, List<MessageRow> claimed, Instant now);

  /** What is to become of a message. */
  sealed interface Verdict {}

  /** It is sent, as far as this check is concerned. */
  record Send() implements Verdict {}

  /** It is sent with another body. */
  record SendAs(String body) implements Verdict {}

  /** It is not sent at all; its fallback, if it has one, begins. */
  record Skip(String reason) implements Verdict {}

  /** It is not sent at all, and nothing need be sent instead. */
  record Needless(String reason) implements Verdict {}

  /** It is looked at again later, which uses up no attempt. */
  record Postpone(Instant until, String reason) implements Verdict {}

  /** It is not sent until somebody releases it. */
  record Hold(String reason) implements Verdict {}

  Verdict SEND = new Send();
}
