package dev.workflow.spi.store;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The outbox. Messages enter it through {@link InstanceChange}. */
public interface MessageRows {

  /** Adds messages; those whose idempotency key exists already are left out. */
  void insert(List<MessageRow> messages);

  /**
   * Takes up to {@code limit} PENDING messages due at {@code now}: raises the revision and sets
   * {@code dueAt = leaseUntil}.
   */
  List<MessageRow> claim(Instant now, Instant leaseUntil, int limit);

  /**
   * Replaces the changing parts (state, attempts, dueAt, endedAt, result) where the stored revision
   * is still {@code row.revision()}, and raises it.
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

  /** The earliest {@code dueAt} of any PENDING message. */
  Optional<Instant> nextDue();

  Optional<MessageRow> find(TenantId tenant, UUID id);

  /** One page, newest first; null parts do not filter. */
  List<MessageRow> list(
      TenantId tenant,
      @Nullable SubjectRef subject,
      @Nullable String state,
      @Nullable MessageRow after,
      int limit);

  /** Cancels all PENDING messages of a subject. Returns how many. */
  int cancel(TenantId tenant, SubjectRef subject, Instant now);
}
