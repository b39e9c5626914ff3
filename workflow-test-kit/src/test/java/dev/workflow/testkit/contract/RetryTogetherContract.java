package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.Instances.BulkOperation;
import dev.workflow.Instances.BulkReport;
import dev.workflow.Instances.Query;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowRef;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.messaging.Messages;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.MessageState;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A retry of an instance and of its sub-workflows: each goes on once, where it was. */
public abstract class RetryTogetherContract extends EngineContract {

  private static final Actor OPERATOR = Actor.of("operator");
  private static final String CHILD =
      """
      {"key": "child", "steps": [{"id": "pay", "action": "work"}, {"id": "f", "action": "work"}%s]}
      """;
  private static final String PARENT =
      "[{\"id\": \"sub\", \"workflow\": \"child\"}, {\"id\": \"after\", \"action\": \"work\"}]";

  private final Set<String> broken = new HashSet<>(Set.of("f"));

  private InstanceId parent(String child, String steps) {
    kit.publish(child);
    answer =
        context ->
            broken.contains(context.step())
                ? ActionResult.failed("broken", false)
                : ActionResult.completed();
    return run(steps, "{}");
  }

  private InstanceId parentOf(String keys, String steps) {
    publish("w", keys, steps);
    answer =
        context ->
            broken.contains(context.step())
                ? ActionResult.failed("broken", false)
                : ActionResult.completed();
    return kit.event("lead.created", LEAD, "{}").started().get(0).instance();
  }

  private InstanceId child() {
    var query = Query.of(TENANT).workflow("child");
    return kit.engine().instances().list(query, null, 1).items().get(0).id();
  }

  private void mendAndRetry(InstanceId id) {
    broken.clear();
    calls.clear();
    kit.engine().instances().retry(TENANT, id, OPERATOR);
    kit.run();
  }

  private BulkReport retryAll() {
    broken.clear();
    calls.clear();
    BulkReport report =
        kit.engine()
            .instances()
            .bulk(
                Query.of(TENANT).in(InstanceState.FAILED),
                BulkOperation.RETRY,
                OPERATOR,
                progress -> {});
    kit.run();
    return report;
  }

  @Test
  void a_retry_of_the_parent_goes_on_in_the_sub_workflow_that_failed() {
    InstanceId parent = parent(CHILD.formatted(""), PARENT);
    assertInstance(parent).hasFailed();
    mendAndRetry(parent);
    assertThat(calls).containsExactly("f/1", "after/1");
    assertThat(states("child")).containsExactly(InstanceState.COMPLETED);
    assertInstance(parent).isCompleted();
    assertThat(instance(parent).step("sub").output().path("instance").textValue())
        .isEqualTo(child().toString());
  }

  @Test
  void a_retry_of_the_sub_workflow_alone_carries_the_parent_on() {
    InstanceId parent = parent(CHILD.formatted(""), PARENT);
    mendAndRetry(child());
    assertThat(calls).containsExactly("f/1", "after/1");
    assertInstance(child()).isCompleted();
    assertInstance(parent).isCompleted();
  }

  @Test
  void a_retry_of_both_in_bulk_does_the_work_once() {
    InstanceId parent = parent(CHILD.formatted(""), PARENT);
    assertThat(retryAll()).isEqualTo(new BulkReport(2, 0, Map.of()));
    assertThat(calls).containsExactly("f/1", "after/1");
    assertThat(states("child")).containsExactly(InstanceState.COMPLETED);
    assertInstance(parent).isCompleted();
  }

  @Test
  void the_second_of_two_retries_is_refused() {
    InstanceId parent = parent(CHILD.formatted(""), PARENT);
    InstanceId child = child();
    kit.engine().instances().retry(TENANT, child, OPERATOR);
    assertThatThrownBy(() -> kit.engine().instances().retry(TENANT, parent, OPERATOR))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "instance %s cannot go from ACTIVE to ACTIVE; from ACTIVE it can go to PAUSED or COMPLETED or FAILED or CANCELED",
            parent);
    kit.run();
    assertInstance(parent).hasFailed();
    mendAndRetry(parent);
    assertThat(calls).containsExactly("f/1", "after/1");
  }

  @Test
  void sub_workflows_of_sub_workflows_go_on_together() {
    kit.publish(CHILD.formatted(""));
    InstanceId parent =
        parent(
            "{\"key\": \"middle\", \"steps\": [{\"id\": \"in\", \"workflow\": \"child\"}]}",
            """
            [{"id": "all", "parallel": [
               {"steps": [{"id": "m", "workflow": "middle"}]},
               {"steps": [{"id": "f", "action": "work"}]}]}]
            """);
    assertInstance(parent).hasFailed();
    mendAndRetry(child());
    assertInstance(parent).isCompleted();
    assertThat(calls).containsExactlyInAnyOrder("f/1", "f/1");
    assertThat(states("middle")).containsExactly(InstanceState.COMPLETED);
  }

  @Test
  void a_sub_workflow_whose_failure_was_tolerated_goes_on_alone() {
    InstanceId parent =
        parent(
            CHILD.formatted(""),
            "[{\"id\": \"sub\", \"workflow\": \"child\", \"allowFailure\": true}, {\"id\": \"after\", \"action\": \"work\"}]");
    assertInstance(parent).isCompleted();
    mendAndRetry(child());
    assertThat(calls).containsExactly("f/1");
    assertInstance(child()).isCompleted();
    assertInstance(parent).isCompleted().step("sub", StepState.FAILED);
  }

  @Test
  void a_sub_workflow_rejoins_a_parent_that_is_at_work() {
    InstanceId parent =
        parent(
            CHILD.formatted(""),
            """
            [{"id": "all", "parallel": [
               {"steps": [{"id": "sub", "workflow": "child"}]},
               {"steps": [{"id": "task", "wait": {"event": "task.done"}}]}]}]
            """);
    assertInstance(parent).isActive().step("sub", StepState.FAILED);
    mendAndRetry(child());
    assertInstance(parent).isActive().step("sub", StepState.COMPLETED);
    kit.event("task.done", LEAD, "{}");
    assertInstance(parent).isCompleted();
    assertThat(calls).containsExactly("f/1");
  }

  @Test
  void a_sub_workflow_of_a_paused_parent_is_retried_after_that_is_resumed() {
    InstanceId parent =
        parent(
            CHILD.formatted(""),
            """
            [{"id": "all", "parallel": [
               {"steps": [{"id": "sub", "workflow": "child"}]},
               {"steps": [{"id": "task", "wait": {"event": "task.done"}}]}]}]
            """);
    kit.engine().instances().pause(TENANT, parent, OPERATOR, null);
    InstanceId child = child();
    assertThatThrownBy(() -> kit.engine().instances().retry(TENANT, child, OPERATOR))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "instance "
                + child
                + " cannot be retried: it is a sub-workflow of "
                + parent
                + ", which is PAUSED; resume that first");
  }

  @Test
  void a_sub_workflow_that_a_stop_has_ended_is_not_passed() {
    InstanceId parent =
        parent(
            "{\"key\": \"child\", \"steps\": [{\"id\": \"pay\", \"action\": \"work\"}, {\"id\": \"no\", \"stop\": \"failed\"}]}",
            PARENT);
    InstanceId child = child();
    String refused =
        "instance "
            + child
            + " cannot be retried: its step \"no\" ended it on purpose; start another one instead";
    assertThatThrownBy(() -> mendAndRetry(parent))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "instance "
                + parent
                + " cannot be retried: its step \"sub\" waited for a sub-workflow: "
                + refused);
    BulkReport report = retryAll();
    assertThat(report.done()).isZero();
    assertThat(report.refused()).isEqualTo(2);
    assertThat(report.failures()).containsEntry(child, refused).containsKey(parent);
    assertThat(calls).isEmpty();
    assertInstance(parent).hasFailed();
  }

  @Test
  void a_sub_workflow_that_undid_its_work_begins_anew_with_its_parent() {
    InstanceId parent =
        parent(
            """
            {"key": "child", "steps": [{"id": "pay", "action": "work", "compensate": {"action": "work"}},
              {"id": "f", "action": "work"}]}
            """,
            PARENT);
    assertThat(calls).containsExactly("pay/1", "f/1", "pay~undo/1");
    mendAndRetry(parent);
    assertThat(calls).containsExactly("pay/1", "f/1", "after/1");
    assertThat(states("child")).containsExactly(InstanceState.COMPLETED, InstanceState.FAILED);
  }

  @Test
  void a_sub_workflow_that_begins_anew_leaves_nothing_of_the_attempt_before() {
    InstanceId parent =
        parent(
            """
            {"key": "child", "steps": [
              {"id": "tell", "action": "send_email", "compensate": {"action": "work"},
               "config": {"to": "ann@x.nl", "subject": "Hello", "text": "t", "window":
                 {"days": "TUE", "from": "09:00", "to": "17:00"}}},
              {"id": "f", "action": "work"}]}
            """,
            PARENT);
    InstanceId before = child();
    assertInstance(before).hasFailed();
    assertThat(messageStates()).containsExactly(MessageState.PENDING);
    broken.add("after");
    calls.clear();
    broken.remove("f");
    kit.engine().instances().retry(TENANT, parent, OPERATOR);
    kit.run();
    assertInstance(parent).hasFailed();
    assertThat(messageStates())
        .containsExactlyInAnyOrder(MessageState.CANCELED, MessageState.PENDING);
    assertThat(kit.story(before))
        .contains("instance FAILED -> FAILED (canceled): step \"sub\" of its parent began anew");
    kit.engine().instances().cancel(TENANT, parent, OPERATOR, null);
    assertThat(messageStates()).containsExactly(MessageState.CANCELED, MessageState.CANCELED);
  }

  private List<MessageState> messageStates() {
    return kit.engine().messaging().messages().list(TENANT, null, null, null, 10).items().stream()
        .map(Messages.Message::state)
        .toList();
  }

  @Test
  void a_sub_workflow_that_was_cancelled_with_its_step_begins_anew() {
    broken.clear();
    InstanceId parent =
        parent(
            "{\"key\": \"child\", \"steps\": [{\"id\": \"pause\", \"delay\": \"P1D\"}]}",
            "[{\"id\": \"sub\", \"workflow\": \"child\", \"timeout\": \"PT1H\"}]");
    kit.advance(Duration.ofHours(1));
    assertInstance(parent).hasFailed();
    mendAndRetry(parent);
    assertThat(states("child")).containsExactly(InstanceState.ACTIVE, InstanceState.CANCELED);
    kit.advance(Duration.ofHours(1));
    assertInstance(parent).hasFailed();
  }

  @Test
  void an_instance_whose_key_another_one_has_taken_is_not_retried_beside_it() {
    for (String policy : new String[] {"skip", "queue"}) {
      broken.add("f");
      publish(
          policy,
          "\"concurrency\": {\"key\": \"{{subject.id}}\", \"policy\": \"" + policy + "\"},",
          "[{\"id\": \"f\", \"action\": \"work\"}, {\"id\": \"pause\", \"delay\": \"PT1H\"}]");
      answer =
          context ->
              broken.contains(context.step())
                  ? ActionResult.failed("broken", false)
                  : ActionResult.completed();
      SubjectRef subject = SubjectRef.of("lead", policy);
      InstanceId failed = kit.event("lead.created", subject, "{}").started().get(0).instance();
      assertInstance(failed).hasFailed();
      broken.clear();
      InstanceId other = kit.event("lead.created", subject, "{}").started().get(0).instance();
      assertThatThrownBy(() -> kit.engine().instances().retry(TENANT, failed, OPERATOR))
          .isInstanceOf(ConflictException.class)
          .hasMessage(
              "instance %s cannot be retried now: instance %s of \"%s\" has the same concurrency key \"%s\"; retry it when that has ended",
              failed, other, policy, policy);
      kit.advance(Duration.ofHours(1));
      assertInstance(other).isCompleted();
      mendAndRetry(failed);
      kit.advance(Duration.ofHours(1));
      assertInstance(failed).isCompleted();
      kit.engine().definitions().archive(TENANT, WorkflowRef.of(policy, 1), OPERATOR);
    }
  }

  @Test
  void what_a_newer_instance_has_replaced_is_not_retried() {
    broken.add("f");
    InstanceId failed =
        parentOf(
            "\"concurrency\": {\"key\": \"{{subject.id}}\", \"policy\": \"replace\"},",
            "[{\"id\": \"f\", \"action\": \"work\"}]");
    broken.clear();
    kit.event("lead.created", LEAD, "{}");
    assertThatThrownBy(() -> mendAndRetry(failed))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "instance "
                + failed
                + " cannot be retried: it is FAILED and was cancelled since: replaced by a newer instance with the same key");
  }
}
