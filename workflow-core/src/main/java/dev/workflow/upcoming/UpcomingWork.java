package dev.workflow.upcoming;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.Problem;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to come by time in a tenant, as a calendar: steps that begin later or are tried again,
 * waits that run out, due dates of tasks with their reminders and escalations, messages, and ticks
 * of schedules. Thread-safe.
 *
 * <p>Each entry can be changed by itself. What is done stands, with who and why, in the history of
 * the instance or of the schedule, or in the message. Every change throws {@link NotFoundException}
 * if what it is about is not there, {@link IllegalTransitionException} if it cannot be changed so,
 * as it has happened, has ended or is paused, and {@link AccessDeniedException} if the actor may
 * not: steps are changed with the role ADMIN, or the owner's on their subject.
 */
public interface UpcomingWork {

  /** What is to come. */
  enum Kind {
    /** A message is sent. */
    MESSAGE,
    /** A schedule ticks. */
    TICK,
    /** A step begins. */
    STEP,
    /** A step is tried again, or asked again whether it can go on. */
    RETRY,
    /** What a step waits for has not come in time. */
    TIMEOUT,
    /** A task is due. */
    DUE,
    /** Whoever has a task is reminded of it. */
    REMINDER,
    /** A task is escalated. */
    ESCALATION,
    /** An instance begins, as a limit or its settle time lets it. */
    BEGIN
  }

  /** What can be done to an entry. */
  enum Change {
    /** It does not happen: a step is left out, a limit or a due date is taken away. */
    SKIP,
    /** It happens at another time. */
    MOVE,
    /** It happens at once. */
    RUN_NOW,
    /** It does not happen before it is released. */
    HOLD,
    /** It happens at its time, or at once if that has passed. */
    RELEASE
  }

  /**
   * Names an entry for as long as it is to come.
   *
   * @param of the message, the schedule or the instance
   * @param part which of its entries, such as the step; empty: there is one
   */
  record Id(Kind kind, UUID of, String part) {

    /** As a text that {@link #parse} reads. */
    @Override
    public String toString() {
      return kind.name().toLowerCase(Locale.ROOT) + "/" + of + (part.isEmpty() ? "" : "/" + part);
    }

    /**
     * The id that a text names.
     *
     * @throws InvalidInputException if it names none
     */
    public static Id parse(String text) {
      String[] parts = text.split("/", 3);
      try {
        return new Id(
            Kind.valueOf(parts[0].toUpperCase(Locale.ROOT)),
            UUID.fromString(parts[1]),
            parts.length == 3 ? parts[2] : "");
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
        throw new InvalidInputException(
            "The id of what is to come",
            List.of(
                new Problem("", "is \"" + text + "\"; it is given as kind/id, as lists show it")));
      }
    }
  }

  /**
   * One thing that is to come.
   *
   * @param at when; of what is held, when it was to be
   * @param workflow the key; null: of none
   * @param instance null: of none
   * @param step in loops with its round; null: none
   * @param held whether it is kept from happening
   * @param what one line for people
   * @param changes what can be done to it, as it is now
   */
  record Entry(
      Id id,
      Instant at,
      @Nullable String workflow,
      @Nullable SubjectRef subject,
      @Nullable InstanceId instance,
      @Nullable String step,
      boolean held,
      String what,
      Set<Change> changes) {

    public Kind kind() {
      return id.kind();
    }

    @Override
    public String toString() {
      return at + " " + kind() + (held ? " (held)" : "") + " " + what;
    }
  }

  /**
   * What is to come, the earliest first; steps that are held follow at the end. What one instance
   * has besides its next moment stands near that, and may come out of order by as much. Paused
   * instances have nothing to come, and neither have paused schedules. Of a schedule its next tick
   * is shown, and all that are before the end of a range, at most 1,000. A page ends early where
   * much was looked at, 10,000 instances: it may be empty, and others follow as long as there is a
   * {@link Page#next}.
   *
   * @param limit 1 to 1,000
   * @throws InvalidInputException if the range is empty
   */
  Page<Entry> list(TenantId tenant, Query query, @Nullable String cursor, int limit);

  /**
   * It does not happen. A step is left out; a timeout or a due date is taken away; the next tick of
   * a schedule does not run, and the one after it is the next.
   */
  void skip(TenantId tenant, Id id, Actor by, @Nullable String reason);

  /**
   * It happens at another time.
   *
   * @param to a time that has passed: at once; at most ten years ahead
   */
  void move(TenantId tenant, Id id, Instant to, Actor by, @Nullable String reason);

  /** It happens at once, and not at its time. */
  void runNow(TenantId tenant, Id id, Actor by, @Nullable String reason);

  /** It does not happen before it is released: a step, or a message. */
  void hold(TenantId tenant, Id id, Actor by, @Nullable String reason);

  /** Lets what is held happen: at its time, or at once if that has passed. */
  void release(TenantId tenant, Id id, Actor by, @Nullable String reason);

  /**
   * What is asked for; null and empty parts do not filter. Immutable.
   *
   * @param from nothing from before this time; null: from the earliest
   * @param to nothing from this time or later; null: without an end
   * @param workflow the key of a workflow
   */
  record Query(
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable String workflow,
      @Nullable SubjectRef subject,
      Set<Kind> kinds) {

    public Query {
      kinds = Set.copyOf(kinds);
    }

    /** All that is to come. */
    public static Query all() {
      return new Query(null, null, null, null, Set.of());
    }

    /** From a time, to before another one. */
    public Query between(Instant begin, Instant end) {
      return new Query(begin, end, workflow, subject, kinds);
    }

    public Query ofWorkflow(String key) {
      return new Query(from, to, key, subject, kinds);
    }

    public Query about(SubjectRef about) {
      return new Query(from, to, workflow, about, kinds);
    }

    public Query of(Kind... which) {
      return new Query(from, to, workflow, subject, Set.of(which));
    }
  }
}
