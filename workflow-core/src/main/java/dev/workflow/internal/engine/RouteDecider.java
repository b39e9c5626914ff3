package dev.workflow.internal.engine;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.workflow.Json;
import dev.workflow.messaging.Route;
import dev.workflow.messaging.internal.routing.Routes;
import dev.workflow.spi.Handling;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.trigger.TenantWorkflows;
import java.util.List;

/**
 * Decides for an event who sends what the host's paths cover, and puts the calls of those paths
 * into the outbox. Such a call is urgent: whether and when a person is told is for the host to say.
 * Its recipient names the event, so that what is remembered of a recipient concerns no other call.
 */
final class RouteDecider {

  private final UnitOfWork work;

  RouteDecider(UnitOfWork work) {
    this.work = work;
  }

  void decide(IncomingEvent incoming, TenantWorkflows workflows, ReceiptDraft receipt) {
    Routes.Asked asked =
        work.wiring()
            .routes()
            .ask(
                workflows,
                incoming.event(),
                incoming.data(),
                incoming.context(),
                incoming.rendering());
    List<Route> routes = asked.covered();
    List<MessageRow> calls =
        routes.stream()
            .filter(route -> route.decision() == Route.Decision.FALLBACK)
            .map(route -> row(incoming, asked.hostCall(route, incoming.json()), route.audience()))
            .toList();
    if (!calls.isEmpty()) {
      work.transaction().messages().insert(calls);
    }
    receipt.routes(routes);
  }

  private MessageRow row(IncomingEvent incoming, Routes.HostCall call, String audience) {
    return new MessageRow(
        incoming.event().tenant(),
        UuidCreator.getTimeOrderedEpochPlus1(),
        call.channel() + "/" + incoming.id() + "/" + call.recipient(),
        new MessageRow.Origin(null, null, null, null, incoming.event().subject()),
        call.channel(),
        MessageRow.Recipient.of(call.recipient() + "/" + incoming.id()),
        Json.write(call.content()),
        Handling.Purpose.NONE.category(Handling.Category.TRANSACTIONAL).audience(audience),
        MessageRow.Plan.NONE,
        work.now(),
        0,
        MessageRow.Status.pending(work.now()),
        MessageRow.Delivery.NONE);
  }
}
