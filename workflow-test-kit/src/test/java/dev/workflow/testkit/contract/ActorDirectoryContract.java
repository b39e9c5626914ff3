package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the engine asks the host's directory, and for how long an answer counts. */
public abstract class ActorDirectoryContract extends EngineContract {

  private static final Actor ANNA = Actor.of("anna");
  private static final Actor BOB = Actor.of("bob");
  private static final String ASK =
      "[{\"id\": \"ask\", \"action\": \"approval\", \"role\": \"LAWYER\"}]";

  private final Set<String> lawyers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger asked = new AtomicInteger();
  private Runnable meanwhile = () -> {};

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    lawyers.add("anna");
    lawyers.add("bob");
    return super.customize(builder).actors(new Lawyers());
  }

  private final class Lawyers implements ActorDirectory {
    @Override
    public Set<String> roles(TenantId tenant, Actor actor, @Nullable SubjectRef subject) {
      asked.incrementAndGet();
      meanwhile.run();
      return lawyers.contains(actor.id()) ? Set.of("LAWYER") : Set.of();
    }
  }

  private boolean may(WorkflowEngine engine, InstanceId id) {
    return engine.tasks().canPerform(TENANT, id, "ask", ANNA);
  }

  private boolean may(InstanceId id) {
    return may(kit.engine(), id);
  }

  @Test
  void an_answer_counts_for_ten_seconds() {
    InstanceId id = run(ASK, "{}");
    assertThat(may(id)).isTrue();
    lawyers.remove("anna");
    assertThat(may(id)).isTrue();
    kit.engine().tasks().claim(TENANT, id, "ask", ANNA);
    assertThat(asked).hasValue(1);
    kit.advance(Duration.ofSeconds(10));
    assertThat(may(id)).isFalse();
    assertThat(asked).hasValue(2);
  }

  @Test
  void a_change_that_is_told_counts_at_once() {
    InstanceId id = run(ASK, "{}");
    assertThat(may(id)).isTrue();
    lawyers.remove("anna");
    kit.engine().actors().changed(TENANT);
    assertThat(may(id)).isFalse();
    assertThatThrownBy(() -> kit.engine().tasks().claim(TENANT, id, "ask", ANNA))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage("step \"ask\" needs the role LAWYER; anna has []");
  }

  @Test
  void a_change_of_one_tenant_asks_nothing_anew_for_another() {
    InstanceId id = run(ASK, "{}");
    assertThat(may(id)).isTrue();
    kit.engine().actors().changed(TenantId.of("other"));
    assertThat(may(id)).isTrue();
    assertThat(asked).hasValue(1);
  }

  /** It looks once a second whether something has changed. */
  @Test
  void a_change_that_is_told_on_one_node_counts_soon_on_all() {
    InstanceId id = run(ASK, "{}");
    try (WorkflowTestKit other = WorkflowTestKit.on(store, this::customize)) {
      assertThat(may(other.engine(), id)).isTrue();
      lawyers.remove("anna");
      kit.engine().actors().changed(TENANT);
      while (may(other.engine(), id)) {
        LockSupport.parkNanos(1_000_000);
      }
    }
    assertThat(may(id)).isFalse();
  }

  @Test
  void what_the_hosts_transaction_tells_counts_in_it_and_after_its_commit() {
    InstanceId id = run(ASK, "{}");
    assertThat(may(id)).isTrue();
    store.transact(
        transaction -> {
          WorkflowEngine.Joined joined = kit.engine().in(transaction);
          lawyers.remove("anna");
          joined.actors().changed(TENANT);
          assertThat(joined.tasks().canPerform(TENANT, id, "ask", ANNA)).isFalse();
          return id;
        });
    assertThat(may(id)).isFalse();
  }

  @Test
  void what_a_transaction_tells_that_is_rolled_back_asks_nothing_anew() {
    InstanceId id = run(ASK, "{}");
    assertThat(may(id)).isTrue();
    assertThatThrownBy(
            () ->
                store.transact(
                    transaction -> {
                      kit.engine().in(transaction).actors().changed(TENANT);
                      throw new IllegalStateException("rolled back");
                    }))
        .hasMessage("rolled back");
    assertThat(may(id)).isTrue();
    assertThat(asked).hasValue(1);
  }

  /** The other claim would wait for this one for ever if the instance were locked meanwhile. */
  @Test
  void a_command_asks_before_its_transaction_and_reads_its_instance_once() {
    InstanceId first = run(ASK, "{}");
    InstanceId second = run(ASK, "{}");
    BrittleStore watched = new BrittleStore(store);
    try (WorkflowTestKit node = WorkflowTestKit.on(watched, this::customize)) {
      List<String> before = new ArrayList<>();
      meanwhile = () -> before.addAll(watched.given());
      node.engine().tasks().claim(TENANT, first, "ask", ANNA);
      meanwhile = () -> {};
      assertThat(before).startsWith("rows").doesNotContain("lock");
      node.engine().tasks().claim(TENANT, second, "ask", BOB);
      assertThat(asked).hasValue(2);
      assertThat(watched.given().stream().filter("lock"::equals)).hasSize(2);
      List<String> known = watched.given();
      node.engine().tasks().save(TENANT, TaskId.of(first, "ask"), ANNA, json("{}"), 0);
      assertThat(asked).hasValue(2);
      assertThat(watched.given().subList(known.size(), watched.given().size()))
          .contains("lock")
          .doesNotContain("rows");
    }
  }

  @Test
  void the_directory_is_asked_before_anything_is_locked() {
    InstanceId id = run(ASK, "{}");
    meanwhile =
        () -> {
          meanwhile = () -> {};
          CompletableFuture.runAsync(() -> kit.engine().tasks().claim(TENANT, id, "ask", BOB))
              .join();
        };
    assertThatThrownBy(() -> kit.engine().tasks().claim(TENANT, id, "ask", ANNA))
        .hasMessage("step \"ask\" is claimed by bob already");
  }

  @Test
  void what_the_directory_throws_refuses_and_is_not_kept() {
    InstanceId id = run(ASK, "{}");
    meanwhile =
        () -> {
          throw new IllegalStateException("no connection");
        };
    assertThatThrownBy(() -> kit.engine().tasks().claim(TENANT, id, "ask", ANNA))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage(
            "the host's actor directory could not say what anna may do:"
                + " java.lang.IllegalStateException: no connection");
    assertThat(instance(id).step("ask").claimedBy()).isNull();
    meanwhile = () -> {};
    kit.engine().tasks().claim(TENANT, id, "ask", ANNA);
    assertThat(instance(id).step("ask").claimedBy()).isEqualTo(ANNA);
  }
}
