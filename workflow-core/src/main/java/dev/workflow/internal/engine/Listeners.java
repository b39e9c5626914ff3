package dev.workflow.internal.engine;

import dev.workflow.internal.log.Log;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.EngineListener;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
  EngineListener.AttemptScope followAttempt(Supplier<EngineListener.AttemptStart> start) {
    if (!any()) {
      return EngineListener.AttemptScope.NONE;
    }
    EngineListener.AttemptStart attempt = start.get();
    return this.<ActionResult>follow(
            listener ->
                Objects.requireNonNull(
                        listener.attemptStarted(attempt),
                        "attemptStarted returned null; it must return an AttemptScope")
                    ::ended)
        ::accept;
  }

  /** Lets every listener follow a command about a task; ended in the opposite order. */
  public EngineListener.TaskCommandScope followCommand(EngineListener.TaskCommand command) {
    return this.<Throwable>follow(
            listener ->
                Objects.requireNonNull(
                        listener.taskCommandStarted(command),
                        "taskCommandStarted returned null; it must return a TaskCommandScope")
                    ::ended)
        ::accept;
  }

  /**
   * Begins with every listener.
   *
   * @param begin gives what the listener is told at the end
   */
  private <R> Consumer<@Nullable R> follow(Function<EngineListener, Consumer<@Nullable R>> begin) {
    Consumer<@Nullable R> all = result -> {};
    for (EngineListener listener : listeners) {
      Consumer<@Nullable R> before = all;
      Consumer<@Nullable R> own = begun(listener, begin);
      all =
          result -> {
            guarded(listener, () -> own.accept(result));
            before.accept(result);
          };
    }
    return all;
  }

  private static <R> Consumer<@Nullable R> begun(
      EngineListener listener, Function<EngineListener, Consumer<@Nullable R>> begin) {
    try {
      return begin.apply(listener);
    } catch (Throwable e) {
      failed(listener, e);
      return result -> {};
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
