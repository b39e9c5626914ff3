package dev.workflow.spi.store;

import dev.workflow.SubjectRef;
import dev.workflow.task.TaskQuery;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A step that people do: open, which is READY or IN_PROGRESS, or BLOCKED if it is suspended or
 * nobody but ADMIN may; PENDING and announced; or one that has ended after it was open.
 *
 * @param state a {@code StepState} name
 * @param finish how it ended; null: it has not
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
    Sight sight,
    @Nullable Finish finish) {

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

  /** One that has not ended. */
  public TaskRow(
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
    this(instance, step, action, label, workflow, subject, state, offer, times, sight, null);
  }

  /** The same task after its end. */
  public TaskRow with(String endState, Finish end) {
    return new TaskRow(
        instance, step, action, label, workflow, subject, endState, offer, times, sight, end);
  }

  /** In which part of its life it is. */
  public TaskQuery.Phase phase() {
    return finish != null
        ? TaskQuery.Phase.FINISHED
        : state.equals(UPCOMING) ? TaskQuery.Phase.UPCOMING : TaskQuery.Phase.OPEN;
  }

  /** Where it stands or stood in the order of tasks. */
  public TaskRow place() {
    return place(instance, step, new Times(since(), times.dueAt, null, times.priority));
  }

  /** By which time it is ordered: when it became READY, or ended. */
  public Instant since() {
    return finish == null ? times.readyAt : finish.at;
  }

  /**
   * The end of a task. No name has a line break.
   *
   * @param by who has ended it; null: nobody, but the engine, its timeout or its provider
   * @param forWhom for whom they have, as their substitute; null: for themselves
   * @param others who else has answered, where several people do
   * @param begunAt when somebody began it last; null: nobody has
   */
  public record Finish(
      @Nullable String by,
      @Nullable String forWhom,
      List<String> others,
      Instant at,
      @Nullable Instant begunAt) {

    public Finish {
      others = List.copyOf(others);
    }

    /** Whether somebody's act has ended it, or is one of its answers. */
    public boolean isBy(String actor) {
      return actor.equals(by) || others.contains(actor);
    }
  }

  /**
   * Who sees a task, and by which values it is found. No name and no value has a line break.
   *
   * @param audience a {@code TaskPolicy.Audience} name
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
   * the higher priority first, {@linkplain TaskRow#since since when}.
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
