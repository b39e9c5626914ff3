package dev.workflow.internal.engine;

import dev.workflow.TenantId;
import dev.workflow.internal.decide.ActorFacts;
import dev.workflow.internal.decide.Effect;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.RecordFacts;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.log.Log;
import dev.workflow.spi.EngineListener;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An instance whose lease this node holds, kept in memory from step to step. Stimuli queue up; one
 * change is under way at a time; what came in meanwhile goes into the next. If the instance was
 * changed by somebody else, it is read again and the inputs are decided anew.
 *
 * <p>Thread-safe.
 */
final class LeasedInstance implements Committer.Unit {

  private static final Log log = Log.of(LeasedInstance.class);

  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final LeasedInstances runs;
  private final long characters;
  private volatile StepTree tree;
  private final InstanceCalls calls;
  private final HostQuestions questions;
  private final List<InstanceInput> waiting = new ArrayList<>();
  private InstanceUpdate.Stored stored;
  private List<InstanceInput> underWay = List.of();
  private @Nullable InstanceUpdate working;
  private boolean busy;
  private boolean gone;

  /** Whether its tenant's share of the transaction was spent before its turn came. */
  private boolean deferred;

  LeasedInstance(LeasedInstances runs, StepTree tree, InstanceUpdate.Stored stored) {
    this(runs, tree, stored, InstanceClaimer.characters(stored.row()));
  }

  /**
   * @param characters how much was read of it
   */
  LeasedInstance(
      LeasedInstances runs, StepTree tree, InstanceUpdate.Stored stored, long characters) {
    this.runs = runs;
    this.characters = characters;
    this.tree = tree;
    this.stored = stored;
    this.calls = new InstanceCalls(runs, this);
    this.questions = new HostQuestions(this, runs);
  }

  InstanceKey key() {
    return stored.row().key();
  }

  /** How much was read of it. */
  long characters() {
    return characters;
  }

  synchronized long revision() {
    return stored.row().progress().revision();
  }

  synchronized InstanceUpdate.Stored stored() {
    return stored;
  }

  StepTree tree() {
    return tree;
  }

  EngineListener.Residency residency() {
    return new EngineListener.Residency(key().tenant(), key().id(), tree.definition().ref());
  }

  synchronized boolean gone() {
    return gone;
  }

  /** Something happened. Decided now if nothing is under way, otherwise after that. */
  void offer(InstanceInput input) {
    synchronized (this) {
      if (gone) {
        return;
      }
      waiting.add(input);
      if (busy) {
        return;
      }
      busy = true;
    }
    runs.committer().submit(this);
  }

  /**
   * Like {@link #offer}, but the caller commits this run itself. False if that is not possible now.
   */
  synchronized boolean prepare(InstanceInput input) {
    if (gone) {
      return false;
    }
    waiting.add(input);
    if (busy) {
      return false;
    }
    busy = true;
    return true;
  }

  /**
   * Takes the right to change the instance, waiting until nobody else has it. False if the instance
   * is not here any more.
   */
  synchronized boolean acquire() throws InterruptedException {
    while (busy && !gone) {
      wait();
    }
    if (gone) {
      return false;
    }
    busy = true;
    return true;
  }

  /** The change that is made with {@link #acquire}. */
  synchronized InstanceUpdate begin(List<InstanceInput> inputs) {
    underWay = List.copyOf(inputs);
    working = new InstanceUpdate(InstanceUpdate.Access.LEASED, tree, stored);
    return working;
  }

  /** Gives the right back without a change. */
  void release() {
    next();
  }

  @Override
  public void apply(UnitOfWork work) {
    InstanceUpdate change;
    List<InstanceInput> inputs;
    synchronized (this) {
      deferred = underWay.isEmpty() && !work.affords(key().tenant());
      if (deferred) {
        return;
      }
      if (underWay.isEmpty()) {
        underWay = List.copyOf(waiting);
        waiting.clear();
      }
      inputs = underWay;
      change = begin(inputs);
    }
    if (work.instances().touches(key())) {
      // Another unit of this batch has the row locked and changed; its change fences this one,
      // which is then decided anew.
      return;
    }
    work.instances().add(change);
    int done = 0;
    for (InstanceInput input : inputs) {
      if (done > 0 && !work.affords(key().tenant())) {
        keep(inputs, done);
        return;
      }
      work.handle(change, input);
      done++;
    }
  }

  /** Leaves some of the inputs to the next change. */
  private synchronized void keep(List<InstanceInput> inputs, int done) {
    underWay = inputs.subList(0, done);
    waiting.addAll(0, inputs.subList(done, inputs.size()));
  }

  @Override
  public void committed(UnitOfWork work, Set<InstanceKey> fenced) {
    try {
      goOn(work, fenced);
    } catch (RuntimeException | Error e) {
      // What is held would be renewed for ever, and nobody would continue with it.
      leave();
      throw e;
    }
  }

  private void goOn(UnitOfWork work, Set<InstanceKey> fenced) {
    InstanceUpdate done;
    synchronized (this) {
      if (deferred) {
        deferred = false;
        runs.committer().submitNext(this);
        return;
      }
      done = working;
      working = null;
    }
    if (done == null || fenced.contains(key()) || !work.instances().has(done)) {
      readAgain();
      return;
    }
    runs.announcements().tell(done);
    boolean parked = !done.running();
    synchronized (this) {
      underWay = List.of();
      int seq = done.stored().seq() + (done.transitions().isEmpty() ? 0 : 1);
      stored = new InstanceUpdate.Stored(stored.row(), done.snapshot(), seq);
      if (parked) {
        leave();
      } else if (done.unfinished() && !runs.committer().stopping()) {
        waiting.add(new InstanceInput.Tick());
      }
    }
    if (!parked) {
      dropCallsThatEnded();
      callAll(done.calls());
      ask(done.question(), done.records());
      next();
    }
  }

  @Override
  public TenantId tenant() {
    return key().tenant();
  }

  /** If the first run was committed, the second one is fenced out, and reads what is there. */
  @Override
  public boolean repeatable() {
    return true;
  }

  @Override
  public void failed(RuntimeException reason) {
    // Nothing was written. What handlers have answered is not thrown away.
    boolean away = SetAsides.passing(reason) || ofTheMachine(reason.getCause());
    boolean passing = away || reason instanceof UnreadableException;
    if (passing ? postponed(reason) : failsInstead(reason)) {
      return;
    }
    if (away) {
      abandon(reason);
      return;
    }
    try {
      runs.setAside(key(), reason);
    } finally {
      leave();
    }
  }

  /** Memory that is used up, a class that is missing: no fault of what was decided. */
  private static boolean ofTheMachine(@Nullable Throwable cause) {
    return cause instanceof Error && !(cause instanceof StackOverflowError);
  }

  /** The lease runs out and the instance is claimed again, by this node or another. */
  void abandon(RuntimeException reason) {
    runs.abandoned(key(), reason);
    synchronized (this) {
      leave();
    }
  }

  /** Whether calls are to be made and none has begun. */
  synchronized boolean onlyWaits() {
    return !busy && calls.onlyWait();
  }

  /** Lets go of the instance, so that whoever can make its calls makes them. */
  void giveBack() {
    leave();
  }

  /** What cannot be written for now is written later, as long as this node holds the instance. */
  private boolean postponed(RuntimeException reason) {
    boolean ofTheStore = reason instanceof StoreException || ofTheMachine(reason.getCause());
    if (ofTheStore && !runs.committer().running()) {
      return false;
    }
    synchronized (this) {
      waiting.addAll(0, underWay);
      underWay = List.of();
      working = null;
      if (gone || waiting.stream().noneMatch(InstanceInput.Answer.class::isInstance)) {
        return false;
      }
      busy = false;
      notifyAll();
    }
    log.warn("The results of instance {} are written later: {}", key(), reason.getMessage());
    if (runs.committer().running()) {
      runs.timeouts().after(AGAIN, this::writeAgain);
    }
    return true;
  }

  private void writeAgain() {
    synchronized (this) {
      if (gone || busy || waiting.isEmpty()) {
        return;
      }
      busy = true;
    }
    runs.committer().submit(this);
  }

  /**
   * What follows from a result cannot be written, whenever it is tried: the step fails instead,
   * once, with the reason, and its handler is not called again.
   */
  private boolean failsInstead(RuntimeException reason) {
    synchronized (this) {
      if (gone || !RefusedResults.among(underWay)) {
        return false;
      }
      underWay = RefusedResults.failed(underWay, reason);
      working = null;
    }
    log.warn("The results of instance {} cannot be written: its steps fail", key(), reason);
    runs.committer().submitNext(this);
    return true;
  }

  /** Takes the answers that are not written yet, for whoever holds the instance next. */
  synchronized List<InstanceInput> kept() {
    if (busy || gone) {
      return List.of();
    }
    List<InstanceInput> kept =
        waiting.stream().filter(InstanceInput.Answer.class::isInstance).toList();
    waiting.removeAll(kept);
    return kept;
  }

  /** Answers that another run of this node has not written. */
  synchronized void keep(List<InstanceInput> answers) {
    waiting.addAll(0, answers);
  }

  /** The host's executor did not take a call: as if this node had lost the instance. */
  void refused(Throwable reason) {
    log.warn(
        "The executor refused a handler's call of instance {}; it is taken up again when its lease ends: {}",
        key(),
        reason.toString());
    leave();
  }

  private synchronized void leave() {
    gone = true;
    busy = false;
    calls.interruptAll();
    runs.remove(this);
    notifyAll();
  }

  private void next() {
    synchronized (this) {
      busy = false;
      notifyAll();
      if (waiting.isEmpty() || gone) {
        return;
      }
      busy = true;
    }
    runs.committer().submitNext(this);
  }

  /** Somebody else has changed the instance: looks what is left to do here. */
  void changedElsewhere() {
    synchronized (this) {
      if (gone || busy) {
        return;
      }
      busy = true;
    }
    readAgain();
  }

  private void readAgain() {
    LeasedInstances.@Nullable Fresh read;
    try {
      read = runs.read(key());
    } catch (RuntimeException e) {
      failed(e);
      return;
    } catch (Error e) {
      leave();
      throw e;
    }
    synchronized (this) {
      if (read == null
          || !runs.node().equals(read.stored().row().progress().owner())
          || read.stored().snapshot().state().ended()) {
        leave();
        return;
      }
      stored = read.stored();
      tree = read.tree();
      waiting.addAll(0, underWay);
      underWay = List.of();
    }
    dropCallsThatEnded();
    for (StepRun run : stored().snapshot().open()) {
      if (run.running() && isAction(run)) {
        call(new Effect.Call(run.key(), run.attempt()));
      }
    }
    offerLater(new InstanceInput.Tick());
    next();
  }

  private synchronized void offerLater(InstanceInput input) {
    waiting.add(input);
  }

  private boolean isAction(StepRun run) {
    return run.key().undo()
        || tree.node(run.key()).step() instanceof dev.workflow.definition.Step.Action;
  }

  void ask(ActorFacts.Question question, RecordFacts.Question records) {
    if (!gone()) {
      questions.ask(question, records);
    }
  }

  void callAll(List<Effect.Call> effects) {
    effects.forEach(this::call);
  }

  private void call(Effect.Call effect) {
    HandlerCall call;
    synchronized (this) {
      call = gone ? null : calls.begin(effect, stored.snapshot());
    }
    if (call != null) {
      runs.execute(call);
    }
  }

  private synchronized void dropCallsThatEnded() {
    calls.dropEnded(stored.snapshot());
  }
}
