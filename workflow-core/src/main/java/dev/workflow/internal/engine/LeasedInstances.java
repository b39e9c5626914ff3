package dev.workflow.internal.engine;

import dev.workflow.TenantId;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.log.Log;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRows;
import dev.workflow.spi.store.StoreException;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoreUnavailableException;
import dev.workflow.spi.store.StoredInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The instances this node holds. Thread-safe. */
final class LeasedInstances {

  private static final Log log = Log.of(LeasedInstances.class);

  /** What was read of all that is held: as objects it takes several times as much memory. */
  private static final long MOST_CHARACTERS =
      Math.max(16L << 20, Runtime.getRuntime().maxMemory() / 16);

  private final EngineContext engine;
  private final Committer committer;
  private final Consumer<HandlerCall> executor;
  private final Consumer<Runnable> asking;
  private final Timeouts timeouts;
  private final RecordReads records;
  private final Announcements announcements;
  private final Map<InstanceKey, LeasedInstance> held = new ConcurrentHashMap<>();
  private final InstanceCapacity room;
  private final AtomicLong characters = new AtomicLong();
  private final InstanceClaimer claims;
  private final Runnable roomAgain;

  /**
   * @param asking where the host's directory is asked
   * @param roomAgain called when it pays to claim again
   */
  LeasedInstances(
      EngineContext engine,
      Committer committer,
      Consumer<HandlerCall> executor,
      Consumer<Runnable> asking,
      Timeouts timeouts,
      Runnable roomAgain) {
    this.roomAgain = roomAgain;
    this.engine = engine;
    this.committer = committer;
    this.executor = executor;
    this.asking = asking;
    this.timeouts = timeouts;
    this.records = new RecordReads(engine, asking, timeouts);
    this.room = new InstanceCapacity(engine.options().maxInFlight());
    this.claims =
        new InstanceClaimer(
            node(),
            engine.options().lease(),
            engine::limits,
            tenant -> committer.running() && engine.tenants().isHalted(tenant),
            room);
    this.announcements = new Announcements(engine.listeners());
  }

  EngineContext engine() {
    return engine;
  }

  Committer committer() {
    return committer;
  }

  Announcements announcements() {
    return announcements;
  }

  Timeouts timeouts() {
    return timeouts;
  }

  String node() {
    return engine.options().nodeId();
  }

  InstanceCapacity room() {
    return room;
  }

  void execute(HandlerCall call) {
    executor.accept(call);
  }

  /** Where the host's records are read. */
  RecordReads records() {
    return records;
  }

  /** Asks the host's directory on another thread. */
  void ask(Runnable question) {
    asking.accept(question);
  }

  void remove(LeasedInstance run) {
    if (held.remove(run.key(), run)) {
      left(run);
    }
  }

  private void keep(LeasedInstance run) {
    LeasedInstance former = held.put(run.key(), run);
    if (former != null) {
      run.keep(former.kept());
      left(former);
    }
    entered(run);
  }

  /** Whether what is held is so large that nothing more should be taken. */
  boolean full() {
    return characters.get() > MOST_CHARACTERS;
  }

  private void entered(LeasedInstance run) {
    room.enter(run.key().tenant());
    characters.addAndGet(run.characters());
    engine.listeners().tell(listener -> listener.instanceLoaded(run.residency()));
  }

  private void left(LeasedInstance run) {
    boolean wasFull = full();
    characters.addAndGet(-run.characters());
    leftRoom(run.key().tenant());
    if (wasFull && !full()) {
      roomAgain.run();
    }
    engine.listeners().tell(listener -> listener.instanceUnloaded(run.residency()));
  }

  /** Something of a tenant has left this node. */
  void leftRoom(TenantId tenant) {
    if (room.leave(tenant) || mayFreePlace(tenant)) {
      roomAgain.run();
    }
  }

  /** If unknown, assume it may: an extra poll is harmless. */
  private boolean mayFreePlace(TenantId tenant) {
    try {
      return engine.limits(tenant).limitsWork();
    } catch (RuntimeException e) {
      log.debug("The limits of {} could not be asked for", tenant, e);
      return true;
    }
  }

  @Nullable LeasedInstance find(InstanceKey key) {
    return held.get(key);
  }

  /** Takes up to {@code limit} due instances; returns how many. */
  int claim(int limit) {
    int taken = 0;
    boolean goesOn = limit > 0;
    while (taken == 0 && goesOn) {
      Taken claim = claims.claim(this::inTransaction, engine.now(), limit);
      goesOn = claims.took(claim.claim());
      taken = claim.claim().claimed().size();
      goOn(claim.instances());
      claim.marked().forEach(key -> committer.submit(new MarkedInstance(this, key)));
    }
    return taken;
  }

  /**
   * What a claim took.
   *
   * @param marked those of which something is to happen before anything else
   */
  private record Taken(
      InstanceClaimer.Taken claim, List<Claimed> instances, List<InstanceKey> marked) {}

  private Taken inTransaction(Function<StoreTransaction, InstanceClaimer.Taken> claiming) {
    return engine
        .store()
        .transact(
            transaction -> {
              InstanceClaimer.Taken claim = claiming.apply(transaction);
              List<StoredInstance> marked =
                  claim.claimed().stream().filter(LeasedInstances::isMarked).toList();
              return new Taken(
                  claim,
                  claim.claimed().stream()
                      .filter(one -> !isMarked(one))
                      .flatMap(one -> claimed(transaction, one).stream())
                      .toList(),
                  marked.isEmpty() ? List.of() : kept(transaction, marked));
            });
  }

  private void goOn(List<Claimed> claimed) {
    claimed.forEach(one -> keep(one.run()));
    if (committer.running()) {
      claimed.forEach(one -> one.run().offer(one.takeOver()));
    } else {
      List<LeasedInstance> together =
          claimed.stream()
              .filter(one -> one.run().prepare(one.takeOver()))
              .map(Claimed::run)
              .toList();
      if (!together.isEmpty()) {
        committer.runInline(together);
      }
    }
  }

  private record Claimed(LeasedInstance run, InstanceInput takeOver) {}

  /** One that cannot be read, or whose tenant is halted, is set aside; the others continue. */
  private Optional<Claimed> claimed(StoreTransaction transaction, StoredInstance stored) {
    TenantId tenant = stored.row().key().tenant();
    if (engine.tenants().isHalted(tenant)) {
      engine
          .setAsides()
          .instances()
          .putOff(transaction, stored.row(), engine.tenants().askAgainAt(tenant));
      return Optional.empty();
    }
    try {
      InstanceUpdate.Stored known = InstanceRowMapper.stored(engine.events(), stored);
      StepTree tree = engine.workflows().tree(transaction, known.snapshot());
      return Optional.of(
          new Claimed(
              new LeasedInstance(this, tree, known, InstanceClaimer.charactersOf(stored)),
              new InstanceInput.TakeOver(stored.takenFrom())));
    } catch (RuntimeException e) {
      if (!SetAsides.ofTheRow(e)) {
        throw e;
      }
      engine.setAsides().instances().setAside(transaction, stored.row(), e);
      return Optional.empty();
    }
  }

  private static boolean isMarked(StoredInstance claimed) {
    return EndMark.of(claimed.takenFrom()) != null;
  }

  /**
   * Keeps the marks of what was claimed, in case this node does not come to do what they say; gives
   * those that it goes on with.
   */
  private List<InstanceKey> kept(StoreTransaction transaction, List<StoredInstance> marked) {
    List<InstanceKey> goOn = new ArrayList<>();
    Map<Kept, List<InstanceKey>> all = new HashMap<>();
    for (StoredInstance one : marked) {
      InstanceKey key = one.row().key();
      boolean halted = engine.tenants().isHalted(key.tenant());
      Instant again =
          halted
              ? engine.tenants().askAgainAt(key.tenant())
              : engine.now().plus(engine.options().lease());
      String mark = String.valueOf(one.takenFrom());
      all.computeIfAbsent(new Kept(mark, again), any -> new ArrayList<>()).add(key);
      if (!halted) {
        goOn.add(key);
      }
    }
    all.forEach(
        (kept, keys) -> transaction.instances().leave(keys, kept.mark(), kept.again(), null));
    return goOn;
  }

  private record Kept(String mark, Instant again) {}

  /** Nothing that is decided about an instance can be written: nothing else waits for it. */
  void setAside(InstanceKey key, RuntimeException why) {
    try {
      engine.setAsides().instances().setAside(key, node(), why);
    } catch (RuntimeException e) {
      why.addSuppressed(e);
      abandoned(key, why);
    }
  }

  /**
   * After a commit: continues with the instances that this node now holds, and wakes those it
   * changed behind their back.
   */
  void adopt(UnitOfWork work) {
    announcements.tell(work);
    for (InstanceUpdate working : work.instances().all()) {
      if (working.access() == InstanceUpdate.Access.LEASED) {
        continue;
      }
      LeasedInstance known = held.get(working.key());
      if (known != null) {
        known.changedElsewhere();
      } else if (committer.running() && working.running() && goesOn(working)) {
        adopt(working, work.storedAfter(working));
      }
    }
  }

  private static boolean goesOn(InstanceUpdate working) {
    return working.unfinished() || working.asks() || !working.calls().isEmpty();
  }

  private void adopt(InstanceUpdate working, InstanceUpdate.Stored stored) {
    if (node().equals(stored.row().progress().owner())) {
      LeasedInstance run = new LeasedInstance(this, working.tree(), stored);
      if (held.putIfAbsent(run.key(), run) == null) {
        entered(run);
        run.callAll(working.calls());
        run.ask(working.question(), working.records());
        if (working.unfinished()) {
          run.offer(new InstanceInput.Tick());
        }
      }
    } else {
      roomAgain.run();
    }
  }

  /** An instance as it is now, with its steps. */
  record Fresh(InstanceUpdate.Stored stored, StepTree tree) {}

  @Nullable Fresh read(InstanceKey key) {
    StoredInstance found =
        engine.store().transact(transaction -> transaction.instances().read(List.of(key))).stream()
            .findFirst()
            .orElse(null);
    return found == null ? null : fresh(found);
  }

  /** No transaction stands still while a long journal is gone through. */
  private Fresh fresh(StoredInstance found) {
    InstanceUpdate.Stored stored = InstanceRowMapper.stored(engine.events(), found);
    return engine
        .store()
        .transact(
            transaction ->
                new Fresh(stored, engine.workflows().tree(transaction, stored.snapshot())));
  }

  /** Extends the leases of everything held; what was lost meanwhile is looked at again. */
  void renew() {
    Map<InstanceKey, LeasedInstance> now = Map.copyOf(held);
    if (now.isEmpty()) {
      return;
    }
    Instant leaseUntil = engine.now().plus(engine.options().lease());
    List<InstanceRows.Held> known =
        now.values().stream().map(run -> new InstanceRows.Held(run.key(), run.revision())).toList();
    Set<InstanceKey> lost =
        engine
            .store()
            .transact(transaction -> transaction.instances().renew(node(), known, leaseUntil));
    now.values().stream()
        .filter(run -> lost.contains(run.key()))
        .forEach(LeasedInstance::changedElsewhere);
  }

  /**
   * Lets go of the instances whose calls cannot begin here, so that other nodes continue with them
   * at once. Those of which others are under way keep theirs.
   *
   * @param waiting calls that nobody makes any more
   */
  void giveBack(List<HandlerCall> waiting) {
    Set<LeasedInstance> some = new LinkedHashSet<>();
    waiting.forEach(call -> some.add(call.owner()));
    List<LeasedInstance> left = some.stream().filter(LeasedInstance::onlyWaits).toList();
    waiting.stream().filter(call -> !left.contains(call.owner())).forEach(this::execute);
    List<InstanceRows.Held> known =
        left.stream().map(run -> new InstanceRows.Held(run.key(), run.revision())).toList();
    left.forEach(LeasedInstance::giveBack);
    if (!known.isEmpty()) {
      log.warn(
          "No handler has begun for a while: all threads are busy. {} instances are given back to other nodes, and no more are taken",
          known.size());
      engine
          .store()
          .transact(transaction -> transaction.instances().renew(node(), known, engine.now()));
    }
  }

  /** Lets go of everything so that other nodes continue with it at once. */
  void handBack() {
    Collection<LeasedInstance> left = List.copyOf(held.values());
    List<InstanceRows.Held> known =
        left.stream().map(run -> new InstanceRows.Held(run.key(), run.revision())).toList();
    left.forEach(this::remove);
    if (known.isEmpty()) {
      return;
    }
    try {
      engine
          .store()
          .transact(transaction -> transaction.instances().renew(node(), known, engine.now()));
    } catch (StoreException e) {
      log.warn(
          "{} instances could not be handed back; they are taken up again when their leases end: {}",
          known.size(),
          e.toString());
    }
  }

  void abandoned(InstanceKey key, RuntimeException reason) {
    if (reason instanceof StoreUnavailableException) {
      log.warn(
          "Instance {} could not be written; it is taken up again when its lease ends: {}",
          key,
          reason.getMessage());
      return;
    }
    log.warn(
        "Instance {} could not be written; it is taken up again when its lease ends: {}",
        key,
        reason.toString(),
        reason);
  }
}
