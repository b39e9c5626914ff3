package dev.workflow.internal.engine;

import dev.workflow.TenantId;
import dev.workflow.internal.log.Log;
import dev.workflow.spi.store.CommitInDoubtException;
import dev.workflow.spi.store.EventRows;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.StaleWriteException;
import dev.workflow.spi.store.StoreUnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes changes durable, many at a time.
 *
 * <p>A commit costs much the same for one change as for hundreds: the round trip, the statement's
 * overhead, the flush of the log. So all that is waiting goes into one transaction. Publishers,
 * people's answers and the checkpoints of running instances hand their {@link Unit} in; one thread
 * takes whatever has queued up, up to the batch size and the tenants in turn, lets each unit change
 * the shared {@link UnitOfWork}, writes all of it with a few multi-row statements, commits, and
 * then tells every unit. While it commits, the next batch queues up: the busier the engine, the
 * larger the batches. A lone change is written at once; only after a large batch does the thread
 * wait a moment for those that the batch has set to work, so that they do not split into two halves
 * that commit in turn.
 *
 * <p>A unit must not suffer from its neighbours. If a batch fails, its units run again one by one,
 * each in a transaction of its own, and only the guilty one hears of the failure. An instance whose
 * lease was lost drops out of the batch without failing it. If the database is away, nobody is
 * guilty and all of them hear it. If the connection broke during the commit, those that find out
 * themselves whether they were committed run again, and the others hear of the doubt.
 *
 * <p>Until the writer thread is started, and after it has stopped, a unit runs on its caller's
 * thread.
 */
final class Committer {

  private static final Log log = Log.of(Committer.class);

  /**
   * One change. Its methods may be called again after a failed transaction, up to {@link
   * #committed} or {@link #failed}.
   */
  interface Unit {

    /** Changes the shared work. Runs inside the transaction. */
    void apply(UnitOfWork work);

    /** It is durable. */
    void committed(UnitOfWork work, Set<InstanceKey> fenced);

    /** Nothing of it happened, or nobody knows. */
    void failed(RuntimeException reason);

    /** Whose events it publishes, if it does. */
    default Optional<TenantId> publishes() {
      return Optional.empty();
    }

    /** In whose line it waits; null: in that of what is no tenant's. */
    default @Nullable TenantId tenant() {
      return publishes().orElse(null);
    }

    /** Whether a second run finds out by itself that the first one was committed. */
    default boolean repeatable() {
      return false;
    }
  }

  private static final int ATTEMPTS = 20;

  private final EngineContext engine;
  private final Consumer<UnitOfWork> afterCommit;
  private final Predicate<TenantId> room;
  private final UnitQueue queue = new UnitQueue();
  private final ReentrantLock inline = new ReentrantLock();
  private final Deque<Unit> followers = new ArrayDeque<>();
  private volatile @Nullable Thread writer;
  private volatile boolean stopping;

  /**
   * @param afterCommit told of every committed transaction before its units are
   * @param room whether this node has room for another instance of a tenant
   */
  Committer(EngineContext engine, Consumer<UnitOfWork> afterCommit, Predicate<TenantId> room) {
    this.room = room;
    this.engine = engine;
    this.afterCommit = afterCommit;
  }

  void start() {
    stopping = false;
    Thread thread =
        new Thread(
            () ->
                TenantCache.working(
                    () -> {
                      engine.store().onOwnConnection(this::writeUntilStopped);
                      return true;
                    }),
            "workflow-committer");
    thread.setDaemon(true);
    writer = thread;
    thread.start();
  }

  boolean running() {
    return writer != null;
  }

  /** Which instances this node continues with itself. */
  Predicate<TenantId> local() {
    return running() ? room : UnitOfWork.ELSEWHERE;
  }

  /**
   * Hands a unit in. The queue has no bound of its own: a command waits in it with its caller's
   * thread, and a run is in it once at most.
   */
  void submit(Unit unit) {
    if (!running()) {
      runInline(List.of(unit));
      return;
    }
    queue.add(unit);
    if (!running()) {
      drainInline();
    }
  }

  /**
   * Hands in a unit that follows from one that has just been committed: it runs behind all that
   * wait already.
   */
  void submitNext(Unit unit) {
    if (!running() && inline.isHeldByCurrentThread()) {
      followers.add(unit);
    } else {
      submit(unit);
    }
  }

  /** Whether it writes what it has and takes up nothing new. */
  boolean stopping() {
    return stopping;
  }

  /**
   * Hands in a unit that its caller waits for. The writer thread, as in a listener that publishes
   * an event, cannot wait for itself and runs it at once.
   */
  void submitAwaited(Unit unit) {
    if (Thread.currentThread() == writer) {
      runAlone(unit);
    } else {
      submit(unit);
    }
  }

  /** Runs a unit that may take its time in a transaction of its own on the caller's thread. */
  void runAlone(Unit unit) {
    if (running()) {
      run(List.of(unit));
    } else {
      runInline(List.of(unit));
    }
  }

  /** Runs units in one transaction on the caller's thread. */
  void runInline(List<? extends Unit> units) {
    inline.lock();
    try {
      run(List.copyOf(units));
      while (inline.getHoldCount() == 1 && !followers.isEmpty()) {
        run(List.of(followers.remove()));
      }
    } finally {
      inline.unlock();
    }
  }

  private void drainInline() {
    List<Unit> left = new ArrayList<>();
    queue.drainTo(left, Integer.MAX_VALUE);
    if (!left.isEmpty()) {
      runInline(left);
    }
  }

  /** Writes what is queued and ends the thread. */
  void stop() {
    Thread thread = writer;
    if (thread == null) {
      return;
    }
    stopping = true;
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    writer = null;
    drainInline();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeUntilStopped() {
    List<Unit> batch = new ArrayList<>();
    int before = 0;
    while (!(stopping && queue.isEmpty())) {
      try {
        Unit first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        batch.add(first);
      } catch (InterruptedException e) {
        continue;
      }
      if (!stopping) {
        queue.gather(before - 1);
      }
      queue.drainTo(batch, engine.options().batchSize() - 1);
      before = batch.size();
      run(List.copyOf(batch));
      batch.clear();
    }
  }

  private void run(List<Unit> units) {
    run(units, Unit::repeatable);
  }

  /**
   * @param again which of them run once more when their commit is in doubt
   */
  private void run(List<Unit> units, Predicate<Unit> again) {
    try {
      commit(units);
    } catch (CommitInDoubtException e) {
      units.stream().filter(again.negate()).forEach(unit -> fail(unit, e));
      List<Unit> repeated = units.stream().filter(again).toList();
      if (!repeated.isEmpty()) {
        run(repeated, unit -> false);
      }
    } catch (StoreUnavailableException e) {
      units.forEach(unit -> fail(unit, e));
    } catch (RuntimeException | Error thrown) {
      RuntimeException e =
          thrown instanceof RuntimeException known
              ? known
              : new dev.workflow.WorkflowException("the change failed: " + thrown, thrown);
      if (units.size() == 1) {
        fail(units.get(0), e);
        return;
      }
      log.debug("A batch of {} failed; its units run one by one", units.size(), e);
      units.forEach(unit -> run(List.of(unit), again));
    }
  }

  private record Done(UnitOfWork work, Set<InstanceKey> fenced) {}

  private void commit(List<Unit> units) {
    UnitOfWork.Repeats repeats = UnitOfWork.Repeats.REFUSED;
    boolean assumes = true;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Done done;
      AtomicBoolean assumed = new AtomicBoolean();
      try {
        done = write(units, repeats, assumes, assumed);
      } catch (EventRows.DuplicateEventException e) {
        repeats = UnitOfWork.Repeats.LOOKED_UP;
        continue;
      } catch (StaleWriteException e) {
        assumes = false;
        continue;
      } catch (StoreUnavailableException e) {
        throw e;
      } catch (RuntimeException e) {
        if (!assumed.get()) {
          throw e;
        }
        // Definitions as they are now may say otherwise.
        assumes = false;
        continue;
      }
      guarded(() -> afterCommit.accept(done.work()));
      units.forEach(unit -> guarded(() -> unit.committed(done.work(), done.fenced())));
      return;
    }
    throw new dev.workflow.ConflictException(
        "other writers were faster " + ATTEMPTS + " times; try again");
  }

  /**
   * @param assumes whether to decide by the definitions that this node saw last
   * @param assumed says afterwards whether a decision was made by them
   */
  private Done write(
      List<Unit> units, UnitOfWork.Repeats repeats, boolean assumes, AtomicBoolean assumed) {
    Set<TenantId> publishers =
        units.stream()
            .map(Unit::publishes)
            .flatMap(Optional::stream)
            .collect(Collectors.toUnmodifiableSet());
    return engine
        .store()
        .transact(
            transaction -> {
              UnitOfWork work = new UnitOfWork(engine, transaction, local(), repeats);
              if (assumes) {
                work.definitions().assumeKnown();
              }
              work.definitions().expect(publishers);
              work.shared(queue.shared());
              try {
                units.forEach(unit -> unit.apply(work));
                return new Done(work, work.finish());
              } finally {
                assumed.set(!work.definitions().assumed().isEmpty());
              }
            });
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      log.error(
          "After a commit the engine could not go on; the work is taken up again when its lease ends",
          e);
    }
  }

  private void fail(Unit unit, RuntimeException reason) {
    try {
      unit.failed(reason);
    } catch (RuntimeException | Error e) {
      log.error(
          "A failed change could not be handled; the work is taken up again when its lease ends",
          e);
    }
  }
}
