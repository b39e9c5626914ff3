package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.condition.NotEvaluableException;
import dev.workflow.internal.decide.Effect;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.operations.Findings;
import dev.workflow.spi.store.FindingRows;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.trigger.TenantWorkflows;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Conditions whose verdict depends on what their principal may not see: of triggers, exits and
 * waits they have no effect, and a workflow has one open finding of it until another version of it
 * is published.
 */
final class MaskedConditions {

  private static final int MOST_OPEN = 1_000;

  private MaskedConditions() {}

  /**
   * Why a trigger whose condition holds does not start its workflow; null: it does.
   *
   * @param candidate whose principal is who published it
   */
  static @Nullable String refusal(
      UnitOfWork work, TenantWorkflows.Candidate candidate, IncomingEvent incoming) {
    Actor principal = candidate.workflow().publisher();
    FieldRights fields = work.engine().fields();
    if (!fields.concern(principal)) {
      return null;
    }
    Event event = incoming.event();
    String subject = event.subject() == null ? null : event.subject().type();
    ObjectNode seen = seen(work.engine(), candidate, incoming);
    JsonNode previous =
        event.previous() instanceof ObjectNode object
            ? fields.masked(principal, event.tenant(), subject, object)
            : event.previous();
    try {
      return candidate
              .trigger()
              .when()
              .test(seen, incoming.context().withPrevious(previous).withMasks())
          ? null
          : "the trigger's condition is false for its principal";
    } catch (NotEvaluableException e) {
      if (!e.masked().isEmpty()) {
        put(
            work,
            event.tenant(),
            candidate.definition().key(),
            evidence("trigger", principal, event.id(), e.masked()));
      }
      return String.valueOf(e.getMessage());
    }
  }

  /** The data of an event as who published a workflow sees them. */
  static ObjectNode seen(
      EngineContext engine, TenantWorkflows.Candidate candidate, IncomingEvent incoming) {
    Event event = incoming.event();
    return engine
        .fields()
        .masked(
            candidate.workflow().publisher(),
            event.tenant(),
            event.subject() == null ? null : event.subject().type(),
            incoming.data());
  }

  static void found(UnitOfWork work, InstanceUpdate working, Effect.NotEvaluable found) {
    InstanceSnapshot.Identity identity = working.snapshot().identity();
    put(
        work,
        identity.tenant(),
        identity.workflow().key(),
        evidence("exit or wait", working.tree().principal(identity), found.event(), found.fields())
            .put("instance", identity.id().toString()));
  }

  private static ObjectNode evidence(
      String where, Actor principal, @Nullable String event, Set<String> fields) {
    ObjectNode evidence =
        Json.object().put("condition", where).put("principal", principal.id()).put("event", event);
    new TreeSet<>(fields).forEach(evidence.putArray("fields")::add);
    return evidence;
  }

  private static void put(UnitOfWork work, TenantId tenant, String workflow, ObjectNode evidence) {
    FindingRows findings = work.transaction().findings();
    boolean known =
        findings
            .list(tenant, false, Findings.Kind.NOT_EVALUABLE.name(), null, null, MOST_OPEN)
            .stream()
            .anyMatch(row -> workflow.equals(row.workflow()));
    if (!known) {
      findings.put(
          new FindingRows.FindingRow(
              tenant,
              EngineContext.newInstanceId().value(),
              Findings.Kind.NOT_EVALUABLE.name(),
              null,
              null,
              workflow,
              null,
              work.now(),
              null,
              Json.write(evidence)));
    }
  }

  /** Another version may say something else. */
  static void settle(StoreTransaction transaction, TenantId tenant, String workflow, Instant now) {
    transaction.findings().settle(tenant, workflow, Findings.Kind.NOT_EVALUABLE.name(), now);
  }
}
