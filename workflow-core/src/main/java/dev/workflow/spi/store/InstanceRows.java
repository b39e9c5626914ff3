package dev.workflow.spi.store;

import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.task.TaskQuery;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The instances, their journals, subscriptions and tasks. */
public interface InstanceRows {

  /**
   * Takes up to {@code limit} ACTIVE instances whose {@code dueAt} is at or before {@code now},
   * earliest first (then by id): sets owner and {@code dueAt = leaseUntil} and raises the revision,
   * so that no other node takes them. Instances locked by another transaction are passed over.
   *
   * @return as they are after the claim, each with the node it was {@linkplain
   *     StoredInstance#takenFrom() taken from}
   */
  List<StoredInstance> claim(String owner, Instant now, Instant leaseUntil, int limit);

  /**
   * The lanes in which there are instances that wait for a time, in their order, and which of them
   * have ACTIVE ones that are due. One call need not come to all lanes.
   *
   * @param after where the call before ended; null: begins with the first lane
   */
  DueLanes dueLanes(Instant now, @Nullable Lane after);

  /** The instances of one workflow of one tenant. */
  record Lane(TenantId tenant, String workflow) implements Comparable<Lane> {

    @Override
    public int compareTo(Lane other) {
      int byTenant = tenant.compareTo(other.tenant);
      return byTenant != 0 ? byTenant : workflow.compareTo(other.workflow);
    }
  }

  /**
   * A part of a round.
   *
   * @param due the lanes that have due instances
   * @param last where the next call continues; null: the round is complete
   */
  record DueLanes(List<Lane> due, @Nullable Lane last) {}

  /**
   * Like {@link #claim(String, Instant, Instant, int)}, but of each lane at most as many as given,
   * its earliest first.
   */
  List<StoredInstance> claim(
      String owner, Instant now, Instant leaseUntil, Map<Lane, Integer> shares);

  /**
   * How many instances of a tenant nodes hold now, by workflow: those whose lease ends after {@code
   * now}, and not after {@code until}. Workflows of which none is held may be left out.
   */
  Map<String, Integer> held(TenantId tenant, Instant now, Instant until);

  /**
   * Locks the rows until the transaction ends (waiting for other writers) and reads them; missing
   * ones are left out.
   */
  List<StoredInstance> lock(Collection<InstanceKey> keys);

  /** Locks the rows like {@link #lock} and reads them alone; missing ones are left out. */
  List<InstanceRow> lockRows(Collection<InstanceKey> keys);

  /** Reads without locking; missing ones are left out. */
  List<StoredInstance> read(Collection<InstanceKey> keys);

  /** Those of the keys that there are instances of. */
  Set<InstanceKey> existing(Collection<InstanceKey> keys);

  /**
   * Writes the changes.
   *
   * @return the keys of those that were fenced out; the others are written
   * @throws StaleWriteException if a change could only be written in part
   */
  Set<InstanceKey> write(List<InstanceChange> changes);

  /**
   * Extends leases: {@code dueAt = leaseUntil} where the owner still holds the instance at the
   * known revision. The revision stays.
   *
   * @return the keys that are no longer as the caller knows them
   */
  Set<InstanceKey> renew(String owner, Collection<Held> held, Instant leaseUntil);

  /**
   * Leaves instances to whoever claims them, because something has to happen to each of them that
   * is too much for one transaction: those of them that are DRAFT, ACTIVE or PAUSED become ACTIVE,
   * get this owner, are due at {@code dueAt}, and whoever held them has lost them.
   *
   * @param canceledAt what they have not sent yet is cancelled as by {@link
   *     InstanceChange.SideRows#messagesCanceledAt}; null: it is left as it is
   * @return those that were DRAFT, ACTIVE or PAUSED, as they are now
   */
  List<InstanceRow> leave(
      Collection<InstanceKey> keys, String owner, Instant dueAt, @Nullable Instant canceledAt);

  /** An instance a node believes to hold. */
  record Held(InstanceKey key, long revision) {}

  /** The earliest {@code dueAt} of any ACTIVE instance. For drivers of virtual time. */
  Optional<Instant> nextDue();

  /**
   * How many ACTIVE instances of a tenant were due before a time and nobody has taken.
   *
   * @param limit counts no further
   */
  Overdue overdue(TenantId tenant, Instant dueBefore, int limit);

  /** The narrow rows alone, without locking; missing ones are left out. */
  List<InstanceRow> rows(Collection<InstanceKey> keys);

  /**
   * The instances of a subject that an event may end, oldest first: those of one of the workflows
   * (any version) that are DRAFT, ACTIVE or PAUSED, or <i>unfinished</i>; and of all other
   * workflows the unfinished ones that have a parent, on which the event may act.
   *
   * <p>Unfinished is an instance that has ended and of which something may happen nevertheless: it
   * is FAILED with the outcome {@code failed}, so that it may be retried, or COMPLETED or FAILED
   * with messages that are PENDING, HELD, FAILED and may be sent again, or MERGED into a digest
   * that is still to be sent.
   */
  List<InstanceRow> reachable(TenantId tenant, SubjectRef subject, Collection<String> workflows);

  /** Those of the instances that are unfinished, as {@link #reachable} says. */
  Set<InstanceKey> unfinished(Collection<InstanceKey> keys);

  /** The unfinished instances with a concurrency key, oldest first. */
  List<InstanceKey> unfinishedWithKey(TenantId tenant, String workflow, String concurrencyKey);

  /**
   * The first DRAFT, ACTIVE and PAUSED instances with a concurrency key, oldest first, without
   * those that are certain to end because their owner begins with {@link InstanceRow#ENDING}.
   *
   * <p>Until the transaction ends, every other one that asks for the same key waits here, and sees
   * what this one has changed: whether another instance may start is decided by one at a time.
   */
  List<InstanceRow> openWithKey(TenantId tenant, String workflow, String concurrencyKey, int limit);

  /**
   * The subscriptions that fit any of the lookups, oldest instance first.
   *
   * @param after the last instance of the page before; null: from the oldest
   * @param limit how many of each lookup
   */
  List<EventSubscriptionRow> subscriptions(
      Collection<EventSubscriptionLookup> lookups, @Nullable InstanceId after, int limit);

  /** Whether any step of the tenant has subscribed to a type of event. */
  boolean isSubscribed(TenantId tenant, String eventType);

  /**
   * One page of the journals of all instances about a subject: by the entries' times, then instance
   * and number; or all that from the end.
   *
   * @param from the entry with which the page begins, which need not exist any more; null: the
   *     first
   */
  List<JournalRow> journal(
      TenantId tenant,
      SubjectRef subject,
      @Nullable JournalPlace from,
      boolean newestFirst,
      int limit);

  /**
   * One page of the journals of a tenant's instances, newest first: by the entries' times, then
   * instance and number, all that from the end.
   *
   * @param before the last entry of the page before, which need not exist any more; null: begins
   *     with the newest
   */
  List<LogRow> log(LogFilter filter, @Nullable JournalPlace before, int limit);

  /**
   * Which journals; null parts do not filter.
   *
   * @param from no entries from before this time
   * @param to no entries from this time or later
   */
  record LogFilter(
      TenantId tenant,
      Instant from,
      Instant to,
      @Nullable String workflow,
      @Nullable InstanceId instance,
      @Nullable SubjectRef subject) {

    public LogFilter between(Instant begin, Instant end) {
      return new LogFilter(tenant, begin, end, workflow, instance, subject);
    }
  }

  /** An entry with what its instance is about. */
  record LogRow(JournalRow row, WorkflowRef workflow, @Nullable SubjectRef subject) {}

  /** An entry of the journal of an instance. */
  record JournalRow(InstanceKey instance, JournalEntry entry) {

    public JournalPlace place() {
      return new JournalPlace(entry.at(), instance.id(), entry.seq());
    }
  }

  /** The place of an entry among those of several instances. */
  record JournalPlace(Instant at, InstanceId instance, int seq)
      implements Comparable<JournalPlace> {

    @Override
    public int compareTo(JournalPlace other) {
      int byTime = at.compareTo(other.at);
      int byInstance = byTime != 0 ? byTime : instance.compareTo(other.instance);
      return byInstance != 0 ? byInstance : Integer.compare(seq, other.seq);
    }
  }

  /**
   * One page of instances, in the query's order.
   *
   * @param after the last one of the page before, which need not exist any more; null: the first
   *     page
   */
  List<InstanceRow> list(Instances.Query query, @Nullable InstancePlace after, int limit);

  /**
   * A place in the order of {@link #list}.
   *
   * @param endedAt null: the order is not by the ends
   */
  record InstancePlace(InstanceId instance, @Nullable Instant endedAt) {

    public static InstancePlace of(InstanceRow row) {
      return new InstancePlace(row.key().id(), row.progress().endedAt());
    }

    /** In an order that is not by the ends. */
    public static @Nullable InstancePlace of(@Nullable InstanceKey key) {
      return key == null ? null : new InstancePlace(key.id(), null);
    }
  }

  /** How many instances there are per workflow key, state and outcome. */
  List<Count> count(TenantId tenant);

  /**
   * One page of the ACTIVE instances that are woken before a time, the earliest first, then by id.
   *
   * @param after the last one of the page before, which need not exist any more; null: from the
   *     earliest
   */
  List<InstanceRow> due(DueFilter filter, @Nullable DuePlace after, int limit);

  /** Which instances; null parts do not filter. */
  record DueFilter(
      TenantId tenant, Instant before, @Nullable String workflow, @Nullable SubjectRef subject) {}

  /** A place in the order of {@link #due}. */
  record DuePlace(Instant at, InstanceId instance) implements Comparable<DuePlace> {

    @Override
    public int compareTo(DuePlace other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : instance.compareTo(other.instance);
    }
  }

  /** One line of {@link #count}. */
  record Count(String workflow, String state, @Nullable String outcome, long instances) {}

  /**
   * Removes ended instances with all that is theirs: journal, tasks, subscriptions, messages.
   * Oldest first; those about subjects under {@linkplain HoldRows hold}, those that another
   * transaction holds are passed over, and so are those with messages that are PENDING or HELD, or
   * MERGED into a digest that is still to be sent. A digest's carrier that is still to be sent
   * stays, as a message of no instance. Events stay.
   *
   * @param workflow null: of every workflow
   * @param canceledSince messages that were cancelled at this time or later stay, as messages of no
   *     instance; null: none stays
   * @param after the last one of the round before; null: from the oldest
   * @return the removed ones, oldest first; fewer than {@code limit}: there are no more
   */
  List<InstanceKey> purge(
      TenantId tenant,
      @Nullable String workflow,
      Instant endedBefore,
      @Nullable Instant canceledSince,
      @Nullable InstanceKey after,
      int limit);

  /**
   * Locks ended instances that {@link #purge} would remove, oldest first, so that something can be
   * done with them before they are {@linkplain #remove removed} in the same transaction.
   *
   * @param workflow null: of every workflow
   * @param except workflows whose instances are left out
   * @param after the last one of the round before; null: from the oldest
   */
  List<InstanceKey> lockEnded(
      TenantId tenant,
      @Nullable String workflow,
      Set<String> except,
      Instant endedBefore,
      @Nullable InstanceKey after,
      int limit);

  /** Sets the version that an instance goes on with. Its row is locked. */
  void setVersion(InstanceKey instance, int version);

  /** Sets the event that an instance is started by. Its row is locked. */
  void setEvent(InstanceKey instance, String eventId);

  /** Removes the subscriptions and unfinished tasks of an instance whose steps cannot be read. */
  void withdraw(InstanceKey instance);

  /** Removes an instance in any state, with all that is its own, as {@link #purge} does. */
  void remove(InstanceKey instance);

  /** One task that has not ended, or empty if that step is not open for a person. */
  Optional<TaskRow> task(InstanceKey instance, String step);

  /**
   * One page of tasks, in the order of the filter's query; of two at the same place by instance and
   * step, in the same direction.
   *
   * @param after the task before the page, which need not exist any more: {@linkplain TaskRow#place
   *     its place} counts
   */
  List<TaskRow> tasks(TaskFilter filter, @Nullable TaskRow after, int limit);

  /**
   * Locks the instances of the first tasks by due date that nobody has claimed, until the
   * transaction ends, and passes over those that another transaction has locked: several at once
   * get different ones.
   *
   * @return empty if the database cannot do that
   */
  default Optional<List<TaskRow>> lockNextTasks(
      TaskFilter filter, @Nullable TaskRow after, int limit) {
    return Optional.empty();
  }

  /**
   * How many tasks there are.
   *
   * @param atMost counts no further
   */
  long countTasks(TaskFilter filter, int atMost);

  /**
   * How many tasks actors hold that are not hidden at a time: those they have claimed, and those
   * that are assigned to them and free. Actors who hold none may be left out.
   */
  default Map<String, Long> heldTasks(
      TenantId tenant, Collection<String> actors, @Nullable Instant shownAt) {
    Map<String, Long> held = new HashMap<>();
    for (String actor : actors) {
      TaskFilter theirs =
          TaskFilter.all(tenant).with(TaskQuery.all().withHolder(actor)).shownAt(shownAt);
      held.put(actor, countTasks(theirs, Integer.MAX_VALUE));
    }
    return held;
  }

  /** How many there are for each value, the most first. */
  List<TaskCount> countTasks(TaskFilter filter, TaskGroup by);

  /** One line of {@link #countTasks(TaskFilter, TaskGroup)}. */
  record TaskCount(@Nullable String value, long tasks) {}

  /** By what tasks are counted. */
  enum TaskGroup {
    STATE,
    WORKFLOW,
    ACTION,
    /** {@link TaskRow.Offer#holder}. */
    HOLDER,
    ASSIGNEE,
    /** A task with several counts for each. */
    ROLE,
    /**
     * {@code true} if it is due before the filter's time, or before it ended; else {@code false}.
     */
    OVERDUE,
    /** {@link TaskRow.Finish#by}. */
    FINISHED_BY;

    /** What one task is counted under at a time; empty is the value of those without one. */
    public Stream<Optional<String>> values(TaskRow row, Instant now) {
      TaskRow.Offer offer = row.offer();
      return switch (this) {
        case STATE -> Stream.of(Optional.of(row.state()));
        case WORKFLOW -> Stream.of(Optional.of(row.workflow()));
        case ACTION -> Stream.of(Optional.of(row.action()));
        case HOLDER -> Stream.of(Optional.ofNullable(offer.holder()));
        case ASSIGNEE ->
            Stream.of(Optional.ofNullable(offer.assignee()).filter(name -> !name.isEmpty()));
        case ROLE ->
            offer.roles().isEmpty()
                ? Stream.of(Optional.empty())
                : offer.roles().stream().map(Optional::of);
        case OVERDUE -> {
          Instant due = row.times().dueAt();
          Instant by = row.finish() == null ? now : row.finish().at();
          yield Stream.of(Optional.of(String.valueOf(due != null && due.isBefore(by))));
        }
        case FINISHED_BY -> Stream.of(Optional.ofNullable(row.finish()).map(TaskRow.Finish::by));
      };
    }
  }

  /**
   * Somebody with the roles they have: the tasks that are theirs are those that {@linkplain
   * TaskRow.Offer#opens are open} to them. On the subjects in {@code everything} all tasks are
   * theirs but for those that exclude them.
   *
   * @param roles the roles they have everywhere
   * @param rolesOn the roles they have on single subjects besides
   * @param everything subjects on which they may do everything
   * @param all whether they may do everything everywhere
   */
  record Performer(
      String actor,
      Set<String> roles,
      Map<SubjectRef, Set<String>> rolesOn,
      Set<SubjectRef> everything,
      boolean all) {

    /** Somebody whose roles are the same everywhere. */
    public static Performer of(String actor, Set<String> roles) {
      return new Performer(actor, roles, Map.of(), Set.of(), false);
    }

    /** Whether a task is theirs. */
    public boolean opens(TaskRow task) {
      SubjectRef about = task.subject();
      if (all || (about != null && everything.contains(about))) {
        return !task.offer().excluded().contains(actor);
      }
      Set<String> here = about == null ? null : rolesOn.get(about);
      if (here == null) {
        return task.offer().opens(actor, roles);
      }
      Set<String> both = new HashSet<>(roles);
      both.addAll(here);
      return task.offer().opens(actor, both);
    }
  }
}
