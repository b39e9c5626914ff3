package dev.workflow.internal.engine;

import dev.workflow.InstanceId;
import dev.workflow.PublishReceipt;
import dev.workflow.messaging.Route;
import java.util.ArrayList;
import java.util.List;

/** The receipt of an event that is being processed. Used by one thread. */
public final class ReceiptDraft {

  private final List<PublishReceipt.Started> started = new ArrayList<>();
  private final List<PublishReceipt.Answered> answered = new ArrayList<>();
  private final List<InstanceId> exited = new ArrayList<>();
  private final List<PublishReceipt.Suppressed> suppressed = new ArrayList<>();
  private List<Route> routes = List.of();

  void started(PublishReceipt.Started instance) {
    started.add(instance);
  }

  void answered(PublishReceipt.Answered step) {
    answered.add(step);
  }

  void exited(InstanceId instance) {
    exited.add(instance);
  }

  void suppressed(PublishReceipt.Suppressed start) {
    suppressed.add(start);
  }

  public void routes(List<Route> decided) {
    routes = decided;
  }

  /** The receipt of an event that is published for the first time. */
  PublishReceipt receipt(String eventId) {
    return new PublishReceipt(eventId, false, started, answered, exited, suppressed, routes);
  }
}
