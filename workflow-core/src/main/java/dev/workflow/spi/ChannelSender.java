package dev.workflow.spi;

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
}
