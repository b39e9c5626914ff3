package dev.workflow.spi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the engine knows about a message that may have been sent, for a {@link
 * ChannelSender#reconcile(OutboundMessage, Doubt) sender} that looks for it at the provider by its
 * address and its text. Two messages can have both in common: what the provider has is the one in
 * doubt only if it is no other.
 *
 * <p>Given by the engine, for the time of one call. Used by one thread.
 */
public interface Doubt {

  /** A time before every attempt to send the message: when it entered the outbox. */
  Instant since();

  /** How many attempts there were, as far as they were recorded; 0 if a node died in the first. */
  int attempts();

  /**
   * The other messages to the same address on the same channel, of all tenants, that may have gone
   * out since then, as far as they are still kept. Looked up at the moment of the call: ask the
   * provider first, so that whatever it lists is known here.
   *
   * @throws IllegalStateException if there are more than 200
   */
  List<Other> others();

  /**
   * Another message.
   *
   * @param providerId the provider's id; null: not known, or there may be several
   * @param content treat as read-only
   */
  record Other(@Nullable String providerId, ObjectNode content) {}
}
