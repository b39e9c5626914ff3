package dev.workflow.testkit.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What the engines log from here until it is closed, instead of printing it: warnings and errors
 * that a simulation's faults explain are counted, all others are kept. Thread-safe.
 */
final class EngineLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private static final Logger ENGINE = (Logger) LoggerFactory.getLogger("dev.workflow");

  private final AtomicInteger injected = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> unexplained = new ConcurrentLinkedQueue<>();

  EngineLog() {
    setContext(ENGINE.getLoggerContext());
    start();
    ENGINE.addAppender(this);
    ENGINE.setAdditive(false);
  }

  /** How many lines an injected fault explains. */
  int injected() {
    return injected.get();
  }

  /** The lines that nothing explains. */
  List<String> unexplained() {
    return List.copyOf(unexplained);
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
      return;
    }
    Throwable thrown = thrown(event);
    if (thrown == null ? tellsOfAFault(event) : Simulation.injected(thrown)) {
      injected.incrementAndGet();
    } else {
      unexplained.add(event + (thrown == null ? "" : ": " + thrown));
    }
  }

  private static @Nullable Throwable thrown(ILoggingEvent event) {
    return event.getThrowableProxy() instanceof ThrowableProxy proxy ? proxy.getThrowable() : null;
  }

  /** A line about a store that is away gives the failure's message and not the failure. */
  private static boolean tellsOfAFault(ILoggingEvent event) {
    Object[] arguments = event.getArgumentArray();
    return arguments != null
        && String.valueOf(arguments[arguments.length - 1]).startsWith(SimulatedStore.SIMULATED);
  }

  @Override
  public void close() {
    ENGINE.setAdditive(true);
    ENGINE.detachAppender(this);
    stop();
  }
}
