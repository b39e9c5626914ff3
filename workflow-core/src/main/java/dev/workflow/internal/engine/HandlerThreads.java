package dev.workflow.internal.engine;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of handlers and senders when the host gives no executor of its own. */
public final class HandlerThreads {

  private static final int PLATFORM_THREADS = 128;

  private HandlerThreads() {}

  /** How many handlers run at the same time. */
  public static int count() {
    return virtual().isPresent() ? Integer.MAX_VALUE : PLATFORM_THREADS;
  }

  /**
   * Virtual threads on a JVM that has them (21 and newer), otherwise platform threads, as many as
   * there are handlers at work: whoever hands them over keeps to {@link #count()}.
   */
  public static ExecutorService create() {
    return virtual().orElseGet(() -> platform("workflow-handler-"));
  }

  /**
   * The same for senders, which the outbox limits: a channel that hangs takes no thread from
   * another one or from a handler.
   */
  public static ExecutorService forSenders() {
    return virtual().orElseGet(() -> platform("workflow-sender-"));
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

  private static ExecutorService platform(String name) {
    AtomicInteger number = new AtomicInteger();
    return new HandoffExecutor(
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, name + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            }));
  }
}
