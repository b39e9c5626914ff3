package dev.workflow.spi;

import java.util.Optional;

/**
 * Hands messages of one channel to the outside world. Found through {@code
 * META-INF/services/dev.workflow.spi.ChannelSender} or registered on the engine's builder, which
 * wins over a found one of the same channel.
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
   * on the same thread; may block.
   *
   * @return {@code sent}: it has the message; {@code rejected}: it refused it; {@code deferred}: it
   *     does not have it, so that it is sent now; {@code unknown} or empty: it cannot tell. An
   *     exception counts as empty. Empty by default
   */
  default Optional<SendResult> reconcile(OutboundMessage message) throws Exception {
    return Optional.empty();
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
