package dev.workflow.messaging.internal.outbox;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.workflow.Json;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.engine.IncomingEvent;
import dev.workflow.internal.engine.IntakeStep;
import dev.workflow.internal.engine.ReceiptDraft;
import dev.workflow.messaging.Route;
import dev.workflow.messaging.internal.context.Governors;
import dev.workflow.messaging.internal.routing.Routes;
import dev.workflow.spi.Handling;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.trigger.TenantWorkflows;
import java.time.Instant;
import java.util.List;

/**
 * Decides for an event who sends what the host's paths cover, and puts the calls of those paths
 * into the outbox. Such a call is urgent: whether and when a person is told is for the host to say.
 * Its recipient names the event, so that what is remembered of a recipient concerns no other call.
 */
public final class RouteDecider implements IntakeStep {

  private final Routes paths;

  public RouteDecider(Routes paths) {
    this.paths = paths;
  }

  @Override
  public boolean concerns(String eventType) {
    return paths.covers(eventType);
  }

  @Override
  public void accept(
      CommandContext work,
      IncomingEvent incoming,
      TenantWorkflows workflows,
      ReceiptDraft receipt) {
    Routes.Asked asked =
        paths.ask(
            workflows,
            incoming.event(),
            incoming.data(),
            incoming.context(),
            incoming.rendering(),
            Governors.of(
                work.engine(),
                work.transaction(),
                workflows,
                incoming.event(),
                incoming.data(),
                incoming.context()));
    List<Route> routes = asked.covered();
    List<MessageRow> calls =
        routes.stream()
            .filter(route -> route.decision() == Route.Decision.FALLBACK)
            .map(
                route ->
                    row(
                        incoming,
                        asked.hostCall(route, incoming.json()),
                        route.audience(),
                        work.now()))
            .toList();
    if (!calls.isEmpty()) {
      work.transaction().messages().insert(calls);
    }
    receipt.routes(routes);
  }

  private static MessageRow row(
      IncomingEvent incoming, Routes.HostCall call, String audience, Instant now) {
    return MessageRow.builder(
            incoming.event().tenant(),
            UuidCreator.getTimeOrderedEpochPlus1(),
            call.channel() + "/" + incoming.id() + "/" + call.recipient())
        .origin(new MessageRow.Origin(null, null, null, null, incoming.event().subject()))
        .channel(call.channel())
        .recipient(MessageRow.Recipient.of(call.recipient() + "/" + incoming.id()))
        .body(Json.write(call.content()))
        .purpose(
            Handling.Purpose.NONE
                .withCategory(Handling.Category.TRANSACTIONAL)
                .withAudience(audience))
        .createdAt(now)
        .revision(0)
        .status(MessageRow.Status.pending(now))
        .build();
  }
}
