package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.instance.StepState;
import java.time.Duration;
import java.time.Instant;
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

  /** Where several answer, a claim shows who is at it and keeps nobody away. */
  void claim(StepRun run, Actor actor) {
    if (decision.around().tree().place(run.key()).step().settings().performer().quorum() != null) {
      act(run, "claim", detail());
    } else if (!actor.equals(run.claimedBy()) && !begunForThem(run)) {
      StepRun claimed = CaseOwners.taken(decision, held(run, actor), actor.id());
      if (run.state() == StepState.IN_PROGRESS) {
        decision.note(claimed);
      } else {
        begin(claimed);
      }
    }
  }

  /** Whoever is away keeps what they hold: their substitute works on it. */
  private StepRun held(StepRun run, Actor actor) {
    String forWhom = decision.forWhom();
    return forWhom != null && forWhom.equals(holder(run))
        ? run.claimed(Actor.of(forWhom))
        : taken(run, actor);
  }

  private boolean begunForThem(StepRun run) {
    return run.claimedBy() != null && run.claimedBy().id().equals(decision.forWhom());
  }

  /** In the hands of whoever claims or answers it, for themselves or for somebody else. */
  StepRun taken(StepRun run, Actor actor) {
    TaskState task = run.task();
    return run.claimed(actor).task(task.hands(task.hands().forWhom(decision.forWhom())));
  }

  /** Free for whoever may do it; where only the assignee may, it stays theirs. */
  void release(StepRun run) {
    act(run, "release", put(detail(), "from", holder(run)));
    Candidacy candidacy = candidacy(run);
    boolean others =
        candidacy.everybody() || !candidacy.roles().isEmpty() || !candidacy.actors().isEmpty();
    TaskState task = run.task().owner(null);
    StepRun free = run.claimed(null).task(task.hands(task.hands().forWhom(null)));
    if (others) {
      free = free.assignee(null);
    }
    if (Commands.waits(run) || run.state() != StepState.IN_PROGRESS) {
      decision.note(free);
    } else {
      decision.move(free, StepState.READY, null);
    }
  }

  private Candidacy candidacy(StepRun run) {
    return new Candidacy(decision.around().tree(), decision.before(), run.key());
  }

  /** A step that people do is IN_PROGRESS from now on. */
  StepRun begin(StepRun run) {
    if (run.state() == StepState.IN_PROGRESS) {
      return run;
    }
    StepRun ready =
        run.state() == StepState.BLOCKED ? decision.move(run, StepState.READY, null) : run;
    return decision.move(ready, StepState.IN_PROGRESS, null);
  }

  void act(StepRun run, TaskAct act, Actor actor) {
    if (act instanceof TaskAct.Start) {
      claim(run, actor);
    } else if (act instanceof TaskAct.Assign assign) {
      assign(run, assign);
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
      TaskState.Draft draft =
          new TaskState.Draft(save.draft(), run.task().draft().version() + 1, actor.id());
      act(run, "save", detail().put("version", draft.version()));
      decision.note(run.task(run.task().draft(draft)));
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
      TaskState.Times later =
          TaskReminders.moved(
              decision.around().tree().place(run.key()).step(),
              task.times().due(set.due()),
              decision.around().tenant().zone(),
              decision.now());
      decision.note(run.task(task.times(later)));
    } else if (act instanceof TaskAct.SetFollowUp set) {
      ObjectNode detail = put(put(detail(), "from", task.times().followUp()), "to", set.followUp());
      act(run, "set_follow_up", detail);
      decision.note(run.task(task.times(task.times().followUp(set.followUp()))));
    } else if (act instanceof TaskAct.SetPriority set) {
      act(run, "set_priority", detail().put("from", task.priority()).put("to", set.priority()));
      decision.note(run.task(task.priority(set.priority())));
    }
  }

  private void assign(StepRun run, TaskAct.Assign assign) {
    act(run, "assign", put(detail(), "from", holder(run)).put("to", assign.to()));
    StepRun given = run.assignee(assign.to()).task(run.task().owner(null));
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
    handOver(run.task(run.task().owner(owner)), to);
  }

  private void resolve(StepRun run, TaskAct.Resolve resolve, Actor actor) {
    String owner = Objects.requireNonNull(run.task().owner(), "it is delegated");
    act(run, "resolve", detail().put("from", actor.id()).put("to", owner));
    TaskState task = run.task().owner(null);
    if (resolve.answer() != null) {
      task =
          task.draft(new TaskState.Draft(resolve.answer(), task.draft().version() + 1, actor.id()));
    }
    handOver(run.task(task), owner);
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
                run.claimedBy() == null ? null : run.claimedBy().id())
            : new TaskState.Suspension(
                before.since(), suspend.until(), before.begun(), before.by());
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
    Instant since = suspension.since();
    Duration held = Duration.between(since, decision.now()).minus(decision.paused(since));
    TaskState task = run.task().suspension(null);
    task = task.times(task.times().putOff(held).held(held));
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
