package dev.workflow.execution;

import dev.workflow.instance.StepTree;
import dev.workflow.instance.Stimulus;
import dev.workflow.instance.Transition;
import dev.workflow.spi.EngineListener;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRows;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoredInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The instances this node holds. Thread-safe. */
final class Runs {

  private static final Logger log = LoggerFactory.getLogger(Runs.class);

  private final Wiring wiring;
  private final Committer committer;
  private final Executor executor;
  private final Timeouts timeouts;
  private final Map<InstanceKey, Run> held = new ConcurrentHashMap<>();

  Runs(Wiring wiring, Committer committer, Executor executor, Timeouts timeouts) {
    this.wiring = wiring;
    this.committer = committer;
    this.executor = executor;
    this.timeouts = timeouts;
  }

  Wiring wiring() {
    return wiring;
  }

  Committer committer() {
    return committer;
  }

  Timeouts timeouts() {
    return timeouts;
  }

  String node() {
    return wiring.options().nodeId();
  }

  int size() {
    return held.size();
  }

  boolean hasRoom() {
    return held.size() < wiring.options().maxInFlight();
  }

  void execute(HandlerCall call) {
    executor.execute(call);
  }

  void remove(Run run) {
    held.remove(run.key(), run);
  }

  @Nullable Run find(InstanceKey key) {
    return held.get(key);
  }

  /** Takes up to {@code limit} due instances; returns how many. */
  int claim(int limit) {
    Instant now = wiring.now();
    Instant leaseUntil = now.plus(wiring.options().lease());
    List<Claimed> claimed =
        wiring
            .store()
            .transact(
                transaction ->
                    transaction.instances().claim(node(), now, leaseUntil, limit).stream()
                        .map(stored -> claimed(transaction, stored))
                        .toList());
    claimed.forEach(one -> held.put(one.run().key(), one.run()));
    if (committer.running()) {
      claimed.forEach(one -> one.run().offer(one.takeOver()));
    } else {
      List<Run> together =
          claimed.stream()
              .filter(one -> one.run().prepare(one.takeOver()))
              .map(Claimed::run)
              .toList();
      if (!together.isEmpty()) {
        committer.runInline(together);
      }
    }
    return claimed.size();
  }

  private record Claimed(Run run, Stimulus takeOver) {}

  private Claimed claimed(StoreTransaction transaction, StoredInstance stored) {
    StepTree tree =
        wiring.workflows().tree(transaction, stored.row().key().tenant(), stored.row().workflow());
    return new Claimed(
        new Run(this, tree, Rows.stored(stored)), new Stimulus.TakeOver(stored.takenFrom()));
  }

  /**
   * After a commit: goes on with the instances that this node now holds, and wakes those it changed
   * behind their back.
   */
  void adopt(UnitOfWork work) {
    for (Working working : work.workings()) {
      if (working.hold() == Working.Hold.LEASED) {
        continue;
      }
      tell(working);
      Run known = held.get(working.key());
      if (known != null) {
        known.changedElsewhere();
      } else if (committer.running() && working.running() && !working.calls().isEmpty()) {
        adopt(working, work.storedAfter(working));
      }
    }
  }

  private void adopt(Working working, Working.Stored stored) {
    if (node().equals(stored.row().progress().owner())) {
      Run run = new Run(this, working.tree(), stored);
      if (held.putIfAbsent(run.key(), run) == null) {
        run.callAll(working.calls());
      }
    }
  }

  Working.@Nullable Stored read(InstanceKey key) {
    List<StoredInstance> found =
        wiring.store().transact(transaction -> transaction.instances().read(List.of(key)));
    return found.isEmpty() ? null : Rows.stored(found.get(0));
  }

  /** Extends the leases of everything held; what was lost meanwhile is looked at again. */
  void renew() {
    Map<InstanceKey, Run> now = Map.copyOf(held);
    if (now.isEmpty()) {
      return;
    }
    Instant leaseUntil = wiring.now().plus(wiring.options().lease());
    List<InstanceRows.Held> known =
        now.values().stream().map(run -> new InstanceRows.Held(run.key(), run.revision())).toList();
    Set<InstanceKey> lost =
        wiring
            .store()
            .transact(transaction -> transaction.instances().renew(node(), known, leaseUntil));
    now.values().stream().filter(run -> lost.contains(run.key())).forEach(Run::changedElsewhere);
  }

  /** Lets go of everything so that other nodes go on with it at once. */
  void handBack() {
    Collection<Run> left = List.copyOf(held.values());
    List<InstanceRows.Held> known =
        left.stream().map(run -> new InstanceRows.Held(run.key(), run.revision())).toList();
    held.clear();
    if (!known.isEmpty()) {
      wiring
          .store()
          .transact(transaction -> transaction.instances().renew(node(), known, wiring.now()));
    }
  }

  void abandoned(InstanceKey key, RuntimeException reason) {
    log.warn(
        "Instance {} could not be written; it is taken up again when its lease ends: {}",
        key,
        reason.toString(),
        reason);
  }

  /** Lets listeners hear what has become durable. */
  void tell(Working working) {
    if (!wiring.listeners().any()) {
      return;
    }
    for (Transition transition : working.transitions()) {
      if (transition instanceof Transition.OfInstance move) {
        wiring.listeners().tell(listener -> listener.instanceMoved(move(working, move)));
      } else if (transition instanceof Transition.OfStep move && move.from() != move.to()) {
        wiring.listeners().tell(listener -> listener.stepMoved(move(working, move)));
      }
    }
  }

  private static EngineListener.InstanceMove move(Working working, Transition.OfInstance move) {
    var identity = working.snapshot().identity();
    return new EngineListener.InstanceMove(
        identity.tenant(),
        identity.id(),
        identity.workflow(),
        move.from().name(),
        move.to().name(),
        move.outcome());
  }

  private static EngineListener.StepMove move(Working working, Transition.OfStep move) {
    var identity = working.snapshot().identity();
    var step = working.tree().place(move.after().key().id()).step();
    String action =
        step instanceof dev.workflow.definition.Step.Action named ? named.type() : step.kind();
    Instant ready = move.after().readyAt();
    return new EngineListener.StepMove(
        identity.tenant(),
        identity.id(),
        identity.workflow(),
        move.after().key().toString(),
        action,
        move.from().name(),
        move.to().name(),
        ready == null ? null : Duration.between(ready, move.at()));
  }
}
