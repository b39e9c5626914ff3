package dev.workflow.testkit;

import dev.workflow.spi.EngineListener;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Counts the instances that end, so that a test of an engine with threads of its own can wait for
 * them. Register it as a {@linkplain dev.workflow.WorkflowEngine.Builder#listener listener}, with
 * several engines if the test has several: an end counts once, on the engine that saw it.
 *
 * <p>{@link WorkflowTestKit} needs none of this, for it runs everything on the thread of the test.
 * Thread-safe.
 */
public final class EndedInstances implements EngineListener {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Semaphore ends = new Semaphore(0);

  @Override
  public void instanceMoved(InstanceMove move) {
    if (move.to().ended()) {
      ends.release();
    }
  }

  /**
   * Waits at most a minute until so many more instances have ended than earlier calls waited for.
   *
   * @throws AssertionError saying how many did, where there are fewer
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public void await(int count) throws InterruptedException {
    if (!ends.tryAcquire(count, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError(
          "expected %s more to end within %s s: %s did"
              .formatted(count, PATIENCE.toSeconds(), ends.availablePermits()));
    }
  }
}
