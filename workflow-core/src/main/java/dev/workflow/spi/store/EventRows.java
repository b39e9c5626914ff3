package dev.workflow.spi.store;

import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The accepted events and the dedupe windows. */
public interface EventRows {

  /** The stored event with this id. */
  Optional<EventRow> find(TenantId tenant, String id);

  /** The stored ones among these ids; each key names a tenant and an event id. */
  List<EventRow> find(Collection<EventKey> keys);

  /** The whole key of an event. */
  record EventKey(TenantId tenant, String id) {}

  /**
   * Adds events.
   *
   * @throws DuplicateEventException if one of them exists already; nothing is added then and the
   *     transaction can only be rolled back
   */
  void insert(List<EventRow> events);

  /**
   * Adds an event unless it exists already. The transaction can continue in either case.
   *
   * @return whether it was new
   */
  boolean insertIfNew(EventRow event);

  /** Another transaction stored an event with the same id first. */
  final class DuplicateEventException extends StoreException {
    private static final long serialVersionUID = 1L;

    public DuplicateEventException() {
      super("an event with the same id was stored by another transaction", null);
    }
  }

  /**
   * Events of a tenant, newest first.
   *
   * @param before the event before the page, which need not exist any more: {@linkplain
   *     EventRow#place its place} counts; null: from the newest
   */
  List<EventRow> list(TenantId tenant, @Nullable EventRow before, int limit);

  /**
   * Events of a tenant that were accepted in a time, oldest first.
   *
   * @param to the first moment after the time
   * @param after the event before the page, which need not exist any more: {@linkplain
   *     EventRow#place its place} counts; null: from the beginning of the time
   */
  List<EventRow> accepted(
      TenantId tenant, Instant from, Instant to, @Nullable EventRow after, int limit);

  /**
   * Events that fit a filter, newest first.
   *
   * @param before as in {@link #list(TenantId, EventRow, int)}
   */
  List<EventRow> list(EventFilter filter, @Nullable EventRow before, int limit);

  /**
   * Which events; null and empty parts do not filter.
   *
   * @param from none that were accepted before this time
   * @param to none that were accepted at this time or later
   * @param types any of them
   * @param withReceipt whether only those that have one
   */
  record EventFilter(
      TenantId tenant,
      Instant from,
      Instant to,
      @Nullable SubjectRef subject,
      Set<String> types,
      boolean withReceipt) {

    public EventFilter {
      types = Set.copyOf(types);
    }

    /** Whether an event fits, said as plainly as can be. */
    public boolean fits(EventRow row) {
      return row.tenant().equals(tenant)
          && !row.acceptedAt().isBefore(from)
          && row.acceptedAt().isBefore(to)
          && (subject == null || subject.equals(row.subject()))
          && (types.isEmpty() || types.contains(row.type()))
          && (!withReceipt || row.receipt() != null);
    }
  }

  /**
   * Removes events about a subject; returns how many.
   *
   * @param limit at most so many
   */
  int removeAbout(TenantId tenant, SubjectRef subject, int limit);

  /**
   * The events of a tenant that were accepted before a time, oldest first, without their bodies.
   *
   * @param after the last one of the page before; null: from the oldest
   */
  List<Past> past(TenantId tenant, Instant acceptedBefore, @Nullable Past after, int limit);

  /**
   * An event, as far as it matters whether it may be removed.
   *
   * @param receipt what it did; null: nothing
   */
  record Past(String id, Instant acceptedAt, @Nullable String receipt) {}

  /**
   * The rest of an event that concerns more instances than one transaction may change.
   *
   * @param after the newest instance that the event has reached; those that are newer follow
   */
  record Continuation(TenantId tenant, String eventId, InstanceId after) {}

  /**
   * Keeps how far an event has come, in the place of what was kept before.
   *
   * @param dueAt when the event is delivered to more of them
   */
  void putContinuation(Continuation continuation, Instant dueAt);

  /**
   * The continuation that has been due longest, locked until the transaction ends; those that other
   * transactions have locked are passed over.
   */
  Optional<Continuation> lockContinuation(Instant now);

  /** The event has reached all it concerns. */
  void removeContinuation(TenantId tenant, String eventId);

  /** Removes events; missing ones do not matter. */
  void remove(TenantId tenant, Collection<String> ids);

  /**
   * Removes dedupe windows of a tenant that ended before a time.
   *
   * @return how many; fewer than {@code limit}: there are no more
   */
  int removeWindows(TenantId tenant, Instant endedBefore, int limit);

  /**
   * Opens a dedupe window unless one with this key is open at {@code now}.
   *
   * @param until null: for ever
   * @return true if the window was opened by this call; false if an open one suppresses the start
   */
  boolean openWindow(
      TenantId tenant, String workflow, String key, Instant now, @Nullable Instant until);
}
