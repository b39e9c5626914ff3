package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.definition.Step;
import dev.workflow.instance.StepState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Carries out people's commands to tasks. Whether they may, and whether its state allows it, was
 * asked before.
 */
public final class TaskCommands {

  /** The act that says for whom a substitute does what follows. */
  public static final String FOR = "substitute";

  private final DecisionBuilder decision;

  TaskCommands(DecisionBuilder decision) {
    this.decision = decision;
  }

  void act(StepRun run, TaskAct act, Actor actor) {
    perform(run, act, actor);
    new TaskHolders(decision).touched(run.key(), actor);
  }

  private void perform(StepRun run, TaskAct act, Actor actor) {
    if (act instanceof TaskAct.Start) {
      new TaskHolders(decision).start(run, actor);
    } else if (act instanceof TaskAct.Decline decline) {
      new TaskHolders(decision).decline(run, actor, decline);
    } else if (act instanceof TaskAct.Helpers helpers) {
      new TaskHolders(decision).helpers(run, helpers);
    } else if (act instanceof TaskAct.Dismiss dismiss) {
      dismiss(run, dismiss.holder());
    } else if (act instanceof TaskAct.Assign assign) {
      assign(run, assign, actor);
    } else if (act instanceof TaskAct.Delegate delegate) {
      delegate(run, delegate.to(), actor);
    } else if (act instanceof TaskAct.Resolve resolve) {
      resolve(run, resolve, actor);
    } else if (act instanceof TaskAct.Suspend suspend) {
      suspend(run, suspend);
    } else if (act instanceof TaskAct.Resume) {
      act(run, "resume", detail());
      resume(run);
    } else if (act instanceof TaskAct.Save save) {
      TaskDrafts drafts = run.task().drafts().saved(save.of(), actor.id(), save.draft());
      act(run, "save", detail().put("version", drafts.version(save.of())));
      decision.note(run.task(run.task().drafts(drafts)));
    } else if (act instanceof TaskAct.Comment comment) {
      act(run, "comment", detail().put("text", comment.text()));
    } else if (act instanceof TaskAct.Attach attach) {
      ObjectNode detail = detail().put("name", attach.name()).put("uri", attach.uri());
      act(run, "attach", put(detail, "type", attach.type()));
    } else {
      plan(run, act);
    }
  }

  private void plan(StepRun run, TaskAct act) {
    TaskState task = run.task();
    if (act instanceof TaskAct.SetDue set) {
      ObjectNode detail = put(put(detail(), "from", task.times().due()), "to", set.due());
      act(run, "set_due", detail);
      Step step = decision.around().tree().node(run.key()).step();
      TaskState.Times later =
          TaskReminders.moved(
              step, task.times().due(set.due()), decision.around().tenant().zone(), decision.now());
      decision.note(run.task(TaskDeadlines.moved(decision, step, task.times(later))));
    } else if (act instanceof TaskAct.SetFollowUp set) {
      ObjectNode detail = put(put(detail(), "from", task.times().followUp()), "to", set.followUp());
      act(run, "set_follow_up", detail);
      decision.note(run.task(task.times(task.times().followUp(set.followUp()))));
    } else if (act instanceof TaskAct.SetPriority set) {
      act(run, "set_priority", detail().put("from", task.priority()).put("to", set.priority()));
      decision.note(run.task(task.priority(set.priority())));
    }
  }

  /** Votes and dates stay; whoever may do it gets it, or sees it. */
  private void dismiss(StepRun run, String from) {
    act(run, "dismiss", detail().put("from", from));
    TaskState task = run.task().owner(null);
    TaskState.Hands hands = task.hands().allocated(null).forWhom(null).gone(from);
    StepRun free = run.claimed(null).assignee(null).task(task.hands(hands));
    if (run.state() == StepState.IN_PROGRESS && !Commands.waits(run)) {
      decision.move(free, StepState.READY, null);
    } else {
      decision.note(free);
    }
  }

  private void assign(StepRun run, TaskAct.Assign assign, Actor actor) {
    String from = holder(run);
    act(run, "assign", put(detail(), "from", from).put("to", assign.to()));
    TaskState task = given(run.task(), assign.to());
    if (assign.withDraft()) {
      task = task.drafts(task.drafts().passed(from == null ? actor.id() : from, assign.to()));
    }
    StepRun given = run.assignee(assign.to()).task(task.owner(null));
    if (nobodys(run)) {
      decision.move(given, StepState.READY, null);
    } else if (Commands.waits(run) || run.state() != StepState.IN_PROGRESS) {
      decision.note(given.claimed(null));
    } else if (assign.keep()) {
      decision.note(given.claimed(Actor.of(assign.to())));
    } else {
      decision.move(given.claimed(null), StepState.READY, null);
    }
  }

  /** Delegating again keeps the first owner. */
  private void delegate(StepRun run, String to, Actor actor) {
    String owner = run.task().owner() == null ? actor.id() : run.task().owner();
    act(run, "delegate", detail().put("from", actor.id()).put("to", to));
    TaskState task = given(run.task(), to).owner(owner);
    handOver(run.task(task.drafts(task.drafts().passed(actor.id(), to))), to);
  }

  /** Whoever is given a task may do it, also after they have declined its offer. */
  static TaskState given(TaskState task, String to) {
    return task.participation().declined().isEmpty()
        ? task
        : task.participation(task.participation().offeredTo(to));
  }

  private void resolve(StepRun run, TaskAct.Resolve resolve, Actor actor) {
    String owner = Objects.requireNonNull(run.task().owner(), "it is delegated");
    act(run, "resolve", detail().put("from", actor.id()).put("to", owner));
    TaskState task = run.task().owner(null);
    TaskDrafts drafts =
        resolve.answer() == null
            ? task.drafts().passed(holder(run), owner)
            : task.drafts().saved(owner, actor.id(), resolve.answer());
    handOver(run.task(task.drafts(drafts)), owner);
  }

  private void handOver(StepRun run, String to) {
    StepRun given = run.assignee(to).claimed(null);
    boolean begun = run.state() == StepState.IN_PROGRESS && !Commands.waits(run);
    if (begun || nobodys(run)) {
      decision.move(given, StepState.READY, null);
    } else {
      decision.note(given);
    }
  }

  /** Whether it is BLOCKED because nobody may do it: then whoever gets it opens it. */
  private static boolean nobodys(StepRun run) {
    return run.state() == StepState.BLOCKED && run.task().suspension() == null;
  }

  private void suspend(StepRun run, TaskAct.Suspend suspend) {
    TaskState.Suspension before = run.task().suspension();
    act(run, "suspend", put(detail(), "until", suspend.until()));
    TaskState.Suspension suspension =
        before == null
            ? new TaskState.Suspension(
                decision.now(),
                suspend.until(),
                run.state() == StepState.IN_PROGRESS,
                run.claimedBy() == null ? null : run.claimedBy().id(),
                false)
            : new TaskState.Suspension(
                before.since(), suspend.until(), before.begun(), before.by(), false);
    StepRun put = run.task(run.task().suspension(suspension));
    if (run.state() == StepState.BLOCKED) {
      decision.note(put.state(StepState.BLOCKED, suspend.reason()));
    } else {
      decision.move(put, StepState.BLOCKED, suspend.reason());
    }
    if (suspend.until() != null) {
      decision.wakeAt(suspend.until());
    }
  }

  /** Its clocks stood still: its due date and its limits are later by as much. */
  void resume(StepRun run) {
    TaskState.Suspension suspension = run.task().suspension();
    if (suspension == null) {
      decision.move(run, StepState.READY, null);
      return;
    }
    Step step = decision.around().tree().node(run.key()).step();
    TaskState task =
        new TaskClock(decision, step)
            .afterSuspension(run.task().suspension(null), suspension.since());
    StepRun ready = decision.move(run.task(task), StepState.READY, null);
    if (suspension.begun() && suspension.by() != null && run.claimedBy() != null) {
      decision.move(ready, StepState.IN_PROGRESS, null);
    }
  }

  private static @Nullable String holder(StepRun run) {
    return run.claimedBy() == null
        ? Commands.somebody(run.memory().assignee())
        : run.claimedBy().id();
  }

  private void act(StepRun run, String act, ObjectNode detail) {
    decision.act(run.key(), act, detail);
  }

  private static ObjectNode detail() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ObjectNode put(ObjectNode detail, String key, @Nullable Object value) {
    return value == null ? detail : detail.put(key, value.toString());
  }
}
