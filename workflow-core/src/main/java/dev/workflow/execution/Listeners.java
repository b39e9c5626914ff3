package dev.workflow.execution;

import dev.workflow.spi.EngineListener;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's listeners behind a guard: what one throws is logged and reaches nobody. Thread-safe.
 */
public final class Listeners {

  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  private final List<EngineListener> listeners;

  public Listeners(List<EngineListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  boolean any() {
    return !listeners.isEmpty();
  }

  /** Tells every listener. */
  public void tell(Consumer<EngineListener> what) {
    for (EngineListener listener : listeners) {
      try {
        what.accept(listener);
      } catch (RuntimeException e) {
        log.warn("Listener {} failed; the engine goes on", listener.getClass().getName(), e);
      }
    }
  }
}
