package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.condition.EvaluationContext;
import dev.workflow.expression.RenderContext;
import dev.workflow.internal.decide.InstanceData;
import dev.workflow.spi.TenantDirectory;
import java.time.Instant;

/**
 * One event on its way in.
 *
 * @param idIsNew whether it was published without an id, so that it cannot be a repetition
 * @param event with its id and its time
 * @param json the event as it is stored
 * @param body the same as text
 * @param data what conditions and keys see
 */
public record IncomingEvent(
    String id,
    boolean idIsNew,
    Event event,
    ObjectNode json,
    String body,
    ObjectNode data,
    TenantDirectory.Settings tenant,
    EvaluationContext context) {

  static IncomingEvent of(EngineContext engine, Event published, Instant now) {
    String id =
        published.id() == null ? UuidCreator.getTimeOrderedEpochPlus1().toString() : published.id();
    Event event = published.withId(id);
    if (event.occurredAt() == null) {
      event = event.withOccurredAt(now);
    }
    TenantDirectory.Settings tenant = engine.tenant(event.tenant());
    ObjectNode json = event.toJson();
    ObjectNode data = InstanceData.ofEvent(event.tenant(), tenant, event.subject(), json);
    EvaluationContext context =
        EvaluationContext.of(now, tenant.zone()).withPrevious(event.previous());
    return new IncomingEvent(
        id, published.id() == null, event, json, Json.write(json), data, tenant, context);
  }

  /** The same of the event with the id that it got when it was published before. */
  IncomingEvent again(Event published) {
    return new IncomingEvent(id, published.id() == null, event, json, body, data, tenant, context);
  }

  public RenderContext rendering() {
    return RenderContext.of(context.now(), tenant.zone()).locale(tenant.locale());
  }
}
