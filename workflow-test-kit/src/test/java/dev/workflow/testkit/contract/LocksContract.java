package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.InstanceEdit;
import dev.workflow.InstanceId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.Migration;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActionResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Steps of which one at a time is open over all instances of a tenant. */
public abstract class LocksContract extends EngineContract {

  private static final Actor BOSS = Actor.of("boss");

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).actors((tenant, actor, subject) -> Set.of("ADMIN"));
  }

  private static final String VISIT =
      "[{\"id\": \"visit\", \"action\": \"approval\", \"lock\": \"room-{{room}}\"}]";

  private InstanceId visit(int room) {
    return kit.event("lead.created", LEAD, "{\"room\": " + room + "}").started().get(0).instance();
  }

  /** The instances whose visit is offered, in the order in which they were. */
  private List<InstanceId> offered() {
    return kit.engine().tasks().list(TENANT, null, 20).items().stream()
        .map(task -> task.id().instance())
        .toList();
  }

  private void answer(InstanceId id) {
    kit.engine().tasks().complete(TENANT, id, "visit", BOSS, json("{\"approved\": true}"));
    kit.run();
  }

  @Test
  void one_at_a_time_has_a_lock_in_the_order_of_arrival_and_other_locks_are_free() {
    publish("w", "", VISIT);
    InstanceId one = visit(1);
    InstanceId two = visit(1);
    InstanceId three = visit(1);
    InstanceId other = visit(2);
    assertThat(offered()).containsExactlyInAnyOrder(one, other);
    assertInstance(two).step("visit", StepState.BLOCKED);
    assertThat(instance(two).step("visit").reason()).isEqualTo("waits for the lock \"room-1\"");
    answer(one);
    assertThat(offered()).containsExactlyInAnyOrder(two, other);
    answer(two);
    assertThat(offered()).containsExactlyInAnyOrder(three, other);
    answer(three);
    answer(other);
    assertInstance(three).isCompleted();
  }

  @Test
  void workflows_share_a_lock() {
    publish("w", "", VISIT);
    InstanceId one = visit(1);
    kit.publish(
        """
        {"key": "cleaning", "steps": [{"id": "clean", "action": "work", "lock": "room-1"}]}
        """);
    InstanceId cleaning = kit.start("cleaning", LEAD, json("{}"));
    kit.run();
    assertThat(calls).isEmpty();
    answer(one);
    assertThat(calls).containsExactly("clean/1");
    assertInstance(cleaning).isCompleted();
  }

  @Test
  void however_a_step_ends_the_next_one_has_the_lock() {
    publish("w", "\"exit\": [{\"event\": \"gone\"}],", VISIT);
    List<InstanceId> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(visit(1));
    }
    kit.engine().instances().cancel(TENANT, all.get(1), BOSS, null);
    kit.engine().instances().cancel(TENANT, all.get(0), BOSS, null);
    kit.run();
    assertThat(offered()).containsExactly(all.get(2));
    kit.engine().tasks().skip(TENANT, all.get(2), "visit", BOSS, null);
    kit.run();
    assertThat(offered()).containsExactly(all.get(3));
    kit.engine().tasks().fail(TENANT, all.get(3), "visit", BOSS, "no");
    kit.run();
    assertThat(offered()).containsExactly(all.get(4));
    kit.event("gone", LEAD, "{}");
    assertThat(offered()).isEmpty();
    InstanceId last = visit(1);
    assertThat(offered()).containsExactly(last);
  }

  @Test
  void a_retry_takes_a_place_at_the_end() {
    publish(
        "w",
        "",
        "[{\"id\": \"a\", \"action\": \"work\", \"lock\": \"one\","
            + " \"retry\": {\"initialDelay\": \"PT1M\", \"jitter\": 0}}]");
    List<String> order = new ArrayList<>();
    answer =
        context -> {
          order.add(context.instance().toString() + "/" + context.attempt());
          return context.attempt() == 1
              ? ActionResult.failed("busy", true)
              : ActionResult.completed();
        };
    InstanceId one = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    InstanceId two = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    kit.advance(Duration.ofMinutes(2));
    assertThat(order).containsExactly(one + "/1", two + "/1", one + "/2", two + "/2");
    assertInstance(one).isCompleted();
    assertInstance(two).isCompleted();
  }

  @Test
  void a_failed_instance_waits_anew_when_it_is_retried() {
    publish("w", "", VISIT);
    InstanceId one = visit(1);
    InstanceId two = visit(1);
    kit.engine().tasks().fail(TENANT, one, "visit", BOSS, "no");
    kit.run();
    kit.engine().instances().retry(TENANT, one, BOSS);
    kit.run();
    assertThat(offered()).containsExactly(two);
    assertInstance(one).step("visit", StepState.BLOCKED);
    answer(two);
    assertThat(offered()).containsExactly(one);
  }

  @Test
  void a_step_that_holds_others_has_the_lock_until_all_of_it_has_ended_and_enters_again() {
    answer = context -> ActionResult.failed("broken", false);
    publish(
        "w",
        "",
        """
        [{"id": "trip", "lock": "car", "repeat": {"max": 2, "while": {}, "steps": [
           {"id": "inside", "action": "work", "lock": "car", "retry": {"maxAttempts": 1}}]}}]
        """);
    InstanceId one = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    assertInstance(one).hasFailed();
    publish("v", "", "[{\"id\": \"visit\", \"action\": \"approval\", \"lock\": \"car\"}]");
    InstanceId other = kit.start("v", LEAD, json("{}"));
    kit.run();
    answer = context -> ActionResult.completed();
    kit.engine().instances().retry(TENANT, one, BOSS);
    kit.run();
    assertThat(calls).containsExactly("inside[0]/1");
    answer(other);
    assertThat(calls).containsExactly("inside[0]/1", "inside[0]/1", "inside[1]/1");
    assertInstance(one).isCompleted();
  }

  @Test
  void a_sub_workflow_does_not_wait_for_what_waits_for_it() {
    kit.publish(
        """
        {"key": "below", "steps": [{"id": "s", "action": "work", "lock": "car"}]}
        """);
    InstanceId id = run("[{\"id\": \"sub\", \"workflow\": \"below\", \"lock\": \"car\"}]", "{}");
    assertInstance(id).hasFailed();
    assertThat(instance(id).step("sub").reason())
        .endsWith(
            "it would wait for itself: instance "
                + id
                + ", which waits for this one, has the lock \"car\"");
  }

  @Test
  void a_lock_that_gives_nothing_fails_the_step() {
    InstanceId id =
        run("[{\"id\": \"a\", \"action\": \"work\", \"lock\": \"{{room}}\"}]", "{\"room\": \"\"}");
    assertInstance(id).hasFailed();
    assertThat(instance(id).step("a").reason()).isEqualTo("The lock {{room}} gives nothing");
  }

  @Test
  void a_paused_instance_keeps_its_lock_and_gets_one_whose_turn_comes() {
    publish("w", "", VISIT);
    InstanceId one = visit(1);
    InstanceId two = visit(1);
    InstanceId three = visit(1);
    kit.engine().instances().pause(TENANT, two, BOSS, null);
    answer(one);
    assertThat(offered()).isEmpty();
    kit.engine().instances().resume(TENANT, two, BOSS);
    kit.run();
    assertThat(offered()).containsExactly(two);
    answer(two);
    assertThat(offered()).containsExactly(three);
  }

  @Test
  void an_edit_that_removes_a_step_and_a_migration_that_renames_it_keep_the_order() {
    publish("w", "", VISIT);
    InstanceId one = visit(1);
    InstanceId two = visit(1);
    InstanceId three = visit(1);
    kit.engine()
        .instances()
        .edit(TENANT, two, BOSS)
        .add(json("{\"id\": \"other\", \"action\": \"work\"}"), InstanceEdit.Place.end())
        .remove("visit")
        .apply();
    kit.run();
    assertInstance(two).isCompleted();
    publish("w", "", VISIT.replace("visit", "see"));
    kit.engine().instances().migrate(TENANT, one, Migration.to(2).step("visit", "see"), BOSS);
    kit.engine().instances().migrate(TENANT, three, Migration.to(2).step("visit", "see"), BOSS);
    kit.run();
    assertThat(offered()).containsExactly(one);
    kit.engine().tasks().complete(TENANT, one, "see", BOSS, json("{\"approved\": true}"));
    kit.run();
    assertThat(offered()).containsExactly(three);
  }

  @Test
  void a_long_queue_is_kept_in_order() {
    publish("w", "", VISIT);
    List<InstanceId> all = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      all.add(visit(1));
    }
    for (int i = 148; i > 1; i--) {
      kit.engine().instances().cancel(TENANT, all.get(i), BOSS, null);
    }
    for (InstanceId id : List.of(all.get(0), all.get(1), all.get(149))) {
      assertThat(offered()).containsExactly(id);
      answer(id);
    }
    assertThat(offered()).isEmpty();
  }
}
