package dev.workflow;

import dev.workflow.messaging.Route;
import java.util.List;

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
   * @param reason {@code dedupe}, {@code concurrency}, {@code loop}, {@code chain}, {@code
   *     overridden}: somebody chose another workflow or none for the subject, {@code governed}: it
   *     is governed, and another workflow or none is assigned to the subject, {@code unchanged}:
   *     its condition held before the change, {@code settling}: an instance waits for the subject
   *     to be quiet, and was put off, or {@code error}: its key cannot be worked out
   * @param detail for people
   */
  public record Suppressed(WorkflowRef workflow, String reason, String detail) {}

  /** Whether the event changed anything: an instance, or that the host's own path is called. */
  public boolean hadEffect() {
    return !(started.isEmpty() && answered.isEmpty() && exited.isEmpty())
        || routes.stream().anyMatch(route -> route.decision() == Route.Decision.FALLBACK);
  }
}
