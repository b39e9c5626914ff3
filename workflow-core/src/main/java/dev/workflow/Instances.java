package dev.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.Migration;
import dev.workflow.internal.text.Limits;
import dev.workflow.spi.RecordSelection;
import dev.workflow.task.TaskQuery;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The running and ended workflows of a tenant. Thread-safe.
 *
 * <p>Every call throws {@link NotFoundException} for an id the tenant does not have, and {@link
 * IllegalTransitionException} where the instance's state does not allow it.
 */
public interface Instances {

  /**
   * Starts the newest version of a workflow by hand.
   *
   * @param input what the instance sees as {@code input} and, key by key, at the top level of its
   *     data
   * @return empty if the workflow's concurrency policy is to skip and one with the same key is
   *     active
   * @throws NotFoundException if no version is published, or the newest is disabled
   */
  Optional<InstanceId> start(
      TenantId tenant, String workflow, @Nullable SubjectRef subject, ObjectNode input, Actor by);

  /**
   * Starts the newest version of a workflow by hand for each record of a selection that the host
   * lists, 200 at a time, in an instance of its own: what that has listed so far stands in the
   * outputs of its steps {@code start[0]}, {@code start[1]} …. It can be paused and cancelled; what
   * it has started stays. Where it fails because the host cannot list them, {@link #retry} goes on
   * from there. A governed workflow starts where it is assigned.
   *
   * @param input what each instance sees as {@code input}
   * @return the instance that starts the others
   * @throws NotFoundException if no version is published, or the newest is disabled
   */
  InstanceId startForEach(
      TenantId tenant, String workflow, RecordSelection records, ObjectNode input, Actor by);

  /**
   * Starts one version of a workflow by hand on a subject of the type that it is for.
   *
   * @throws InvalidInputException if it is for subjects of another type
   * @throws NotFoundException if there is no such version, or it is not published any more
   * @see #start
   */
  Optional<InstanceId> startVersion(
      TenantId tenant,
      WorkflowRef version,
      @Nullable SubjectRef subject,
      ObjectNode input,
      Actor by);

  /**
   * The same as a DRAFT: it can be {@linkplain #edit edited} and renamed, and does nothing before
   * {@link #begin}.
   *
   * @throws InvalidInputException also if the workflow has a concurrency key: a draft takes part in
   *     no queue
   */
  InstanceId draft(
      TenantId tenant,
      WorkflowRef version,
      @Nullable SubjectRef subject,
      ObjectNode input,
      Actor by);

  /**
   * Begins a {@linkplain #draft draft}.
   *
   * @throws IllegalTransitionException if it has begun, or waits for its turn in a queue
   */
  void begin(TenantId tenant, InstanceId id, Actor by);

  WorkflowInstance get(TenantId tenant, InstanceId id);

  /** The document that an instance follows: its version, with what was edited of it alone. */
  WorkflowDefinition document(TenantId tenant, InstanceId id);

  /**
   * Begins an edit of one instance: steps that have not begun are added, changed, removed and put
   * elsewhere, and it gets another name. Nothing happens before {@link InstanceEdit#apply}. The
   * workflow and its other instances stay as they are.
   *
   * @param actor an ADMIN, or whoever has the {@linkplain EngineOptions#ownerRole() owner's role}
   *     on its subject
   */
  InstanceEdit edit(TenantId tenant, InstanceId id, Actor actor);

  /**
   * Whether an instance can go on with another version of its workflow, without doing it.
   *
   * @throws NotFoundException if there is no such version
   */
  Migration.Report checkMigration(TenantId tenant, InstanceId id, Migration migration);

  /**
   * Lets an instance go on with another version. Steps that have ended stay as they are; an open
   * one goes on as the step of the new version that has its id, or that it is mapped to. Whoever
   * has a task keeps it, with its dates, votes and drafts; a delay ends when it was to end; a wait
   * goes on, and waits anew if its event or key is another one; a sub-workflow stays on its
   * version. Time limits, escalations and exits that are new begin now. One that is on this version
   * stays as it is.
   *
   * @param by an ADMIN
   * @throws InvalidInputException with all that is against it: nothing has happened then
   * @throws NotFoundException if there is no such version
   * @throws AccessDeniedException if the actor is no ADMIN
   */
  Migration.Report migrate(TenantId tenant, InstanceId id, Migration migration, Actor by);

  /**
   * The same with all instances of a workflow that fit a query. Which ones is settled first; then
   * each is migrated in a transaction of its own.
   *
   * @param query with a workflow; without states those that have not ended and those that have
   *     FAILED
   * @param progress told after every instance, on the calling thread; what it throws ends the
   *     operation
   * @return the last progress: refused are those that do not fit, and why stands in the failures
   */
  BulkReport migrate(Query query, Migration migration, Actor by, Consumer<BulkReport> progress);

  /**
   * Moves an instance to a step. Steps that stand before it and have not ended are SKIPPED, and
   * what was done stays done; if the step has ended already, it and what comes after it runs anew,
   * each as a visit of its own. Steps around it are entered; other branches, and other rounds of an
   * {@code each}, go on as they are.
   *
   * @param step the step; in loops with its round, such as {@code sign[2]}
   * @param by an ADMIN
   * @throws IllegalTransitionException if the instance is neither ACTIVE nor PAUSED, the step is
   *     open already or answers a failure, or there is no such round
   * @throws AccessDeniedException if the actor is no ADMIN
   */
  void moveTo(TenantId tenant, InstanceId id, String step, Actor by, @Nullable String reason);

  /**
   * Starts the newest version of the workflow of an ended instance again, with the subject, the
   * event and the input that it had. The new instance names the old one, which stays as it is. One
   * that was a sub-workflow is started alone.
   *
   * @return empty if the workflow's concurrency policy is to skip and one with the same key is
   *     active; a queue and limits on starts may delay it
   * @throws IllegalTransitionException if the instance has not ended
   * @throws NotFoundException if no version is published, or the newest is disabled
   */
  Optional<InstanceId> restart(TenantId tenant, InstanceId id, Actor by);

  /**
   * The instances that fit a query, in its order, without their steps.
   *
   * @param cursor from the page before, of a query with the same order; null: the first page
   */
  Page<Summary> list(Query query, @Nullable String cursor, int limit);

  /** How many instances there are. */
  List<Count> count(TenantId tenant);

  /**
   * Keeps new steps from beginning; what runs finishes. Messages that wait are HELD until it is
   * resumed, those of sub-workflows that have ended too, and the sub-workflows that its steps wait
   * for are paused with it. Its tasks are not shown, and can only be released, commented on, given
   * an attachment, and their drafts saved. The time until it is resumed does not count against due
   * dates, and not against the timeouts of tasks, of waits and of steps that hold others; delays
   * end at their time all the same, and their steps begin late.
   */
  void pause(TenantId tenant, InstanceId id, Actor by, @Nullable String reason);

  /**
   * Continues, with what was held and the sub-workflows that were paused for that reason.
   *
   * @throws IllegalTransitionException if it is not PAUSED, or is a sub-workflow of an instance
   *     that is: resume that first
   */
  void resume(TenantId tenant, InstanceId id, Actor by);

  /**
   * Ends it: open steps become SKIPPED, messages that are still to be sent are cancelled, also
   * those of the sub-workflows it has waited for. One that is COMPLETED or FAILED stays so: its
   * messages are cancelled, and it is not retried any more.
   */
  void cancel(TenantId tenant, InstanceId id, Actor by, @Nullable String reason);

  /**
   * Continues where it failed: steps that hold others are entered where they were, and steps that
   * the failure cut off open again.
   *
   * <p>What failed together continues together: the sub-workflows that its steps waited for, and
   * the instance whose step waited for this one.
   *
   * @throws IllegalTransitionException if it, or one of those, has not failed, was ended by a
   *     {@code stop} as failed, or has undone its completed steps by their compensation; or its
   *     exit has come since, or it was cancelled or replaced
   * @throws ConflictException if another instance has taken its concurrency key
   */
  void retry(TenantId tenant, InstanceId id, Actor by);

  /**
   * Does one thing to all instances that fit a query, in its order, each in a transaction of its
   * own: what is done stays done if the rest cannot be.
   *
   * @param progress told after every instance, on the calling thread; what it throws ends the
   *     operation
   * @return the last progress
   */
  BulkReport bulk(Query query, BulkOperation operation, Actor by, Consumer<BulkReport> progress);

  /**
   * Removes instances that ended before a time, with their history and messages, a few hundred in
   * each transaction. One with messages that are still to be sent, alone or in a digest, stays
   * until they have ended: cancel it to be rid of it. The events that started them stay, so that
   * their ids are still known.
   *
   * @param progress told how many are gone, after every transaction, on the calling thread; what it
   *     throws ends the operation
   * @return how many were removed
   */
  long purge(TenantId tenant, Instant endedBefore, LongConsumer progress);

  /** What {@link #bulk} can do. */
  enum BulkOperation {
    PAUSE,
    RESUME,
    CANCEL,
    RETRY
  }

  /**
   * How far {@link #bulk} has come.
   *
   * @param done how many were changed
   * @param refused how many were in a state that does not allow it
   * @param failures what went wrong otherwise, and why failed instances were not retried, by
   *     instance; the first 100
   */
  record BulkReport(long done, long refused, Map<InstanceId, String> failures) {}

  /**
   * What to list, and in which order; null and empty parts do not filter. Begin with {@link #of}.
   *
   * @param version the version that an instance follows now; of any workflow if none is given
   */
  record Query(
      TenantId tenant,
      @Nullable String workflow,
      @Nullable Integer version,
      @Nullable SubjectRef subject,
      Set<InstanceState> states,
      @Nullable InstanceOutcome outcome,
      Times times,
      Order order) {

    public Query {
      states = Set.copyOf(states);
      Limits.sought("The workflow", workflow);
    }

    /** All instances of a tenant, newest first. */
    public static Query of(TenantId tenant) {
      return new Query(tenant, null, null, null, Set.of(), null, Times.ANY, Order.NEWEST_FIRST);
    }

    public Query workflow(@Nullable String key) {
      return new Query(tenant, key, version, subject, states, outcome, times, order);
    }

    public Query version(@Nullable Integer value) {
      return new Query(tenant, workflow, value, subject, states, outcome, times, order);
    }

    public Query about(@Nullable SubjectRef value) {
      return new Query(tenant, workflow, version, value, states, outcome, times, order);
    }

    public Query in(InstanceState... values) {
      return new Query(tenant, workflow, version, subject, Set.of(values), outcome, times, order);
    }

    public Query outcome(@Nullable InstanceOutcome value) {
      return new Query(tenant, workflow, version, subject, states, value, times, order);
    }

    /** Created from a time on, until before another one; null: without that end. */
    public Query created(@Nullable Instant from, @Nullable Instant to) {
      return with(new Times(new TaskQuery.Range(from, to), times.ended));
    }

    /** Ended from a time on, until before another one; null: without that end. */
    public Query ended(@Nullable Instant from, @Nullable Instant to) {
      return with(new Times(times.created, new TaskQuery.Range(from, to)));
    }

    private Query with(Times value) {
      return new Query(tenant, workflow, version, subject, states, outcome, value, order);
    }

    public Query order(Order value) {
      return new Query(tenant, workflow, version, subject, states, outcome, times, value);
    }
  }

  /**
   * When instances were created, and when they ended; null parts do not filter.
   *
   * @param ended one that has not ended is in no range
   */
  record Times(TaskQuery.@Nullable Range created, TaskQuery.@Nullable Range ended) {

    public static final Times ANY = new Times(null, null);
  }

  /** In which order instances come; of two at the same place, by their ids. */
  enum Order {
    /** By creation. */
    NEWEST_FIRST,
    /** By creation. */
    OLDEST_FIRST,
    /** By their ends; only those that have ended. */
    LAST_ENDED_FIRST,
    /** By their ends; only those that have ended. */
    FIRST_ENDED_FIRST;

    /** Whether it is by the ends. */
    public boolean byEnd() {
      return this == LAST_ENDED_FIRST || this == FIRST_ENDED_FIRST;
    }
  }

  /** An instance without its steps. */
  record Summary(
      InstanceId id,
      WorkflowRef workflow,
      @Nullable SubjectRef subject,
      InstanceState state,
      @Nullable InstanceOutcome outcome,
      Instant createdAt,
      @Nullable Instant endedAt) {}

  /** One line of {@link #count}. */
  record Count(
      String workflow, InstanceState state, @Nullable InstanceOutcome outcome, long instances) {}
}
