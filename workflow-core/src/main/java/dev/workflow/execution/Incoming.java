package dev.workflow.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.workflow.Event;
import dev.workflow.condition.EvaluationContext;
import dev.workflow.expression.RenderContext;
import dev.workflow.instance.InstanceData;
import dev.workflow.spi.TenantDirectory;

/**
 * One event on its way in.
 *
 * @param idIsNew whether it was published without an id, so that it cannot be a repetition
 * @param event with its id and its time
 * @param json the event as it is stored
 * @param data what conditions and keys see
 */
record Incoming(
    String id,
    boolean idIsNew,
    Event event,
    ObjectNode json,
    ObjectNode data,
    TenantDirectory.Settings tenant,
    EvaluationContext context) {

  static Incoming of(UnitOfWork work, Event published) {
    String id =
        published.id() == null ? UuidCreator.getTimeOrderedEpochPlus1().toString() : published.id();
    Event event = published.withId(id);
    if (event.occurredAt() == null) {
      event = event.at(work.now());
    }
    TenantDirectory.Settings tenant = work.wiring().tenant(event.tenant());
    ObjectNode json = event.toJson();
    ObjectNode data = InstanceData.ofEvent(event.tenant(), tenant, event.subject(), json);
    EvaluationContext context =
        EvaluationContext.of(work.now(), tenant.zone()).withPrevious(event.previous());
    return new Incoming(id, published.id() == null, event, json, data, tenant, context);
  }

  RenderContext rendering() {
    return RenderContext.of(context.now(), tenant.zone()).locale(tenant.locale());
  }
}
