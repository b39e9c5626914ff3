package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.InstanceId;
import dev.workflow.instance.InstanceState;
import dev.workflow.spi.TenantLimits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A tenant's limits delay the starts of its instances and drop nothing. */
public abstract class TenantLimitsContract extends DelayedStarts {

  @Test
  void a_tenants_limit_counts_the_starts_of_all_its_workflows() {
    limits = TenantLimits.NONE.withStarts(3, Duration.ofMinutes(1));
    publish("w", "", WORK);
    publish("v", "", WORK);
    List<InstanceId> ids = publishMany(4);
    kit.run();
    assertBegunEachMinute(3);
    assertThat(kit.story(ids.get(3)))
        .contains("begins at 2026-01-05T09:02:00Z: at most 3 starts of the tenant in PT1M");
    kit.advance(Duration.ofHours(1));
    assertBegunEachMinute(3, 3, 2);
  }

  @Test
  void a_tenants_limit_does_not_wait_for_the_queue_of_one_of_its_workflows() {
    limits = TenantLimits.NONE.withStarts(3, Duration.ofMinutes(1));
    publish("slow", aMinute(1), WORK);
    publishMany(10);
    kit.run();
    publish("free", "", WORK);
    publish("slow", "\"enabled\": false,", WORK);
    publishMany(2);
    kit.run();
    assertBegunEachMinute(3);
    kit.advance(Duration.ofHours(1));
    assertThat(begun).hasSize(12);
    assertThat(states("slow")).containsOnly(InstanceState.COMPLETED);
  }

  @Test
  void limits_on_the_work_at_the_same_time_leave_nothing_undone() {
    limits = TenantLimits.NONE.withConcurrent(2).withConcurrent("w", 1);
    publish("w", "", WORK);
    publish("v", "", WORK);
    publishMany(30);
    kit.run();
    assertBegunEachMinute(60);
    assertThat(states("w")).containsOnly(InstanceState.COMPLETED);
  }
}
