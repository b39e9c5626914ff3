package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Page;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.internal.decide.Command;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.TaskAct;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.engine.CommandContext.TaskAnswer;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.AddressInput;
import dev.workflow.internal.text.Limits;
import dev.workflow.internal.text.Persons;
import dev.workflow.spi.ProviderCall;
import dev.workflow.spi.store.TaskRow;
import dev.workflow.task.ProviderReceipt;
import dev.workflow.task.TaskBulk;
import dev.workflow.task.TaskCommand;
import dev.workflow.task.TaskQuery;
import dev.workflow.task.form.TaskForm;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

public final class TaskService implements Tasks {

  private static final int MAX_CORRELATION = 200;

  private static final int MAX_NAME = 200;

  private static final int MAX_CODE = 100;

  private final Transactions transactions;
  private final InstanceViews views;
  private final TaskPermits permits;
  private final TaskLists lists;

  private final PeopleCommands commands;
  private final TaskNotes notes;

  public TaskService(Transactions transactions) {
    this(transactions, null);
  }

  private TaskService(Transactions transactions, @Nullable String commandId) {
    this.transactions = transactions;
    this.views = new InstanceViews(transactions);
    this.permits = new TaskPermits(transactions.engine());
    this.lists = new TaskLists(transactions, permits);
    this.commands = new PeopleCommands(transactions, permits, commandId);
    this.notes = new TaskNotes(commands, permits);
  }

  @Override
  public Tasks once(String commandId) {
    AddressInput.text("The id of the command", commandId, MAX_NAME);
    return new TaskService(transactions, commandId);
  }

  @Override
  public void claim(TenantId tenant, InstanceId instance, String step, Actor actor) {
    commands.give(
        tenant,
        instance,
        step,
        Command.CLAIM,
        actor,
        (locked, key) -> {
          permits.require(Command.CLAIM, target(locked, key), actor);
          locked.handle(new InstanceInput.Claim(key, actor));
        });
  }

  @Override
  public void release(TenantId tenant, InstanceId instance, String step, Actor actor) {
    commands.give(
        tenant,
        instance,
        step,
        Command.RELEASE,
        actor,
        (locked, key) -> {
          permits.require(Command.RELEASE, target(locked, key), actor);
          locked.handle(new InstanceInput.Release(key, actor));
        });
  }

  @Override
  public void complete(
      TenantId tenant, InstanceId instance, String step, Actor actor, JsonNode payload) {
    transactions.engine().tenant(tenant);
    Problems problems = Problems.none();
    Json.check(payload, transactions.engine().options().maxDataBytes(), problems);
    problems.throwIfAny(list -> new InvalidInputException("The answer", list));
    answer(Command.COMPLETE, tenant, instance, step, actor, new TaskAnswer.Done(payload));
  }

  @Override
  public void callback(TenantId tenant, String correlation, JsonNode payload) {
    transactions.engine().tenant(tenant);
    AddressInput.text("The correlation", correlation, MAX_CORRELATION);
    Problems problems = Problems.none();
    Json.check(payload, transactions.engine().options().maxDataBytes(), problems);
    problems.throwIfAny(list -> new InvalidInputException("The answer", list));
    new CorrelationCallbacks(transactions, permits).answer(tenant, correlation, payload);
  }

  @Override
  public ProviderReceipt callback(TenantId tenant, ProviderCall call) {
    return new ProviderCallbacks(transactions, permits).take(tenant, call);
  }

  @Override
  public void fail(
      TenantId tenant,
      InstanceId instance,
      String step,
      Actor actor,
      String reason,
      @Nullable String code) {
    if (code != null) {
      AddressInput.text("The code", code, MAX_CODE);
    }
    answer(
        Command.FAIL,
        tenant,
        instance,
        step,
        actor,
        new TaskAnswer.CannotBeDone(Objects.requireNonNull(Limits.reason(reason), "reason"), code));
  }

  @Override
  public TaskId create(
      TenantId tenant, @Nullable SubjectRef subject, JsonNode step, ObjectNode input, Actor by) {
    transactions.engine().tenant(tenant);
    Persons.require(by);
    return new SingleTasks(transactions, tenant).create(subject, step, input, by);
  }

  private void answer(
      Command command,
      TenantId tenant,
      InstanceId instance,
      String step,
      Actor actor,
      TaskAnswer answer) {
    commands.give(
        tenant,
        instance,
        step,
        command,
        actor,
        (locked, key) -> {
          TaskPermits.Target target = target(locked, key);
          permits.require(command, target, actor);
          if (permits.early(target) && answer instanceof TaskAnswer.Done done) {
            answerEarly(locked, target, actor, done.payload());
          } else {
            locked.answer(key, actor, answer);
          }
        });
  }

  /** The handler takes it when its turn has come. */
  private static void answerEarly(
      CommandContext.Locked locked, TaskPermits.Target target, Actor actor, JsonNode payload) {
    TaskForm form = target.tree().form(target.key());
    if (form != null) {
      form.check(payload).throwIfAny(list -> new InvalidInputException("The answer", list));
    }
    locked.handle(
        new InstanceInput.OnTask(
            target.key(), actor, Command.COMPLETE, new TaskAct.AnswerEarly(payload)));
  }

  @Override
  public void skip(
      TenantId tenant, InstanceId instance, String step, Actor actor, @Nullable String reason) {
    commands.give(
        tenant,
        instance,
        step,
        Command.SKIP,
        actor,
        (locked, key) -> {
          permits.require(Command.SKIP, target(locked, key), actor);
          locked.handle(new InstanceInput.Skip(key, actor, Limits.reason(reason)));
        });
  }

  @Override
  public Optional<Refusal> whyNot(TenantId tenant, InstanceId instance, String step, Actor actor) {
    var stored = views.read(tenant, instance);
    var target = new TaskPermits.Target(stored.tree(), stored.snapshot(), StepKey.parse(step));
    return Optional.ofNullable(permits.refusal(Command.COMPLETE, target, actor));
  }

  @Override
  public Optional<Refusal> whyNot(TenantId tenant, TaskId task, Actor actor, TaskCommand command) {
    var stored = views.read(tenant, task.instance());
    StepKey key = StepKey.parse(task.step());
    var target = new TaskPermits.Target(stored.tree(), stored.snapshot(), key);
    return Optional.ofNullable(permits.refusal(Command.valueOf(command.name()), target, actor));
  }

  private static TaskPermits.Target target(CommandContext.Locked locked, StepKey key) {
    return TaskPermits.Target.of(locked, key);
  }

  @Override
  public void start(TenantId tenant, TaskId task, Actor actor) {
    commands.act(tenant, task, actor, Command.START, new TaskAct.Start());
  }

  @Override
  public void assign(TenantId tenant, TaskId task, Actor actor, String to, Set<Handover> with) {
    Actor.of(to);
    TaskAct act =
        new TaskAct.Assign(
            to, with.contains(Handover.KEEP_BEGUN), with.contains(Handover.WITH_DRAFT));
    handOver(tenant, task, actor, Command.ASSIGN, act, to);
  }

  @Override
  public void decline(TenantId tenant, TaskId task, Actor actor, @Nullable String reason) {
    commands.give(
        tenant,
        task.instance(),
        task.step(),
        Command.DECLINE,
        actor,
        (locked, key) -> {
          TaskPermits.Target target = target(locked, key);
          permits.require(Command.DECLINE, target, actor);
          TaskAct act = new TaskAct.Decline(Limits.reason(reason), !permits.isAdmin(target, actor));
          locked.handle(new InstanceInput.OnTask(key, actor, Command.DECLINE, act));
        });
  }

  @Override
  public void delegate(TenantId tenant, TaskId task, Actor actor, String to) {
    Actor.of(to);
    handOver(tenant, task, actor, Command.DELEGATE, new TaskAct.Delegate(to), to);
  }

  private void handOver(
      TenantId tenant, TaskId task, Actor actor, Command command, TaskAct act, String to) {
    commands.give(
        tenant,
        task.instance(),
        task.step(),
        command,
        actor,
        (locked, key) -> {
          TaskPermits.Target target = target(locked, key);
          permits.require(command, target, actor);
          permits.requireNotExcluded(target, to);
          locked.handle(new InstanceInput.OnTask(key, actor, command, act));
        });
  }

  @Override
  public void resolve(TenantId tenant, TaskId task, Actor actor, @Nullable JsonNode answer) {
    if (answer != null) {
      check("The answer", answer);
    }
    commands.act(tenant, task, actor, Command.RESOLVE, new TaskAct.Resolve(answer));
  }

  @Override
  public void suspend(
      TenantId tenant, TaskId task, Actor actor, @Nullable Instant until, @Nullable String reason) {
    time("The time until which a task is suspended", until);
    TaskAct act = new TaskAct.Suspend(until, Limits.reason(reason));
    commands.act(tenant, task, actor, Command.SUSPEND, act);
  }

  @Override
  public void resume(TenantId tenant, TaskId task, Actor actor) {
    commands.act(tenant, task, actor, Command.RESUME, new TaskAct.Resume());
  }

  @Override
  public void setDue(TenantId tenant, TaskId task, Actor actor, @Nullable Instant due) {
    time("The due date", due);
    commands.act(tenant, task, actor, Command.PLAN, new TaskAct.SetDue(due));
  }

  @Override
  public void setFollowUp(TenantId tenant, TaskId task, Actor actor, @Nullable Instant followUp) {
    time("The follow-up date", followUp);
    commands.act(tenant, task, actor, Command.PLAN, new TaskAct.SetFollowUp(followUp));
  }

  @Override
  public void setPriority(TenantId tenant, TaskId task, Actor actor, int priority) {
    if (priority < 0 || priority > 100) {
      throw new InvalidInputException(
          "The priority", List.of(new Problem("", "is " + priority + "; it is 0 to 100")));
    }
    commands.act(tenant, task, actor, Command.PLAN, new TaskAct.SetPriority(priority));
  }

  @Override
  public void helpers(
      TenantId tenant,
      TaskId task,
      Actor actor,
      Collection<String> add,
      Collection<String> remove) {
    notes.helpers(tenant, task, actor, add, remove);
  }

  @Override
  public void comment(TenantId tenant, TaskId task, Actor actor, String text) {
    notes.comment(tenant, task, actor, text);
  }

  @Override
  public void attach(
      TenantId tenant, TaskId task, Actor actor, String name, String uri, @Nullable String type) {
    notes.attach(tenant, task, actor, name, uri, type);
  }

  @Override
  public int save(TenantId tenant, TaskId task, Actor actor, JsonNode draft, int version) {
    check("The draft", draft);
    return notes.save(tenant, task, actor, draft, version);
  }

  private static void time(String what, @Nullable Instant time) {
    String wrong = time == null ? null : Limits.wrongTime(time);
    if (wrong != null) {
      throw new InvalidInputException(what, List.of(new Problem("", wrong)));
    }
  }

  private void check(String what, JsonNode answer) {
    Problems problems = Problems.none();
    Json.check(answer, transactions.engine().options().maxDataBytes(), problems);
    problems.throwIfAny(list -> new InvalidInputException(what, list));
  }

  @Override
  public void revoke(TenantId tenant, TaskId task, Actor actor) {
    commands.act(tenant, task, actor, Command.REVOKE, new TaskAct.Revoke());
  }

  @Override
  public void reopen(TenantId tenant, TaskId task, Actor actor) {
    commands.give(
        tenant,
        task.instance(),
        task.step(),
        Command.REOPEN,
        actor,
        (locked, key) -> {
          TaskPermits.Target target = target(locked, key);
          permits.require(Command.REOPEN, target, actor);
          if (permits.retried(target)) {
            locked.retry(actor);
          } else {
            locked.handle(
                new InstanceInput.OnTask(key, actor, Command.REOPEN, new TaskAct.Reopen()));
          }
        });
  }

  @Override
  public void sendBack(
      TenantId tenant, TaskId task, Actor actor, String to, @Nullable String reason) {
    TaskAct back = new TaskAct.SendBack(to, Limits.reason(reason));
    commands.give(
        tenant,
        task.instance(),
        task.step(),
        Command.SEND_BACK,
        actor,
        (locked, key) -> {
          TaskPermits.Target target = target(locked, key);
          permits.require(Command.SEND_BACK, target, actor);
          List<String> targets = target.step().settings().performer().revision().to();
          if (!targets.contains(to)) {
            String wrong = "step \"" + key + "\" is sent back to " + String.join(" or ", targets);
            throw new InvalidInputException(
                "The step to go back to", List.of(new Problem("", wrong + ", not to " + to)));
          }
          locked.handle(new InstanceInput.OnTask(key, actor, Command.SEND_BACK, back));
        });
  }

  @Override
  public Optional<Task> next(TenantId tenant, Actor actor, TaskQuery query) {
    return new NextTask(transactions, permits).claim(tenant, actor, query).map(this::task);
  }

  @Override
  public Optional<Task> complete(
      TenantId tenant, TaskId task, Actor actor, JsonNode payload, Next next) {
    complete(tenant, task.instance(), task.step(), actor, payload);
    if (next == Next.NONE) {
      return Optional.empty();
    }
    return next(tenant, actor, lists.queryOf(tenant, task, next));
  }

  private Task task(TaskRow row) {
    return lists
        .get(row.instance().tenant(), TaskId.of(row.instance().id(), row.step()), null)
        .task();
  }

  @Override
  public Detail get(TenantId tenant, TaskId task) {
    return lists.get(tenant, task, null);
  }

  @Override
  public Detail get(TenantId tenant, TaskId task, Actor actor) {
    return lists.get(tenant, task, actor);
  }

  @Override
  public Page<Task> query(TenantId tenant, TaskQuery query, @Nullable String cursor, int limit) {
    return lists.page(tenant, query, cursor, limit);
  }

  @Override
  public TaskBulk.Report bulk(
      TenantId tenant,
      TaskQuery query,
      TaskBulk what,
      Actor by,
      Consumer<TaskBulk.Report> progress) {
    transactions.engine().tenant(tenant);
    Persons.require(by);
    BulkTasks bulk = new BulkTasks(this, tenant, what, by);
    return bulk.run(lists.ids(tenant, query, TaskBulk.MOST + 1), progress);
  }

  @Override
  public TaskBulk.Report bulk(
      TenantId tenant,
      List<TaskId> tasks,
      TaskBulk what,
      Actor by,
      Consumer<TaskBulk.Report> progress) {
    transactions.engine().tenant(tenant);
    Persons.require(by);
    return new BulkTasks(this, tenant, what, by).run(tasks, progress);
  }

  @Override
  public Count count(TenantId tenant, TaskQuery query) {
    return lists.count(tenant, query);
  }

  @Override
  public Map<Optional<String>, Long> countBy(TenantId tenant, TaskQuery query, Group group) {
    return lists.countBy(tenant, query, group);
  }
}
