package dev.workflow.testkit.simulation;

import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a node's work on a thread of its own, which runs only while its scheduler stands
 * still: the baton is with one of them at any time.
 */
final class Strand {

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "workflow-simulation");
            thread.setDaemon(true);
            return thread;
          });
  private static final long PATIENCE_SECONDS = 20;
  private static final ThreadLocal<@Nullable Strand> CURRENT = new ThreadLocal<>();

  private final Semaphore turn = new Semaphore(0);
  private final Semaphore scheduler = new Semaphore(0);
  private final SimulatedNode node;
  private final String name;
  private final Runnable work;
  private volatile @Nullable Thread thread;
  private boolean started;
  private boolean hangs;
  private boolean ended;
  private @Nullable Throwable thrown;

  Strand(SimulatedNode node, String name, Runnable work) {
    this.node = node;
    this.name = name;
    this.work = work;
  }

  /** The strand that runs on this thread. */
  static @Nullable Strand current() {
    return CURRENT.get();
  }

  SimulatedNode node() {
    return node;
  }

  String name() {
    return name;
  }

  boolean ended() {
    return ended;
  }

  /** Whether it cannot be resumed any more. */
  boolean hangs() {
    return hangs;
  }

  /** What the work threw; null while it has not ended, and if it threw nothing. */
  @Nullable Throwable thrown() {
    return thrown;
  }

  /**
   * Gives it the baton until it gives it back or ends.
   *
   * @throws Broken if it does neither
   */
  void resume() {
    if (started) {
      turn.release();
    } else {
      started = true;
      THREADS.execute(this::run);
    }
    await();
  }

  private void await() {
    try {
      if (!scheduler.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        hangs = true;
        Thread on = thread;
        throw new Broken(
            Guarantee.NOTHING_IS_STUCK,
            null,
            node.name()
                + " waits for something that nobody will do, in "
                + (on == null ? "no thread" : Arrays.toString(on.getStackTrace())));
      }
    } catch (InterruptedException e) {
      hangs = true;
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Gives the baton back. Called on its own thread. */
  void suspend() {
    scheduler.release();
    turn.acquireUninterruptibly();
  }

  private void run() {
    CURRENT.set(this);
    thread = Thread.currentThread();
    try {
      work.run();
    } catch (Throwable e) {
      thrown = e;
    } finally {
      CURRENT.remove();
      ended = true;
      scheduler.release();
    }
  }
}
