package dev.workflow.internal.engine;

import dev.workflow.internal.log.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An executor that starts another thread only when the previous one has picked up work and the
 * queue is not empty. A few threads do many short tasks without one being woken for each; tasks
 * that take long get a thread each, as every thread starts the next before it begins. Thread-safe.
 */
final class HandoffExecutor extends AbstractExecutorService {

  private static final Log log = Log.of(HandoffExecutor.class);

  private final ExecutorService threads;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean coming = new AtomicBoolean();

  /**
   * @param threads has a thread for every task
   */
  HandoffExecutor(ExecutorService threads) {
    this.threads = threads;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    try {
      callAnother();
    } catch (RejectedExecutionException e) {
      if (tasks.remove(task)) {
        throw e;
      }
    }
  }

  private void callAnother() {
    if (!coming.compareAndSet(false, true)) {
      return;
    }
    boolean called = false;
    try {
      threads.execute(this::work);
      called = true;
    } finally {
      if (!called) {
        coming.set(false);
      }
    }
  }

  private void work() {
    coming.set(false);
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      callAnotherIfWanted();
      boolean ended = false;
      try {
        task.run();
        ended = true;
      } finally {
        if (!ended) {
          callAnotherIfWanted();
        }
      }
    }
  }

  /** If there is none to come any more, this thread does all that is left. */
  private void callAnotherIfWanted() {
    if (!tasks.isEmpty()) {
      try {
        callAnother();
      } catch (RejectedExecutionException e) {
        log.debug("No other thread comes: {}", e.getMessage());
      }
    }
  }

  @Override
  public void shutdown() {
    threads.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    List<Runnable> notBegun = new ArrayList<>();
    threads.shutdown();
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      notBegun.add(task);
    }
    threads.shutdownNow();
    return notBegun;
  }

  @Override
  public boolean isShutdown() {
    return threads.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return threads.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return threads.awaitTermination(timeout, unit);
  }
}
