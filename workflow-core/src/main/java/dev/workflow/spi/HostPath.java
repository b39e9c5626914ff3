package dev.workflow.spi;

import java.util.Objects;
import java.util.Set;

/**
 * The code with which the host has sent notifications so far. Given to the engine's builder, it is
 * called for every notification that no workflow governs yet, so that a host can move over one
 * channel at a time: first everything takes this path; a workflow that is published takes over what
 * it matches; one that is disabled silences it.
 *
 * <p>When an event of a covered type is published, the engine decides for each covered channel and
 * audience, in the event's transaction. A call of {@link #send} is in the outbox like any message,
 * on the channel {@code host:} with the path's name: it exists if and only if that transaction
 * commits, and is retried, listed and cancelled in the same way.
 *
 * <p>Called on the engine's threads, for many notifications at once: implementations are
 * thread-safe.
 */
public interface HostPath {

  /**
   * Tells the paths of a host apart: 1 to 50 of {@code a-z}, {@code 0-9}, {@code _} and {@code -}.
   * {@code notifications} by default.
   */
  default String name() {
    return "notifications";
  }

  /** What the host can send. Asked once, when the engine is built. */
  Set<Notification> notifications();

  /**
   * Sends one of them. It may block. It may be called more than once for the same notification,
   * after a crash, with the same idempotency key. An exception counts as {@code deferred}.
   */
  SendResult send(HostNotification notification) throws Exception;

  /**
   * A notification that the host can send.
   *
   * @param event the type of event, such as {@code quote.sent}
   * @param channel such as {@code email}
   * @param audience for whom, such as {@code customer}
   */
  record Notification(String event, String channel, String audience) {

    public Notification {
      Objects.requireNonNull(event, "event");
      Objects.requireNonNull(channel, "channel");
      Objects.requireNonNull(audience, "audience");
    }

    public static Notification of(String event, String channel, String audience) {
      return new Notification(event, channel, audience);
    }
  }
}
