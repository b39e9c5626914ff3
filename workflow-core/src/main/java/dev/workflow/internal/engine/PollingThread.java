package dev.workflow.internal.engine;

import dev.workflow.internal.log.Log;
import dev.workflow.spi.store.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A background thread that repeats a round of work: at once while a round finds some, otherwise
 * after a pause or when it is woken. A round that fails is logged and repeated. Thread-safe.
 */
public final class PollingThread {

  private static final Log log = Log.of(PollingThread.class);

  private final String name;
  private final Duration pause;
  private final BooleanSupplier round;
  private final Thread thread;
  private volatile boolean woken;
  private volatile boolean stopped;

  /**
   * @param round returns whether it found work, so that there may be more
   */
  public PollingThread(String name, Duration pause, BooleanSupplier round) {
    this(name, pause, round, Runnable::run);
  }

  /**
   * @param around runs all rounds, on this thread
   */
  PollingThread(String name, Duration pause, BooleanSupplier round, Consumer<Runnable> around) {
    this.name = name;
    this.pause = pause;
    this.round = round;
    this.thread = new Thread(() -> around.accept(this::run), name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Lets the next round begin now; one that is under way is followed by another. */
  public void wake() {
    woken = true;
    LockSupport.unpark(thread);
  }

  /** Begins no other round, and interrupts the one that is under way. */
  void stop() {
    stopped = true;
    thread.interrupt();
  }

  /** Waits for the thread to end; returns whether it did. */
  boolean join(Duration patience) throws InterruptedException {
    thread.join(patience.toMillis());
    return !thread.isAlive();
  }

  private void run() {
    while (!stopped) {
      woken = false;
      if (!safely()) {
        rest();
      }
    }
  }

  private boolean safely() {
    try {
      return TenantCache.working(round::getAsBoolean);
    } catch (StoreUnavailableException e) {
      if (!stopped) {
        log.warn("{} tries again: {}", name, e.getMessage());
      }
    } catch (RuntimeException | Error e) {
      log.warn("{} failed and tries again: {}", name, e.toString(), e);
    }
    return false;
  }

  /** Pauses for about as long as set: the loops of several nodes drift apart. */
  private void rest() {
    double jitter = 0.75 + ThreadLocalRandom.current().nextDouble() / 2;
    long end = System.nanoTime() + (long) (pause.toNanos() * jitter);
    for (long left = end - System.nanoTime();
        left > 0 && !woken && !stopped;
        left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
