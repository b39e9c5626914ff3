package dev.workflow.testkit.contract;

import static dev.workflow.testkit.contract.EngineContract.LEAD;
import static dev.workflow.testkit.contract.EngineContract.json;
import static dev.workflow.testkit.contract.ForeignCalls.SPY;
import static dev.workflow.testkit.contract.ForeignCalls.done;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Definitions;
import dev.workflow.Event;
import dev.workflow.Events;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowRef;
import dev.workflow.assignment.AssignmentRule;
import dev.workflow.assignment.Assignments;
import dev.workflow.condition.Condition;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.gallery.Gallery;
import dev.workflow.gallery.WorkflowTemplate;
import dev.workflow.messaging.Routing;
import dev.workflow.ruleimport.NotificationRules;
import dev.workflow.ruleimport.RuleImport;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The calls about definitions, events and assignments. */
final class DefinitionCalls {

  private final ForeignCalls calls;
  private final UUID rule;
  private final String task;

  /**
   * @param rule the id of a rule of the tenant
   * @param task what an event of the tenant answers
   */
  DefinitionCalls(ForeignCalls calls, UUID rule, String task) {
    this.calls = calls;
    this.rule = rule;
    this.task = task;
  }

  void addAll(WorkflowEngine engine) {
    definitions(engine.definitions());
    events(engine);
    assignments(engine.assignments());
    gallery(engine.gallery());
    routing(engine.messaging().routing());
    rules(engine.notificationRules());
  }

  static WorkflowDefinition definition() {
    return WorkflowDefinition.parse(
        """
        {"key": "w", "name": "A test", "triggers": [{"event": "lead.created"}],
         "exit": [{"event": "lead.converted"}], "steps": [
          {"id": "mail", "action": "send_email",
           "config": {"to": "a@example.org", "subject": "s", "text": "t"}},
          {"id": "ask", "action": "approval"},
          {"id": "reply", "wait": {"event": "message.received"}}]}
        """);
  }

  private void definitions(Definitions it) {
    String noVersion = "NotFoundException: tenant {tenant} has no workflow w v1";
    WorkflowRef first = WorkflowRef.of("w", 1);
    calls.add(
        "Definitions.publish(TenantId, WorkflowDefinition)",
        "w v1",
        tenant -> it.publish(tenant, definition()).ref());
    calls.add(
        "Definitions.publish(TenantId, WorkflowDefinition, Actor)",
        "w v1",
        tenant -> it.publish(tenant, definition(), SPY).ref());
    calls.add(
        "Definitions.publish(TenantId, JsonNode, Actor)",
        "w v1",
        tenant -> it.publish(tenant, definition().toJson(), SPY).ref());
    calls.add(
        "Definitions.publishIfChanged(TenantId, WorkflowDefinition)",
        "w v1",
        tenant -> it.publishIfChanged(tenant, definition()).ref());
    calls.add(
        "Definitions.publishIfChanged(TenantId, WorkflowDefinition, Actor)",
        "w v1",
        tenant -> it.publishIfChanged(tenant, definition(), SPY).ref());
    calls.add(
        "Definitions.check(TenantId, JsonNode)",
        "[]",
        tenant -> it.check(tenant, definition().toJson()));
    calls.add(
        "Definitions.check(TenantId, WorkflowDefinition)",
        "[]",
        tenant -> it.check(tenant, definition()));
    calls.add(
        "Definitions.warnings(TenantId, WorkflowDefinition)",
        "[/steps/1: names neither a role nor anybody, so that everybody may do it]",
        tenant -> it.warnings(tenant, definition()));
    calls.add(
        "Definitions.saveDraft(TenantId, WorkflowDefinition, Actor)",
        "done",
        tenant -> done(() -> it.saveDraft(tenant, definition(), SPY)));
    calls.add(
        "Definitions.saveDraft(TenantId, WorkflowDefinition, String, Actor)",
        "done",
        tenant -> done(() -> it.saveDraft(tenant, definition(), "", SPY)));
    calls.add(
        "Definitions.discardDraft(TenantId, String, Actor)",
        "false",
        tenant -> it.discardDraft(tenant, "w", SPY));
    calls.add(
        "Definitions.actions(TenantId)",
        "true",
        tenant -> it.actions(tenant).stream().anyMatch(one -> one.type().equals("approval")));
    calls.add(
        "Definitions.publishDraft(TenantId, String, String, int, Actor)",
        "NotFoundException: tenant {tenant} has no draft of \"w\"",
        tenant -> it.publishDraft(tenant, "w", "r", 3, SPY));
    calls.add(
        "Definitions.savedDraft(TenantId, String)",
        "Optional.empty",
        tenant -> it.savedDraft(tenant, "w"));
    calls.add(
        "Definitions.editDraft(TenantId, String, Actor)",
        "NotFoundException: tenant {tenant} has no draft of \"w\"",
        tenant -> it.editDraft(tenant, "w", SPY).remove("mail").save());
    calls.add(
        "Definitions.disable(TenantId, String, Actor, String)",
        "NotFoundException: tenant {tenant} has no published workflow \"w\"",
        tenant -> it.disable(tenant, "w", SPY, null));
    calls.add(
        "Definitions.enable(TenantId, String, Actor, String)",
        "NotFoundException: tenant {tenant} has no published workflow \"w\"",
        tenant -> it.enable(tenant, "w", SPY, null));
    calls.add(
        "Definitions.enabledChanges(TenantId, String)",
        "[]",
        tenant -> it.enabledChanges(tenant, "w"));
    calls.add(
        "Definitions.dependencies(TenantId, String)",
        "Dependencies[uses=[], usedBy=[]]",
        tenant -> it.dependencies(tenant, "w"));
    calls.add(
        "Definitions.deleteThoughUsed(TenantId, String, KeptHistory, Actor)",
        "NotFoundException: tenant {tenant} has no workflow \"w\"",
        tenant -> done(() -> it.deleteThoughUsed(tenant, "w", Definitions.KeptHistory.NONE, SPY)));
    calls.add(
        "Definitions.draft(TenantId, String)", "Optional.empty", tenant -> it.draft(tenant, "w"));
    calls.add(
        "Definitions.rollback(TenantId, WorkflowRef, Actor)",
        noVersion,
        tenant -> it.rollback(tenant, first, SPY));
    calls.add(
        "Definitions.archive(TenantId, WorkflowRef, Actor)",
        noVersion,
        tenant -> done(() -> it.archive(tenant, first, SPY)));
    calls.add(
        "Definitions.delete(TenantId, String, KeptHistory, Actor)",
        "NotFoundException: tenant {tenant} has no workflow \"w\"",
        tenant -> done(() -> it.delete(tenant, "w", Definitions.KeptHistory.NONE, SPY)));
    calls.add(
        "Definitions.get(TenantId, String)",
        "NotFoundException: tenant {tenant} has no published workflow \"w\"",
        tenant -> it.get(tenant, "w"));
    calls.add("Definitions.get(TenantId, WorkflowRef)", noVersion, tenant -> it.get(tenant, first));
    calls.add("Definitions.versions(TenantId, String)", "[]", tenant -> it.versions(tenant, "w"));
    calls.add(
        "Definitions.diff(TenantId, String, int, int)",
        noVersion,
        tenant -> it.diff(tenant, "w", 1, 2));
    calls.add("Definitions.list(TenantId)", "[]", it::list);
    calls.add(
        "Definitions.list(TenantId, String, String, int)",
        "[]",
        tenant -> it.list(tenant, null, null, 10).items());
  }

  private void events(WorkflowEngine engine) {
    Events it = engine.events();
    calls.add(
        "Events.publish(Event)",
        "repeated false, effect false",
        tenant -> {
          var receipt =
              it.publish(
                  Event.of(tenant, "message.received", LEAD, json("{}"))
                      .withId("e-1")
                      .withCorrelation(task));
          return "repeated " + receipt.repeated() + ", effect " + receipt.hadEffect();
        });
    calls.add(
        "Events.receipt(TenantId, String)", "Optional.empty", tenant -> it.receipt(tenant, "e-1"));
    calls.add("Events.find(TenantId, String)", "Optional.empty", tenant -> it.find(tenant, "e-1"));
    calls.add(
        "Events.matches(TenantId, String, Condition, int)",
        "[]",
        tenant -> it.matches(tenant, "lead.created", Condition.always(), 50));
    calls.add(
        "Events.list(TenantId, String, int)",
        "[]",
        tenant ->
            List.of(
                it.list(tenant, null, 10).items(),
                it.list(tenant, InstanceCalls.next(it.list(WorkflowTestKit.TENANT, null, 1)), 10)
                    .items()));
    calls.add(
        "Events.purge(TenantId, Instant, LongConsumer)",
        "0",
        tenant -> it.purge(tenant, Instant.parse("2100-01-01T00:00:00Z"), removed -> {}));
    calls.add(
        "WorkflowEngine.explain(Event)",
        "[] [] []",
        tenant -> {
          var why = engine.explain(Event.of(tenant, "lead.converted", LEAD, json("{}")));
          return why.candidates() + " " + why.wouldExit() + " " + why.wouldAnswer();
        });
  }

  private void assignments(Assignments it) {
    calls.add(
        "Assignments.setOverride(TenantId, SubjectRef, String, Actor, String, Instant)",
        "spy",
        tenant -> it.setOverride(tenant, LEAD, "w", SPY, null, null).by());
    calls.add(
        "Assignments.setNone(TenantId, SubjectRef, Actor, String, Instant)",
        "spy",
        tenant -> it.setNone(tenant, LEAD, SPY, null, null).by());
    calls.add(
        "Assignments.removeOverride(TenantId, SubjectRef, Actor)",
        "false",
        tenant -> it.removeOverride(tenant, LEAD, SPY));
    calls.add(
        "Assignments.changes(TenantId, String, int)",
        "[]",
        tenant ->
            it.changes(tenant, null, 10).items().stream()
                .filter(change -> !change.by().equals(SPY))
                .toList());
    calls.add(
        "Assignments.override(TenantId, SubjectRef)",
        "Optional.empty",
        tenant -> it.override(tenant, LEAD));
    calls.add(
        "Assignments.putRule(TenantId, AssignmentRule, Actor)",
        "spy",
        tenant ->
            it.putRule(
                    tenant,
                    new AssignmentRule(rule, "mine", 9, true, json("{}"), "w", null, null),
                    SPY)
                .createdBy());
    calls.add(
        "Assignments.removeRule(TenantId, UUID, Actor)",
        "false",
        tenant -> it.removeRule(tenant, rule, SPY));
    calls.add("Assignments.rules(TenantId)", "[]", it::rules);
    calls.add(
        "Assignments.setDefault(TenantId, String, Map, Actor)",
        "done",
        tenant ->
            done(
                () -> it.setDefault(tenant, null, Map.of("paymentDays", IntNode.valueOf(1)), SPY)));
    calls.add("Assignments.defaults(TenantId)", "Optional.empty", it::defaults);
    calls.add(
        "Assignments.resolve(TenantId, SubjectRef, JsonNode)",
        "NONE",
        tenant -> it.resolve(tenant, LEAD, json("{}")).source());
    calls.add(
        "Assignments.preview(TenantId, JsonNode)",
        "NONE",
        tenant -> it.preview(tenant, json("{}")).source());
    calls.add(
        "Assignments.resolveAll(TenantId, Map)",
        "NONE",
        tenant -> it.resolveAll(tenant, Map.of(LEAD, json("{}"))).get(LEAD).source());
  }

  static WorkflowTemplate template() {
    return new WorkflowTemplate(
        "t", "Template", null, "own", json("{}"), (ObjectNode) definition().toJson());
  }

  private void gallery(Gallery it) {
    String none = "NotFoundException: tenant {tenant} sees no workflow template \"test/t\"";
    Gallery.Setup setup = Gallery.Setup.of(json("{}"));
    calls.add(
        "Gallery.list(TenantId, String, String, String, int)",
        "[]",
        tenant -> it.list(tenant, "own", null, null, 10).items());
    calls.add("Gallery.get(TenantId, String)", none, tenant -> it.get(tenant, "test/t"));
    calls.add("Gallery.get(TenantId, String, int)", none, tenant -> it.get(tenant, "test/t", 1));
    calls.add("Gallery.versions(TenantId, String)", none, tenant -> it.versions(tenant, "test/t"));
    calls.add(
        "Gallery.publish(TenantId, WorkflowTemplate, boolean, Actor)",
        "1",
        tenant -> it.publish(tenant, template(), false, SPY));
    calls.add(
        "Gallery.copy(TenantId, String, String, String, Actor)",
        none,
        tenant -> it.copy(tenant, "test/t", "copy", "Copy", SPY));
    calls.add(
        "Gallery.delete(TenantId, String, Actor)",
        "NotFoundException: tenant {tenant} has no workflow template \"t\" of its own",
        tenant -> done(() -> it.delete(tenant, "t", SPY)));
    calls.add(
        "Gallery.check(TenantId, String, Setup)",
        none,
        tenant -> it.check(tenant, "test/t", setup));
    calls.add(
        "Gallery.instantiate(TenantId, String, Setup, Actor)",
        none,
        tenant -> it.instantiate(tenant, "test/t", setup, SPY));
    calls.add("Gallery.export(TenantId, String)", none, tenant -> it.export(tenant, "test/t"));
    calls.add(
        "Gallery.importFile(TenantId, String, Actor)",
        "1",
        tenant -> it.importFile(tenant, Json.write(template().toJson()), SPY));
  }

  private void routing(Routing it) {
    calls.add(
        "Routing.route(Event, String, String)",
        "[]",
        tenant -> it.route(created(tenant), "email", "customer").trace());
    calls.add("Routing.routes(Event)", "[]", tenant -> it.routes(created(tenant)));
  }

  private static Event created(TenantId tenant) {
    return Event.of(tenant, "lead.created", LEAD, json("{}"));
  }

  private void rules(NotificationRules it) {
    calls.add("NotificationRules.list(TenantId)", "[]", it::list);
    calls.add(
        "NotificationRules.importRows(TenantId, JsonNode, RuleImport, Actor)",
        "0 created, 0 updated, 0 unchanged, 0 conflict, 0 vanished, 0 refused",
        tenant -> it.importRows(tenant, Json.array(), RuleImport.defaults(), SPY));
  }
}
