package dev.workflow.internal.engine;

import dev.workflow.TenantId;
import dev.workflow.internal.log.Log;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * The engine at work: either with background threads (committer, poller, lease renewal, those of
 * the modules), or without any, when all that is due runs on the thread that calls {@link
 * #runUntilIdle()}.
 *
 * <p>Thread-safe.
 */
public final class Workers {

  private static final Log log = Log.of(Workers.class);

  private final EngineContext engine;
  private final OutsideTransaction outside = new OutsideTransaction();
  private final Committer committer;
  private final LeasedInstances runs;
  private final List<BackgroundWork> modules;
  private final Timeouts timeouts = new Timeouts();
  private final Deque<Runnable> inline = new ArrayDeque<>();
  private final Executor outward;
  private final InFlightCalls calls = new InFlightCalls();
  private final TenantQueues handlers;
  private final PollingThread poller;
  private final PollingThread leases;
  private final EventContinuation continuations;
  private final PollingThread arrivals;
  private volatile boolean started;
  private volatile boolean closed;

  /**
   * @param executor where handlers run
   * @param outward where modules call the host's code
   */
  public Workers(EngineContext engine, Executor executor, Executor outward) {
    this(engine, executor, Integer.MAX_VALUE, outward);
  }

  /**
   * @param executor where handlers run
   * @param threads how many of them at the same time
   * @param outward where modules call the host's code
   */
  public Workers(EngineContext engine, Executor executor, int threads, Executor outward) {
    this.engine = engine;
    this.outward = outward;
    this.handlers = new TenantQueues(call -> calls.run(executor, call), threads);
    this.committer = new Committer(engine, this::goOn, this::hasRoom);
    this.runs =
        new LeasedInstances(
            engine, committer, this::execute, this::executeAsking, timeouts, this::wakePoller);
    this.modules =
        engine
            .modules()
            .background(
                new BackgroundWork.Host(
                    engine,
                    transactions(),
                    this::executeOutward,
                    new ExitLook(engine, transactions(), timeouts)));
    this.continuations = new EventContinuation(engine, committer);
    Duration poll = engine.options().pollInterval();
    this.arrivals = new PollingThread("workflow-arrivals", poll, continuations::goOn);
    this.poller =
        new PollingThread(
            "workflow-poller",
            poll,
            () -> !stuck() && runs.claim(Math.min(engine.options().batchSize(), toClaim())) > 0);
    this.leases =
        new PollingThread(
            "workflow-leases",
            engine.options().lease().dividedBy(3),
            this::renew,
            engine.store()::onOwnConnection);
    engine.store().onWorkAvailable(this::wake);
  }

  private int toClaim() {
    return runs.full() ? 0 : runs.room().toClaim();
  }

  /** Whether this node can run no handlers at the moment. */
  private boolean stuck() {
    return handlers.stuck(engine.options().lease().dividedBy(3));
  }

  private void giveBack() {
    List<HandlerCall> waiting =
        handlers.takeWaiting().stream().map(HandlerCall.class::cast).toList();
    runs.giveBack(waiting);
  }

  private boolean renew() {
    if (stuck()) {
      giveBack();
    }
    runs.renew();
    renewModules();
    if (engine.setAsides().retryDue(transactions()) > 0) {
      wake();
    }
    return false;
  }

  /** One that fails keeps no other from renewing what it holds. */
  private void renewModules() {
    RuntimeException failure = null;
    for (BackgroundWork module : modules) {
      try {
        module.renew();
      } catch (RuntimeException e) {
        if (failure != null) {
          e.addSuppressed(failure);
        }
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** The engine's own transactions: no part of one that the caller may be in. */
  public Transactions transactions() {
    return new Transactions.EngineTransactions(engine, committer, outside);
  }

  /** A transaction of the host. */
  public Transactions transactions(StoreTransaction transaction) {
    return new Transactions.HostTransactions(
        engine.inside(transaction), transaction, this::committedByHost);
  }

  private void committedByHost(UnitOfWork done) {
    runs.announcements().tell(done);
    wake();
  }

  private void goOn(UnitOfWork done) {
    runs.adopt(done);
    if (done.leavesContinuation()) {
      arrivals.wake();
    }
  }

  private boolean hasRoom(TenantId tenant) {
    return !stuck()
        && !runs.full()
        && runs.room().forNew(tenant)
        && !engine.limits(tenant).limitsWork();
  }

  private void execute(HandlerCall call) {
    if (started) {
      handlers.execute(call);
    } else if (!closed) {
      inline.add(call);
    }
  }

  private void executeOutward(Runnable call) {
    if (started) {
      calls.run(outward, call);
    } else {
      call.run();
    }
  }

  private void executeAsking(Runnable question) {
    if (started) {
      calls.run(outward, question);
    } else if (!closed) {
      inline.add(question);
    }
  }

  public synchronized void start() {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
    if (started) {
      return;
    }
    started = true;
    engine.listeners().start();
    committer.start();
    loops().forEach(PollingThread::start);
  }

  private List<PollingThread> loops() {
    List<PollingThread> loops = new ArrayList<>();
    loops.add(poller);
    modules.forEach(module -> loops.addAll(module.threads()));
    loops.add(leases);
    loops.add(arrivals);
    return loops;
  }

  private void wakePoller() {
    poller.wake();
  }

  /** Looks for work now rather than at the next poll. */
  public void wake() {
    poller.wake();
    modules.forEach(BackgroundWork::wake);
    arrivals.wake();
  }

  /**
   * Runs everything that is due on this thread, until nothing is; returns how many instances and
   * messages were touched.
   */
  public int runUntilIdle() {
    if (started) {
      throw new IllegalStateException("the engine was started: its own threads do the work");
    }
    return TenantCache.working(this::runAll);
  }

  private int runAll() {
    int done = 0;
    while (true) {
      while (continuations.goOn()) {
        // the next portion
      }
      int claimed = runs.claim(engine.options().batchSize());
      drain();
      int ofModules = modules.stream().mapToInt(BackgroundWork::runDue).sum();
      done += claimed + ofModules;
      int retried = engine.setAsides().retryDue(transactions());
      if (claimed + ofModules + retried == 0 && !runWhenIdle()) {
        return done;
      }
    }
  }

  private boolean runWhenIdle() {
    boolean some = false;
    for (BackgroundWork module : modules) {
      some |= module.runWhenIdle();
    }
    return some;
  }

  private void drain() {
    for (Runnable call = inline.poll(); call != null; call = inline.poll()) {
      call.run();
    }
  }

  /** When something is due next, if ever. */
  public Optional<Instant> nextDue() {
    return engine
        .store()
        .transact(
            transaction ->
                Stream.concat(
                        Stream.of(
                            transaction.instances().nextDue(), transaction.setAside().nextDue()),
                        modules.stream().map(module -> module.nextDue(transaction)))
                    .flatMap(Optional::stream)
                    .min(Instant::compareTo));
  }

  /**
   * Stops taking work, lets what runs finish within {@code patience}, and hands the rest back.
   * Idempotent.
   */
  public synchronized void close(Duration patience) {
    if (closed) {
      return;
    }
    closed = true;
    if (started) {
      stopLoops();
      calls.await(patience);
      committer.stop();
      modules.forEach(BackgroundWork::finish);
      runs.handBack();
      engine.listeners().close();
    }
    timeouts.close();
  }

  private void stopLoops() {
    started = false;
    loops().forEach(PollingThread::stop);
    for (PollingThread loop : loops()) {
      try {
        if (!loop.join(Duration.ofSeconds(10))) {
          log.warn("The thread {} did not end within 10 s", loop);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
