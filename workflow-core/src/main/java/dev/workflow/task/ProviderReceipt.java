package dev.workflow.task;

import dev.workflow.InstanceId;
import org.jspecify.annotations.Nullable;

/**
 * The result of a provider's callback. What counts is durable. Immutable.
 *
 * @param instance the instance it was about; null: none was found
 * @param step the step it was about; null: none was found
 * @param message for people and the log
 */
public record ProviderReceipt(
    Result result, @Nullable InstanceId instance, @Nullable String step, String message) {

  /** The result. */
  public enum Result {
    /** It completed the step. */
    COMPLETED(200),
    /** It failed the step. */
    FAILED(200),
    /**
     * It is kept: the step is not recorded as waiting yet, or its instance is paused. It counts as
     * soon as that is over.
     */
    KEPT(200),
    /** It came before. */
    REPEATED(200),
    /** It says nothing that ends a session. */
    IGNORED(200),
    /** Something else has ended the step. */
    ENDED(200),
    /** It does not fit what was asked for; the step stays open. */
    REFUSED(422),
    /** The tenant has no step that it is about. */
    UNKNOWN(404),
    /** It cannot be read. */
    UNREADABLE(400),
    /** It does not come from the provider, or is too old. */
    FORGED(401);

    private final int status;

    Result(int status) {
      this.status = status;
    }
  }

  /** The status of HTTP to answer the callback with. */
  public int status() {
    return result.status;
  }
}
