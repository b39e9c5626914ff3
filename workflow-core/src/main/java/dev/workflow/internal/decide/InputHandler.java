package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import dev.workflow.Tasks;
import dev.workflow.definition.Exit;
import dev.workflow.definition.Performer;
import dev.workflow.definition.Step;
import dev.workflow.definition.TaskPolicy;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActionResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The first thing each input changes, before the steps are walked. */
final class InputHandler {

  private final InstanceSnapshot before;
  private final DecisionBuilder decision;
  private final StepStart steps;

  InputHandler(InstanceSnapshot before, DecisionBuilder decision, StepStart steps) {
    this.before = before;
    this.decision = decision;
    this.steps = steps;
  }

  /** Who is behind an input. */
  static Actor actor(InstanceInput input) {
    if (input instanceof InstanceInput.Start start) {
      return start.actor();
    } else if (input instanceof InstanceInput.Claim claim) {
      return claim.actor();
    } else if (input instanceof InstanceInput.Release release) {
      return release.actor();
    } else if (input instanceof InstanceInput.PersonAnswer answer) {
      return answer.actor();
    } else if (input instanceof InstanceInput.Skip skip) {
      return skip.actor();
    } else if (input instanceof InstanceInput.OnTask task) {
      return task.actor();
    } else if (input instanceof InstanceInput.OnBehalf other) {
      return actor(other.what());
    } else if (input instanceof InstanceInput.Pause pause) {
      return pause.actor();
    } else if (input instanceof InstanceInput.Resume resume) {
      return resume.actor();
    } else if (input instanceof InstanceInput.Cancel cancel) {
      return cancel.actor();
    } else if (input instanceof InstanceInput.EndSince end) {
      return end.actor();
    } else if (input instanceof InstanceInput.Retry retry) {
      return retry.actor();
    } else if (input instanceof InstanceInput.Rejoin rejoin) {
      return rejoin.actor();
    } else if (input instanceof InstanceInput.OnTime on) {
      return on.actor();
    } else if (input instanceof InstanceInput.MoveTo move) {
      return move.actor();
    } else if (input instanceof InstanceInput.Reshape reshape) {
      return reshape.actor();
    } else if (input instanceof InstanceInput.Receipt receipt) {
      return receipt.actor();
    }
    return Actor.ENGINE;
  }

  void to(InstanceInput input) {
    if (input instanceof InstanceInput.Start) {
      decision.activate("start");
    } else if (input instanceof InstanceInput.GrantStart given) {
      decision.permit(given.permit(), given.reason());
    } else if (input instanceof InstanceInput.OnBehalf other) {
      decision.forWhom(other.forWhom());
      decision.act(
          other.step(),
          TaskCommands.FOR,
          JsonNodeFactory.instance.objectNode().put("for", other.forWhom()));
      to(other.what());
    } else if (input instanceof InstanceInput.Told told) {
      decision.host().actors(told.facts());
      if (decision.state() == InstanceState.ACTIVE) {
        decision.host().records(told.records());
      }
    } else if (input instanceof InstanceInput.ExitHolds exit) {
      exit(exit.reason());
    } else if (input instanceof InstanceInput.TakeOver takeOver) {
      call(takeOver.from());
    } else if (input instanceof InstanceInput.Answer answer) {
      answered(answer);
    } else if (input instanceof InstanceInput.EarlyAnswer early) {
      keep(early);
    } else if (input instanceof InstanceInput.Arrival arrival) {
      arrived(arrival);
    } else if (input instanceof InstanceInput.LockGranted granted) {
      new StepLocks(decision).granted(granted.lock());
    } else if (input instanceof InstanceInput.LockRefused refused) {
      new StepLocks(decision).refused(refused.lock(), refused.reason(), steps);
    } else if (input instanceof InstanceInput.ChildEnded child) {
      childEnded(child);
    } else if (input instanceof InstanceInput.Pause pause) {
      decision.moveInstance(InstanceState.PAUSED, null, pause.reason());
      decision.effect(new Effect.PauseMessages());
      withChildren(Effect.PauseChildren::new);
    } else if (input instanceof InstanceInput.Resume) {
      Instant since = decision.clock();
      decision.activate("resume");
      decision.effect(new Effect.ResumeMessages());
      withChildren(Effect.ResumeChildren::new);
      putOff(since);
    } else if (input instanceof InstanceInput.Cancel cancel) {
      new InstanceEnding(decision)
          .end(InstanceState.CANCELED, InstanceOutcome.CANCELED, cancel.reason());
    } else if (input instanceof InstanceInput.EndSince end) {
      new InstanceEnding(decision).endSince(before, InstanceOutcome.CANCELED, end.reason());
    } else if (input instanceof InstanceInput.Retry retry) {
      new InstanceResumption(before, decision, steps).retried(retry);
    } else if (input instanceof InstanceInput.Rejoin rejoin) {
      new InstanceResumption(before, decision, steps).rejoined(rejoin);
    } else if (input instanceof InstanceInput.EarlyRefused refused) {
      new EarlyAnswers(decision).refused(refused.step(), refused.reason());
    } else if (input instanceof InstanceInput.Receipt receipt) {
      decision.receipt(receipt);
    } else if (input instanceof InstanceInput.NotStarted refused) {
      new InstanceResumption(before, decision, steps).notStarted(refused);
    } else if (input instanceof InstanceInput.OnTime on) {
      new TimeChanges(decision, steps).change(on);
    } else if (input instanceof InstanceInput.MoveTo move) {
      new Moving(decision, steps, move).move();
    } else if (input instanceof InstanceInput.Reshape reshape) {
      new Reshaping(before, decision, steps).to(reshape);
    } else if (!(input instanceof InstanceInput.Tick)) {
      person(input);
    }
  }

  /** Time limits under way do not count the time in which the instance was paused. */
  private void putOff(Instant since) {
    Duration paused = Duration.between(since, decision.now());
    for (StepRun run : decision.openRuns()) {
      Instant due = run.dueAt();
      TaskState.Times times = run.task().times();
      TaskClock clock = new TaskClock(decision, step(run.key()));
      if (!clock.stops(TaskPolicy.Stop.PAUSED)) {
        continue;
      }
      TaskState.Times later = clock.afterPause(times, since);
      StepRun put =
          run.state() == StepState.IN_PROGRESS && due != null ? run.due(due.plus(paused)) : run;
      if (put != run || !later.equals(times)) {
        decision.note(put.task(put.task().times(later)));
      }
    }
  }

  /**
   * Makes the calls under way. If another node had begun to make them, that is noted: of the two
   * nodes, only the one whose entry in the journal comes first continues.
   */
  private void call(@Nullable String takenFrom) {
    for (StepRun run : decision.openRuns()) {
      if (run.running() && (run.key().undo() || step(run.key()) instanceof Step.Action)) {
        if (takenFrom != null) {
          decision.note(run.state(run.state(), "taken over from " + takenFrom));
        }
        decision.effect(new Effect.Call(run.key(), run.attempt()));
      }
    }
  }

  private void answered(InstanceInput.Answer answer) {
    StepRun run = decision.run(answer.step());
    if (run.running() && run.attempt() == answer.attempt()) {
      result(run, answer.result(), answer.outgoing());
    }
  }

  private void result(StepRun run, ActionResult result, InstanceInput.Outgoing outgoing) {
    Step step = step(run.key());
    String tooMuch =
        result instanceof ActionResult.Failed ? null : decision.tooMuch(outgoing.variables());
    if (tooMuch != null) {
      steps.failed(
          step, run, "the data of the instance, with what the step sets, " + tooMuch, false);
    } else if (result instanceof ActionResult.Completed completed) {
      decision.complete(run, completed.output());
      send(outgoing);
    } else if (result instanceof ActionResult.Waiting waiting) {
      waits(step, run, waiting);
      send(outgoing);
    } else if (result instanceof ActionResult.Failed failed) {
      steps.failed(step, run, failed.reason(), failed.retryable());
    } else if (result instanceof ActionResult.Blocked blocked) {
      steps.blocked(run, blocked.reason());
    }
  }

  /** It waits, unless what it waits for has come already. */
  private void waits(Step step, StepRun run, ActionResult.Waiting result) {
    String key = result.correlationKey() == null ? "" : result.correlationKey();
    JsonNode came = run.memory().early();
    StepRun kept = result.session() == null ? run : run.output(result.session());
    StepRun waiting = steps.waiting(step, kept.memory(kept.memory().answer(null)), key);
    if (came != null && key.equals(came.path("key").textValue())) {
      take(waiting, key, came.path("payload"));
    } else {
      decision.note(waiting);
    }
  }

  /** The handler takes the answer on a thread of its own. */
  private void take(StepRun waiting, String key, JsonNode payload) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("key", key);
    answer.set("payload", payload);
    decision.note(waiting.claimed(null).memory(waiting.memory().waitingFor(null).answer(answer)));
    decision.effect(new Effect.Call(waiting.key(), waiting.attempt()));
  }

  private void keep(InstanceInput.EarlyAnswer early) {
    StepRun run = decision.run(early.step());
    String key = early.answer().path("key").textValue();
    if (Commands.waits(run) && Objects.equals(key, run.memory().waitingFor())) {
      take(run, key, early.answer().path("payload"));
    } else if (run.state().open() && !Commands.waits(run) && run.memory().answer() == null) {
      ObjectNode answer = early.answer().deepCopy();
      decision.note(run.memory(run.memory().answer(answer.put("early", true))));
    }
  }

  private void send(InstanceInput.Outgoing outgoing) {
    outgoing
        .variables()
        .forEach(variable -> decision.setVariable(variable.name(), variable.value()));
    outgoing.messages().forEach(decision::effect);
    outgoing.events().forEach(decision::effect);
    outgoing.starts().forEach(decision::effect);
  }

  /** An effect on the sub-workflows that steps wait for, if there are any. */
  private void withChildren(Function<List<InstanceId>, Effect> effect) {
    List<InstanceId> children = SubWorkflows.open(decision.openRuns(), decision.around().tree());
    if (!children.isEmpty()) {
      decision.effect(effect.apply(children));
    }
  }

  private void arrived(InstanceInput.Arrival arrival) {
    Event event = arrival.event();
    boolean aboutSubject =
        before.identity().subject() != null && before.identity().subject().equals(event.subject());
    Optional<Exit> exit = Decider.exit(decision, event, aboutSubject);
    if (exit.isPresent()) {
      exit("event " + event.type() + " (" + event.id() + ")");
      return;
    }
    new ArrivedEvent(decision, event).reach(arrival.later());
    decision.openRuns().stream()
        .filter(run -> !arrival.later().contains(run.key()) && correlates(event, run))
        .forEach(run -> give(run, event));
  }

  /** Whether a handler waits for an event; its own instance does not answer it. */
  private boolean correlates(Event event, StepRun run) {
    String key = event.correlation();
    boolean handlers = run.key().undo() || step(run.key()) instanceof Step.Action;
    return key != null
        && handlers
        && Commands.waits(run)
        && key.equals(run.memory().waitingFor())
        && (run.dueAt() == null || run.dueAt().isAfter(decision.clock()))
        && !ownEvent(event);
  }

  private boolean ownEvent(Event event) {
    List<String> links = event.cause() == null ? List.of() : event.cause().links();
    return !links.isEmpty() && links.get(links.size() - 1).endsWith("/" + before.identity().id());
  }

  /** The handler takes the answer on a thread of its own, not on the publisher's. */
  private void give(StepRun run, Event event) {
    take(run, String.valueOf(run.memory().waitingFor()), event.payload());
  }

  private void exit(String reason) {
    InstanceEnding endings = new InstanceEnding(decision);
    if (decision.state().ended()) {
      endings.endSince(before, InstanceOutcome.EXITED, reason);
    } else {
      endings.end(InstanceState.COMPLETED, InstanceOutcome.EXITED, reason);
    }
  }

  private void childEnded(InstanceInput.ChildEnded child) {
    StepRun run =
        SubWorkflows.awaiting(before, decision.around().tree(), child.step(), child.child())
            .orElse(null);
    if (run == null || run.state() != StepState.IN_PROGRESS) {
      return;
    }
    if (child.state() == InstanceState.COMPLETED) {
      decision.complete(run, child.output());
    } else {
      String why = child.reason() == null ? "" : ": " + child.reason();
      decision.move(
          run.output(child.output()),
          StepState.FAILED,
          "the sub-workflow ended " + child.state() + why);
    }
  }

  private void person(InstanceInput input) {
    if (input instanceof InstanceInput.Claim claim) {
      new TaskHolders(decision).claim(allowed(Command.CLAIM, claim.step()), claim.actor());
    } else if (input instanceof InstanceInput.Release release) {
      new TaskHolders(decision).release(allowed(Command.RELEASE, release.step()));
    } else if (input instanceof InstanceInput.OnTask on) {
      act(new TaskCommands(decision), allowed(on.command(), on.step()), on);
    } else if (input instanceof InstanceInput.Skip skip) {
      StepRun run = allowed(Command.SKIP, skip.step());
      steps.leave(step(run.key()), run, skip.reason() == null ? "skipped" : skip.reason());
      decision.stamps().answered(run.key());
      decision.move(run, StepState.SKIPPED, skip.reason());
      decision.stamps().answered(null);
    } else if (input instanceof InstanceInput.PersonAnswer answer) {
      StepRun run = allowed(Command.COMPLETE, answer.step());
      String code = answer.result() instanceof ActionResult.Failed ? answer.code() : null;
      if (code != null) {
        decision.act(run.key(), "fail", JsonNodeFactory.instance.objectNode().put("code", code));
      }
      decision.stamps().answered(run.key(), code);
      Performer.Quorum quorum = step(run.key()).settings().performer().quorum();
      if (quorum != null && !answer.actor().equals(Actor.ENGINE)) {
        vote(run, quorum, answer);
        decision.stamps().answered(null);
        return;
      }
      run =
          answer.actor().equals(Actor.ENGINE)
              ? run.claimed(null)
              : CaseOwners.taken(
                  decision,
                  new TaskHolders(decision).taken(run, answer.actor()),
                  answer.actor().id());
      result(new TaskHolders(decision).begin(run), answer.result(), answer.outgoing());
      decision.stamps().answered(null);
    }
  }

  private void act(TaskCommands tasks, StepRun run, InstanceInput.OnTask on) {
    TaskVisits visits = new TaskVisits(decision, steps);
    if (on.act() instanceof TaskAct.AnswerEarly early) {
      new EarlyAnswers(decision).keep(run, early.payload(), on.actor());
    } else if (on.act() instanceof TaskAct.Revoke && EarlyAnswers.by(run) != null) {
      new EarlyAnswers(decision).drop(run);
    } else if (on.act() instanceof TaskAct.Revoke) {
      visits.revoke(run, on.actor());
    } else if (on.act() instanceof TaskAct.Reopen) {
      visits.reopen(run);
    } else if (on.act() instanceof TaskAct.SendBack back) {
      visits.sendBack(run, back);
    } else {
      tasks.act(run, on.act(), on.actor());
    }
  }

  /** Notes one of several answers; the one that makes the result certain ends the step. */
  private void vote(StepRun run, Performer.Quorum quorum, InstanceInput.PersonAnswer answer) {
    if (!(answer.result() instanceof ActionResult.Completed completed)) {
      result(
          new TaskHolders(decision).begin(new TaskHolders(decision).taken(run, answer.actor())),
          answer.result(),
          answer.outgoing());
      return;
    }
    StepRun voted =
        Voting.vote(
            run, completed.output(), answer.actor().id(), decision.forWhom(), decision.now());
    String tooMuch = decision.tooMuch(Voting.answers(voted));
    if (tooMuch != null) {
      throw new InvalidInputException(
          "The answer", List.of(new Problem("", "with the answers that others gave, " + tooMuch)));
    }
    decision.act(run.key(), "vote", Voting.last(voted));
    ObjectNode result = Voting.result(quorum, voted);
    if (result == null) {
      decision.note(voted);
      return;
    }
    StepRun begun =
        new TaskHolders(decision).begin(new TaskHolders(decision).taken(voted, answer.actor()));
    result(begun, ActionResult.completed(result), answer.outgoing());
  }

  /** The step of a command that its kind and its state allow. Who gives it was asked before. */
  private StepRun allowed(Command command, StepKey key) {
    DecisionContext around = decision.around();
    Tasks.Refusal refusal =
        new Commands(around.tree(), around.lookup()::performedByPeople)
            .refusal(command, before, key, true);
    if (refusal != null) {
      throw new IllegalTransitionException(refusal.message());
    }
    return decision.run(key);
  }

  private Step step(StepKey key) {
    return decision.around().tree().node(key).step();
  }
}
