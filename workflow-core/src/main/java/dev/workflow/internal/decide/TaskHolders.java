package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.definition.Performer;
import dev.workflow.definition.Step;
import dev.workflow.definition.TaskPolicy;
import dev.workflow.instance.StepState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who has a task: how it is taken on, begun, given back, declined, and how long a claim holds. */
final class TaskHolders {

  /** What stands in the journal when a claim is about to end. */
  static final String CLAIM_ENDS = "claim_ends";

  private final DecisionBuilder decision;

  TaskHolders(DecisionBuilder decision) {
    this.decision = decision;
  }

  /** Where several answer, a claim shows who is at it and keeps nobody away. */
  void claim(StepRun run, Actor actor) {
    take(run, actor, performer(run).taskPolicy().begin() != TaskPolicy.Begin.BY_HAND);
  }

  /** Takes it on, if need be, and begins. */
  void start(StepRun run, Actor actor) {
    take(run, actor, true);
  }

  private void take(StepRun run, Actor actor, boolean begin) {
    if (performer(run).quorum() != null) {
      decision.act(run.key(), "claim", detail());
      return;
    }
    boolean same = actor.equals(run.claimedBy()) || begunForThem(run);
    StepRun claimed =
        same ? acted(run) : acted(CaseOwners.taken(decision, held(run, actor), actor.id()));
    if (run.state() != StepState.IN_PROGRESS && (begin || run.state() == StepState.BLOCKED)) {
      begin(claimed);
    } else if (claimed != run) {
      decision.note(claimed);
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
    return run.claimed(actor)
        .task(task.hands(task.hands().forWhom(decision.forWhom()).gone(null).trouble(null)));
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

  /** A step that is READY begins at once if it is to, and somebody has it. */
  StepRun begunOnReady(Step step, StepRun ready) {
    Performer performer = step.settings().performer();
    String holder = holder(ready);
    if (performer.taskPolicy().begin() != TaskPolicy.Begin.ON_READY
        || performer.quorum() != null
        || holder == null) {
      return ready;
    }
    return decision.move(ready.claimed(Actor.of(holder)), StepState.IN_PROGRESS, null);
  }

  /** Free for whoever may do it; where only the assignee may, it stays theirs. */
  void release(StepRun run) {
    decision.act(run.key(), "release", detail().put("from", holder(run)));
    freed(run);
  }

  private StepRun freed(StepRun run) {
    Candidacy candidacy = new Candidacy(decision.around().tree(), decision.before(), run.key());
    boolean others =
        candidacy.everybody() || !candidacy.roles().isEmpty() || !candidacy.actors().isEmpty();
    TaskState task = run.task().owner(null);
    StepRun kept = run.task(task.hands(task.hands().forWhom(null)));
    return free(others ? kept.assignee(null) : kept);
  }

  private StepRun free(StepRun run) {
    StepRun free = run.claimed(null);
    return Commands.waits(run) || run.state() != StepState.IN_PROGRESS
        ? decision.note(free)
        : decision.move(free, StepState.READY, null);
  }

  /** Out of this offer. A delegate gives it back to the owner. */
  void decline(StepRun run, Actor actor, TaskAct.Decline decline) {
    ObjectNode detail = detail();
    if (decline.reason() != null) {
      detail.put("text", decline.reason());
    }
    decision.act(run.key(), "decline", detail);
    String whose = decision.forWhom() == null ? actor.id() : decision.forWhom();
    TaskParticipation hold = run.task().participation();
    TaskState task = run.task().participation(decline.out() ? hold.declinedBy(whose) : hold);
    task = task.hands(task.hands().forWhom(null));
    if (whose.equals(holder(run)) || actor.id().equals(holder(run))) {
      String back = whose.equals(task.owner()) ? null : task.owner();
      free(run.assignee(back).task(task.owner(null)));
    } else {
      decision.note(run.task(task));
    }
  }

  void helpers(StepRun run, TaskAct.Helpers helpers) {
    ObjectNode detail = detail();
    ArrayNode added = detail.putArray("added");
    helpers.add().forEach(added::add);
    ArrayNode removed = detail.putArray("removed");
    helpers.remove().forEach(removed::add);
    decision.act(run.key(), "helpers", detail);
    TaskParticipation hold = run.task().participation().helpers(helpers.add(), helpers.remove());
    decision.note(run.task(run.task().participation(hold)));
  }

  /** Notes that whoever has claimed a step has done something to it, if its claim ends. */
  void touched(StepKey key, Actor actor) {
    StepRun run = decision.run(key);
    if (run.state().open() && (actor.equals(run.claimedBy()) || begunForThem(run))) {
      StepRun touched = acted(run);
      if (touched != run) {
        decision.note(touched);
      }
    }
  }

  private StepRun acted(StepRun run) {
    Step step = decision.around().tree().node(run.key()).step();
    return TaskClaims.span(step, run, decision.around().lookup().tasks()) == null
        ? run
        : run.task(run.task().participation(run.task().participation().acted(decision.now())));
  }

  /** A step after its claim has ended, if it has; otherwise time ends it. */
  StepRun lapsed(Step step, StepRun run) {
    Instant end =
        TaskClaims.end(
            step, run, decision.before(), decision.now(), decision.around().lookup().tasks());
    if (end == null) {
      return run;
    }
    if (end.isAfter(decision.now())) {
      decision.wakeAt(end);
      return warned(step, run, end);
    }
    decision.act(run.key(), "lapse", detail().put("from", holder(run)));
    return freed(run);
  }

  /** Whoever has claimed it is told once, when four fifths of the time have passed. */
  private StepRun warned(Step step, StepRun run, Instant end) {
    Duration span = TaskClaims.span(step, run, decision.around().lookup().tasks());
    TaskParticipation hold = run.task().participation();
    if (span == null || hold.warned() || !TaskReminders.told(decision, step)) {
      return run;
    }
    Instant at = end.minus(span.dividedBy(5));
    if (at.isAfter(decision.now())) {
      decision.wakeAt(at);
      return run;
    }
    decision.act(run.key(), CLAIM_ENDS, detail().put("of", holder(run)).put("at", end.toString()));
    return decision.note(run.task(run.task().participation(hold.warnedOnce())));
  }

  private static @Nullable String holder(StepRun run) {
    return run.claimedBy() == null
        ? Commands.somebody(run.memory().assignee())
        : run.claimedBy().id();
  }

  private Performer performer(StepRun run) {
    return decision.around().tree().node(run.key()).step().settings().performer();
  }

  private static ObjectNode detail() {
    return JsonNodeFactory.instance.objectNode();
  }
}
