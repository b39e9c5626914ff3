package dev.workflow.operations;

import dev.workflow.Actor;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What could not be read or written: an instance whose journal comes from a newer release or was
 * changed by hand, one of whose workflow's version is gone, a message whose row is broken, a
 * version of a template. It is set aside, so that nothing else waits for it. The engine tries it
 * again by itself, first after a minute, then after pauses that grow up to an hour; what would have
 * reached an instance meanwhile (events, the end of a sub-workflow, a cancellation) reaches it when
 * it continues. Thread-safe.
 */
public interface SetAside {

  /** What kinds there are. */
  enum Kind {
    INSTANCE,
    MESSAGE,
    /**
     * A version of a template. Steps that need it are BLOCKED until it can be read, or another one
     * is in use; digests go out without it.
     */
    TEMPLATE,
    /**
     * A kind that this release does not know, written by a newer one on the same database. Only
     * read: it cannot be retried, cancelled or removed here.
     */
    UNRECOGNIZED;

    /** The kind of a stored name; {@link #UNRECOGNIZED} if no other has it. */
    public static Kind of(String stored) {
      for (Kind kind : values()) {
        if (kind.name().equals(stored)) {
          return kind;
        }
      }
      return UNRECOGNIZED;
    }
  }

  /**
   * One thing that is set aside.
   *
   * @param id of the instance or the message; of a version of a template one that stands for its
   *     name and number, which the reason tells
   * @param reason what was wrong the last time
   * @param times how often it was tried
   * @param retryAt when the engine tries it again; null: not by itself
   */
  record Entry(
      Kind kind, UUID id, String reason, Instant since, int times, @Nullable Instant retryAt) {}

  /**
   * A tenant for which the host's {@code TenantDirectory} throws, hangs or returns null. None of
   * its work is taken up, and nothing else waits for it.
   *
   * @param askAgainAt when the directory is asked again
   */
  record StandingTenant(TenantId tenant, String reason, Instant since, Instant askAgainAt) {}

  /** What is set aside of a tenant, by id. */
  Page<Entry> list(TenantId tenant, @Nullable String cursor, int limit);

  /**
   * What is stored, as it is in the database, for somebody who looks for the cause.
   *
   * @throws NotFoundException if it is not set aside
   */
  String stored(TenantId tenant, Kind kind, UUID id);

  /**
   * Tries it again now, once the cause is gone.
   *
   * @return whether it continues; otherwise it stays set aside, with the new reason
   * @throws NotFoundException if it is not set aside
   */
  boolean retry(TenantId tenant, Kind kind, UUID id, Actor by);

  /**
   * Ends it as cancelled without reading it: an instance with its pending messages, its tasks and
   * the sub-workflows that its journal names. Who waits for it, a parent or a queue, continues. A
   * version of a template is archived, so that the one before is in use again.
   *
   * @throws NotFoundException if it is not set aside
   */
  void cancel(TenantId tenant, Kind kind, UUID id, Actor by, @Nullable String reason);

  /**
   * Removes an instance with all that is its own, and ends the sub-workflows that its journal
   * names.
   *
   * @throws NotFoundException if it is not set aside
   * @throws WorkflowException if it is a message, a version of a template or an instance that has
   *     messages to send: these are cancelled, so that their end stays on record
   */
  void delete(TenantId tenant, Kind kind, UUID id, Actor by);

  /** Whether the work of a tenant is halted on this node, and why. */
  Optional<StandingTenant> standing(TenantId tenant);
}
