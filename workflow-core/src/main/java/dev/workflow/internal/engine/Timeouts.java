package dev.workflow.internal.engine;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Cuts off what takes too long, by the machine's own timer. Thread-safe. */
final class Timeouts implements AutoCloseable {

  /** Cancels a timeout that is not needed any more. */
  interface Ticket {
    void cancel();
  }

  private final ScheduledThreadPoolExecutor timer;

  Timeouts() {
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "workflow-timeouts");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
  }

  Ticket after(Duration time, Runnable action) {
    ScheduledFuture<?> future = timer.schedule(action, time.toMillis(), TimeUnit.MILLISECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
