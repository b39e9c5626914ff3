package dev.workflow.internal.engine;

import dev.workflow.internal.log.Log;
import dev.workflow.spi.EngineListener;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The host's listeners behind a guard: what one throws is logged and reaches nobody. While the
 * engine is started each is told on a thread of its own ({@link ListenerThread}), so that one that
 * takes its time keeps nobody waiting. Thread-safe.
 */
public final class Listeners {

  private static final Log log = Log.of(Listeners.class);

  private final List<EngineListener> listeners;
  private volatile List<ListenerThread> threads = List.of();

  public Listeners(List<EngineListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  /** Whether anybody listens. */
  public boolean any() {
    return !listeners.isEmpty();
  }

  /** From now on every listener is told on its own thread. */
  synchronized void start() {
    threads = listeners.stream().map(ListenerThread::new).toList();
  }

  /** Tells what is left, waiting a few seconds for it, and then tells on the callers' threads. */
  synchronized void close() {
    List<ListenerThread> old = threads;
    threads = List.of();
    old.forEach(ListenerThread::close);
  }

  /** Tells every listener. */
  public void tell(Consumer<EngineListener> what) {
    List<ListenerThread> own = threads;
    if (!own.isEmpty()) {
      own.forEach(one -> one.tell(what));
      return;
    }
    for (EngineListener listener : listeners) {
      guarded(listener, () -> what.accept(listener));
    }
  }

  /** Lets every listener follow an attempt; ended in the opposite order. */
  EngineListener.AttemptScope follow(Supplier<EngineListener.AttemptStart> start) {
    if (!any()) {
      return EngineListener.AttemptScope.NONE;
    }
    EngineListener.AttemptStart attempt = start.get();
    EngineListener.AttemptScope all = EngineListener.AttemptScope.NONE;
    for (EngineListener listener : listeners) {
      EngineListener.AttemptScope before = all;
      EngineListener.AttemptScope own = follow(listener, attempt);
      all =
          result -> {
            guarded(listener, () -> own.ended(result));
            before.ended(result);
          };
    }
    return all;
  }

  private static EngineListener.AttemptScope follow(
      EngineListener listener, EngineListener.AttemptStart attempt) {
    try {
      return Objects.requireNonNull(
          listener.attemptStarted(attempt),
          "attemptStarted returned null; it must return an AttemptScope");
    } catch (Throwable e) {
      failed(listener, e);
      return EngineListener.AttemptScope.NONE;
    }
  }

  /** Lets every listener follow a command about a task; ended in the opposite order. */
  public EngineListener.TaskCommandScope follow(EngineListener.TaskCommand command) {
    EngineListener.TaskCommandScope all = EngineListener.TaskCommandScope.NONE;
    for (EngineListener listener : listeners) {
      EngineListener.TaskCommandScope before = all;
      EngineListener.TaskCommandScope own = follow(listener, command);
      all =
          failure -> {
            guarded(listener, () -> own.ended(failure));
            before.ended(failure);
          };
    }
    return all;
  }

  private static EngineListener.TaskCommandScope follow(
      EngineListener listener, EngineListener.TaskCommand command) {
    try {
      return Objects.requireNonNull(
          listener.taskCommandStarted(command),
          "taskCommandStarted returned null; it must return a TaskCommandScope");
    } catch (Throwable e) {
      failed(listener, e);
      return EngineListener.TaskCommandScope.NONE;
    }
  }

  static void guarded(EngineListener listener, Runnable call) {
    try {
      call.run();
    } catch (Throwable e) {
      failed(listener, e);
    }
  }

  private static void failed(EngineListener listener, Throwable e) {
    log.warn("Listener {} failed; the engine goes on", listener.getClass().getName(), e);
  }
}
