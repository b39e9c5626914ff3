package dev.workflow.execution;

import dev.workflow.spi.EngineListener;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one listener what happens, in order, on a thread of its own. What finds no room because the
 * listener is too slow is not told, and counted. Thread-safe.
 */
final class Telling {

  private static final Logger log = LoggerFactory.getLogger(Telling.class);
  private static final int ROOM = 10_000;
  private static final long PATIENCE_SECONDS = 5;
  private static final long WARN_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final EngineListener listener;
  private final BlockingQueue<Consumer<EngineListener>> waiting = new ArrayBlockingQueue<>(ROOM);
  private final AtomicLong untold = new AtomicLong();
  private final AtomicLong warnAgain = new AtomicLong(System.nanoTime());
  private final Thread thread;
  private volatile boolean closed;

  Telling(EngineListener listener) {
    this.listener = listener;
    this.thread = new Thread(this::run, "workflow-listener");
    thread.setDaemon(true);
    thread.start();
  }

  void tell(Consumer<EngineListener> what) {
    if (!waiting.offer(what)) {
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
  }

  private void run() {
    while (!(closed && waiting.isEmpty())) {
      try {
        Consumer<EngineListener> next = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (next != null) {
          Listeners.guarded(listener, () -> next.accept(listener));
        }
      } catch (InterruptedException e) {
        // The listener's own, or the end: closed says which.
        continue;
      }
    }
  }

  void close() {
    closed = true;
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
          waiting.size());
    }
  }
}
