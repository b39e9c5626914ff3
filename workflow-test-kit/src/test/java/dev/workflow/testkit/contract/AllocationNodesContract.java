package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.SubjectRef;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.task.TaskQuery;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Several engines that give tasks to the same people at the same time. */
public abstract class AllocationNodesContract extends StartedEngines {

  private static final Set<Actor> LAWYERS =
      Set.of(Actor.of("anna"), Actor.of("bob"), Actor.of("carl"));

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).actors(new Lawyers());
  }

  private static final class Lawyers implements ActorDirectory {
    @Override
    public Set<String> roles(TenantId tenant, Actor actor, @Nullable SubjectRef subject) {
      return LAWYERS.contains(actor) ? Set.of("LAWYER") : Set.of();
    }

    @Override
    public Optional<Map<Membership, Set<Actor>>> eligible(TenantId tenant, Set<Membership> roles) {
      return Optional.of(roles.stream().collect(Collectors.toMap(role -> role, role -> LAWYERS)));
    }
  }

  @Test
  void engines_that_give_at_the_same_time_take_turns_together() {
    WorkflowEngine one = engine("one");
    WorkflowEngine two = engine("two");
    one.definitions()
        .publish(
            TENANT,
            steps(
                """
                [{"id": "a", "action": "work"},
                 {"id": "ask", "action": "approval", "role": "LAWYER", "allocate": "round-robin"}]
                """));
    for (int i = 0; i < 60; i++) {
      one.events().publish(go(i));
    }
    one.start();
    two.start();
    Map<Optional<String>, Long> held = Map.of();
    while (held.values().stream().mapToLong(Long::longValue).sum() < 60) {
      LockSupport.parkNanos(1_000_000);
      held = one.tasks().countBy(TENANT, TaskQuery.all(), Tasks.Group.HOLDER);
    }
    assertThat(held)
        .isEqualTo(
            Map.of(Optional.of("anna"), 20L, Optional.of("bob"), 20L, Optional.of("carl"), 20L));
  }
}
