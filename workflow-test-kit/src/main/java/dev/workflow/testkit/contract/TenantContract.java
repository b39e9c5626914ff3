package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.workflow.Actor;
import dev.workflow.AssignmentRule;
import dev.workflow.Assignments;
import dev.workflow.Definitions;
import dev.workflow.Event;
import dev.workflow.Events;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.Json;
import dev.workflow.Messages;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowException;
import dev.workflow.WorkflowRef;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.TenantDirectory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * No call reaches another tenant's data. Every operation of the engine is asked with another
 * tenant's ids; the operations are found by looking at the interfaces, so a new one fails the test
 * until it stands here.
 */
public abstract class TenantContract extends EngineContract {

  private static final Actor SPY = Actor.of("spy");
  private static final String NOBODY = "nobody";

  private final Map<String, Operation> operations = new TreeMap<>();
  private InstanceId instance;
  private UUID message;
  private UUID rule;
  private String task;

  /** One call in the name of a tenant. */
  @FunctionalInterface
  private interface Call {
    Object as(TenantId tenant);
  }

  /**
   * @param answer what a tenant hears who has nothing
   */
  private record Operation(Call call, String answer) {}

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .tenants(
            tenant ->
                tenant.value().equals(NOBODY)
                    ? Optional.empty()
                    : Optional.of(TenantDirectory.Settings.DEFAULT));
  }

  private static WorkflowDefinition definition() {
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

  @BeforeEach
  void fill() {
    kit.sender("email").answers(message -> SendResult.deferred("later", Duration.ofDays(1)));
    WorkflowEngine engine = kit.engine();
    engine.definitions().publish(TENANT, definition());
    engine.definitions().publish(TENANT, definition());
    engine.definitions().saveDraft(TENANT, definition(), Actor.of("owner"));
    instance =
        kit.event(Event.of(TENANT, "lead.created", LEAD, json("{}")).withId("e-1"))
            .started()
            .get(0)
            .instance();
    message = engine.messages().list(TENANT, null, null, null, 10).items().get(0).id();
    task = instance + "/ask";
    AssignmentRule stored =
        engine
            .assignments()
            .putRule(TENANT, AssignmentRule.of("all", 1, json("{}"), "w"), Actor.of("owner"));
    rule = stored.id();
    engine.assignments().setOverride(TENANT, LEAD, "w", Actor.of("owner"), null, null);
    engine.assignments().setDefault(TENANT, "w", Map.of(), Actor.of("owner"));
    definitions(engine.definitions());
    events(engine);
    instances(engine.instances());
    tasks(engine.tasks());
    assignments(engine.assignments());
    messages(engine.messages());
    history(engine);
  }

  private void operation(String signature, String answer, Call call) {
    operations.put(signature, new Operation(call, answer));
  }

  private static Object done(Runnable call) {
    call.run();
    return "done";
  }

  private void definitions(Definitions it) {
    String noVersion = "NotFoundException: tenant {tenant} has no workflow w v1";
    WorkflowRef first = WorkflowRef.of("w", 1);
    operation(
        "Definitions.publish(TenantId, WorkflowDefinition)",
        "w v1",
        tenant -> it.publish(tenant, definition()).ref());
    operation(
        "Definitions.publish(TenantId, WorkflowDefinition, Actor)",
        "w v1",
        tenant -> it.publish(tenant, definition(), SPY).ref());
    operation(
        "Definitions.check(TenantId, WorkflowDefinition)",
        "[]",
        tenant -> it.check(tenant, definition()));
    operation(
        "Definitions.warnings(TenantId, WorkflowDefinition)",
        "[]",
        tenant -> it.warnings(tenant, definition()));
    operation(
        "Definitions.saveDraft(TenantId, WorkflowDefinition, Actor)",
        "done",
        tenant -> done(() -> it.saveDraft(tenant, definition(), SPY)));
    operation(
        "Definitions.draft(TenantId, String)", "Optional.empty", tenant -> it.draft(tenant, "w"));
    operation(
        "Definitions.rollback(TenantId, WorkflowRef, Actor)",
        noVersion,
        tenant -> it.rollback(tenant, first, SPY));
    operation(
        "Definitions.archive(TenantId, WorkflowRef, Actor)",
        noVersion,
        tenant -> done(() -> it.archive(tenant, first, SPY)));
    operation(
        "Definitions.delete(TenantId, String, KeptHistory, Actor)",
        "NotFoundException: tenant {tenant} has no workflow \"w\"",
        tenant -> done(() -> it.delete(tenant, "w", Definitions.KeptHistory.NONE, SPY)));
    operation(
        "Definitions.get(TenantId, String)",
        "NotFoundException: tenant {tenant} has no published workflow \"w\"",
        tenant -> it.get(tenant, "w"));
    operation("Definitions.get(TenantId, WorkflowRef)", noVersion, tenant -> it.get(tenant, first));
    operation("Definitions.versions(TenantId, String)", "[]", tenant -> it.versions(tenant, "w"));
    operation(
        "Definitions.diff(TenantId, String, int, int)",
        noVersion,
        tenant -> it.diff(tenant, "w", 1, 2));
    operation("Definitions.list(TenantId)", "[]", it::list);
  }

  private void events(WorkflowEngine engine) {
    Events it = engine.events();
    operation(
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
    operation(
        "Events.receipt(TenantId, String)", "Optional.empty", tenant -> it.receipt(tenant, "e-1"));
    operation(
        "Events.purge(TenantId, Instant, LongConsumer)",
        "0",
        tenant -> it.purge(tenant, Instant.parse("2100-01-01T00:00:00Z"), removed -> {}));
    operation(
        "Events.list(TenantId, String, int)",
        "[]",
        tenant -> List.of(it.list(tenant, null, 10).items(), it.list(tenant, "e-1", 10).items()));
    operation(
        "WorkflowEngine.explain(Event)",
        "[] [] []",
        tenant -> {
          var why = engine.explain(Event.of(tenant, "lead.converted", LEAD, json("{}")));
          return why.candidates() + " " + why.wouldExit() + " " + why.wouldAnswer();
        });
  }

  private void instances(Instances it) {
    operation(
        "Instances.purge(TenantId, Instant, LongConsumer)",
        "0",
        tenant -> it.purge(tenant, Instant.parse("2100-01-01T00:00:00Z"), removed -> {}));
    String none = "NotFoundException: tenant {tenant} has no instance {instance}";
    operation(
        "Instances.start(TenantId, String, SubjectRef, ObjectNode, Actor)",
        "NotFoundException: tenant {tenant} has no published and enabled workflow \"w\"",
        tenant -> it.start(tenant, "w", LEAD, json("{}"), SPY));
    operation("Instances.get(TenantId, InstanceId)", none, tenant -> it.get(tenant, instance));
    operation(
        "Instances.list(Query, String, int)",
        "[]",
        tenant ->
            List.of(
                it.list(Instances.Query.of(tenant), null, 10).items(),
                it.list(Instances.Query.of(tenant), instance.toString(), 10).items()));
    operation("Instances.count(TenantId)", "[]", it::count);
    operation(
        "Instances.pause(TenantId, InstanceId, Actor, String)",
        none,
        tenant -> done(() -> it.pause(tenant, instance, SPY, null)));
    operation(
        "Instances.resume(TenantId, InstanceId, Actor)",
        none,
        tenant -> done(() -> it.resume(tenant, instance, SPY)));
    operation(
        "Instances.cancel(TenantId, InstanceId, Actor, String)",
        none,
        tenant -> done(() -> it.cancel(tenant, instance, SPY, null)));
    operation(
        "Instances.retry(TenantId, InstanceId, Actor)",
        none,
        tenant -> done(() -> it.retry(tenant, instance, SPY)));
    operation(
        "Instances.all(Query, BulkOperation, Actor, Consumer)",
        "BulkReport[done=0, refused=0, failures={}]",
        tenant ->
            it.all(Instances.Query.of(tenant), Instances.BulkOperation.CANCEL, SPY, report -> {}));
  }

  private void tasks(Tasks it) {
    String none = "NotFoundException: tenant {tenant} has no instance {instance}";
    operation(
        "Tasks.claim(TenantId, InstanceId, String, Actor)",
        none,
        tenant -> done(() -> it.claim(tenant, instance, "ask", SPY)));
    operation(
        "Tasks.release(TenantId, InstanceId, String, Actor)",
        none,
        tenant -> done(() -> it.release(tenant, instance, "ask", SPY)));
    operation(
        "Tasks.complete(TenantId, InstanceId, String, Actor, JsonNode)",
        none,
        tenant ->
            done(() -> it.complete(tenant, instance, "ask", SPY, json("{\"approved\": true}"))));
    operation(
        "Tasks.fail(TenantId, InstanceId, String, Actor, String)",
        none,
        tenant -> done(() -> it.fail(tenant, instance, "ask", SPY, "no")));
    operation(
        "Tasks.skip(TenantId, InstanceId, String, Actor, String)",
        none,
        tenant -> done(() -> it.skip(tenant, instance, "ask", SPY, null)));
    operation(
        "Tasks.canPerform(TenantId, InstanceId, String, Actor)",
        none,
        tenant -> it.canPerform(tenant, instance, "ask", SPY));
    operation(
        "Tasks.inbox(TenantId, Actor, String, int)",
        "[]",
        tenant ->
            List.of(
                it.inbox(tenant, SPY, null, 10).items(), it.inbox(tenant, SPY, task, 10).items()));
    operation(
        "Tasks.list(TenantId, String, int)",
        "[]",
        tenant -> List.of(it.list(tenant, null, 10).items(), it.list(tenant, task, 10).items()));
  }

  private void assignments(Assignments it) {
    operation(
        "Assignments.setOverride(TenantId, SubjectRef, String, Actor, String, Instant)",
        "spy",
        tenant -> it.setOverride(tenant, LEAD, "w", SPY, null, null).by());
    operation(
        "Assignments.setNone(TenantId, SubjectRef, Actor, String, Instant)",
        "spy",
        tenant -> it.setNone(tenant, LEAD, SPY, null, null).by());
    operation(
        "Assignments.removeOverride(TenantId, SubjectRef)",
        "false",
        tenant -> it.removeOverride(tenant, LEAD));
    operation(
        "Assignments.override(TenantId, SubjectRef)",
        "Optional.empty",
        tenant -> it.override(tenant, LEAD));
    operation(
        "Assignments.putRule(TenantId, AssignmentRule, Actor)",
        "spy",
        tenant ->
            it.putRule(
                    tenant,
                    new AssignmentRule(rule, "mine", 9, true, json("{}"), "w", null, null),
                    SPY)
                .createdBy());
    operation(
        "Assignments.removeRule(TenantId, UUID)", "false", tenant -> it.removeRule(tenant, rule));
    operation("Assignments.rules(TenantId)", "[]", it::rules);
    operation(
        "Assignments.setDefault(TenantId, String, Map, Actor)",
        "done",
        tenant ->
            done(
                () -> it.setDefault(tenant, null, Map.of("paymentDays", IntNode.valueOf(1)), SPY)));
    operation("Assignments.defaults(TenantId)", "Optional.empty", it::defaults);
    operation(
        "Assignments.resolve(TenantId, SubjectRef, JsonNode)",
        "NONE",
        tenant -> it.resolve(tenant, LEAD, json("{}")).source());
    operation(
        "Assignments.preview(TenantId, JsonNode)",
        "NONE",
        tenant -> it.preview(tenant, json("{}")).source());
    operation(
        "Assignments.resolveAll(TenantId, Map)",
        "NONE",
        tenant -> it.resolveAll(tenant, Map.of(LEAD, json("{}"))).get(LEAD).source());
  }

  private void messages(Messages it) {
    operation(
        "Messages.get(TenantId, UUID)",
        "NotFoundException: tenant {tenant} has no message {message}",
        tenant -> it.get(tenant, message));
    operation(
        "Messages.list(TenantId, SubjectRef, String, String, int)",
        "[]",
        tenant ->
            List.of(
                it.list(tenant, LEAD, null, null, 10).items(),
                it.list(tenant, null, null, message.toString(), 10).items()));
    operation("Messages.cancel(TenantId, SubjectRef)", "0", tenant -> it.cancel(tenant, LEAD));
  }

  private void history(WorkflowEngine engine) {
    String none = "NotFoundException: tenant {tenant} has no instance {instance}";
    operation(
        "History.of(TenantId, InstanceId)", none, tenant -> engine.history().of(tenant, instance));
    operation(
        "History.story(TenantId, InstanceId)",
        none,
        tenant -> engine.history().story(tenant, instance));
    operation(
        "History.diagram(TenantId, InstanceId)",
        none,
        tenant -> engine.history().diagram(tenant, instance));
  }

  @Test
  void every_operation_names_its_tenant_and_stands_in_this_contract() {
    assertThat(ServiceOperations.all())
        .as("operations whose call does not say for which tenant it is")
        .allSatisfy(
            (signature, method) -> assertThat(ServiceOperations.namesTenant(method)).isTrue());
    assertThat(operations.keySet())
        .as("operations asked with another tenant's ids")
        .isEqualTo(ServiceOperations.all().keySet());
  }

  @TestFactory
  Stream<DynamicTest> another_tenants_ids_reach_nothing() {
    String before = everything();
    return operations.keySet().stream()
        .map(
            signature ->
                DynamicTest.dynamicTest(
                    signature,
                    () -> {
                      TenantId stranger = TenantId.of("stranger " + signature);
                      String answer =
                          operations
                              .get(signature)
                              .answer()
                              .replace("{tenant}", stranger.value())
                              .replace("{instance}", instance.toString())
                              .replace("{message}", message.toString());
                      assertThat(ask(signature, stranger)).isEqualTo(answer);
                      assertThat(everything()).as("the data of the tenant").isEqualTo(before);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> a_tenant_that_the_host_does_not_know_is_refused() {
    return operations.keySet().stream()
        .map(
            signature ->
                DynamicTest.dynamicTest(
                    signature,
                    () ->
                        assertThat(ask(signature, TenantId.of(NOBODY)))
                            .isEqualTo(
                                "NotFoundException: tenant \"nobody\" is unknown to the host's TenantDirectory")));
  }

  private String ask(String signature, TenantId tenant) {
    try {
      Object answer = operations.get(signature).call().as(tenant);
      boolean empty = List.of(List.of(), List.of()).equals(answer);
      return empty ? "[]" : String.valueOf(answer);
    } catch (WorkflowException e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }

  /** All that the tenant has. */
  private String everything() {
    WorkflowEngine engine = kit.engine();
    StringJoiner all = new StringJoiner("\n");
    engine
        .definitions()
        .versions(TENANT, "w")
        .forEach(one -> all.add(one.status() + " " + Json.write(one.definition().toJson())));
    engine.events().list(TENANT, null, 100).items().forEach(one -> all.add(one.toString()));
    engine
        .instances()
        .list(Instances.Query.of(TENANT), null, 100)
        .items()
        .forEach(one -> all.add(one + "\n" + engine.history().of(TENANT, one.id())));
    engine.tasks().list(TENANT, null, 100).items().forEach(one -> all.add(one.toString()));
    engine
        .messages()
        .list(TENANT, null, null, null, 100)
        .items()
        .forEach(one -> all.add(one.toString()));
    Assignments assignments = engine.assignments();
    all.add(assignments.rules(TENANT).toString());
    all.add(assignments.override(TENANT, LEAD).toString());
    all.add(assignments.defaults(TENANT).toString());
    return all.toString();
  }
}
