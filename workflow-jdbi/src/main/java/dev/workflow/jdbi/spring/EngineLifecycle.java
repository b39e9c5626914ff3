package dev.workflow.jdbi.spring;

import dev.workflow.WorkflowEngine;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the engine before the web server takes requests, and closes it when the last of them has
 * ended: handlers that run get up to 30 seconds. Thread-safe.
 */
final class EngineLifecycle implements SmartLifecycle {

  /** Below the web server, whose phases begin at {@code DEFAULT_PHASE - 2048}. */
  static final int PHASE = DEFAULT_PHASE - 4096;

  private final WorkflowEngine engine;
  private final boolean autostart;
  private volatile boolean running;

  EngineLifecycle(WorkflowEngine engine, boolean autostart) {
    this.engine = engine;
    this.autostart = autostart;
  }

  @Override
  public void start() {
    engine.start();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    engine.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public boolean isAutoStartup() {
    return autostart;
  }

  /**
   * An engine that was closed does not start again, so the pauses of Spring 7, which tests give to
   * contexts that they keep, leave it alone. Spring 6 has none.
   */
  public boolean isPauseable() {
    return false;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
