package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static dev.workflow.testkit.contract.EngineContract.json;
import static dev.workflow.testkit.contract.ForeignCalls.SPY;
import static dev.workflow.testkit.contract.ForeignCalls.done;

import dev.workflow.InstanceId;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.spi.ProviderCall;
import dev.workflow.task.TaskBulk;
import dev.workflow.task.TaskCommand;
import dev.workflow.task.TaskQuery;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The operations on tasks. */
final class TaskCalls {

  private static final String NONE =
      "NotFoundException: tenant {tenant} has no instance {instance}";

  private final ForeignCalls calls;
  private final InstanceId instance;
  private final TaskId task;

  /** With the id of an instance. */
  TaskCalls(ForeignCalls calls, InstanceId instance) {
    this.calls = calls;
    this.instance = instance;
    this.task = TaskId.of(instance, "ask");
  }

  void addAll(Tasks it) {
    stepByName(it);
    byId(it);
    plans(it);
    lists(it);
  }

  private void stepByName(Tasks it) {
    calls.add(
        "Tasks.claim(TenantId, InstanceId, String, Actor)",
        NONE,
        tenant -> done(() -> it.claim(tenant, instance, "ask", SPY)));
    calls.add(
        "Tasks.release(TenantId, InstanceId, String, Actor)",
        NONE,
        tenant -> done(() -> it.release(tenant, instance, "ask", SPY)));
    calls.add(
        "Tasks.complete(TenantId, InstanceId, String, Actor, JsonNode)",
        NONE,
        tenant ->
            done(() -> it.complete(tenant, instance, "ask", SPY, json("{\"approved\": true}"))));
    calls.add(
        "Tasks.fail(TenantId, InstanceId, String, Actor, String)",
        NONE,
        tenant -> done(() -> it.fail(tenant, instance, "ask", SPY, "no")));
    calls.add(
        "Tasks.fail(TenantId, InstanceId, String, Actor, String, String)",
        NONE,
        tenant -> done(() -> it.fail(tenant, instance, "ask", SPY, "no", "NO")));
    calls.add(
        "Tasks.create(TenantId, SubjectRef, JsonNode, ObjectNode, Actor)",
        "InvalidInputException: The task has a problem:\n"
            + "  /step: is not a step: write an object with an \"id\"",
        tenant -> it.create(tenant, null, json("{}"), json("{}"), SPY));
    calls.add(
        "Tasks.callback(TenantId, String, JsonNode)",
        "NotFoundException: no step of tenant {tenant} waits under the correlation \"k\"",
        tenant -> done(() -> it.callback(tenant, "k", json("{}"))));
    calls.add(
        "Tasks.callback(TenantId, ProviderCall)",
        "ProviderReceipt[result=FORGED, instance=null, step=null, message=the local provider has no"
            + " callbacks; its sessions are finished by completing the step]",
        tenant ->
            it.callback(
                tenant, ProviderCall.of("signature", "local", Map.of(), new byte[] {'{', '}'})));
    calls.add(
        "Tasks.skip(TenantId, InstanceId, String, Actor, String)",
        NONE,
        tenant -> done(() -> it.skip(tenant, instance, "ask", SPY, null)));
    calls.add(
        "Tasks.canPerform(TenantId, InstanceId, String, Actor)",
        NONE,
        tenant -> it.canPerform(tenant, instance, "ask", SPY));
    calls.add(
        "Tasks.whyNot(TenantId, InstanceId, String, Actor)",
        NONE,
        tenant -> it.whyNot(tenant, instance, "ask", SPY));
  }

  private void byId(Tasks it) {
    calls.add(
        "Tasks.claim(TenantId, TaskId, Actor)",
        NONE,
        tenant -> done(() -> it.claim(tenant, task, SPY)));
    calls.add(
        "Tasks.release(TenantId, TaskId, Actor)",
        NONE,
        tenant -> done(() -> it.release(tenant, task, SPY)));
    calls.add(
        "Tasks.complete(TenantId, TaskId, Actor, JsonNode)",
        NONE,
        tenant -> done(() -> it.complete(tenant, task, SPY, json("{}"))));
    calls.add(
        "Tasks.fail(TenantId, TaskId, Actor, String)",
        NONE,
        tenant -> done(() -> it.fail(tenant, task, SPY, "no")));
    calls.add(
        "Tasks.fail(TenantId, TaskId, Actor, String, String)",
        NONE,
        tenant -> done(() -> it.fail(tenant, task, SPY, "no", "NO")));
    calls.add(
        "Tasks.skip(TenantId, TaskId, Actor, String)",
        NONE,
        tenant -> done(() -> it.skip(tenant, task, SPY, null)));
    calls.add(
        "Tasks.revoke(TenantId, TaskId, Actor)",
        NONE,
        tenant -> done(() -> it.revoke(tenant, task, SPY)));
    calls.add(
        "Tasks.reopen(TenantId, TaskId, Actor)",
        NONE,
        tenant -> done(() -> it.reopen(tenant, task, SPY)));
    calls.add(
        "Tasks.sendBack(TenantId, TaskId, Actor, String, String)",
        NONE,
        tenant -> done(() -> it.sendBack(tenant, task, SPY, "a", null)));
    calls.add(
        "Tasks.whyNot(TenantId, TaskId, Actor, TaskCommand)",
        NONE,
        tenant -> it.whyNot(tenant, task, SPY, TaskCommand.CLAIM));
    calls.add(
        "Tasks.start(TenantId, TaskId, Actor)",
        NONE,
        tenant -> done(() -> it.start(tenant, task, SPY)));
    calls.add(
        "Tasks.assign(TenantId, TaskId, Actor, String)",
        NONE,
        tenant -> done(() -> it.assign(tenant, task, SPY, "a")));
    calls.add(
        "Tasks.assign(TenantId, TaskId, Actor, String, Set)",
        NONE,
        tenant -> done(() -> it.assign(tenant, task, SPY, "a", Set.of(Tasks.Handover.KEEP_BEGUN))));
    calls.add(
        "Tasks.decline(TenantId, TaskId, Actor, String)",
        NONE,
        tenant -> done(() -> it.decline(tenant, task, SPY, null)));
    calls.add(
        "Tasks.helpers(TenantId, TaskId, Actor, Collection, Collection)",
        NONE,
        tenant -> done(() -> it.helpers(tenant, task, SPY, Set.of("a"), Set.of())));
    calls.add(
        "Tasks.complete(TenantId, TaskId, Actor, JsonNode, Next)",
        NONE,
        tenant -> it.complete(tenant, task, SPY, json("{}"), Tasks.Next.OF_CASE));
    calls.add("Tasks.get(TenantId, TaskId, Actor)", NONE, tenant -> it.get(tenant, task, SPY));
    calls.add(
        "Tasks.delegate(TenantId, TaskId, Actor, String)",
        NONE,
        tenant -> done(() -> it.delegate(tenant, task, SPY, "a")));
    calls.add(
        "Tasks.resolve(TenantId, TaskId, Actor, JsonNode)",
        NONE,
        tenant -> done(() -> it.resolve(tenant, task, SPY, null)));
  }

  private void plans(Tasks it) {
    calls.add(
        "Tasks.suspend(TenantId, TaskId, Actor, Instant, String)",
        NONE,
        tenant -> done(() -> it.suspend(tenant, task, SPY, null, null)));
    calls.add(
        "Tasks.block(TenantId, TaskId, Actor, String)",
        NONE,
        tenant -> done(() -> it.block(tenant, task, SPY, null)));
    calls.add(
        "Tasks.unblock(TenantId, TaskId, Actor)",
        NONE,
        tenant -> done(() -> it.unblock(tenant, task, SPY)));
    calls.add(
        "Tasks.reassign(TenantId, TaskId, Actor, String)",
        NONE,
        tenant -> done(() -> it.reassign(tenant, task, SPY, "a")));
    calls.add(
        "Tasks.resume(TenantId, TaskId, Actor)",
        NONE,
        tenant -> done(() -> it.resume(tenant, task, SPY)));
    calls.add(
        "Tasks.setDue(TenantId, TaskId, Actor, Instant)",
        NONE,
        tenant -> done(() -> it.setDue(tenant, task, SPY, null)));
    calls.add(
        "Tasks.setFollowUp(TenantId, TaskId, Actor, Instant)",
        NONE,
        tenant -> done(() -> it.setFollowUp(tenant, task, SPY, null)));
    calls.add(
        "Tasks.setPriority(TenantId, TaskId, Actor, int)",
        NONE,
        tenant -> done(() -> it.setPriority(tenant, task, SPY, 1)));
    calls.add(
        "Tasks.comment(TenantId, TaskId, Actor, String)",
        NONE,
        tenant -> done(() -> it.comment(tenant, task, SPY, "hello")));
    calls.add(
        "Tasks.attach(TenantId, TaskId, Actor, String, String, String)",
        NONE,
        tenant -> done(() -> it.attach(tenant, task, SPY, "a", "b", null)));
    calls.add(
        "Tasks.save(TenantId, TaskId, Actor, JsonNode, int)",
        NONE,
        tenant -> it.save(tenant, task, SPY, json("{}"), 0));
    calls.add("Tasks.get(TenantId, TaskId)", NONE, tenant -> it.get(tenant, task));
  }

  private void lists(Tasks it) {
    calls.add(
        "Tasks.next(TenantId, Actor, TaskQuery)",
        "Optional.empty",
        tenant -> it.next(tenant, SPY, TaskQuery.all()));
    calls.add(
        "Tasks.query(TenantId, TaskQuery, String, int)",
        "[]",
        tenant -> it.query(tenant, TaskQuery.all(), null, 10).items());
    calls.add(
        "Tasks.bulk(TenantId, TaskQuery, TaskBulk, Actor, Consumer)",
        "Report[results=[], left=[]]",
        tenant -> it.bulk(tenant, TaskQuery.all(), TaskBulk.skip(null), SPY, report -> {}));
    calls.add(
        "Tasks.bulk(TenantId, List, TaskBulk, Actor, Consumer)",
        "[REFUSED tenant {tenant} has no instance {instance}]",
        tenant ->
            it
                .bulk(tenant, List.of(task), TaskBulk.assign("spy"), SPY, report -> {})
                .results()
                .stream()
                .map(result -> result.outcome() + " " + result.problem())
                .toList());
    calls.add("Tasks.count(TenantId, TaskQuery)", "0", tenant -> it.count(tenant, TaskQuery.all()));
    calls.add(
        "Tasks.countBy(TenantId, TaskQuery, Group)",
        "{}",
        tenant -> it.countBy(tenant, TaskQuery.all(), Tasks.Group.STATE));
    calls.add(
        "Tasks.inbox(TenantId, Actor, String, int)",
        "[]",
        tenant ->
            List.of(
                it.inbox(tenant, SPY, null, 10).items(),
                it.inbox(tenant, SPY, InstanceCalls.next(it.inbox(TENANT, SPY, null, 1)), 10)
                    .items()));
    calls.add(
        "Tasks.list(TenantId, String, int)",
        "[]",
        tenant ->
            List.of(
                it.list(tenant, null, 10).items(),
                it.list(tenant, InstanceCalls.next(it.list(TENANT, null, 1)), 10).items()));
  }
}
