package dev.workflow.spi.store;

import dev.workflow.SubjectRef;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An open step that a person can do: READY or IN_PROGRESS, or BLOCKED if it is suspended or nobody
 * but ADMIN may; or one that is PENDING and announced.
 *
 * @param state a {@code StepState} name
 */
public record TaskRow(
    InstanceKey instance,
    String step,
    String action,
    String label,
    String workflow,
    @Nullable SubjectRef subject,
    String state,
    Offer offer,
    Times times,
    Sight sight) {

  /** The state of a task that is announced, and that only those find who ask for such ones. */
  public static final String UPCOMING = "PENDING";

  /** One that everybody sees. */
  public TaskRow(
      InstanceKey instance,
      String step,
      String action,
      String label,
      String workflow,
      @Nullable SubjectRef subject,
      String state,
      Offer offer,
      Times times) {
    this(instance, step, action, label, workflow, subject, state, offer, times, Sight.ALL);
  }

  public boolean upcoming() {
    return state.equals(UPCOMING);
  }

  /**
   * Who sees a task, and by which values it is found. No name and no value has a line break.
   *
   * @param audience a {@code Holding.Audience} name
   * @param helpers who sees it besides
   * @param fields names without {@code =}, and their values, of at most 200 characters
   */
  public record Sight(String audience, List<String> helpers, Map<String, String> fields) {

    public static final Sight ALL = new Sight("ALL", List.of(), Map.of());

    public Sight {
      helpers = List.copyOf(helpers);
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }

  /**
   * Who may do a task. No name has a line break.
   *
   * @param everybody whether nobody in particular is named
   * @param roles any of them is enough
   * @param actors they may do it besides
   * @param excluded they may not, whatever else holds
   * @param assignee the only actor who may do it; empty: nobody; null: whoever else is named
   * @param claimedBy null: nobody yet
   * @param owner who has delegated it to the assignee, and may do it too; null: nobody
   */
  public record Offer(
      boolean everybody,
      List<String> roles,
      List<String> actors,
      List<String> excluded,
      @Nullable String assignee,
      @Nullable String claimedBy,
      @Nullable String owner) {

    public Offer {
      roles = List.copyOf(roles);
      actors = List.copyOf(actors);
      excluded = List.copyOf(excluded);
    }

    /** For whoever has a role; null: for everybody. */
    public static Offer to(@Nullable String role) {
      return new Offer(
          role == null,
          role == null ? List.of() : List.of(role),
          List.of(),
          List.of(),
          null,
          null,
          null);
    }

    /** The same, assigned to somebody and claimed by somebody. */
    public Offer held(@Nullable String byAssignment, @Nullable String byClaim) {
      return new Offer(everybody, roles, actors, excluded, byAssignment, byClaim, owner);
    }

    /** Who has claimed it, or to whom it is assigned while nobody has; null: nobody. */
    public @Nullable String holder() {
      if (claimedBy != null) {
        return claimedBy;
      }
      return assignee == null || assignee.isEmpty() ? null : assignee;
    }

    /** Whether somebody is its holder, its assignee, its owner or one of its candidates. */
    public boolean involves(String actor) {
      return actor.equals(claimedBy)
          || actor.equals(assignee)
          || actor.equals(owner)
          || actors.contains(actor);
    }

    /**
     * Whether it is open to an actor.
     *
     * @param has the roles the actor has with regard to the task
     */
    public boolean opens(String actor, Set<String> has) {
      if (excluded.contains(actor) || (claimedBy != null && !claimedBy.equals(actor))) {
        return false;
      } else if (assignee != null) {
        return assignee.equals(actor) || actor.equals(owner);
      }
      return everybody || actors.contains(actor) || roles.stream().anyMatch(has::contains);
    }
  }

  /**
   * The times of a task, which are its place in the order of tasks too: by due date (none last),
   * the higher priority first, by ready date.
   *
   * @param followUpAt until when the inbox hides it; null: it does not
   * @param priority 0 to 100
   */
  public record Times(
      Instant readyAt, @Nullable Instant dueAt, @Nullable Instant followUpAt, int priority) {

    /** When something is shown again that is hidden until somebody shows it. */
    public static final Instant FOR_GOOD = Instant.parse("9999-12-31T00:00:00Z");

    /** With the usual priority, shown at once. */
    public static Times of(Instant readyAt, @Nullable Instant dueAt) {
      return new Times(readyAt, dueAt, null, 50);
    }
  }

  /** The place in the order of tasks at which one stands or stood. */
  public static TaskRow place(InstanceKey instance, String step, Times times) {
    return new TaskRow(instance, step, "", "", "", null, "", Offer.to(null), times);
  }
}
