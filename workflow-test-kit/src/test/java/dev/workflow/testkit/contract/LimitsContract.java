package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A workflow's limit on the starts of its instances delays them, over all nodes. */
public abstract class LimitsContract extends DelayedStarts {

  private static final String FIVE_A_MINUTE = aMinute(5);

  private WorkflowEngine another() {
    return customize(WorkflowEngine.builder().actors(ActorDirectory.open()))
        .store(store)
        .clock(kit.clock())
        .build();
  }

  @Test
  void what_exceeds_the_limit_begins_in_later_windows() {
    publish("w", FIVE_A_MINUTE, WORK);
    publishMany(12);
    kit.advance(Duration.ofHours(1));
    assertBegunEachMinute(5, 5, 2);
    assertThat(states("w")).hasSize(12).containsOnly(InstanceState.COMPLETED);
  }

  @Test
  void the_first_to_come_is_the_first_to_begin() {
    List<String> order = new ArrayList<>();
    answer =
        context -> {
          order.add(String.valueOf(context.subject()));
          return ActionResult.completed();
        };
    publish("w", "\"rateLimit\": {\"permits\": 1, \"per\": \"PT10S\"},", WORK);
    publishMany(4);
    kit.advance(Duration.ofMinutes(1));
    assertThat(order).containsExactly("lead:0", "lead:1", "lead:2", "lead:3");
  }

  @Test
  void no_window_wherever_it_begins_holds_more_than_the_limit() {
    publish("w", FIVE_A_MINUTE, WORK);
    Random random = new Random(7);
    for (int i = 0; i < 60; i++) {
      publish(kit.engine(), i);
      kit.advance(Duration.ofMillis(random.nextInt(20_000)));
    }
    kit.advance(Duration.ofHours(1));
    assertThat(begun).hasSize(60);
    for (int i = 5; i < begun.size(); i++) {
      assertThat(Duration.between(begun.get(i - 5), begun.get(i)))
          .isGreaterThanOrEqualTo(Duration.ofMinutes(1));
    }
  }

  @Test
  void several_engines_on_one_store_keep_one_limit() {
    publish("w", FIVE_A_MINUTE, WORK);
    List<WorkflowEngine> engines = new ArrayList<>(List.of(kit.engine()));
    for (int i = 0; i < 2; i++) {
      engines.add(another());
    }
    for (int i = 0; i < 15; i++) {
      publish(engines.get(i % 3), i);
    }
    engines.forEach(WorkflowEngine::runUntilIdle);
    assertBegunEachMinute(5);
    kit.advance(Duration.ofMinutes(1));
    assertThat(begun).hasSize(10);
    kit.advance(Duration.ofMinutes(1));
    assertThat(begun).hasSize(15);
    engines.subList(1, 3).forEach(WorkflowEngine::close);
  }

  @Test
  void an_instance_that_waits_for_its_turn_says_until_when_and_why() {
    publish("w", aMinute(1), WORK);
    InstanceId first = publish(kit.engine(), 1);
    InstanceId second = publish(kit.engine(), 2);
    kit.run();
    assertThat(instance(first).beginsAt()).isNull();
    assertThat(instance(second).state()).isEqualTo(InstanceState.ACTIVE);
    assertThat(instance(second).beginsAt()).isEqualTo(START.plusSeconds(60));
    assertThat(kit.story(second))
        .isEqualTo(
            """
            w v1 about lead:2, started by lead.created
              2026-01-05T09:00:00Z  instance DRAFT -> ACTIVE
              2026-01-05T09:00:00Z  begins at 2026-01-05T09:01:00Z: at most 1 start in PT1M
            """);
    kit.advance(Duration.ofMinutes(1));
    assertThat(instance(second).state()).isEqualTo(InstanceState.COMPLETED);
    assertThat(instance(second).beginsAt()).isNull();
  }

  @Test
  void workflows_and_tenants_do_not_share_a_workflows_limit() {
    TenantId other = TenantId.of("other");
    publish("w", FIVE_A_MINUTE, WORK);
    publish("v", FIVE_A_MINUTE, WORK);
    publish("free", "", WORK);
    kit.engine()
        .definitions()
        .publish(
            other,
            WorkflowDefinition.parse(
                "{\"key\": \"w\", \"triggers\": [{\"event\": \"lead.created\"}], "
                    + FIVE_A_MINUTE
                    + "\"steps\": "
                    + WORK
                    + "}"));
    publishMany(10);
    for (int i = 0; i < 10; i++) {
      kit.engine().events().publish(lead(other, i));
    }
    kit.run();
    assertBegunEachMinute(5 + 5 + 10 + 5);
    kit.advance(Duration.ofMinutes(1));
    assertThat(begun).hasSize(40);
  }

  @Test
  void starts_by_hand_and_by_other_workflows_count_and_wait() {
    publish("w", aMinute(1), WORK);
    kit.publish(
        """
        {"key": "outer", "triggers": [{"event": "go"}],
         "steps": [{"id": "sub", "workflow": "w"}]}
        """);
    kit.start("w", LEAD, Json.object());
    InstanceId outer = kit.event("go", LEAD, "{}").started().get(0).instance();
    kit.start("w", LEAD, Json.object());
    assertBegunEachMinute(1);
    assertThat(instance(outer).state()).isEqualTo(InstanceState.ACTIVE);
    kit.advance(Duration.ofMinutes(1));
    assertThat(instance(outer).state()).isEqualTo(InstanceState.COMPLETED);
    kit.advance(Duration.ofMinutes(1));
    assertBegunEachMinute(1, 1, 1);
  }

  @Test
  void a_new_version_goes_on_with_the_limit_of_the_one_before() {
    publish("w", FIVE_A_MINUTE, WORK);
    publishMany(5);
    publish("w", aMinute(6), WORK);
    publishMany(3);
    kit.advance(Duration.ofSeconds(1));
    assertThat(begun).hasSize(6);
    kit.advance(Duration.ofMinutes(1));
    assertThat(begun).hasSize(8);
  }

  @Test
  void what_waits_for_its_turn_can_be_ended_and_paused() {
    publish("w", "\"exit\": [{\"event\": \"lead.lost\"}], " + aMinute(1), WORK);
    List<InstanceId> ids = publishMany(4);
    kit.event("lead.lost", SubjectRef.of("lead", "1"), "{}");
    kit.engine().instances().cancel(WorkflowTestKit.TENANT, ids.get(2), Actor.of("ann"), null);
    kit.engine().instances().pause(WorkflowTestKit.TENANT, ids.get(3), Actor.of("ann"), null);
    kit.advance(Duration.ofHours(1));
    assertThat(begun).containsExactly(START);
    assertThat(instance(ids.get(1)).outcome()).isEqualTo(InstanceOutcome.EXITED);
    assertThat(instance(ids.get(2)).state()).isEqualTo(InstanceState.CANCELED);
    kit.engine().instances().resume(WorkflowTestKit.TENANT, ids.get(3), Actor.of("ann"));
    kit.run();
    assertThat(begun).containsExactly(START, START.plus(Duration.ofHours(1)));
  }

  @Test
  void turns_that_all_nodes_missed_do_not_come_all_at_once() {
    publish("w", FIVE_A_MINUTE, WORK);
    publishMany(20);
    kit.run();
    kit.clock().advance(Duration.ofHours(1));
    kit.run();
    assertThat(begun).hasSize(10);
    kit.advance(Duration.ofMinutes(1));
    assertThat(begun).hasSize(15);
    kit.advance(Duration.ofMinutes(1));
    assertThat(begun).hasSize(20);
  }

  @Test
  void a_queue_of_one_key_takes_a_turn_for_each_that_leaves_it() {
    publish("w", "\"concurrency\": {\"key\": \"all\", \"policy\": \"queue\"}, " + aMinute(1), WORK);
    publishMany(3);
    kit.advance(Duration.ofHours(1));
    assertBegunEachMinute(1, 1, 1);
  }
}
