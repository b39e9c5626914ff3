package dev.workflow.spi;

import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.PublishReceipt;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Told what the engine does, after it has become durable. For metrics, logs and live views; not for
 * business effects: a crash may swallow a call.
 *
 * <p>Called on the engine's threads and must return at once. An exception is logged and changes
 * nothing.
 */
public interface EngineListener {

  default void eventAccepted(Event event, PublishReceipt receipt) {}

  default void instanceMoved(InstanceMove move) {}

  default void stepMoved(StepMove move) {}

  /** An attempt of an automatic action has ended. */
  default void attemptEnded(Attempt attempt) {}

  default void messageEnded(OutboundMessage message, SendResult result, int attempt) {}

  record InstanceMove(
      TenantId tenant,
      InstanceId instance,
      WorkflowRef workflow,
      String from,
      String to,
      @Nullable String outcome) {}

  /**
   * @param sinceReady how long ago the step became READY
   */
  record StepMove(
      TenantId tenant,
      InstanceId instance,
      WorkflowRef workflow,
      String step,
      String action,
      String from,
      String to,
      @Nullable Duration sinceReady) {}

  record Attempt(
      TenantId tenant,
      InstanceId instance,
      WorkflowRef workflow,
      String step,
      String action,
      int attempt,
      Duration took,
      ActionResult result) {}
}
