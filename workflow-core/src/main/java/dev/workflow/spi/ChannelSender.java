package dev.workflow.spi;

import java.time.Duration;
import java.util.Optional;

/**
 * Hands messages of one channel to the outside world. Found through {@code
 * META-INF/services/dev.workflow.spi.ChannelSender} or registered on the engine's builder, which
 * takes precedence over a discovered one of the same channel.
 *
 * <p>Called on the engine's threads, for many messages at once: implementations are thread-safe.
 * They may block. A message may be handed over more than once, after a crash, with the same
 * idempotency key. An exception counts as {@code deferred}.
 */
public interface ChannelSender {

  /** The channel's name, such as {@code email}. */
  String channel();

  SendResult send(OutboundMessage message) throws Exception;

  /**
   * Asks the provider whether it has a message that may have reached it: an attempt ended with
   * {@link SendResult.Unknown}, or its node died. Called before such a message would be sent again,
   * on the same thread, unless a report has proved meanwhile that it was sent; may block.
   *
   * @return {@code sent}: it has the message; {@code rejected}: it refused it; {@code deferred}: it
   *     does not have it, so that it is sent now; {@code unknown} or empty: it cannot tell. An
   *     exception counts as empty. Empty by default
   */
  default Optional<SendResult> reconcile(OutboundMessage message) throws Exception {
    return Optional.empty();
  }

  /**
   * The same, for a sender that has no key to ask by and looks for the message among others. This
   * is the method that the engine calls; by default it calls the other one.
   *
   * @param doubt what is known about the message
   */
  default Optional<SendResult> reconcile(OutboundMessage message, Doubt doubt) throws Exception {
    return reconcile(message);
  }

  /**
   * How long the provider needs until it can tell what it has: until a new message is in its lists,
   * and reports of it come in. After an attempt that ended with {@link SendResult.Unknown}, or with
   * its node, a message waits at least this long before the provider is asked and it is perhaps
   * sent again. Asked for every message in doubt, on the threads of senders; must not block. Zero
   * by default, an hour at most; an exception counts as zero.
   */
  default Duration settling() {
    return Duration.ZERO;
  }

  /** What becomes of a message that nobody can tell of; {@code AT_LEAST_ONCE} by default. */
  default Delivery guarantee() {
    return Delivery.AT_LEAST_ONCE;
  }

  /** How often a message arrives when a line breaks or a node dies at the wrong moment. */
  enum Delivery {
    /** It is sent again with the same idempotency key: once, or more often. */
    AT_LEAST_ONCE,
    /**
     * It is not sent again: it ends as {@code FAILED}, "perhaps sent", and a person can send it
     * again.
     */
    AT_MOST_ONCE
  }
}
