package dev.workflow.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.EngineOptions;
import dev.workflow.TaskSettings;
import dev.workflow.TenantId;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.expression.BusinessDays;
import dev.workflow.internal.engine.Access;
import dev.workflow.internal.engine.BackgroundWork;
import dev.workflow.internal.engine.EngineClock;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.ExitLook;
import dev.workflow.internal.engine.FieldRights;
import dev.workflow.internal.engine.Handlers;
import dev.workflow.internal.engine.Listeners;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.engine.Workers;
import dev.workflow.internal.service.DefinitionService;
import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.messaging.internal.MessagingAssembly;
import dev.workflow.messaging.internal.content.MessageStepContext;
import dev.workflow.operations.Findings;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.EngineListener;
import dev.workflow.spi.SecretSource;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.trigger.EventCatalog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchTest {

  private static final TenantId TENANT = TenantId.of("acme");
  private static final Duration INTERVAL = Duration.ofMinutes(15);

  private volatile Instant now = Instant.parse("2026-01-05T09:00:00Z");
  private final InMemoryWorkflowStore store = new InMemoryWorkflowStore(() -> now);
  private final List<EngineListener.FindingChange> told = new ArrayList<>();
  private final Transactions one = node("one");
  private final Transactions two = node("two");

  private Transactions node(String name) {
    MessagingAssembly messaging = new MessagingAssembly();
    MessageStepContext steps = messaging.steps(store, tenant -> BusinessDays.weekdays());
    EngineListener listener =
        new EngineListener() {
          @Override
          public void findingChanged(FindingChange finding) {
            told.add(finding);
          }
        };
    EngineContext context =
        new EngineContext(
            new EngineContext.HostComponents(
                store,
                EngineClock.of(() -> now),
                Handlers.only(Map.of()),
                tenant ->
                    tenant.equals(TENANT)
                        ? Optional.of(TenantDirectory.Settings.DEFAULT)
                        : Optional.empty(),
                ActorDirectory.open(),
                new Access(null),
                new FieldRights(null),
                SecretSource.none(),
                tenant -> BusinessDays.weekdays(),
                new EngineContext.Catalogs(EventCatalog.builtIn(), tenant -> null),
                new Listeners(List.of(listener)),
                EngineOptions.defaults().withNodeId(name).withWatchInterval(INTERVAL),
                TaskSettings.defaults(),
                null),
            List.of(MessagingAssembly.without(steps, Map.of())));
    return new Workers(context, Runnable::run, Runnable::run).transactions();
  }

  @BeforeEach
  void publishWhatNobodyKnows() {
    WorkflowDefinition definition =
        WorkflowDefinition.parse(
            "{\"key\": \"w\", \"steps\": [{\"id\": \"a\", \"action\": \"unknown\"}]}");
    one.transact(
        transaction ->
            new DefinitionService(one).insert(transaction, TENANT, definition, Actor.of("ann")));
    one.transact(
        transaction ->
            new DefinitionService(one)
                .insert(transaction, TenantId.of("gone"), definition, Actor.of("ann")));
  }

  private WatchWork work(Transactions node) {
    return new WatchWork(
        new BackgroundWork.Host(node.engine(), node, Runnable::run, (ExitLook) null));
  }

  @Test
  void one_node_looks_in_an_interval_and_another_takes_over_in_the_next() {
    assertThat(new Watch(one).lookIfDue(TENANT)).isTrue();
    assertThat(new Watch(two).lookIfDue(TENANT)).isFalse();
    assertThat(new Watch(one).lookIfDue(TENANT)).isFalse();
    now = now.plus(INTERVAL);
    assertThat(new Watch(two).lookIfDue(TENANT)).isTrue();
    assertThat(new Watch(one).lookIfDue(TENANT)).isFalse();
    assertThat(told)
        .extracting(EngineListener.FindingChange::kind)
        .containsExactly(Findings.Kind.ACTION_UNKNOWN);
    assertThat(told.get(0).evidence().path("nodes")).hasToString("[\"one\",\"two\"]");
  }

  @Test
  void of_two_nodes_at_the_same_moment_one_looks() throws Exception {
    CyclicBarrier together = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Boolean>> looked =
          List.of(one, two).stream()
              .map(
                  node ->
                      threads.submit(
                          () -> {
                            together.await();
                            return new Watch(node).lookIfDue(TENANT);
                          }))
              .toList();
      assertThat(List.of(looked.get(0).get(), looked.get(1).get()))
          .containsExactlyInAnyOrder(true, false);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void the_first_look_comes_after_an_interval_and_an_unknown_tenant_hinders_no_other() {
    WatchWork work = work(one);
    work.round();
    now = now.plus(INTERVAL).minusSeconds(1);
    work.round();
    assertThat(state()).isEmpty();
    for (int look = 0; look < 2; look++) {
      now = now.plus(INTERVAL);
      work.round();
    }
    assertThat(state()).contains("\"one\"");
    assertThat(told).hasSize(1);
    assertThat(work.runDue()).isZero();
    assertThat(one.<Optional<Instant>>transact(work::nextDue)).isEmpty();
  }

  private String state() {
    var key = new dev.workflow.spi.store.LimitRows.LimitKey(TENANT, "watch");
    return one.transact(transaction -> transaction.limits().lock(List.of(key))).get(key);
  }

  @Test
  void it_can_be_switched_off() {
    EngineOptions off = EngineOptions.defaults().withWatchInterval(Duration.ZERO);
    assertThat(off.watchInterval()).isZero();
    assertThat(EngineOptions.defaults().watchInterval()).isEqualTo(INTERVAL);
  }

  @Test
  void nodes_that_have_not_looked_for_three_intervals_count_no_more() {
    new Watch(two).lookIfDue(TENANT);
    now = now.plus(INTERVAL.multipliedBy(4));
    new Watch(one).lookIfDue(TENANT);
    assertThat(state()).contains("\"one\"").doesNotContain("\"two\"");
  }
}
