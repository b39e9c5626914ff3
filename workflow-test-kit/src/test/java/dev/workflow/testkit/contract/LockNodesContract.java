package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.WorkflowEngine;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Steps with the same lock on several engines. */
public abstract class LockNodesContract extends StartedEngines {

  @Test
  void one_step_at_a_time_has_the_lock_over_all_engines() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    List<Integer> seen = new CopyOnWriteArrayList<>();
    hook =
        context -> {
          seen.add(inside.incrementAndGet());
          inside.decrementAndGet();
        };
    WorkflowEngine one = engine("one");
    WorkflowEngine two = engine("two");
    one.definitions()
        .publish(TENANT, steps("[{\"id\": \"a\", \"action\": \"work\", \"lock\": \"room\"}]"));
    one.start();
    two.start();
    publishAtOnce(4, 10, one, two);
    ended.await(40);
    assertThat(seen).hasSize(40).containsOnly(1);
  }
}
