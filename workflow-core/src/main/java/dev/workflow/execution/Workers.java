package dev.workflow.execution;

import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine at work: either with background threads (committer, poller, lease renewal, outbox), or
 * without any, when all that is due runs on the thread that calls {@link #runUntilIdle()}.
 *
 * <p>Thread-safe.
 */
public final class Workers {

  private static final Logger log = LoggerFactory.getLogger(Workers.class);

  private final Wiring wiring;
  private final Committer committer;
  private final Runs runs;
  private final Outbox outbox;
  private final Timeouts timeouts = new Timeouts();
  private final Deque<Runnable> inline = new ArrayDeque<>();
  private final List<Thread> threads = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition stopping = lock.newCondition();
  private final Executor executor;
  private final AtomicInteger active = new AtomicInteger();
  private final AtomicLong hints = new AtomicLong();
  private volatile boolean started;
  private volatile boolean closed;

  public Workers(Wiring wiring, Executor executor) {
    this.wiring = wiring;
    this.executor = executor;
    this.committer = new Committer(wiring, this::goOn);
    this.runs = new Runs(wiring, committer, this::execute, timeouts, this::wake);
    this.outbox =
        new Outbox(wiring, task -> (started ? executor : (Executor) Runnable::run).execute(task));
    wiring.store().onWorkAvailable(this::wake);
  }

  /** The engine's own transactions. */
  public Gate gate() {
    return new Gate.Own(wiring, committer);
  }

  /** A transaction of the host. */
  public Gate gate(StoreTransaction transaction) {
    return new Gate.Joined(wiring.inside(transaction), transaction, this::committedByHost);
  }

  private void committedByHost(UnitOfWork done) {
    runs.announcements().tell(done);
    wake();
  }

  private void goOn(UnitOfWork done) {
    runs.adopt(done);
  }

  private void execute(Runnable call) {
    if (started) {
      active.incrementAndGet();
      executor.execute(() -> counted(call));
    } else if (!closed) {
      inline.add(call);
    }
  }

  private void counted(Runnable call) {
    try {
      call.run();
    } finally {
      if (active.decrementAndGet() == 0 && closed) {
        signal(stopping);
      }
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
    committer.start();
    Duration poll = wiring.options().pollInterval();
    loop(
        "workflow-poller",
        poll,
        work,
        () -> runs.hasRoom() && runs.claim(wiring.options().batchSize()) > 0);
    loop("workflow-outbox", poll, work, () -> outbox.dispatch(64) > 0);
    loop(
        "workflow-leases",
        wiring.options().lease().dividedBy(3),
        stopping,
        () -> {
          runs.renew();
          return false;
        });
  }

  /**
   * Repeats {@code round} at once while it finds work, and after a pause otherwise, or earlier on a
   * hint.
   */
  private void loop(String name, Duration pause, Condition hint, BooleanSupplier round) {
    Thread thread =
        new Thread(
            () -> {
              while (started) {
                long heard = hints.get();
                if (!safely(name, round)) {
                  rest(pause, hint, heard);
                }
              }
            },
            name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private boolean safely(String name, BooleanSupplier round) {
    try {
      return round.getAsBoolean();
    } catch (StoreUnavailableException e) {
      if (started) {
        log.warn("{} tries again: {}", name, e.getMessage());
      }
      return false;
    } catch (RuntimeException | Error e) {
      log.warn("{} failed and tries again: {}", name, e.toString(), e);
      return false;
    }
  }

  /** Pauses unless there was a hint since {@code heard}. */
  private void rest(Duration pause, Condition hint, long heard) {
    double jitter = 0.75 + ThreadLocalRandom.current().nextDouble() / 2;
    lock.lock();
    try {
      if (started && (hint != work || hints.get() == heard)) {
        var unused = hint.awaitNanos((long) (pause.toNanos() * jitter));
      }
    } catch (InterruptedException e) {
      // The loop looks at started next.
    } finally {
      lock.unlock();
    }
  }

  /** Looks for work now rather than at the next poll. */
  public void wake() {
    hints.incrementAndGet();
    signal(work);
  }

  private void signal(Condition condition) {
    lock.lock();
    try {
      condition.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs everything that is due on this thread, until nothing is; returns how many instances and
   * messages were touched.
   */
  public int runUntilIdle() {
    if (started) {
      throw new IllegalStateException("the engine was started: its own threads do the work");
    }
    int done = 0;
    while (true) {
      int claimed = runs.claim(wiring.options().batchSize());
      drain();
      int sent = outbox.dispatch(wiring.options().batchSize());
      done += claimed + sent;
      if (claimed == 0 && sent == 0) {
        return done;
      }
    }
  }

  private void drain() {
    for (Runnable call = inline.poll(); call != null; call = inline.poll()) {
      call.run();
    }
  }

  /** When something is due next, if ever. */
  public Optional<Instant> nextDue() {
    return wiring
        .store()
        .transact(
            transaction ->
                Stream.of(transaction.instances().nextDue(), transaction.messages().nextDue())
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
      stopThreads();
      awaitCalls(patience);
      committer.stop();
      runs.handBack();
    }
    timeouts.close();
  }

  private void stopThreads() {
    started = false;
    signal(work);
    signal(stopping);
    for (Thread thread : threads) {
      thread.interrupt();
    }
    for (Thread thread : threads) {
      try {
        thread.join(Duration.ofSeconds(10).toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void awaitCalls(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    lock.lock();
    try {
      while (active.get() > 0 && System.nanoTime() < end) {
        var unused = stopping.awaitNanos(end - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
