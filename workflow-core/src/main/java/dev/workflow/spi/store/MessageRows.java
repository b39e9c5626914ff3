package dev.workflow.spi.store;

import dev.workflow.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The outbox. Messages enter it through {@link InstanceChange}. */
public interface MessageRows {

  /** Adds messages; those whose idempotency key exists already are left out. */
  void insert(List<MessageRow> messages);

  /**
   * Takes up to {@code limit} PENDING messages due at {@code now}, earliest first: raises the
   * revision and sets {@code dueAt = leaseUntil}. One whose lease another dispatcher has let run
   * out is in doubt from then on. Messages locked by another transaction are passed over.
   *
   * @return as they are after the claim
   */
  List<MessageRow> claim(Instant now, Instant leaseUntil, int limit);

  /**
   * The lanes in which there are PENDING messages, in their order, and which of them have some that
   * are due; such as dispatchers have may count. One call need not come to all lanes.
   *
   * @param after where the call before ended; null: begins with the first lane
   */
  DueLanes dueLanes(Instant now, @Nullable Lane after);

  /** The messages of one tenant on one channel. */
  record Lane(String channel, TenantId tenant) implements Comparable<Lane> {

    public static Lane of(MessageRow row) {
      return new Lane(row.channel(), row.tenant());
    }

    @Override
    public int compareTo(Lane other) {
      int byChannel = channel.compareTo(other.channel);
      return byChannel != 0 ? byChannel : tenant.compareTo(other.tenant);
    }
  }

  /**
   * A part of a round.
   *
   * @param due the lanes that have due messages
   * @param last where the next call continues; null: the round is complete
   */
  record DueLanes(List<Lane> due, @Nullable Lane last) {}

  /**
   * Like {@link #claim(Instant, Instant, int)}, but of each lane at most as many as given, its
   * earliest first.
   */
  List<MessageRow> claim(Instant now, Instant leaseUntil, Map<Lane, Integer> shares);

  /**
   * Replaces the changing parts (status, recipient, and the provider's id where one is given) where
   * the stored revision is still {@code row.revision()}, and raises it.
   *
   * @return those that were fenced out
   */
  List<MessageRow> update(List<MessageRow> rows);

  /**
   * Extends leases: sets {@code dueAt = leaseUntil} where the message is PENDING and the stored
   * revision is still {@code row.revision()}, which stays as it is.
   *
   * @return how many
   */
  int renew(List<MessageRow> rows, Instant leaseUntil);

  /**
   * Makes PENDING messages of a lane that nobody has and that are due exactly at {@code dueAt} due
   * at {@code now}, as many as {@code limit}.
   *
   * @return how many
   */
  int bringForward(Lane lane, Instant dueAt, Instant now, int limit);

  /** The earliest {@code dueAt} of any PENDING message. */
  Optional<Instant> nextDue();

  /**
   * How many PENDING messages of a tenant were due before a time and nobody has taken.
   *
   * @param limit counts no further
   */
  Overdue overdue(TenantId tenant, Instant dueBefore, int limit);

  Optional<MessageRow> find(TenantId tenant, UUID id);

  /**
   * One page, newest first.
   *
   * @param after the id of the last one that is known; null: from the beginning
   */
  List<MessageRow> list(MessageFilter filter, @Nullable UUID after, int limit);

  /**
   * One page of those with a {@code plannedAt}, by that and by id; without carriers of digests that
   * have taken nothing up yet, see {@link MessageRow#isOpenCarrier}.
   *
   * @param after the place of the last one that is known; null: from the beginning
   */
  List<MessageRow> upcoming(MessageFilter filter, @Nullable Cursor after, int limit);

  /** A place in the order of {@link #upcoming}. */
  record Cursor(Instant plannedAt, UUID id) {}

  /**
   * Cancels what is PENDING or HELD, also what a dispatcher has: its outcome is fenced out.
   * Carriers of digests stay, as they have messages of others in them; what is MERGED into a digest
   * that is still to be sent is cancelled, and is planned when that is.
   *
   * @param by kept as {@code changedBy}; null: nobody
   * @param reason kept as the result; null: it stays as it is
   * @return how many
   */
  int cancel(MessageFilter filter, Instant at, @Nullable String by, @Nullable String reason);

  /**
   * Removes up to {@code limit} messages of no instance that ended before a time, with what was
   * heard of them.
   *
   * @return how many
   */
  int purge(TenantId tenant, Instant endedBefore, int limit);

  /** Removes messages in any state, with what was reported about them. */
  void remove(TenantId tenant, Collection<UUID> ids);
}
