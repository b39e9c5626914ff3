package dev.workflow.spi;

import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * The step that a session is opened for. Immutable.
 *
 * @param step the step's id; inside loops with its round
 * @param idempotencyKey the same for every attempt of the step, and for no other step
 */
public record ProviderStep(
    TenantId tenant,
    InstanceId instance,
    String step,
    @Nullable SubjectRef subject,
    String idempotencyKey) {

  /**
   * What the session has to carry and callbacks have to give back, such as in the metadata of a
   * payment: it finds the step again.
   */
  public String reference() {
    return instance + ":" + step;
  }
}
