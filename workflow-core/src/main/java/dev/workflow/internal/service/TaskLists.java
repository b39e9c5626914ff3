package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.definition.Step;
import dev.workflow.internal.decide.Candidacy;
import dev.workflow.internal.decide.Commands;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.TaskClaims;
import dev.workflow.internal.decide.TaskDrafts;
import dev.workflow.internal.decide.TaskState;
import dev.workflow.internal.decide.Transition;
import dev.workflow.internal.engine.InstanceReader;
import dev.workflow.internal.engine.TaskFinish;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.Cursors;
import dev.workflow.internal.text.Persons;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.store.InstanceRows.TaskCount;
import dev.workflow.spi.store.InstanceRows.TaskGroup;
import dev.workflow.spi.store.TaskFilter;
import dev.workflow.spi.store.TaskRow;
import dev.workflow.task.TaskQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds, counts and shows tasks. */
final class TaskLists {

  static final String CURSOR = "tasks";

  /** Lists of one actor have cursors of their own. */
  static final String CURSOR_OF_INBOX = "inbox";

  private final Transactions transactions;
  private final InstanceViews views;
  private final TaskPermits permits;

  TaskLists(Transactions transactions, TaskPermits permits) {
    this.transactions = transactions;
    this.permits = permits;
    this.views = new InstanceViews(transactions);
  }

  private TaskFilter filter(TenantId tenant, TaskQuery query) {
    return new TaskFilter(tenant, null, query, transactions.engine().now(), false);
  }

  /** Lists in different orders have cursors of their own. */
  static String cursorOf(String list, TaskQuery query) {
    return query.order() == TaskQuery.Order.DUE ? list : list + ":" + query.order();
  }

  /** Nobody can do what is announced or finished: an actor's are those that they see. */
  private static @Nullable Actor viewer(TaskQuery query) {
    TaskQuery.Scope scope = query.scope();
    boolean open = scope.phase() == TaskQuery.Phase.OPEN;
    return scope.viewer() == null && !open ? query.actor() : scope.viewer();
  }

  Page<Tasks.Task> page(TenantId tenant, TaskQuery query, @Nullable String cursor, int limit) {
    transactions.engine().tenant(tenant);
    Actor viewer = viewer(query);
    Actor actor = query.actor();
    if (actor != null) {
      Persons.require(actor);
    }
    TaskRow after =
        cursor == null
            ? null
            : TaskCursor.read(
                cursorOf(actor == null ? CURSOR : CURSOR_OF_INBOX, query), tenant, cursor);
    TaskFilter filter = filter(tenant, query);
    int most = Cursors.limit(limit);
    if (viewer != null) {
      return new VisibleTasks(transactions, filter, viewer).page(after, most);
    }
    if (actor != null) {
      return new Inbox(transactions, filter, actor).page(after, most);
    }
    List<TaskRow> rows =
        transactions.transact(transaction -> transaction.instances().tasks(filter, after, most));
    return new Page<>(
        new TaskViews(transactions).of(rows),
        Cursors.next(rows, most, row -> TaskCursor.of(cursorOf(CURSOR, query), row)));
  }

  /** The ids of the first tasks, without what they ask. */
  List<TaskId> ids(TenantId tenant, TaskQuery query, int most) {
    TaskFilter filter = filter(tenant, query);
    List<TaskRow> rows =
        query.actor() == null
            ? transactions.transact(
                transaction -> transaction.instances().tasks(filter, null, most))
            : new Inbox(transactions, filter, query.actor()).all(most);
    return rows.stream().map(row -> TaskId.of(row.instance().id(), row.step())).toList();
  }

  Tasks.Count count(TenantId tenant, TaskQuery query) {
    transactions.engine().tenant(tenant);
    TaskFilter filter = filter(tenant, query);
    int most = Tasks.MOST_COUNTED + 1;
    Actor viewer = viewer(query);
    if (viewer != null) {
      return new VisibleTasks(transactions, filter, viewer).count();
    }
    long found =
        query.actor() == null
            ? transactions.transact(transaction -> transaction.instances().countTasks(filter, most))
            : new Inbox(transactions, filter, query.actor()).count(most);
    return new Tasks.Count(Math.min(found, Tasks.MOST_COUNTED), found > Tasks.MOST_COUNTED);
  }

  Map<Optional<String>, Long> countBy(TenantId tenant, TaskQuery query, Tasks.Group group) {
    transactions.engine().tenant(tenant);
    TaskFilter filter = filter(tenant, query);
    TaskGroup by =
        switch (group) {
          case STATE -> TaskGroup.STATE;
          case WORKFLOW -> TaskGroup.WORKFLOW;
          case ACTION -> TaskGroup.ACTION;
          case HOLDER -> TaskGroup.HOLDER;
          case ASSIGNEE -> TaskGroup.ASSIGNEE;
          case ROLE -> TaskGroup.ROLE;
          case OVERDUE -> TaskGroup.OVERDUE;
          case FINISHED_BY -> TaskGroup.FINISHED_BY;
        };
    List<TaskCount> counts =
        query.actor() == null
            ? transactions.transact(transaction -> transaction.instances().countTasks(filter, by))
            : new Inbox(transactions, filter, query.actor()).countBy(by);
    Map<Optional<String>, Long> result = new LinkedHashMap<>();
    counts.forEach(one -> result.put(Optional.ofNullable(one.value()), one.tasks()));
    return result;
  }

  /** Which tasks somebody goes on with who has done one. */
  TaskQuery queryOf(TenantId tenant, TaskId id, Tasks.Next next) {
    InstanceReader.Stored stored = views.read(tenant, id.instance());
    var identity = stored.snapshot().identity();
    TaskQuery all = TaskQuery.all().withDeferred(false);
    if (next == Tasks.Next.OF_KIND) {
      return all.withWorkflow(identity.workflow().key()).withStep(StepKey.parse(id.step()).id());
    }
    return identity.subject() == null
        ? all.withInstance(id.instance())
        : all.withSubject(identity.subject());
  }

  /**
   * @param actor who sees it; null: the host
   */
  Tasks.Detail get(TenantId tenant, TaskId id, @Nullable Actor actor) {
    InstanceReader.Stored stored = views.read(tenant, id.instance());
    StepKey key = StepKey.parse(id.step());
    Step step = stored.tree().node(key).step();
    StepRun run = stored.snapshot().step(key);
    boolean task =
        new Commands(stored.tree(), transactions.engine()::performedByPeople).isTask(step, run);
    if (!task && !stored.snapshot().steps().containsKey(key)) {
      throw new NotFoundException("instance " + id.instance() + " has no task \"" + key + "\"");
    }
    if (actor != null) {
      permits.requireVisible(new TaskPermits.Target(stored.tree(), stored.snapshot(), key), actor);
    }
    TaskState state = run.task();
    Candidacy candidacy = new Candidacy(stored.tree(), stored.snapshot(), key);
    TaskDrafts.Draft draft = draft(state.drafts(), candidacy, actor);
    List<Tasks.Comment> comments = new ArrayList<>();
    List<Tasks.Attachment> attachments = new ArrayList<>();
    for (Transition transition : stored.history()) {
      if (transition instanceof Transition.OfTask act && act.step().equals(key)) {
        JsonNode detail = act.detail();
        if (act.act().equals("comment")) {
          comments.add(new Tasks.Comment(act.actor(), act.at(), detail.path("text").asText()));
        } else if (act.act().equals("attach")) {
          attachments.add(
              new Tasks.Attachment(
                  act.actor(),
                  act.at(),
                  detail.path("name").asText(),
                  detail.path("uri").asText(),
                  detail.path("type").textValue()));
        }
      }
    }
    return new Tasks.Detail(
        task(stored, step, run),
        state.times().first(),
        claimedUntil(stored, step, run),
        state.participation().helpers(),
        draft == null ? null : draft.answer(),
        draft == null ? 0 : draft.version(),
        state.ballot().votes().stream()
            .map(vote -> new Tasks.Vote(Actor.of(vote.actor()), vote.approved(), vote.at()))
            .toList(),
        comments,
        attachments,
        form(stored, step, run),
        run.output());
  }

  private static TaskDrafts.@Nullable Draft draft(
      TaskDrafts drafts, Candidacy candidacy, @Nullable Actor actor) {
    String holder = candidacy.shared() ? null : candidacy.holder();
    if (actor == null) {
      return holder == null ? drafts.newest() : drafts.of(holder);
    }
    return drafts.of(candidacy.helps(actor.id()) && holder != null ? holder : actor.id());
  }

  private @Nullable Instant claimedUntil(InstanceReader.Stored stored, Step step, StepRun run) {
    return TaskClaims.end(
        step, run, stored.snapshot(), transactions.engine().now(), transactions.engine().tasks());
  }

  /** The document's form, or the action's own. */
  private @Nullable JsonNode form(InstanceReader.Stored stored, Step step, StepRun run) {
    JsonNode written = step.settings().performer().form();
    if (written != null || !(step instanceof Step.Action action)) {
      return written;
    }
    ActionHandler handler = transactions.engine().actions().find(action.type());
    JsonNode asks = new Asked(transactions.engine(), stored.snapshot(), stored.tree()).of(run);
    return handler == null || asks == null ? null : handler.form(asks).orElse(null);
  }

  private Tasks.Task task(InstanceReader.Stored stored, Step step, StepRun run) {
    var identity = stored.snapshot().identity();
    TaskState state = run.task();
    Candidacy candidacy = new Candidacy(stored.tree(), stored.snapshot(), run.key());
    return new Tasks.Task(
        TaskId.of(identity.id(), run.key().toString()),
        step instanceof Step.Action action ? action.type() : "",
        step.settings().label(),
        identity.workflow().key(),
        identity.subject(),
        run.state(),
        List.copyOf(candidacy.roles()),
        candidacy.actors(),
        candidacy.assignee(),
        run.claimedBy(),
        state.owner(),
        run.readyAt() == null ? identity.createdAt() : run.readyAt(),
        state.times().due(),
        state.times().followUp(),
        state.priority(),
        state.participation().fields(),
        step instanceof Step.Action
            ? new Asked(transactions.engine(), stored.snapshot(), stored.tree()).of(run)
            : null,
        run.endedAt() == null
            ? null
            : TaskViews.finish(TaskFinish.of(run, run.endedAt()), run.readyAt()));
  }
}
