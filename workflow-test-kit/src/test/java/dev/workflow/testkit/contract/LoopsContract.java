package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Instances.Query;
import dev.workflow.PublishReceipt;
import dev.workflow.PublishReceipt.Suppressed.Reason;
import dev.workflow.instance.InstanceState;
import dev.workflow.spi.ActionResult;
import dev.workflow.testkit.WorkflowTestKit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Workflows that cause what starts them are stopped, and it is said where. */
public abstract class LoopsContract extends EngineContract {

  @Test
  void a_workflow_that_causes_its_own_event_is_stopped_visibly() {
    publish(
        "w",
        "",
        "[{\"id\": \"again\", \"action\": \"publish_event\", \"config\": {\"event\": \"lead.created\"}}]");
    InstanceId id = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    assertInstance(id).isCompleted();
    assertThat(kit.engine().events().list(WorkflowTestKit.TENANT, null, 10).items())
        .anySatisfy(
            accepted -> {
              assertThat(accepted.receipt().suppressed()).hasSize(1);
              assertThat(accepted.receipt().suppressed().get(0).reason()).isEqualTo(Reason.LOOP);
            });
  }

  @Test
  void a_loop_over_several_workflows_is_stopped_where_it_closes() {
    publish(
        "ping",
        "",
        "[{\"id\": \"tell\", \"action\": \"publish_event\", \"config\": {\"event\": \"pinged\"}}]");
    kit.publish(
        """
        {"key": "pong", "name": "Pong", "triggers": [{"event": "pinged"}], "steps": [
          {"id": "tell", "action": "publish_event", "config": {"event": "lead.created"}}]}
        """);
    InstanceId ping = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    var closing =
        kit.engine().events().list(WorkflowTestKit.TENANT, null, 10).items().stream()
            .filter(one -> one.event().cause() != null && one.event().cause().depth() == 2)
            .toList();
    assertThat(closing).hasSize(1);
    var suppressed = closing.get(0).receipt().suppressed();
    assertThat(suppressed).hasSize(1);
    assertThat(suppressed.get(0).workflow().key()).isEqualTo("ping");
    assertThat(suppressed.get(0).reason()).isEqualTo(Reason.LOOP);
    assertThat(suppressed.get(0).detail())
        .startsWith("the workflow caused this event itself: [ping/" + ping + ", pong/");
    assertThat(closing.get(0).receipt().started()).isEmpty();
  }

  @Test
  void an_event_of_the_host_that_carries_a_steps_cause_does_not_start_the_workflow_again() {
    List<PublishReceipt> receipts = new ArrayList<>();
    answer =
        context -> {
          Event written =
              Event.of(WorkflowTestKit.TENANT, "lead.created", LEAD, json("{}"))
                  .withCause(context.cause());
          receipts.add(kit.engine().events().publish(written));
          return ActionResult.completed();
        };
    publish("w", "", "[{\"id\": \"a\", \"action\": \"work\"}]");
    kit.event("lead.created", LEAD, "{}");
    assertThat(receipts).hasSize(1);
    assertThat(receipts.get(0).started()).isEmpty();
    assertThat(receipts.get(0).suppressed().get(0).reason()).isEqualTo(Reason.LOOP);
    assertThat(calls).hasSize(1);
  }

  @Test
  void workflows_that_start_one_another_without_end_are_stopped() {
    publish(
        "w",
        "",
        "[{\"id\": \"again\", \"action\": \"start_workflow\", \"config\": {\"workflow\": \"w\"}}]");
    kit.event("lead.created", LEAD, "{}");
    var ends = kit.engine().instances().list(Query.of(WorkflowTestKit.TENANT), null, 100).items();
    assertThat(ends).hasSize(33);
    var last = ends.stream().filter(one -> one.state() == InstanceState.FAILED).toList();
    assertThat(last).hasSize(1);
    assertThat(instance(last.get(0).id()).step("again").reason())
        .endsWith("workflows start one another in a chain longer than 32; the last is \"w\"");
  }
}
