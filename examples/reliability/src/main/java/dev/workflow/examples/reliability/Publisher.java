package dev.workflow.examples.reliability;

import dev.workflow.Event;
import dev.workflow.WorkflowEngine;
import java.io.IOException;

/** Where events go in. */
@FunctionalInterface
interface Publisher {

  /**
   * Publishes an event that has an id.
   *
   * @return whether it did anything, now or when it was accepted first
   * @throws IOException if it is unknown whether it was accepted
   */
  boolean publish(Event event) throws IOException, InterruptedException;

  /** Through an engine of this process. */
  static Publisher of(WorkflowEngine engine) {
    return event -> {
      try {
        return engine.events().publish(event).hadEffect();
      } catch (RuntimeException e) {
        throw new IOException(e);
      }
    };
  }
}
