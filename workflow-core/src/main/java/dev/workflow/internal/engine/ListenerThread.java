package dev.workflow.internal.engine;

import dev.workflow.internal.log.Log;
import dev.workflow.spi.EngineListener;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Tells one listener what happens, in order, on a thread of its own. What finds no room because the
 * listener is too slow is not told, and counted. Those who tell take no lock, and wake the thread
 * only if it sleeps. Thread-safe.
 */
final class ListenerThread {

  private static final Log log = Log.of(ListenerThread.class);
  private static final int ROOM = 10_000;
  private static final long PATIENCE_SECONDS = 5;
  private static final long LINGER_NANOS = TimeUnit.MICROSECONDS.toNanos(300);
  private static final long SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long WARN_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final EngineListener listener;
  private final Queue<Consumer<EngineListener>> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong untold = new AtomicLong();
  private final AtomicLong warnAgain = new AtomicLong(System.nanoTime());
  private final Thread thread;
  private volatile boolean sleeps;
  private volatile boolean closed;

  ListenerThread(EngineListener listener) {
    this.listener = listener;
    this.thread = new Thread(this::run, "workflow-listener");
    thread.setDaemon(true);
    thread.start();
  }

  void tell(Consumer<EngineListener> what) {
    if (size.incrementAndGet() > ROOM) {
      size.decrementAndGet();
      leftOut();
      return;
    }
    waiting.add(what);
    if (sleeps) {
      sleeps = false;
      LockSupport.unpark(thread);
    }
  }

  private void leftOut() {
    untold.incrementAndGet();
    long due = warnAgain.get();
    if (System.nanoTime() - due >= 0
        && warnAgain.compareAndSet(due, System.nanoTime() + WARN_EVERY_NANOS)) {
      log.warn(
          "Listener {} is too slow: {} calls wait for it, and {} were left out so far",
          listener.getClass().getName(),
          ROOM,
          untold.get());
    }
  }

  private void run() {
    boolean lingered = false;
    while (!(closed && waiting.isEmpty())) {
      Consumer<EngineListener> next = waiting.poll();
      if (next != null) {
        size.decrementAndGet();
        Listeners.guarded(listener, () -> next.accept(listener));
        lingered = false;
      } else if (lingered) {
        sleep();
      } else {
        // Calls come in bursts: who looks again soon need not be woken for each.
        LockSupport.parkNanos(this, LINGER_NANOS);
        Thread.interrupted();
        lingered = true;
      }
    }
  }

  /** Until somebody tells; an interrupt is the listener's own and ends nothing. */
  private void sleep() {
    sleeps = true;
    if (waiting.isEmpty() && !closed) {
      LockSupport.parkNanos(this, SLEEP_NANOS);
    }
    sleeps = false;
    Thread.interrupted();
  }

  void close() {
    closed = true;
    LockSupport.unpark(thread);
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      log.warn(
          "Listener {} did not come back within {} s; {} calls were left out",
          listener.getClass().getName(),
          PATIENCE_SECONDS,
          size.get());
    }
  }
}
