package dev.workflow;

import dev.workflow.messaging.Route;
import java.util.List;
import java.util.Locale;

/**
 * The result of publishing an event. The same event id gives an equal receipt again, marked as a
 * repetition.
 *
 * @param repeated true if the id had been published before: nothing was done this time
 * @param started the instances it started
 * @param answered the waiting steps it answered
 * @param exited the instances it ended: open ones, failed ones, which are not retried any more, and
 *     completed ones of which messages were still to be sent
 * @param suppressed the workflows that matched and did not start, and why
 * @param routes who sends what the host's own paths cover for this type of event, by channel and
 *     audience; empty without a {@link dev.workflow.spi.HostPath} for it
 */
public record PublishReceipt(
    String eventId,
    boolean repeated,
    List<Started> started,
    List<Answered> answered,
    List<InstanceId> exited,
    List<Suppressed> suppressed,
    List<Route> routes) {

  public record Started(WorkflowRef workflow, InstanceId instance) {}

  public record Answered(InstanceId instance, String step) {}

  /**
   * A workflow that matched and did not start, or an instance for which an expression of a wait or
   * an exit cannot be evaluated.
   *
   * @param detail for people
   */
  public record Suppressed(WorkflowRef workflow, Reason reason, String detail) {

    /** Why nothing came of it. */
    public enum Reason {
      /** The window that an event with the same dedupe key has opened is still open. */
      DEDUPE,
      /** An instance with the same concurrency key is active. */
      CONCURRENCY,
      /** The workflow caused the event itself. */
      LOOP,
      /** The chain of automations that led to the event is too deep, or too much has come of it. */
      CHAIN,
      /** Somebody chose another workflow, or none, for the subject. */
      OVERRIDDEN,
      /** The workflow is governed, and another one, or none, is assigned to the subject. */
      GOVERNED,
      /** The condition held before the change, too. */
      UNCHANGED,
      /** An instance waits for the subject to be quiet, and was put off. */
      SETTLING,
      /** A key, a condition or an expression cannot be evaluated. */
      ERROR,
      /**
       * A reason that this release does not know, written by a newer one on the same database. Only
       * in the receipt of an event that was published before.
       */
      UNRECOGNIZED;

      private final String text = name().toLowerCase(Locale.ROOT);

      /** As it is stored: in lower case. */
      public String text() {
        return text;
      }

      /** The reason of a stored text; {@link #UNRECOGNIZED} if no other has it. */
      public static Reason of(String stored) {
        for (Reason reason : values()) {
          if (reason.text.equals(stored)) {
            return reason;
          }
        }
        return UNRECOGNIZED;
      }
    }
  }

  /** Whether the event changed anything: an instance, or that the host's own path is called. */
  public boolean hadEffect() {
    return !(started.isEmpty() && answered.isEmpty() && exited.isEmpty())
        || routes.stream().anyMatch(route -> route.decision() == Route.Decision.FALLBACK);
  }
}
