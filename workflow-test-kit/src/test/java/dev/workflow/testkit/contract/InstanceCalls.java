package dev.workflow.testkit.contract;

import static dev.workflow.History.Order.OLDEST_FIRST;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static dev.workflow.testkit.contract.EngineContract.LEAD;
import static dev.workflow.testkit.contract.EngineContract.json;
import static dev.workflow.testkit.contract.ForeignCalls.SPY;
import static dev.workflow.testkit.contract.ForeignCalls.done;

import dev.workflow.History;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.Page;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowRef;
import dev.workflow.instance.Migration;
import dev.workflow.operations.Findings;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The calls about instances, tasks and history. */
final class InstanceCalls {

  private final ForeignCalls calls;
  private final InstanceId instance;
  private final UUID message;

  /** With the ids of an instance and of its message. */
  InstanceCalls(ForeignCalls calls, InstanceId instance, UUID message) {
    this.calls = calls;
    this.instance = instance;
    this.message = message;
  }

  void addAll(WorkflowEngine engine) {
    instances(engine.instances());
    new CalendarCalls(calls, instance).addAll(engine.upcoming());
    new MessageCalls(calls, message).addAll(engine.messaging().messages());
    new TaskCalls(calls, instance).addAll(engine.tasks());
    new ActorCalls(calls).addAll(engine.actors());
    calls.add(
        "Findings.list(TenantId, Query, String, int)",
        "[]",
        tenant -> engine.findings().list(tenant, Findings.Query.all(), null, 9).items());
    calls.add("Findings.count(TenantId)", "{}", tenant -> engine.findings().count(tenant));
    calls.add("Findings.look(TenantId)", "[]", tenant -> engine.findings().look(tenant));
    history(engine);
  }

  private void instances(Instances it) {
    calls.add(
        "Instances.purge(TenantId, Instant, LongConsumer)",
        "0",
        tenant -> it.purge(tenant, Instant.parse("2100-01-01T00:00:00Z"), removed -> {}));
    String none = "NotFoundException: tenant {tenant} has no instance {instance}";
    calls.add(
        "Instances.start(TenantId, String, SubjectRef, ObjectNode, Actor)",
        "NotFoundException: tenant {tenant} has no published and enabled workflow \"w\"",
        tenant -> it.start(tenant, "w", LEAD, json("{}"), SPY));
    calls.add(
        "Instances.startForEach(TenantId, String, RecordSelection, ObjectNode, Actor)",
        "NotFoundException: tenant {tenant} has no published and enabled workflow \"w\"",
        tenant ->
            it.startForEach(
                tenant, "w", dev.workflow.spi.RecordSelection.all("lead"), json("{}"), SPY));
    String noVersion = "NotFoundException: tenant {tenant} has no published workflow w v1";
    calls.add(
        "Instances.startVersion(TenantId, WorkflowRef, SubjectRef, ObjectNode, Actor)",
        noVersion,
        tenant -> it.startVersion(tenant, WorkflowRef.of("w", 1), LEAD, json("{}"), SPY));
    calls.add(
        "Instances.draft(TenantId, WorkflowRef, SubjectRef, ObjectNode, Actor)",
        noVersion,
        tenant -> it.draft(tenant, WorkflowRef.of("w", 1), LEAD, json("{}"), SPY));
    calls.add(
        "Instances.begin(TenantId, InstanceId, Actor)",
        none,
        tenant -> done(() -> it.begin(tenant, instance, SPY)));
    calls.add("Instances.get(TenantId, InstanceId)", none, tenant -> it.get(tenant, instance));
    calls.add(
        "Instances.document(TenantId, InstanceId)", none, tenant -> it.document(tenant, instance));
    calls.add(
        "Instances.checkMigration(TenantId, InstanceId, Migration)",
        none,
        tenant -> it.checkMigration(tenant, instance, Migration.to(1)));
    calls.add(
        "Instances.migrate(TenantId, InstanceId, Migration, Actor)",
        none,
        tenant -> it.migrate(tenant, instance, Migration.to(1), SPY));
    calls.add(
        "Instances.migrate(Query, Migration, Actor, Consumer)",
        "BulkReport[done=0, refused=0, failures={}]",
        tenant ->
            it.migrate(
                Instances.Query.of(tenant).workflow("w"), Migration.to(1), SPY, report -> {}));
    calls.add(
        "Instances.moveTo(TenantId, InstanceId, String, Actor, String)",
        none,
        tenant -> done(() -> it.moveTo(tenant, instance, "a", SPY, null)));
    calls.add(
        "Instances.restart(TenantId, InstanceId, Actor)",
        none,
        tenant -> it.restart(tenant, instance, SPY));
    calls.add(
        "Instances.edit(TenantId, InstanceId, Actor)",
        none,
        tenant -> it.edit(tenant, instance, SPY).rename("x").apply());
    calls.add(
        "Instances.list(Query, String, int)",
        "[]",
        tenant ->
            List.of(
                it.list(Instances.Query.of(tenant), null, 10).items(),
                it.list(Instances.Query.of(tenant), listed(it), 10).items()));
    calls.add("Instances.count(TenantId)", "[]", it::count);
    calls.add(
        "Instances.pause(TenantId, InstanceId, Actor, String)",
        none,
        tenant -> done(() -> it.pause(tenant, instance, SPY, null)));
    calls.add(
        "Instances.resume(TenantId, InstanceId, Actor)",
        none,
        tenant -> done(() -> it.resume(tenant, instance, SPY)));
    calls.add(
        "Instances.cancel(TenantId, InstanceId, Actor, String)",
        none,
        tenant -> done(() -> it.cancel(tenant, instance, SPY, null)));
    calls.add(
        "Instances.retry(TenantId, InstanceId, Actor)",
        none,
        tenant -> done(() -> it.retry(tenant, instance, SPY)));
    calls.add(
        "Instances.bulk(Query, BulkOperation, Actor, Consumer)",
        "BulkReport[done=0, refused=0, failures={}]",
        tenant ->
            it.bulk(Instances.Query.of(tenant), Instances.BulkOperation.CANCEL, SPY, report -> {}));
  }

  private static String listed(Instances it) {
    return next(it.list(Instances.Query.of(TENANT), null, 1));
  }

  /** The cursor that a page of the tenant who has something gave. */
  static String next(Page<?> page) {
    return page.next().orElseThrow();
  }

  private void history(WorkflowEngine engine) {
    String none = "NotFoundException: tenant {tenant} has no instance {instance}";
    calls.add(
        "History.of(TenantId, InstanceId)", none, tenant -> engine.history().of(tenant, instance));
    calls.add(
        "History.of(TenantId, SubjectRef, Order, String, int)",
        "[]",
        tenant -> {
          History it = engine.history();
          return List.of(
              it.of(tenant, LEAD, OLDEST_FIRST, null, 10).items(),
              it.of(tenant, LEAD, OLDEST_FIRST, next(it.of(TENANT, LEAD, OLDEST_FIRST, null, 1)), 9)
                  .items());
        });
    calls.add(
        "History.evidence(TenantId, InstanceId)",
        none,
        tenant -> engine.history().evidence(tenant, instance));
    calls.add(
        "History.story(TenantId, InstanceId)",
        none,
        tenant -> engine.history().story(tenant, instance));
    calls.add(
        "History.diagram(TenantId, InstanceId)",
        none,
        tenant -> engine.history().diagram(tenant, instance));
    calls.add(
        "History.picture(TenantId, InstanceId)",
        none,
        tenant -> engine.history().picture(tenant, instance));
  }
}
