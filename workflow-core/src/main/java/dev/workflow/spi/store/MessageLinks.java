package dev.workflow.spi.store;

import dev.workflow.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Messages that belong together: what a digest gathers, and what replaces another one. */
public interface MessageLinks {

  /** With what the result of a MERGED message begins; the id of the digest's carrier follows. */
  String MERGED_INTO = "went out with message ";

  /** With what the idempotency keys of the carriers of digests begin. */
  String CARRIER = "digest/";

  /** Some messages of a tenant, in no particular order; ids that it does not have are left out. */
  List<MessageRow> find(TenantId tenant, Collection<UUID> ids);

  /** The PENDING and HELD messages of an instance, by id, locked until the transaction ends. */
  List<MessageRow> open(InstanceKey instance);

  /**
   * The messages of an instance to an audience, in any state, by id. Optional: without it the story
   * of an instance does not say who was told of its tasks.
   */
  default List<MessageRow> to(InstanceKey instance, String audience) {
    return List.of();
  }

  /** What replaces any of these messages, in any state, in no particular order. */
  List<MessageRow> fallbacks(TenantId tenant, Collection<UUID> ids);

  /**
   * What a digest can take in at this moment: PENDING messages of its key, channel and address that
   * no dispatcher has, by id. Locks them until the transaction ends; those that another transaction
   * has locked are passed over.
   */
  List<MessageRow> gather(Gathering gathering, int limit);

  /** When the earliest of what {@link #gather} would find is due; empty: there is nothing. */
  Optional<Instant> nextDue(Gathering gathering);

  /**
   * What goes out together.
   *
   * @param recipient the address as it is now, in its {@linkplain
   *     dev.workflow.messaging.ChannelAddress#normal normal form}
   */
  record Gathering(TenantId tenant, String channel, String recipient, String digestKey) {}

  /**
   * Replaces body, category, template, language and plan of messages that are PENDING or HELD,
   * where the stored revision is still {@code row.revision()}, which stays as it is.
   */
  void rewrite(List<MessageRow> rows);
}
