package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.Problems;
import dev.workflow.definition.Step;
import dev.workflow.expression.BusinessDays;
import dev.workflow.expression.RenderContext;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StateMachine;
import dev.workflow.instance.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One decision while it is being made: the only place where a step or an instance changes state.
 * Every change passes the {@link StateMachine} and becomes a {@link Transition}. Used by one
 * thread, once.
 */
final class DecisionBuilder {

  private final InstanceSnapshot before;
  private final DecisionContext around;
  private final Actor actor;
  private final List<Transition> transitions = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();
  private final DecisionConditions conditions;
  private final StepStamps stamps;
  private final StepLimit limit;
  private final HostFacts host;
  private StepRuns runs;
  private InstanceState state;
  private @Nullable Instant wakeAt;
  private @Nullable StartPermit startPermit;
  private int moves;
  private boolean unfinished;
  private boolean reshaped;
  private @Nullable String forWhom;

  DecisionBuilder(InstanceSnapshot before, DecisionContext around, Actor actor) {
    this.before = before;
    this.around = around;
    this.actor = actor;
    this.state = before.state();
    this.startPermit = before.startPermit();
    this.runs = StepRuns.of(before.steps());
    this.conditions = new DecisionConditions(this);
    this.stamps = new StepStamps(this);
    this.host = new HostFacts(this, before.records());
    this.limit = new StepLimit(around.budget().maxSteps());
    around.budget().spendOnLooking(runs.size());
  }

  /** Whether no more may be begun in this decision: then another one continues. */
  boolean spent() {
    if (moves < Budget.OF_DECISION && !around.budget().spent()) {
      return false;
    }
    unfinished = true;
    return true;
  }

  /** Whether the instance has as many steps as it may have. */
  boolean full() {
    return limit.full(runs);
  }

  /** Whether a step was refused because the instance has as many as it may have. */
  boolean overfull() {
    return limit.overfull(runs);
  }

  /** Why the instance fails then. */
  String fullReason() {
    return limit.reason();
  }

  /** How much has been decided so far. */
  int changes() {
    return transitions.size();
  }

  /** Whether more is to be decided than this decision may. */
  boolean unfinished() {
    return unfinished;
  }

  DecisionContext around() {
    return around;
  }

  InstanceSnapshot.Identity identity() {
    return before.identity();
  }

  Instant now() {
    return around.now();
  }

  /** For how long since a moment the instance was paused. */
  Duration paused(Instant since) {
    return before.paused(since, now());
  }

  /** The time by the clocks of the instance, which stand still while it is paused. */
  Instant clock() {
    return state == InstanceState.PAUSED && !before.pauses().isEmpty()
        ? before.pauses().get(before.pauses().size() - 1).from()
        : now();
  }

  /** The instance as the decision found it. */
  InstanceSnapshot before() {
    return before;
  }

  InstanceState state() {
    return state;
  }

  StepRun run(StepKey key) {
    StepRun run = runs.get(key);
    return run == null ? StepRun.pending(key) : run;
  }

  /** The newest run of a step. */
  StepRun newest(StepKey key) {
    return run(runs.newest(key));
  }

  /** The newest run of each step. */
  Map<StepKey, StepRun> newest() {
    return new LinkedHashMap<>(runs.newest());
  }

  /** Notes that a command was given under an id. */
  void receipt(InstanceInput.Receipt given) {
    Transition.OfCommand command =
        new Transition.OfCommand(
            given.step(), given.id(), given.command(), given.result(), actor, now());
    runs.receipt(command);
    transitions.add(command);
  }

  /** Opens a step anew: this is its run from now on. */
  void again(StepKey next) {
    runs.again(next);
    moves++;
    around.budget().spend(1);
    transitions.add(new Transition.OfVisit(next, actor, now()));
  }

  List<StepRun> runs() {
    return List.copyOf(runs.values());
  }

  /** Those that have not ended. */
  List<StepRun> openRuns() {
    return List.copyOf(runs.open());
  }

  /** Notes that all steps of a round of a loop have ended, so that nothing in it is asked again. */
  void done(StepRun loop, int round) {
    runs.done(loop.key(), round);
  }

  /** The next round of a loop, from this one on, in which something may be to do. */
  int nextNotDone(StepRun loop, int round) {
    return runs.nextNotDone(loop.key(), round);
  }

  /** Whether a handler's call was under way when the decision began, and still is. */
  boolean atWork(StepRun run) {
    StepRun was = before.step(run.key());
    return run.running()
        && was.running()
        && was.attempt() == run.attempt()
        && around.tree().node(run.key()).step() instanceof Step.Action;
  }

  /** Moves a step to the state of {@code next}. */
  StepRun move(StepRun next) {
    StepState from = run(next.key()).state();
    StateMachine.STEP.check("\"" + next.key() + "\"", from, next.state());
    StepRun moved = record(from, stamps.stamped(from, next, runs));
    if (moved.state() == StepState.COMPLETED && around.tree().linked() && !moved.key().undo()) {
      List<String> cancels =
          around.tree().node(moved.key()).step().settings().coordination().cancels();
      new Cancelling(this, moved.key()).cancel(cancels);
    }
    return moved;
  }

  StepRun move(StepRun run, StepState to, @Nullable String reason) {
    return move(run.state(to, reason));
  }

  /** Notes something about a step that keeps its state. */
  StepRun note(StepRun next) {
    return record(next.state(), next);
  }

  private StepRun record(StepState from, StepRun after) {
    runs.set(after);
    limit.note(from, after);
    moves++;
    around.budget().spend(1);
    written(after.output());
    written(after.memory().items());
    written(after.memory().answer());
    transitions.add(new Transition.OfStep(from, after, actor, now()));
    return after;
  }

  /** Counts a value that is written down. */
  private void written(@Nullable JsonNode value) {
    if (value != null) {
      moves += around.budget().spendOnBytes(Json.size(value));
    }
  }

  /** The same with what is done besides the instance; rows of their own count as they are made. */
  private void written(Effect effect) {
    if (effect instanceof Effect.StartWorkflow start) {
      willBeWritten(start.input());
      willBeWritten(identity().event());
    } else if (effect instanceof Effect.Send send) {
      written(send.message().content());
    } else if (effect instanceof Effect.Publish publish) {
      willBeWritten(publish.event().payload());
      willBeWritten(publish.event().previous());
    }
  }

  private void willBeWritten(@Nullable JsonNode value) {
    if (value != null) {
      moves += Budget.moves(Json.size(value));
    }
  }

  /** The newest runs of steps that have completed while others inside them go on. */
  List<StepRun> unheeded() {
    return runs.unheeded();
  }

  /** What a run keeps, and is given, when its step changes state. */
  StepStamps stamps() {
    return stamps;
  }

  /** Completes a step that is IN_PROGRESS. */
  void complete(StepRun run, @Nullable JsonNode output) {
    move(run.output(output), StepState.COMPLETED, null);
  }

  /** Makes the instance ACTIVE for the reason that the table has: start, resume or retry. */
  void activate(String on) {
    StateMachine.INSTANCE.check(identity().id().toString(), state, InstanceState.ACTIVE, on);
    moveInstance(InstanceState.ACTIVE, null, null);
  }

  /** Moves the instance. */
  void moveInstance(InstanceState to, @Nullable InstanceOutcome outcome, @Nullable String reason) {
    StateMachine.INSTANCE.check(identity().id().toString(), state, to);
    transitions.add(new Transition.OfInstance(state, to, actor, now(), outcome, reason));
    state = to;
  }

  /** Notes that an instance that has ended has exited, or was cancelled, since. */
  void since(InstanceOutcome outcome, String reason) {
    transitions.add(new Transition.OfInstance(state, state, actor, now(), outcome, reason));
  }

  /** Lets the steps begin when the permit says. */
  void permit(StartPermit given, @Nullable String reason) {
    startPermit = given;
    if (reason != null) {
      transitions.add(new Transition.OfStartPermit(given, actor, now(), reason));
    }
  }

  /** Whether the steps may begin or have begun; otherwise time does it. */
  boolean mayBegin() {
    Instant later = runs.isEmpty() ? StartLimits.waitsUntil(startPermit, around) : null;
    if (later != null) {
      wakeAt(later);
    }
    return later == null;
  }

  /** Notes what somebody did to a task besides its state. */
  void act(StepKey step, String act, ObjectNode detail) {
    transitions.add(new Transition.OfTask(step, act, detail, actor, now()));
  }

  /** Notes that the steps became others. */
  void plan(Plan.Change change, List<StepKey> dropped, JsonNode difference) {
    Transition.OfPlan plan =
        new Transition.OfPlan(
            before.plan().revision() + 1, change, dropped, difference, actor, now());
    runs = runs.after(plan);
    reshaped = true;
    transitions.add(plan);
  }

  Actor actor() {
    return actor;
  }

  /** For whom a substitute decides; null: for themselves. */
  @Nullable String forWhom() {
    return forWhom;
  }

  void forWhom(String absent) {
    forWhom = absent;
  }

  /** What the host has said for this decision, and what else it is to say. */
  HostFacts host() {
    return host;
  }

  /** Notes what was read of the host's records. */
  Transition.OfRecords records(
      Map<String, RecordFact> changed, long bytes, @Nullable String trouble) {
    Transition.OfRecords transition =
        new Transition.OfRecords(changed, bytes, trouble, actor, now());
    transitions.add(transition);
    return transition;
  }

  /** The instance as it is by now. */
  InstanceSnapshot snapshot() {
    return before.after(variables(), runs);
  }

  void setVariable(String name, JsonNode value) {
    written(value);
    transitions.add(new Transition.OfVariable(name, value, actor, now()));
  }

  /** What is wrong with data that the instance is to keep; null: nothing. */
  @Nullable String tooMuch(JsonNode data) {
    Problems problems = Problems.none();
    Json.check(data, around.lookup().maxDataBytes(), problems);
    return problems.isEmpty() ? null : problems.list().get(0).message();
  }

  /** The same for what is set, together with what was set before. */
  @Nullable String tooMuch(List<InstanceInput.Variable> set) {
    if (set.isEmpty()) {
      return null;
    }
    ObjectNode all = Json.object();
    all.setAll(before.after(variables(), runs).variables());
    set.forEach(variable -> all.set(variable.name(), variable.value()));
    return tooMuch(all);
  }

  void effect(Effect effect) {
    effects.add(effect);
    int cost = effect.cost();
    moves += cost;
    around.budget().spend(cost);
    written(effect);
  }

  /** The tasks that this decision gives to somebody. */
  List<Effect.Given> given() {
    return effects.stream()
        .filter(Effect.Given.class::isInstance)
        .map(Effect.Given.class::cast)
        .toList();
  }

  /** Time alone changes something then. */
  void wakeAt(Instant time) {
    if (wakeAt == null || time.isBefore(wakeAt)) {
      wakeAt = time;
    }
  }

  /** Where a step stands that has begun. */
  Scope scope(StepKey key) {
    return Scope.of(around.tree(), before, key);
  }

  /** The same after the steps became others. */
  Scope scopeNow(StepKey key) {
    return Scope.of(around.tree(), before.after(transitions, runs), key);
  }

  ObjectNode data(Scope scope) {
    return data(scope, null);
  }

  /** The same with an event that has just come. */
  ObjectNode data(Scope scope, @Nullable Event arrived) {
    return InstanceData.of(before.after(variables(), runs), runs, around, scope, arrived);
  }

  private List<Transition> variables() {
    return transitions.stream()
        .filter(
            transition ->
                transition instanceof Transition.OfVariable
                    || transition instanceof Transition.OfRecords)
        .toList();
  }

  /** The conditions of the definition, on the data as they are by now. */
  DecisionConditions conditions() {
    return conditions;
  }

  /** What conditions cost. */
  void charge(long effort) {
    moves += around.budget().spendOnConditions(effort);
  }

  /** The tenant's calendar. */
  BusinessDays businessDays() {
    return around.lookup().businessDays();
  }

  RenderContext rendering() {
    return rendering(around);
  }

  static RenderContext rendering(DecisionContext around) {
    return RenderContext.of(around.now(), around.tenant().zone())
        .locale(around.tenant().locale())
        .businessDays(around.lookup().businessDays());
  }

  Decision decision() {
    if (reshaped || around.tree().locks()) {
      StepLocks.changes(before.open(), runs.open()).forEach(this::effect);
    }
    return new Decision(
        before.after(transitions, runs),
        transitions,
        effects.stream().filter(this::stillWanted).toList(),
        state == InstanceState.ACTIVE ? wakeAt : null,
        unfinished && state == InstanceState.ACTIVE,
        state == InstanceState.ACTIVE ? host.actorQuestion() : ActorFacts.Question.NONE,
        state == InstanceState.ACTIVE ? host.recordQuestion() : RecordFacts.Question.NONE);
  }

  /** A step that began and was cut off in one decision is not called. */
  private boolean stillWanted(Effect effect) {
    return !(effect instanceof Effect.Call call)
        || (run(call.step()).state() == StepState.IN_PROGRESS
            && run(call.step()).attempt() == call.attempt());
  }
}
