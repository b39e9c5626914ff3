package dev.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ProviderCall;
import dev.workflow.task.ProviderReceipt;
import dev.workflow.task.TaskBulk;
import dev.workflow.task.TaskCommand;
import dev.workflow.task.TaskQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The steps that people do. Thread-safe.
 *
 * <p>A task is a step whose action people do, from the moment it is open, and an automatic step
 * while its handler waits for an answer. Whether an actor may act is decided by the step's role and
 * assignee and the host's {@code ActorDirectory}. ADMIN may do everything, but is excluded like
 * everybody else, and does not claim, start, delegate or decline what somebody else holds. A step
 * that waits and names neither is for its callback and ADMIN. The id of {@link Actor#ENGINE} is
 * nobody's.
 *
 * <p>Every call throws {@link NotFoundException} for ids the tenant does not have. A command is
 * refused for the first {@link Reason} that fits: with a {@link NotFoundException} if the task is
 * not visible to the actor, with an {@link IllegalTransitionException} where the kind of step or a
 * state does not allow it, and with an {@link AccessDeniedException} if the actor may not. Only a
 * claim of what somebody else has is refused with a {@link ConflictException}. Of a paused instance
 * a task can only be released, commented on, given an attachment, and its draft saved.
 */
public interface Tasks {

  /**
   * A view of this API that makes the next command idempotent: a repeat under the same id, such as
   * after a lost connection, does nothing and returns what the first one gave. Each command of
   * people has an id of its own; the {@value #MOST_RECEIPTS} newest of each task are known, also
   * after its end. {@link #next}, {@link #create} and callbacks have none.
   *
   * @param commandId of the caller's choice: one line of at most 200 characters
   * @throws ConflictException from the command, if the id is that of another command or actor
   */
  Tasks once(String commandId);

  /** So many ids of commands are known of one task. */
  int MOST_RECEIPTS = 20;

  /**
   * Takes an open step on, so that nobody else can. A READY one is IN_PROGRESS then, unless its
   * {@code begin} is {@code by-hand}: it stays READY until it is started. Where several people
   * answer, a claim keeps nobody else away and begins nothing. Again by the same actor: nothing
   * happens.
   *
   * @throws ConflictException if somebody else has claimed it
   */
  void claim(TenantId tenant, InstanceId instance, String step, Actor actor);

  /** Gives a claimed step back: whoever has claimed it, or an ADMIN. */
  void release(TenantId tenant, InstanceId instance, String step, Actor actor);

  /**
   * Answers a step. Where the document allows it ({@code "early"}), also before its turn: then the
   * answer waits, {@link #revoke} drops it, and it is tested again when the turn has come. If it is
   * no longer valid, it is kept as the draft.
   *
   * @throws InvalidInputException if the action's handler does not take the payload; the step stays
   *     open
   */
  void complete(TenantId tenant, InstanceId instance, String step, Actor actor, JsonNode payload);

  /**
   * Answers every step whose handler waits under a correlation key ({@code
   * ActionResult.waiting(key)}) with what a callback said. The host has verified the callback:
   * nobody is asked who may. An event with that correlation does the same, on a thread of the
   * engine. While its instance is paused the answer is kept, and counts when that is over.
   *
   * @throws NotFoundException if no step waits under the key, or not any more
   * @throws InvalidInputException if a handler does not take the payload; all steps stay open
   */
  void callback(TenantId tenant, String correlation, JsonNode payload);

  /**
   * Takes a callback of a signature, document or payment provider: verified by the provider on the
   * raw bytes, durable when this returns, and harmless when it comes again. A callback may come
   * before its step is recorded as waiting, and while its instance is paused: it is kept. Of an
   * answer by a person, a timeout and a callback the first wins.
   *
   * @param tenant whose URL was called: a callback about a step of another tenant is UNKNOWN
   * @return what became of it, with the status to answer with
   * @throws NotFoundException if the engine has no such provider
   * @throws InvalidInputException if the body is larger than {@link ProviderCall#MAX_BYTES}
   * @throws WorkflowException if the provider cannot read it for now, or the store is away: nothing
   *     was stored; answer 503, so that it is posted again
   */
  ProviderReceipt callback(TenantId tenant, ProviderCall call);

  /** Says that a step cannot be done. */
  default void fail(TenantId tenant, InstanceId instance, String step, Actor actor, String reason) {
    fail(tenant, instance, step, actor, reason, null);
  }

  /**
   * The same with a code by which the workflow tells why: {@code steps.<id>.code} in the conditions
   * of {@code onFailure} and of later steps, if {@code allowFailure} lets the instance go on.
   *
   * @param code of the caller's choice, such as {@code NO_BUDGET}: one line of at most 100
   *     characters; null: there is none
   */
  void fail(
      TenantId tenant,
      InstanceId instance,
      String step,
      Actor actor,
      String reason,
      @Nullable String code);

  /**
   * Leaves a step out: an ADMIN, who can skip steps of every kind, or whoever may answer it if it
   * is a task and not required.
   */
  void skip(
      TenantId tenant, InstanceId instance, String step, Actor actor, @Nullable String reason);

  /** Whether an actor may answer a step now: there is no {@link #whyNot reason} against it. */
  default boolean canPerform(TenantId tenant, InstanceId instance, String step, Actor actor) {
    return whyNot(tenant, instance, step, actor).isEmpty();
  }

  /**
   * Why an actor may not answer a step now, in the words in which {@link #complete} refuses it;
   * empty: they may.
   */
  Optional<Refusal> whyNot(TenantId tenant, InstanceId instance, String step, Actor actor);

  /**
   * Why an actor may not give a command to a task now, in the words in which the command itself is
   * refused; empty: they may.
   */
  Optional<Refusal> whyNot(TenantId tenant, TaskId task, Actor actor, TaskCommand command);

  /** The same by the task's id, as for the other commands. */
  default void claim(TenantId tenant, TaskId task, Actor actor) {
    claim(tenant, task.instance(), task.step(), actor);
  }

  /** See {@link #release(TenantId, InstanceId, String, Actor)}. */
  default void release(TenantId tenant, TaskId task, Actor actor) {
    release(tenant, task.instance(), task.step(), actor);
  }

  /** See {@link #complete(TenantId, InstanceId, String, Actor, JsonNode)}. */
  default void complete(TenantId tenant, TaskId task, Actor actor, JsonNode payload) {
    complete(tenant, task.instance(), task.step(), actor, payload);
  }

  /** See {@link #fail(TenantId, InstanceId, String, Actor, String)}. */
  default void fail(TenantId tenant, TaskId task, Actor actor, String reason) {
    fail(tenant, task.instance(), task.step(), actor, reason);
  }

  /** See {@link #fail(TenantId, InstanceId, String, Actor, String, String)}. */
  default void fail(
      TenantId tenant, TaskId task, Actor actor, String reason, @Nullable String code) {
    fail(tenant, task.instance(), task.step(), actor, reason, code);
  }

  /** See {@link #skip(TenantId, InstanceId, String, Actor, String)}. */
  default void skip(TenantId tenant, TaskId task, Actor actor, @Nullable String reason) {
    skip(tenant, task.instance(), task.step(), actor, reason);
  }

  /** Begins a task: claims it if it is free. One that has begun stays as it is. */
  void start(TenantId tenant, TaskId task, Actor actor);

  /**
   * Gives a task to somebody: whoever holds it, or an ADMIN. It is READY then, and nobody else can
   * do it.
   *
   * @throws AccessDeniedException also if the step excludes {@code to}
   */
  default void assign(TenantId tenant, TaskId task, Actor actor, String to) {
    assign(tenant, task, actor, to, Set.of());
  }

  /**
   * The same.
   *
   * @param with what stays as it is
   */
  void assign(TenantId tenant, TaskId task, Actor actor, String to, Set<Handover> with);

  /** What stays as it is when a task is given to somebody. */
  enum Handover {
    /** A task that has begun stays IN_PROGRESS. */
    KEEP_BEGUN,
    /** The draft of whoever had it becomes the draft of whoever gets it. */
    WITH_DRAFT
  }

  /**
   * Does not take on what is offered, or gives back what one has: the task is not offered to the
   * actor any more, until it is assigned to them or becomes READY once more. A delegate gives it
   * back to its owner. If nobody is left of those for whom it is, the step is BLOCKED, which says
   * so. An ADMIN gives it back, and may do it all the same.
   */
  void decline(TenantId tenant, TaskId task, Actor actor, @Nullable String reason);

  /**
   * Lets others help: they see the task, comment, attach and save the draft of whoever has it, and
   * cannot answer. Whoever has the task, or an ADMIN; of a free one whoever may do it.
   *
   * @param add at most 100 helpers in all
   */
  void helpers(
      TenantId tenant, TaskId task, Actor actor, Collection<String> add, Collection<String> remove);

  /**
   * Lets somebody else work on a task, who gives it back with {@link #resolve}. Whoever delegates
   * stays its owner and may still complete it; delegating again keeps the first owner. The draft
   * goes with it.
   */
  void delegate(TenantId tenant, TaskId task, Actor actor, String to);

  /**
   * Gives a delegated task back to its owner: the delegate, the owner, who recalls it, or an ADMIN.
   *
   * @param answer becomes the owner's draft; null: the delegate's draft does
   */
  void resolve(TenantId tenant, TaskId task, Actor actor, @Nullable JsonNode answer);

  /**
   * Puts a task aside: it is BLOCKED. Its due date, its timeout, its escalations and the end of its
   * claim are later by as long as it is, unless its {@code clock} leaves out {@code blocked}. A due
   * date that is a date of the document, or that somebody has set, stays, and so do the escalations
   * that count from it.
   *
   * @param until when it continues by itself; null: with {@link #resume}
   */
  void suspend(
      TenantId tenant, TaskId task, Actor actor, @Nullable Instant until, @Nullable String reason);

  /** Takes a suspended task up again: READY, or IN_PROGRESS if it was. */
  void resume(TenantId tenant, TaskId task, Actor actor);

  /** Puts a task aside until somebody takes it up: {@link #suspend} without an end. */
  default void block(TenantId tenant, TaskId task, Actor actor, @Nullable String reason) {
    suspend(tenant, task, actor, null, reason);
  }

  /** Takes a blocked task up again, as {@link #resume} does. */
  default void unblock(TenantId tenant, TaskId task, Actor actor) {
    resume(tenant, task, actor);
  }

  /** Gives a task that somebody has to somebody else, as {@link #assign} does. */
  default void reassign(TenantId tenant, TaskId task, Actor actor, String to) {
    assign(tenant, task, actor, to);
  }

  /** Changes by when a task is wanted. The first due date stays readable. Null: whenever. */
  void setDue(TenantId tenant, TaskId task, Actor actor, @Nullable Instant due);

  /** Hides a task in the inbox until a time; its due date stays. Null: shows it. */
  void setFollowUp(TenantId tenant, TaskId task, Actor actor, @Nullable Instant followUp);

  /**
   * Changes the order of the inbox after the due date.
   *
   * @param priority 0 to 100
   */
  void setPriority(TenantId tenant, TaskId task, Actor actor, int priority);

  /**
   * Says something about a task, which is in the record: whoever may do it or helps with it, or an
   * ADMIN. Also after its end and while its instance is paused; not before the task is open or once
   * the instance has ended.
   */
  void comment(TenantId tenant, TaskId task, Actor actor, String text);

  /**
   * Names a document that belongs to a task.
   *
   * @param uri where it is; the engine does not read it
   * @param type its media type, such as {@code application/pdf}; null: unknown
   */
  void attach(
      TenantId tenant, TaskId task, Actor actor, String name, String uri, @Nullable String type);

  /**
   * Keeps an answer that is not given yet, unchecked. Everybody has a draft of their own, which
   * stays when the task goes to somebody else; a helper's is that of whoever has the task.
   *
   * @param version of the draft that this one replaces: 0 for the first
   * @return the version it has now
   * @throws ConflictException if somebody else has saved one since
   */
  int save(TenantId tenant, TaskId task, Actor actor, JsonNode draft, int version);

  /**
   * Takes one's own answer back; one that was given before the turn of its step is dropped. The
   * step is opened anew: its next visit, such as {@code approve#2}, is another task, with clocks
   * and an answer of its own. What comes after it and has not begun is SKIPPED, "withdrawn", and
   * has its turn again later. Where several people answer, the answers of the others stay; while
   * more are awaited, the step stays open.
   *
   * @throws AccessDeniedException if it is not the actor's answer; an ADMIN {@linkplain #reopen
   *     reopens}
   * @throws IllegalTransitionException also if what comes after it has begun, or it closed a join
   */
  void revoke(TenantId tenant, TaskId task, Actor actor);

  /**
   * Opens a task that has ended anew, as {@link #revoke} does: an ADMIN. Of one whose failure has
   * failed its instance, the instance is retried.
   *
   * @throws IllegalTransitionException also if what comes after it has begun, or it closed a join
   */
  void reopen(TenantId tenant, TaskId task, Actor actor);

  /**
   * Ends a task so that an earlier step, and all that comes after that, is done anew: whoever may
   * answer it. The task is SKIPPED, "sent back".
   *
   * @param to a step that the document names in {@code sendBack}
   * @throws InvalidInputException if it does not name it
   * @throws IllegalTransitionException also if the task was sent back {@value #MOST_SENT_BACK}
   *     times
   */
  void sendBack(TenantId tenant, TaskId task, Actor actor, String to, @Nullable String reason);

  /** How often one task is sent back at most. */
  int MOST_SENT_BACK = 10;

  /**
   * Claims the most urgent task that an actor can do and nobody has: several callers at once get
   * different ones.
   *
   * @param query which tasks; its actor does not count
   * @return empty: there is none
   */
  Optional<Task> next(TenantId tenant, Actor actor, TaskQuery query);

  /**
   * Answers a step and claims the next one.
   *
   * @return the next one; empty: none was asked for, or there is none
   * @throws InvalidInputException as {@link #complete(TenantId, TaskId, Actor, JsonNode)} does
   */
  Optional<Task> complete(TenantId tenant, TaskId task, Actor actor, JsonNode payload, Next next);

  /** Which task somebody goes on with. */
  enum Next {
    /** None. */
    NONE,
    /** Of the same subject; of the same instance where it has none. */
    OF_CASE,
    /** Of the same step of the same workflow. */
    OF_KIND
  }

  /**
   * One task with all that belongs to it, open or ended, for the host: nobody is asked who sees it,
   * and the draft is that of whoever has it, or else the newest.
   */
  Detail get(TenantId tenant, TaskId task);

  /**
   * The same as an actor sees it: with their own draft, or, if they help, that of whoever has it.
   *
   * @throws NotFoundException also if the task is not visible to them
   */
  Detail get(TenantId tenant, TaskId task, Actor actor);

  /**
   * Open tasks, or upcoming or finished ones if the query asks for those, in its order.
   *
   * @param cursor {@link Page#next()} of the page before, of a query in the same order; null: from
   *     the beginning. It is a place in the order, which stays when its task ends
   * @param limit 1 to 1,000
   */
  Page<Task> query(TenantId tenant, TaskQuery query, @Nullable String cursor, int limit);

  /**
   * Creates a task of its own: an instance with one step, which begins at once. It is listed under
   * the workflow {@value #SINGLE}, which the engine publishes, disabled, when the first is created.
   *
   * @param subject what it is about; null: nothing
   * @param step an action that people do, with all keys that a step of a document has, as for
   *     {@link InstanceEdit#add}; its expressions read {@code input} and {@code subject}
   * @throws InvalidInputException naming every problem of the step and the input
   * @throws ConflictException if the tenant has a workflow of its own with that key
   */
  TaskId create(
      TenantId tenant, @Nullable SubjectRef subject, JsonNode step, ObjectNode input, Actor by);

  /** The key of the workflow of all tasks that were {@linkplain #create created} one by one. */
  String SINGLE = "single-task";

  /** How many there are: exact up to {@value #MOST_COUNTED}. */
  Count count(TenantId tenant, TaskQuery query);

  /** How many there are for each value, the most first; null is the value of those without one. */
  Map<Optional<String>, Long> countBy(TenantId tenant, TaskQuery query, Group group);

  /**
   * Does the same to all tasks that fit a query, such as to all that somebody holds. Which these
   * are is fixed first; each is then done as {@link #assign}, {@link #complete} or {@link #skip}
   * does it, in a transaction of its own, with the rights of {@code by} for that task. What is
   * refused or fails does not stop the others. To go on after a crash, give the tasks that were
   * {@linkplain TaskBulk.Report#left left}, or ask again.
   *
   * @param progress told every hundred tasks on the calling thread; what it throws ends the
   *     operation
   * @return the last progress, with the result of each task
   * @throws InvalidInputException if more than {@value TaskBulk#MOST} tasks fit; nothing was
   *     changed
   * @throws WorkflowException if the store is away; the progress has been told
   */
  TaskBulk.Report bulk(
      TenantId tenant,
      TaskQuery query,
      TaskBulk what,
      Actor by,
      Consumer<TaskBulk.Report> progress);

  /** The same to these tasks. */
  TaskBulk.Report bulk(
      TenantId tenant,
      List<TaskId> tasks,
      TaskBulk what,
      Actor by,
      Consumer<TaskBulk.Report> progress);

  /** What an actor can do or is doing, by due date, as {@link TaskQuery#inbox} says. */
  default Page<Task> inbox(TenantId tenant, Actor actor, @Nullable String cursor, int limit) {
    return query(tenant, TaskQuery.inbox(actor), cursor, limit);
  }

  /** All open tasks of a tenant, by due date. */
  default Page<Task> list(TenantId tenant, @Nullable String cursor, int limit) {
    return query(tenant, TaskQuery.all(), cursor, limit);
  }

  /** How far tasks are counted. */
  int MOST_COUNTED = 10_000;

  /**
   * A number of tasks.
   *
   * @param more whether there are more than that
   */
  record Count(long tasks, boolean more) {

    /** Such as {@code 17}, or {@code 10,000+}. */
    @Override
    public String toString() {
      return more ? String.format(java.util.Locale.ROOT, "%,d+", tasks) : String.valueOf(tasks);
    }
  }

  /** By what tasks are counted. */
  enum Group {
    STATE,
    WORKFLOW,
    ACTION,
    /** Who has claimed it, or to whom it is assigned while nobody has. */
    HOLDER,
    /** To whom it is assigned. */
    ASSIGNEE,
    /** A task that several roles may do counts for each of them. */
    ROLE,
    /** {@code true} if its due date has passed, or had when it ended; else {@code false}. */
    OVERDUE,
    /** Who has ended it; of several answers who gave the last. */
    FINISHED_BY
  }

  /**
   * Why a command is refused.
   *
   * @param message for people
   */
  record Refusal(Reason reason, String message) {}

  /** The rules that refuse a command; of several the first counts. */
  enum Reason {
    /** The step's {@code visibility} does not show the task to the actor. */
    NOT_FOUND,
    /** The engine does this step, and it does not wait for an answer. */
    NOT_FOR_PEOPLE,
    /**
     * The document does not let this be done with the step, or, which is tested last of the states,
     * not so often.
     */
    NOT_ALLOWED,
    /** The instance is paused. */
    INSTANCE_PAUSED,
    /** The instance has ended. */
    INSTANCE_ENDED,
    /** The step's turn has not come, or its delay is not over. */
    NOT_YET,
    /** Something hinders the step; see its reason. */
    BLOCKED,
    /** The step has ended. */
    ENDED,
    /** Nobody holds the step that is to be given back, or it is not suspended or delegated. */
    NOT_HELD,
    /** The actor has answered a step that excludes them, or has voted already. Of an ADMIN too. */
    EXCLUDED,
    /** The actor has not the role, is not the assignee, or cannot be told by the directory. */
    NOT_ELIGIBLE,
    /** Somebody else has claimed the step, or it is assigned to somebody else. */
    HELD,
    /** The step is delegated to the actor, who gives it back with {@link Tasks#resolve}. */
    RESOLVE_FIRST,
    /** A step that comes after has begun, or the step has closed a join. */
    LATER_BEGUN,
    /** A {@code TaskListener} of the host is against it; only the command itself asks. */
    REFUSED
  }

  /**
   * A step that people do.
   *
   * @param roles any of them is enough; empty: none is named
   * @param candidates actors who may do it besides
   * @param assignee null: nobody in particular
   * @param owner who has delegated it to the assignee; null: nobody
   * @param followUpAt until when the inbox hides it; null: it does not
   * @param priority 0 to 100
   * @param fields the values by which it is found, as they were when it became READY
   * @param asks what is asked: the step's configuration with the values that its instance has now,
   *     such as {@code message} and {@code items}; missing values are empty, secrets are not shown.
   *     Null if it cannot be worked out
   * @param finish how it ended; null: it has not
   */
  record Task(
      TaskId id,
      String action,
      String label,
      String workflow,
      @Nullable SubjectRef subject,
      StepState state,
      List<String> roles,
      List<String> candidates,
      @Nullable String assignee,
      @Nullable Actor claimedBy,
      @Nullable String owner,
      Instant readyAt,
      @Nullable Instant dueAt,
      @Nullable Instant followUpAt,
      int priority,
      Map<String, String> fields,
      @Nullable JsonNode asks,
      @Nullable Finish finish) {

    public Task {
      roles = List.copyOf(roles);
      candidates = List.copyOf(candidates);
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    public InstanceId instance() {
      return id.instance();
    }

    public String step() {
      return id.step();
    }
  }

  /**
   * The end of a task.
   *
   * @param by whose answer, skip or sending back has ended it; null: nobody's, but the engine, its
   *     timeout or its provider has
   * @param forWhom for whom, as their substitute; null: for themselves
   * @param others who else has answered, where several people do
   * @param readyToClaim from READY until somebody began it, the last time that somebody did; null:
   *     nobody has
   * @param claimToDone from then until its end; zero if it was answered at once
   */
  record Finish(
      @Nullable Actor by,
      @Nullable String forWhom,
      List<String> others,
      Instant at,
      @Nullable Duration readyToClaim,
      @Nullable Duration claimToDone) {

    public Finish {
      others = List.copyOf(others);
    }
  }

  /**
   * A task with what belongs to it.
   *
   * @param firstDueAt its due date before somebody changed it; null: nobody has
   * @param claimedUntil when its claim ends unless something is done; null: it does not
   * @param helpers who helps with it
   * @param draft the answer that is being written; null: there is none
   * @param draftVersion how often it was saved
   * @param votes the answers so far, where several people answer
   * @param form the JSON Schema of the answer: the document's, or the action's own; null: there is
   *     none
   * @param answer what it gave; null: nothing (yet)
   */
  record Detail(
      Task task,
      @Nullable Instant firstDueAt,
      @Nullable Instant claimedUntil,
      List<String> helpers,
      @Nullable JsonNode draft,
      int draftVersion,
      List<Vote> votes,
      List<Comment> comments,
      List<Attachment> attachments,
      @Nullable JsonNode form,
      @Nullable JsonNode answer) {

    public Detail {
      helpers = List.copyOf(helpers);
      votes = List.copyOf(votes);
      comments = List.copyOf(comments);
      attachments = List.copyOf(attachments);
    }
  }

  /** One of several answers. */
  record Vote(Actor by, boolean approved, Instant at) {}

  /** What somebody said about a task. */
  record Comment(Actor by, Instant at, String text) {}

  /** A document that belongs to a task. */
  record Attachment(Actor by, Instant at, String name, String uri, @Nullable String type) {}
}
