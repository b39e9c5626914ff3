package dev.workflow;

import java.time.Instant;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Publishes events: the host says what happened. Thread-safe. */
public interface Events {

  /**
   * Accepts an event: durable when this returns, together with everything it started, answered or
   * ended. It takes no part in a transaction that the caller is in, and stays if that is rolled
   * back; {@link WorkflowEngine#in} takes part. It needs a connection of its own meanwhile, so a
   * caller that holds one uses two.
   *
   * @throws InvalidInputException if the event is malformed, too large or nested too deeply;
   *     nothing is stored
   * @throws NotFoundException if the tenant is unknown
   */
  PublishReceipt publish(Event event);

  /** What an accepted event did. */
  Optional<PublishReceipt> receipt(TenantId tenant, String eventId);

  /** The accepted events of a tenant, newest first. */
  Page<Accepted> list(TenantId tenant, @Nullable String cursor, int limit);

  /**
   * Removes events that were accepted before a time, except those that started an instance which is
   * still there ({@link Instances#purge} those first), and the dedupe windows that ended before it;
   * a few hundred in each transaction. An event that is published again with the id of a removed
   * one is a new event.
   *
   * @param progress told how many events are gone, after every transaction, on the calling thread;
   *     what it throws ends the operation
   * @return how many events were removed
   */
  long purge(TenantId tenant, Instant acceptedBefore, LongConsumer progress);

  /** An accepted event. */
  record Accepted(Event event, Instant acceptedAt, PublishReceipt receipt) {}
}
