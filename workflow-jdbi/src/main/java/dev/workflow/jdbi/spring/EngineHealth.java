package dev.workflow.jdbi.spring;

import dev.workflow.spi.store.WorkflowStore;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a health check finds: whether the database answers, and whether the engine works. */
final class EngineHealth {

  private final WorkflowStore store;
  private final EngineLifecycle lifecycle;

  EngineHealth(WorkflowStore store, EngineLifecycle lifecycle) {
    this.store = store;
    this.lifecycle = lifecycle;
  }

  /**
   * Asks the database once.
   *
   * @throws RuntimeException if it does not answer
   */
  Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("store", store.describe());
    details.put("works", lifecycle.isRunning());
    details.put("databaseTimeMinusOurs", Duration.between(Instant.now(), store.now()).toString());
    return details;
  }

  /** Whether the engine was to start with the context and does not run. */
  boolean stopped() {
    return lifecycle.isAutoStartup() && !lifecycle.isRunning();
  }
}
