package dev.workflow.messaging.internal.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Event;
import dev.workflow.InvalidInputException;
import dev.workflow.Problems;
import dev.workflow.condition.EvaluationContext;
import dev.workflow.expression.RenderContext;
import dev.workflow.internal.decide.InstanceData;
import dev.workflow.internal.engine.EventCheck;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.messaging.Route;
import dev.workflow.messaging.Routing;
import dev.workflow.messaging.internal.context.Governors;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.messaging.internal.routing.Routes;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.trigger.TenantWorkflows;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Asks about routes without an event being published. */
public final class RoutingService implements Routing {

  private final Transactions transactions;

  public RoutingService(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Route route(Event event, String channel, String audience) {
    Problems problems = Problems.none();
    checkName(channel, problems.at("channel"));
    checkName(audience, problems.at("audience"));
    problems.throwIfAny(list -> new InvalidInputException("The route", list));
    return ask(event, asked -> asked.route(channel, audience));
  }

  @Override
  public List<Route> routes(Event event) {
    return ask(event, Routes.Asked::covered);
  }

  private static void checkName(String name, Problems problems) {
    if (!Routes.isName(name)) {
      problems.add("expected a name of 1 to 100 letters, digits and _ - . :, such as \"email\"");
    }
  }

  private <T> T ask(Event event, Function<Routes.Asked, T> question) {
    EventCheck.require(transactions.engine(), event);
    TenantDirectory.Settings tenant = transactions.engine().tenant(event.tenant());
    Instant now = transactions.engine().now();
    Event dated = event.occurredAt() == null ? event.withOccurredAt(now) : event;
    ObjectNode data = InstanceData.ofEvent(event.tenant(), tenant, event.subject(), dated.toJson());
    EvaluationContext context =
        EvaluationContext.of(now, tenant.zone()).withPrevious(event.previous());
    RenderContext rendering = RenderContext.of(now, tenant.zone()).locale(tenant.locale());
    return transactions.transact(
        transaction -> {
          TenantWorkflows workflows =
              transactions.engine().workflows().of(transaction, event.tenant());
          return question.apply(
              MessagingContext.of(transactions)
                  .routes()
                  .ask(
                      workflows,
                      dated,
                      data,
                      context,
                      rendering,
                      Governors.of(
                          transactions.engine(), transaction, workflows, dated, data, context)));
        });
  }
}
