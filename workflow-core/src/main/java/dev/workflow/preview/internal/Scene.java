package dev.workflow.preview.internal;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.TenantId;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.messaging.MessageTemplate;
import dev.workflow.preview.Assumptions;
import dev.workflow.spi.TenantDirectory;
import java.time.Instant;
import java.util.List;

/**
 * What a preview plays: data alone.
 *
 * @param definition it starts whatever is assigned, and whether it is enabled or not
 * @param others the workflows that it may start, which no event starts
 * @param templates the tenant's templates that it may use
 * @param at when the event comes
 * @param later what comes after it, in order
 * @param by who publishes it and looks at it
 */
public record Scene(
    TenantId tenant,
    TenantDirectory.Settings settings,
    WorkflowDefinition definition,
    List<WorkflowDefinition> others,
    List<MessageTemplate> templates,
    Event event,
    Instant at,
    List<Later> later,
    Assumptions assumptions,
    Actor by) {

  /** An event that came later. */
  public record Later(Event event, Instant at) {}
}
