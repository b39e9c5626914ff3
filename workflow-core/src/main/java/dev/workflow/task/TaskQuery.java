package dev.workflow.task;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.SubjectRef;
import dev.workflow.Tasks;
import dev.workflow.instance.StepState;
import dev.workflow.internal.text.Limits;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A filter of open, upcoming or finished tasks; null parts do not filter. Begin with {@link #all},
 * {@link #inbox}, {@link #visibleTo} or {@link #finished} and narrow it down. Immutable.
 *
 * @param actor what an actor can do or is doing: the open tasks for which {@link Tasks#canPerform}
 *     is true, and those that are delegated to them, which they resolve. A task that takes an
 *     answer early is not among them before its turn; null: of anybody
 * @param subject null: about anything
 * @param scope of which instance and step, with which values, for whose eyes
 * @param deferred whether tasks are shown too that are hidden until a {@link Tasks#setFollowUp
 *     follow-up date}. Texts that no task can hold are refused with an {@link
 *     InvalidInputException}.
 */
public record TaskQuery(
    @Nullable Actor actor,
    @Nullable SubjectRef subject,
    Scope scope,
    People people,
    Kind kind,
    Times times,
    boolean deferred,
    Order order) {

  /** In which order tasks come; of two at the same place, by their ids. */
  public enum Order {
    /** By due date (none last), then the higher priority, then since when they are open. */
    DUE,
    /** By since when they are open, the oldest first; finished ones by when they ended. */
    OLDEST_FIRST,
    /** By since when they are open, the newest first; finished ones by when they ended. */
    NEWEST_FIRST
  }

  /** In which part of their lives tasks are looked for. */
  public enum Phase {
    /** Their turn has not come, and they are announced; nobody can do them yet. */
    UPCOMING,
    /** They can be done, or are put aside. */
    OPEN,
    /** They have ended: COMPLETED, FAILED or SKIPPED. Kept as long as their instances are. */
    FINISHED
  }

  /**
   * Where a task is looked for; null parts do not filter.
   *
   * @param viewer what an actor sees: every task whose step's {@code visibility} shows it to them,
   *     of at most 10,000 that the other parts find; a subject or an instance makes them few. The
   *     query has no actor then
   * @param phase nobody can do what is upcoming or finished: then the query's actor is its viewer
   * @param step of one step, whichever its round or visit
   * @param fields with these values of the step's {@code taskFields}, all of them
   */
  public record Scope(
      @Nullable Actor viewer,
      Phase phase,
      @Nullable InstanceId instance,
      @Nullable String step,
      Map<String, String> fields) {

    public static final Scope ANY = new Scope(null, Phase.OPEN, null, null, Map.of());

    public Scope {
      fields = Map.copyOf(fields);
      Limits.sought("The step", step);
      fields.forEach(
          (name, value) -> {
            Limits.sought("The name of a field", name);
            Limits.sought("The value of a field", value);
          });
    }
  }

  /**
   * Who has to do with a task; null parts do not filter.
   *
   * @param role one of its roles, whoever has the task
   * @param candidate somebody whom it names as a candidate
   * @param assignee to whom it is assigned
   * @param claimant who has claimed it
   * @param holder who has claimed it, or to whom it is assigned while nobody has
   * @param involved its holder, its owner or one of its candidates
   * @param finishedBy whose answer or other act has ended it; where several people answer, each of
   *     them
   * @param finishedFor for whom a substitute has ended it
   */
  public record People(
      @Nullable String role,
      @Nullable String candidate,
      @Nullable String assignee,
      @Nullable String claimant,
      @Nullable String holder,
      @Nullable String involved,
      @Nullable String finishedBy,
      @Nullable String finishedFor) {

    public static final People ANY = new People(null, null, null, null, null, null, null, null);

    public People {
      Limits.sought("The role", role);
      Limits.sought("The candidate", candidate);
      Limits.sought("The assignee", assignee);
      Limits.sought("The claimant", claimant);
      Limits.sought("The holder", holder);
      Limits.sought("Who is involved", involved);
      Limits.sought("Who has finished it", finishedBy);
      Limits.sought("For whom it was finished", finishedFor);
    }
  }

  /**
   * What a task is; null parts do not filter.
   *
   * @param label with these characters in its label, in whichever case
   * @param states empty: in any state
   */
  public record Kind(
      @Nullable String workflow,
      @Nullable String action,
      @Nullable String label,
      Set<StepState> states) {

    public static final Kind ANY = new Kind(null, null, null, Set.of());

    public Kind {
      states = Set.copyOf(states);
      Limits.sought("The workflow", workflow);
      Limits.sought("The action", action);
      Limits.sought("The label", label);
    }
  }

  /**
   * When a task is to be done; null parts do not filter.
   *
   * @param created since when it is open
   * @param finished when it ended
   */
  public record Times(
      @Nullable Range due,
      @Nullable Range created,
      @Nullable Range followUp,
      @Nullable Range finished,
      int leastPriority,
      int mostPriority) {

    public static final Times ANY = new Times(null, null, null, null, 0, 100);
  }

  /**
   * From a time on, until before another one.
   *
   * @param from null: from the beginning
   * @param to null: without an end
   */
  public record Range(@Nullable Instant from, @Nullable Instant to) {

    /** A time that no task has is no end. */
    public Range {
      from = from == null || from.isBefore(Limits.EARLIEST) ? null : Limits.nearest(from);
      to = to == null || to.isAfter(Limits.LATEST) ? null : Limits.nearest(to);
    }

    /** Whether a time is in it; none never is. */
    public boolean contains(@Nullable Instant time) {
      return time != null
          && (from == null || !time.isBefore(from))
          && (to == null || time.isBefore(to));
    }
  }

  /** All open tasks. */
  public static TaskQuery all() {
    return new TaskQuery(null, null, Scope.ANY, People.ANY, Kind.ANY, Times.ANY, true, Order.DUE);
  }

  /** What an actor can do or is doing, without what is deferred. */
  public static TaskQuery inbox(Actor actor) {
    return new TaskQuery(actor, null, Scope.ANY, People.ANY, Kind.ANY, Times.ANY, false, Order.DUE);
  }

  /** All open tasks that an actor sees. */
  public static TaskQuery visibleTo(Actor viewer) {
    return all().with(new Scope(viewer, Phase.OPEN, null, null, Map.of()));
  }

  /** All finished tasks, the newest first. */
  public static TaskQuery finished() {
    return all().with(Phase.FINISHED).withOrder(Order.NEWEST_FIRST);
  }

  private TaskQuery with(Scope value) {
    return new TaskQuery(actor, subject, value, people, kind, times, deferred, order);
  }

  /** With the tasks that are announced instead of the open ones. */
  public TaskQuery withUpcoming(boolean value) {
    return with(value ? Phase.UPCOMING : Phase.OPEN);
  }

  private TaskQuery with(Phase value) {
    return with(new Scope(scope.viewer, value, scope.instance, scope.step, scope.fields));
  }

  public TaskQuery withInstance(InstanceId value) {
    return with(new Scope(scope.viewer, scope.phase, value, scope.step, scope.fields));
  }

  public TaskQuery withStep(String value) {
    return with(new Scope(scope.viewer, scope.phase, scope.instance, value, scope.fields));
  }

  /** With a value of the step's {@code taskFields}. */
  public TaskQuery withField(String name, String value) {
    Map<String, String> values = new HashMap<>(scope.fields);
    values.put(name, value);
    return with(new Scope(scope.viewer, scope.phase, scope.instance, scope.step, values));
  }

  public TaskQuery withSubject(@Nullable SubjectRef value) {
    return new TaskQuery(actor, value, scope, people, kind, times, deferred, order);
  }

  public TaskQuery withDeferred(boolean value) {
    return new TaskQuery(actor, subject, scope, people, kind, times, value, order);
  }

  public TaskQuery withOrder(Order value) {
    return new TaskQuery(actor, subject, scope, people, kind, times, deferred, value);
  }

  private TaskQuery with(People value) {
    return new TaskQuery(actor, subject, scope, value, kind, times, deferred, order);
  }

  private TaskQuery with(Kind value) {
    return new TaskQuery(actor, subject, scope, people, value, times, deferred, order);
  }

  private TaskQuery with(Times value) {
    return new TaskQuery(actor, subject, scope, people, kind, value, deferred, order);
  }

  public TaskQuery withRole(String value) {
    People p = people;
    return with(
        new People(
            value,
            p.candidate,
            p.assignee,
            p.claimant,
            p.holder,
            p.involved,
            p.finishedBy,
            p.finishedFor));
  }

  public TaskQuery withCandidate(String value) {
    People p = people;
    return with(
        new People(
            p.role,
            value,
            p.assignee,
            p.claimant,
            p.holder,
            p.involved,
            p.finishedBy,
            p.finishedFor));
  }

  public TaskQuery withAssignee(String value) {
    People p = people;
    return with(
        new People(
            p.role,
            p.candidate,
            value,
            p.claimant,
            p.holder,
            p.involved,
            p.finishedBy,
            p.finishedFor));
  }

  public TaskQuery withClaimant(String value) {
    People p = people;
    return with(
        new People(
            p.role,
            p.candidate,
            p.assignee,
            value,
            p.holder,
            p.involved,
            p.finishedBy,
            p.finishedFor));
  }

  public TaskQuery withHolder(String value) {
    People p = people;
    return with(
        new People(
            p.role,
            p.candidate,
            p.assignee,
            p.claimant,
            value,
            p.involved,
            p.finishedBy,
            p.finishedFor));
  }

  public TaskQuery withInvolved(String value) {
    People p = people;
    return with(
        new People(
            p.role,
            p.candidate,
            p.assignee,
            p.claimant,
            p.holder,
            value,
            p.finishedBy,
            p.finishedFor));
  }

  /** Finished tasks that somebody has answered, skipped or sent back. */
  public TaskQuery withFinishedBy(String value) {
    People p = people;
    return with(new People(
            p.role,
            p.candidate,
            p.assignee,
            p.claimant,
            p.holder,
            p.involved,
            value,
            p.finishedFor))
        .with(Phase.FINISHED);
  }

  /** Finished tasks that a substitute has ended for somebody. */
  public TaskQuery withFinishedFor(String value) {
    People p = people;
    return with(new People(
            p.role, p.candidate, p.assignee, p.claimant, p.holder, p.involved, p.finishedBy, value))
        .with(Phase.FINISHED);
  }

  public TaskQuery withWorkflow(String value) {
    return with(new Kind(value, kind.action, kind.label, kind.states));
  }

  public TaskQuery withAction(String value) {
    return with(new Kind(kind.workflow, value, kind.label, kind.states));
  }

  public TaskQuery withLabel(String value) {
    return with(new Kind(kind.workflow, kind.action, value, kind.states));
  }

  public TaskQuery withStates(StepState... values) {
    return with(new Kind(kind.workflow, kind.action, kind.label, Set.of(values)));
  }

  /** With a due date from a time on, until before another one; null: without that end. */
  public TaskQuery withDue(@Nullable Instant from, @Nullable Instant to) {
    Times t = times;
    return with(
        new Times(
            new Range(from, to),
            t.created,
            t.followUp,
            t.finished,
            t.leastPriority,
            t.mostPriority));
  }

  public TaskQuery withDueBefore(Instant value) {
    return withDue(null, value);
  }

  /** Open since a time in this range. */
  public TaskQuery withCreated(@Nullable Instant from, @Nullable Instant to) {
    Times t = times;
    return with(
        new Times(
            t.due, new Range(from, to), t.followUp, t.finished, t.leastPriority, t.mostPriority));
  }

  /** With a follow-up date in this range; shows what is hidden, too. */
  public TaskQuery withFollowUp(@Nullable Instant from, @Nullable Instant to) {
    Times t = times;
    return with(new Times(
            t.due, t.created, new Range(from, to), t.finished, t.leastPriority, t.mostPriority))
        .withDeferred(true);
  }

  /** Finished tasks that ended in this range. */
  public TaskQuery withFinished(@Nullable Instant from, @Nullable Instant to) {
    Times t = times;
    return with(new Times(
            t.due, t.created, t.followUp, new Range(from, to), t.leastPriority, t.mostPriority))
        .with(Phase.FINISHED);
  }

  /** With a priority from one to another, both included. */
  public TaskQuery withPriority(int least, int most) {
    return with(new Times(times.due, times.created, times.followUp, times.finished, least, most));
  }
}
