package dev.workflow.jdbi.spring;

import dev.workflow.EngineOptions;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.store.WorkflowStore;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@code /actuator/workflow}: what this node is made of. It tells nothing of tenants and their
 * data.
 */
@Endpoint(id = "workflow")
public final class WorkflowEndpoint {

  /**
   * One node.
   *
   * @param node its name in leases and logs
   * @param started whether it does the work that is due
   * @param store the database, the tables and their version
   * @param handlers types of actions whose handlers are beans
   * @param channels channels whose senders are beans
   * @param leaseMs how long after its end its work is taken over
   * @param maxInFlight instances in its memory, at most
   */
  public record Node(
      String node,
      boolean started,
      String store,
      List<String> handlers,
      List<String> channels,
      long leaseMs,
      int maxInFlight) {}

  private final WorkflowStore store;
  private final EngineOptions options;
  private final EngineLifecycle lifecycle;
  private final ObjectProvider<ActionHandler> handlers;
  private final ObjectProvider<ChannelSender> senders;

  WorkflowEndpoint(
      WorkflowStore store,
      EngineOptions options,
      EngineLifecycle lifecycle,
      ObjectProvider<ActionHandler> handlers,
      ObjectProvider<ChannelSender> senders) {
    this.store = store;
    this.options = options;
    this.lifecycle = lifecycle;
    this.handlers = handlers;
    this.senders = senders;
  }

  @ReadOperation
  public Node node() {
    return new Node(
        options.nodeId(),
        lifecycle.isRunning(),
        store.describe(),
        handlers.orderedStream().map(ActionHandler::type).sorted().toList(),
        senders.orderedStream().map(ChannelSender::channel).sorted().toList(),
        options.lease().toMillis(),
        options.maxInFlight());
  }
}
