package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.condition.Condition;
import dev.workflow.expression.Template;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The people who may do a step, its dates, and the form of its answer.
 *
 * @param candidates who may do it
 * @param quorum how many must answer; null: one
 * @param deadlines by when
 * @param taskPolicy how it is taken on, held and seen
 * @param priority 0 to 100, or an expression that gives it: the order of the inbox after the due
 *     date; null: {@value #USUAL_PRIORITY}
 * @param form the JSON Schema (draft 2020-12) of the answer; null: the action's own
 * @param revision how answers are changed, and steps done anew
 * @param required false: the performer may skip the step
 * @param notices what people are notified of
 */
public record Performer(
    Candidates candidates,
    @Nullable Quorum quorum,
    Deadlines deadlines,
    TaskPolicy taskPolicy,
    @Nullable Template priority,
    @Nullable JsonNode form,
    Revision revision,
    boolean required,
    StepNotices notices) {

  public static final int USUAL_PRIORITY = 50;

  /** Nobody in particular, whenever they like. */
  public static final Performer ANYONE =
      new Performer(
          Candidates.EVERYBODY,
          null,
          Deadlines.NONE,
          TaskPolicy.USUAL,
          null,
          null,
          Revision.NONE,
          true,
          StepNotices.USUAL);

  /**
   * Who may do a step. An actor who has one of the roles, or is one of the actors, may; the
   * assignee is the one to do it. Without roles, actors and assignee everybody may.
   *
   * @param roles of the host's {@code ActorDirectory}; any of them is enough
   * @param assignee an expression that gives an actor's id
   * @param actors expressions that give an actor's id, or a list of them
   * @param excluding steps of the document: whoever answered one of them may not do this one, not
   *     even an ADMIN
   * @param choice which of them it is given to
   */
  public record Candidates(
      List<String> roles,
      @Nullable Template assignee,
      List<Template> actors,
      List<String> excluding,
      Choice choice) {

    public static final Candidates EVERYBODY =
        new Candidates(List.of(), null, List.of(), List.of(), Choice.OFFERED);

    public Candidates {
      roles = List.copyOf(roles);
      actors = List.copyOf(actors);
      excluding = List.copyOf(excluding);
    }

    /** Whether the document says who may do the step. */
    public boolean namesAnybody() {
      return !roles.isEmpty() || assignee != null || !actors.isEmpty();
    }
  }

  /**
   * Which of the candidates a step is given to when it becomes READY.
   *
   * @param prefer the step whose answerer gets it, if they may do it; null: nobody is preferred
   * @param when what must hold of an actor, as {@code actor.…}, to be a candidate; null: nothing
   */
  public record Choice(Allocate allocate, @Nullable String prefer, @Nullable Condition when) {

    public static final Choice OFFERED = new Choice(Allocate.OFFER, null, null);
  }

  /** How a step is given to one of its candidates. */
  public enum Allocate {
    /** To none: all of them see it, and one takes it. */
    OFFER,
    /** To whoever was given this step of this workflow least recently. */
    ROUND_ROBIN,
    /** To whoever holds the fewest tasks, not counting those that are put aside. */
    LEAST_LOADED,
    RANDOM
  }

  /**
   * A step that several different people answer. It completes as soon as the result is certain.
   *
   * @param approvals how many must approve
   * @param rejections how many rejections reject it
   * @param seats expressions that give the actors who vote, fixed when the step is READY; empty:
   *     whoever may do it
   * @param all whether everybody of the seats is waited for
   */
  public record Quorum(int approvals, int rejections, List<Template> seats, boolean all) {

    public Quorum {
      seats = List.copyOf(seats);
    }
  }

  /**
   * The times of a step that people do.
   *
   * @param due by when it is wanted; null: whenever
   * @param followUp until when it is hidden in the inbox; null: not at all
   * @param escalations in the order of the document
   * @param timeout what happens when the step's timeout has passed
   */
  public record Deadlines(
      @Nullable TaskTime due,
      @Nullable TaskTime followUp,
      List<Escalation> escalations,
      OnTimeout timeout) {

    public static final Deadlines NONE =
        new Deadlines(null, null, List.of(), new OnTimeout(TimeoutAct.FAIL, null));

    public Deadlines {
      escalations = List.copyOf(escalations);
    }
  }

  /**
   * How answers are changed, and steps done anew.
   *
   * @param early whether the step may be answered before its turn
   * @param revocable for how long what comes after an answer waits, so that it can be taken back;
   *     null: not at all
   * @param to the steps to which it can be sent back
   */
  public record Revision(boolean early, @Nullable TimeSpan revocable, List<String> to) {

    public static final Revision NONE = new Revision(false, null, List.of());

    public Revision {
      to = List.copyOf(to);
    }
  }

  /** A time by which, or until which, something holds for a task. */
  public sealed interface TaskTime {

    /** So long after the step is READY. */
    record After(TimeSpan span) implements TaskTime {}

    /** A date, of which the end counts, or an instant. Pauses do not shift it. */
    record Until(Template time) implements TaskTime {}

    /**
     * Working time after the step is READY, by the tenant's calendar: the end of the n-th working
     * day after.
     */
    record BusinessDays(int days) implements TaskTime {}

    /** So much time later, of which only the hours of working days count. */
    record BusinessHours(Duration time) implements TaskTime {}
  }

  /**
   * What happens when nobody has done a step for some time.
   *
   * @param after counted from READY, or from the due date
   * @param overdue whether it is counted from the due date
   * @param when for which tasks
   * @param role who may do it besides from then on; null: nobody else
   * @param assignee who is to do it from then on; null: whoever it was
   * @param due by when it is wanted then, counted from when this happens; null: as before
   */
  public record Escalation(
      TimeSpan after,
      boolean overdue,
      While when,
      @Nullable String role,
      @Nullable Template assignee,
      @Nullable TimeSpan due) {

    /** How far a task must have come at most. */
    public enum While {
      /** Nobody holds it. */
      UNCLAIMED,
      /** Nobody has begun it. */
      UNBEGUN,
      /** It has not ended. */
      OPEN
    }
  }

  /**
   * What the timeout of a step does.
   *
   * @param answer with what it completes; null: with nothing
   */
  public record OnTimeout(TimeoutAct act, @Nullable JsonNode answer) {}

  /** What a timeout can do. */
  public enum TimeoutAct {
    FAIL,
    COMPLETE,
    SKIP
  }
}
