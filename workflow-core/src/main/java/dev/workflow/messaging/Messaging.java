package dev.workflow.messaging;

/**
 * The messages of an engine: {@code engine.messaging()}. Each part is a view of the same engine and
 * may be kept. Thread-safe.
 */
public interface Messaging {

  /** The messages that were sent, or are still to be sent. */
  Messages messages();

  /** The templates that message steps name. */
  Templates templates();

  /** The addresses to which nothing is sent, or no marketing. */
  Suppressions suppressions();

  /** Who agreed to be written to. */
  Consents consents();

  /** What providers report about messages. */
  Deliveries deliveries();

  /** What recipients write back. */
  Inbound inbound();

  /** The messages that are read inside the host's application. */
  Notifications notifications();

  /** Who sends what the host's own paths cover. */
  Routing routing();

  /** What of it can be done inside a transaction of the host. */
  interface Joined {

    /** The templates as the transaction sees them. */
    Templates templates();
  }
}
