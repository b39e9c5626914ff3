package dev.workflow.internal;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Where handlers and senders run when the host gives no executor of its own. */
final class HandlerThreads {

  private static final int PLATFORM_THREADS = 128;

  private HandlerThreads() {}

  /** How many handlers run at the same time. */
  static int count() {
    return virtual().isPresent() ? Integer.MAX_VALUE : PLATFORM_THREADS;
  }

  /**
   * Virtual threads on a JVM that has them (21 and newer), otherwise a pool of platform threads.
   */
  static ExecutorService create() {
    return virtual().orElseGet(HandlerThreads::platform);
  }

  /**
   * The same, but a pool that grows with the messages under way, which the outbox limits: a channel
   * that hangs takes no thread from another one or from a handler.
   */
  static ExecutorService forSenders() {
    return virtual()
        .orElseGet(
            () ->
                new SharingThreads(
                    pool(0, Integer.MAX_VALUE, new SynchronousQueue<>(), "workflow-sender-")));
  }

  private static Optional<ExecutorService> virtual() {
    try {
      return Optional.of(
          (ExecutorService)
              Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      return Optional.empty();
    }
  }

  private static ExecutorService platform() {
    ThreadPoolExecutor pool =
        pool(PLATFORM_THREADS, PLATFORM_THREADS, new LinkedBlockingQueue<>(), "workflow-handler-");
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static ThreadPoolExecutor pool(
      int core, int most, BlockingQueue<Runnable> queue, String name) {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        core,
        most,
        30,
        TimeUnit.SECONDS,
        queue,
        task -> {
          Thread thread = new Thread(task, name + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }
}
