package dev.workflow.messaging;

import dev.workflow.Event;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.PublishReceipt;
import java.util.List;

/**
 * Decides who sends a notification: a workflow, nobody, or the code that the host has for it
 * already. Asking changes nothing: the events are hypothetical. What was decided for an event that
 * was published is in {@link PublishReceipt#routes()}. Thread-safe.
 */
public interface Routing {

  /**
   * The decision for one channel and audience, whether or not a {@link dev.workflow.spi.HostPath}
   * covers it. Only the triggers of workflows are asked, not what may suppress a start that
   * matches, such as a dedupe window: a workflow that governs a path does so also when it keeps
   * silent.
   *
   * @throws InvalidInputException if the event is malformed, or channel or audience is not a name
   *     of 1 to 100 letters, digits, {@code _}, {@code -}, {@code .} and {@code :}
   * @throws NotFoundException if the tenant is unknown
   */
  Route route(Event event, String channel, String audience);

  /**
   * The decisions for everything that the host's paths cover for this type of event, by channel and
   * audience: those that publishing the event would take.
   *
   * @throws InvalidInputException if the event is malformed
   * @throws NotFoundException if the tenant is unknown
   */
  List<Route> routes(Event event);
}
