package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.assignment.AssignmentRule;
import dev.workflow.assignment.Assignments;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.Suppressions.Reason;
import dev.workflow.messaging.Suppressions.Scope;
import dev.workflow.operations.ExecutionLog;
import dev.workflow.schedule.ScheduleId;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.statistics.Statistics;
import dev.workflow.upcoming.UpcomingWork;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * No call reaches another tenant's data. Every operation of the engine is asked with another
 * tenant's ids; the operations are found by looking at the interfaces, so a new one fails the test
 * until it stands among the calls.
 */
public abstract class TenantContract extends EngineContract {

  private static final String NOBODY = "nobody";

  private final ForeignCalls foreign = new ForeignCalls();
  private final ForeignCalls withoutRights = new ForeignCalls();
  private volatile boolean mayNothing;
  private InstanceId instance;
  private UUID message;
  private ScheduleId schedule;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .access(request -> !mayNothing)
        .tenants(
            tenant ->
                tenant.value().equals(NOBODY)
                    ? Optional.empty()
                    : Optional.of(TenantDirectory.Settings.DEFAULT));
  }

  @BeforeEach
  void fill() {
    kit.sender("email").answers(message -> SendResult.deferred("later", Duration.ofDays(1)));
    WorkflowEngine engine = kit.engine();
    engine.definitions().publish(TENANT, DefinitionCalls.definition());
    engine.definitions().publish(TENANT, DefinitionCalls.definition());
    engine.definitions().saveDraft(TENANT, DefinitionCalls.definition(), Actor.of("owner"));
    instance =
        kit.event(Event.of(TENANT, "lead.created", LEAD, json("{}")).withId("e-1"))
            .started()
            .get(0)
            .instance();
    message = engine.messaging().messages().list(TENANT, null, null, null, 10).items().get(0).id();
    AssignmentRule stored =
        engine
            .assignments()
            .putRule(TENANT, AssignmentRule.of("all", 1, json("{}"), "w"), Actor.of("owner"));
    engine.assignments().setOverride(TENANT, LEAD, "w", Actor.of("owner"), null, null);
    engine.assignments().setDefault(TENANT, "w", Map.of(), Actor.of("owner"));
    engine.gallery().publish(TENANT, DefinitionCalls.template(), false, Actor.of("owner"));
    String task = instance + "/ask";
    WorkflowEngine checked = engine.as(ForeignCalls.SPY);
    new DefinitionCalls(foreign, stored.id(), task).addAll(engine);
    new DefinitionCalls(withoutRights, stored.id(), task).addAll(checked);
    engine.messaging().templates().publish(TENANT, TemplateCalls.template(), Actor.of("owner"));
    new TemplateCalls(foreign).addAll(engine.messaging().templates());
    new TemplateCalls(withoutRights).addAll(checked.messaging().templates());
    new InstanceCalls(foreign, instance, message).addAll(engine);
    new InstanceCalls(withoutRights, instance, message).addAll(checked);
    schedule = engine.schedules().create(TENANT, ScheduleCalls.TASK, Actor.of("owner")).id();
    new ScheduleCalls(foreign, schedule).addAll(engine.schedules());
    new ScheduleCalls(withoutRights, schedule).addAll(checked.schedules());
    new RetentionCalls(foreign).addAll(engine.retention());
    new RetentionCalls(withoutRights).addAll(checked.retention());
    new ReachCalls(foreign, message).addAll(engine);
    new StatisticsCalls(foreign).addAll(engine);
    new ReachCalls(withoutRights, message).addAll(checked);
    new StatisticsCalls(withoutRights).addAll(checked);
    engine
        .messaging()
        .suppressions()
        .suppress(
            TENANT, ReachCalls.ANN, Reason.MANUAL, Scope.EVERYTHING, Actor.of("owner"), "note");
    engine.messaging().consents().grant(TENANT, ReachCalls.ANN, "news", Actor.of("owner"), "form");
    engine
        .messaging()
        .inbound()
        .receive(
            InboundMessage.of(TENANT, "email", "ann@x.nl", "away until 2026-02-01")
                .withHeaders(Map.of("Auto-Submitted", "auto-replied")));
  }

  @Test
  void every_operation_names_its_tenant_and_stands_in_this_contract() {
    assertThat(ServiceOperations.all())
        .as("operations whose call does not say for which tenant it is")
        .allSatisfy(
            (signature, method) -> assertThat(ServiceOperations.namesTenant(method)).isTrue());
    assertThat(foreign.signatures())
        .as("operations asked with another tenant's ids")
        .isEqualTo(ServiceOperations.all().keySet());
  }

  @TestFactory
  Stream<DynamicTest> another_tenants_ids_reach_nothing() {
    String before = everything();
    return foreign.signatures().stream()
        .map(
            signature ->
                DynamicTest.dynamicTest(
                    signature,
                    () -> {
                      TenantId stranger = TenantId.of("stranger " + signature);
                      String answer =
                          foreign
                              .answer(signature)
                              .replace("{tenant}", stranger.value())
                              .replace("{instance}", instance.toString())
                              .replace("{message}", message.toString());
                      assertThat(foreign.ask(signature, stranger)).isEqualTo(answer);
                      assertThat(everything()).as("the data of the tenant").isEqualTo(before);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> who_may_nothing_reaches_nothing_but_what_is_their_own() {
    assertThat(withoutRights.signatures()).isEqualTo(ServiceOperations.all().keySet());
    String before = everything();
    Stream<DynamicTest> refused =
        withoutRights.signatures().stream()
            .map(
                signature ->
                    DynamicTest.dynamicTest(
                        signature,
                        () ->
                            assertThat(refusedWithoutRights(signature))
                                .matches(refusal(signature))));
    return Stream.concat(
        refused,
        Stream.of(
            DynamicTest.dynamicTest(
                "the data of the tenant are as before",
                () -> assertThat(everything()).isEqualTo(before))));
  }

  private String refusedWithoutRights(String signature) {
    mayNothing = true;
    try {
      return withoutRights.ask(signature, TENANT);
    } finally {
      mayNothing = false;
    }
  }

  /** What is refused, is not there, or is empty; and what concerns nobody but oneself. */
  private static String refusal(String signature) {
    return switch (signature) {
      case "Actors.absence(TenantId, Actor, Instant, Instant, Actor)" -> "done";
      case "Actors.changed(TenantId, Actor)" -> "0";
      default ->
          "\\[\\]|NotFoundException: tenant test has no (instance|message|schedule) .*"
              + "|AccessDeniedException: \"spy\" lacks the right"
              + " (DEFINE|PUBLISH|START|SEE|OPERATE|ADMINISTER) on .* of tenant test";
    };
  }

  @TestFactory
  Stream<DynamicTest> a_tenant_that_the_host_does_not_know_is_refused() {
    return foreign.signatures().stream()
        .map(
            signature ->
                DynamicTest.dynamicTest(
                    signature,
                    () ->
                        assertThat(foreign.ask(signature, TenantId.of(NOBODY)))
                            .isEqualTo(
                                "NotFoundException: tenant \"nobody\" is unknown to the host's TenantDirectory")));
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
    engine
        .schedules()
        .list(TENANT, null, null, 100)
        .items()
        .forEach(
            one -> all.add(one + "\n" + engine.schedules().history(TENANT, one.id(), null, 100)));
    Statistics.Query year =
        Statistics.Query.of(
            TENANT, Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));
    all.add(engine.statistics().runs(year).toString());
    all.add(engine.statistics().steps(year.ofWorkflow("w")).toString());
    all.add(engine.upcoming().list(TENANT, UpcomingWork.Query.all(), null, 100).items().toString());
    all.add(engine.log().search(ExecutionLog.Query.of(TENANT), null, 1_000).items().toString());
    engine.tasks().list(TENANT, null, 100).items().forEach(one -> all.add(one.toString()));
    engine
        .messaging()
        .messages()
        .list(TENANT, null, null, null, 100)
        .items()
        .forEach(one -> all.add(one.toString()));
    all.add(engine.messaging().suppressions().of(TENANT, ReachCalls.ANN).toString());
    all.add(
        engine.messaging().suppressions().absence(TENANT, ReachCalls.ANN).orElseThrow().toString());
    all.add(engine.messaging().consents().history(TENANT, ReachCalls.ANN).toString());
    all.add(engine.messaging().deliveries().of(TENANT, message).toString());
    Assignments assignments = engine.assignments();
    all.add(assignments.rules(TENANT).toString());
    all.add(assignments.override(TENANT, LEAD).toString());
    all.add(assignments.defaults(TENANT).toString());
    all.add(engine.messaging().templates().versions(TENANT, "t").toString());
    return all.toString();
  }
}
