package dev.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.condition.Condition;
import java.time.Instant;
import java.util.List;
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

  /** An accepted event. */
  Optional<Accepted> find(TenantId tenant, String eventId);

  /**
   * Tries a condition on the accepted events of a type, newest first: what it would have matched.
   * Looks at no more than the newest 10,000 events of the tenant.
   *
   * @param last how many of them, 1 to 200
   */
  List<Match> matches(TenantId tenant, String type, Condition condition, int last);

  /**
   * Whether a condition holds for an event.
   *
   * @param holds null: it cannot be told, as it reads what the caller may not see
   * @param because in words what was decisive
   * @param explanation each part of the condition with what it found, as {@link
   *     dev.workflow.condition.Explanation#toJson()}; null: it cannot be told
   */
  record Match(
      Accepted event, @Nullable Boolean holds, String because, @Nullable JsonNode explanation) {}

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
