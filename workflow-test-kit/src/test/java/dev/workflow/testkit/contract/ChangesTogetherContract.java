package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.InstanceEdit;
import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowException;
import dev.workflow.instance.Migration;
import dev.workflow.operations.SetAside;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Instances that are changed in a transaction of the host, by two nodes at the same moment, while
 * they cannot be read, and while the node that is at them dies.
 */
public abstract class ChangesTogetherContract extends EngineContract {

  private static final Actor BOSS = Actor.of("boss");
  private static final Actor ANNA = Actor.of("anna");
  private static final String ASK = "{\"id\": \"ask\", \"action\": \"approval\"}";
  private static final String MORE = "{\"id\": \"more\", \"action\": \"work\"}";

  private Runnable meanwhile = () -> {};

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).actors(new Office());
  }

  private final class Office implements ActorDirectory {
    @Override
    public Set<String> roles(TenantId tenant, Actor actor, @Nullable SubjectRef subject) {
      return actor.equals(BOSS) ? Set.of(ADMIN) : Set.of("LAWYER");
    }

    @Override
    public Optional<Map<Membership, Set<Actor>>> eligible(TenantId tenant, Set<Membership> asked) {
      meanwhile.run();
      return Optional.of(
          asked.stream().collect(Collectors.toMap(role -> role, role -> Set.of(ANNA))));
    }
  }

  private InstanceId begun() {
    return run("[" + ASK + "]", "{}");
  }

  private List<String> steps(InstanceId id) {
    return kit.engine().instances().document(TENANT, id).steps().stream()
        .map(step -> step.id())
        .toList();
  }

  private static InstanceEdit edit(WorkflowEngine engine, InstanceId id) {
    return engine.instances().edit(TENANT, id, BOSS).add(json(MORE), InstanceEdit.Place.end());
  }

  private static InstanceEdit edit(WorkflowEngine.Joined engine, InstanceId id) {
    return engine.instances().edit(TENANT, id, BOSS).add(json(MORE), InstanceEdit.Place.end());
  }

  private void rolledBack(java.util.function.Consumer<WorkflowEngine.Joined> change) {
    assertThatThrownBy(
            () ->
                store.transact(
                    transaction -> {
                      change.accept(kit.engine().in(transaction));
                      throw new IllegalStateException("the host changes its mind");
                    }))
        .hasMessage("the host changes its mind");
  }

  @Test
  void an_edit_counts_if_and_only_if_the_hosts_transaction_commits() {
    InstanceId id = begun();
    rolledBack(engine -> edit(engine, id).apply());
    assertThat(steps(id)).containsExactly("ask");
    assertThat(instance(id).revision()).isZero();

    store.transact(transaction -> edit(kit.engine().in(transaction), id).apply());
    assertThat(steps(id)).containsExactly("ask", "more");
    assertThat(instance(id).revision()).isEqualTo(1);
    kit.engine().tasks().complete(TENANT, id, "ask", BOSS, json("{\"approved\": true}"));
    kit.run();
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("more/1");
  }

  @Test
  void a_migration_counts_if_and_only_if_the_hosts_transaction_commits() {
    InstanceId id = begun();
    publish("w", "", "[" + ASK + "," + MORE + "]");
    Migration second = Migration.to(2);
    rolledBack(engine -> engine.instances().migrate(TENANT, id, second, BOSS));
    assertThat(instance(id).workflow().version()).isEqualTo(1);
    assertThat(steps(id)).containsExactly("ask");

    Migration.Report report =
        store.transact(
            transaction ->
                kit.engine().in(transaction).instances().migrate(TENANT, id, second, BOSS));
    assertThat(report.problems()).isEmpty();
    assertThat(instance(id).workflow().version()).isEqualTo(2);
    kit.engine().tasks().complete(TENANT, id, "ask", BOSS, json("{\"approved\": true}"));
    kit.run();
    assertThat(calls).containsExactly("more/1");
  }

  @Test
  void an_answer_and_an_edit_of_one_transaction_are_done_together_or_not_at_all() {
    InstanceId id = begun();
    rolledBack(
        engine -> {
          edit(engine, id).apply();
          engine.tasks().complete(TENANT, id, "ask", BOSS, json("{\"approved\": true}"));
        });
    assertThat(steps(id)).containsExactly("ask");
    assertInstance(id).isActive();
    store.transact(
        transaction -> {
          WorkflowEngine.Joined engine = kit.engine().in(transaction);
          edit(engine, id).apply();
          engine.tasks().complete(TENANT, id, "ask", BOSS, json("{\"approved\": true}"));
          return id;
        });
    kit.run();
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("more/1");
  }

  /** Whether each of two calls at the same moment has succeeded. */
  private static List<Boolean> atOnce(Callable<?> one, Callable<?> other) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    CyclicBarrier together = new CyclicBarrier(2);
    try {
      List<Future<Object>> calls =
          List.of(one, other).stream()
              .map(
                  call ->
                      threads.submit(
                          () -> {
                            together.await();
                            return (Object) call.call();
                          }))
              .toList();
      return List.of(succeeds(calls.get(0)), succeeds(calls.get(1)));
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean succeeds(Future<Object> call) throws InterruptedException {
    try {
      call.get();
      return true;
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(ConflictException.class);
      return false;
    }
  }

  @Test
  void of_two_nodes_that_edit_at_the_same_moment_one_is_told_that_it_is_stale() throws Exception {
    InstanceId id = begun();
    try (WorkflowTestKit other = WorkflowTestKit.on(store, this::customize)) {
      InstanceEdit here = edit(kit.engine(), id);
      InstanceEdit there = edit(other.engine(), id);
      assertThat(atOnce(here::apply, there::apply)).containsExactlyInAnyOrder(true, false);
    }
    assertThat(steps(id)).containsExactly("ask", "more");
    assertThat(instance(id).revision()).isEqualTo(1);
  }

  @Test
  void two_nodes_that_migrate_at_the_same_moment_migrate_once() throws Exception {
    InstanceId id = begun();
    publish("w", "", "[" + ASK + "," + MORE + "]");
    try (WorkflowTestKit other = WorkflowTestKit.on(store, this::customize)) {
      Migration second = Migration.to(2);
      assertThat(
              atOnce(
                  () -> kit.engine().instances().migrate(TENANT, id, second, BOSS),
                  () -> other.engine().instances().migrate(TENANT, id, second, BOSS)))
          .containsExactly(true, true);
    }
    assertThat(instance(id).workflow().version()).isEqualTo(2);
    assertThat(instance(id).revision()).isEqualTo(1);
  }

  @Test
  void two_people_who_answer_at_the_same_moment_give_one_answer() throws Exception {
    InstanceId id = begun();
    try (WorkflowTestKit other = WorkflowTestKit.on(store, this::customize)) {
      TaskId task = TaskId.of(id, "ask");
      ExecutorService threads = Executors.newFixedThreadPool(2);
      CyclicBarrier together = new CyclicBarrier(2);
      try {
        List<Future<String>> answers =
            List.of(kit.engine(), other.engine()).stream()
                .map(
                    engine ->
                        threads.submit(
                            () -> {
                              together.await();
                              Actor actor = engine == kit.engine() ? ANNA : BOSS;
                              try {
                                engine
                                    .tasks()
                                    .complete(TENANT, task, actor, json("{\"approved\": true}"));
                                return actor.id();
                              } catch (WorkflowException e) {
                                return e.refusal().orElseThrow() + " " + e.getMessage();
                              }
                            }))
                .toList();
        List<String> told = List.of(answers.get(0).get(), answers.get(1).get());
        String winner = instance(id).step("ask").claimedBy().id();
        assertThat(told)
            .containsExactlyInAnyOrder(
                winner,
                told.stream()
                    .filter(
                        one ->
                            one.startsWith(Tasks.Reason.ENDED + " ")
                                || one.startsWith(Tasks.Reason.INSTANCE_ENDED + " "))
                    .findFirst()
                    .orElse("one is refused"));
      } finally {
        threads.shutdownNow();
      }
    }
    kit.run();
    assertInstance(id).isCompleted();
  }

  @Test
  void one_that_cannot_be_read_is_neither_edited_nor_migrated_and_stops_no_other() {
    InstanceId sound =
        run("[{\"id\": \"ask\", \"action\": \"approval\", \"timeout\": \"P1D\"}]", "{}");
    InstanceId broken = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    publish("w", "", "[" + ASK + "," + MORE + "]");
    breakJournal(broken);
    assertThatThrownBy(() -> kit.engine().instances().edit(TENANT, broken, BOSS))
        .isInstanceOf(WorkflowException.class)
        .hasMessageContaining(broken.toString());
    assertThatThrownBy(
            () -> kit.engine().instances().migrate(TENANT, broken, Migration.to(2), BOSS))
        .isInstanceOf(WorkflowException.class)
        .hasMessageContaining(broken.toString());
    assertThat(kit.engine().instances().migrate(TENANT, sound, Migration.to(2), BOSS).problems())
        .isEmpty();
    kit.advance(Duration.ofDays(2));
    assertThat(instance(sound).workflow().version()).isEqualTo(2);
    kit.engine().setAside().delete(TENANT, SetAside.Kind.INSTANCE, broken.value(), BOSS);
  }

  @Test
  void a_node_that_hangs_in_the_directory_until_its_lease_is_over_changes_nothing_any_more() {
    meanwhile =
        () -> {
          meanwhile = () -> {};
          try (WorkflowTestKit other = WorkflowTestKit.on(store, this::customize)) {
            other.advance(Duration.ofMinutes(2));
            List<Tasks.Task> open = other.engine().tasks().list(TENANT, null, 10).items();
            assertThat(open).extracting(Tasks.Task::assignee).containsExactly("anna");
            other
                .engine()
                .tasks()
                .complete(TENANT, open.get(0).id(), ANNA, json("{\"approved\": true}"));
            other.run();
          }
        };
    InstanceId id =
        run(
            "[{\"id\": \"ask\", \"action\": \"approval\", \"role\": \"LAWYER\","
                + " \"allocate\": \"round-robin\"}]",
            "{}");
    kit.run();
    assertInstance(id).isCompleted();
    assertThat(kit.story(id)).containsOnlyOnce("gives it to anna");
  }
}
