package dev.workflow.examples.reliability;

import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** An action that calls a service which serves a few callers at once, 5 ms each. Thread-safe. */
final class ServiceHandler implements ActionHandler {

  static final String TYPE = "call_service";

  private static final Duration SERVICE = Duration.ofMillis(5);

  private final Semaphore places = new Semaphore(4);

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ActionResult start(ActionContext context) throws InterruptedException {
    places.acquire();
    try {
      LockSupport.parkNanos(SERVICE.toNanos());
      return ActionResult.completed();
    } finally {
      places.release();
    }
  }
}
