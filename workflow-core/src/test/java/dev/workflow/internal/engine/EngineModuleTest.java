package dev.workflow.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.EngineOptions;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TaskSettings;
import dev.workflow.TenantId;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.expression.BusinessDays;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.service.DefinitionService;
import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.SecretSource;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.store.EventSubscriptionLookup;
import dev.workflow.spi.store.EventSubscriptionRow;
import dev.workflow.spi.store.InstanceChange.SideRows;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.SetAsideRow;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.trigger.EventCatalog;
import dev.workflow.trigger.TenantWorkflows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** An engine with modules that it does not know, and without messaging. */
class EngineModuleTest {

  private static final TenantId TENANT = TenantId.of("t");
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Actor ANN = Actor.of("ann");

  private final InMemoryWorkflowStore store = new InMemoryWorkflowStore();

  /** Throws what its module knows. */
  private static final class Picky implements ActionHandler {
    @Override
    public String type() {
      return "picky";
    }

    @Override
    public ActionResult start(ActionContext context) {
      throw new IllegalStateException("not ready");
    }
  }

  /** Brings everything that a module can bring, and notes what it is asked for. */
  private static class Probe
      implements EngineModule, BackgroundWork, IntakeStep, SideRowWriter, SetAsides.Kind {

    final String name;
    final List<String> seen = new ArrayList<>();
    int due;
    int late;
    @Nullable Instant next;

    Probe(String name) {
      this.name = name;
    }

    @Override
    public BackgroundWork background(Host host) {
      return this;
    }

    @Override
    public IntakeStep intake() {
      return this;
    }

    @Override
    public SideRowWriter sideRows(StoreTransaction transaction) {
      return this;
    }

    @Override
    public boolean concerns(String eventType) {
      return eventType.equals(name);
    }

    @Override
    public void accept(
        CommandContext work, IncomingEvent event, TenantWorkflows workflows, ReceiptDraft receipt) {
      seen.add("accepts " + event.event().type());
    }

    @Override
    public SideRows add(SideRows rows, InstanceUpdate change, Instant now) {
      if (change.access() != InstanceUpdate.Access.NEW) {
        return rows;
      }
      List<EventSubscriptionRow> all = new ArrayList<>(rows.subscriptionsAdded());
      all.add(new EventSubscriptionRow(change.key(), name, name, "c:" + all.size()));
      return new SideRows(
          all,
          rows.subscriptionsRemoved(),
          rows.tasksPut(),
          rows.tasksRemoved(),
          rows.messages(),
          rows.messagesCanceledAt());
    }

    @Override
    public void instancePaused(StoreTransaction transaction, InstanceKey instance, Instant now) {
      seen.add("holds");
    }

    @Override
    public void instanceResumed(StoreTransaction transaction, InstanceKey instance) {
      seen.add("releases");
    }

    @Override
    public @Nullable String blocks(Throwable thrown) {
      return name.equals(thrown.getMessage()) ? "waits for " + name : null;
    }

    @Override
    public Map<String, SetAsides.Kind> setAside() {
      return Map.of(name, this);
    }

    @Override
    public void goOn(CommandContext work, SetAsideRow row) {
      seen.add("goes on");
    }

    @Override
    public void cancel(CommandContext work, SetAsideRow row, Actor by, @Nullable String reason) {
      seen.add("cancelled by " + by.id());
    }

    @Override
    public void delete(CommandContext work, SetAsideRow row) {
      seen.add("deleted");
    }

    @Override
    public String stored(StoreTransaction transaction, SetAsideRow row) {
      return "as stored";
    }

    @Override
    public List<PollingThread> threads() {
      return List.of();
    }

    @Override
    public void wake() {
      seen.add("woken");
    }

    @Override
    public void renew() {
      seen.add("renews");
    }

    @Override
    public int runDue() {
      int all = due;
      due = 0;
      return all;
    }

    @Override
    public boolean runWhenIdle() {
      due += late;
      boolean some = late > 0;
      late = 0;
      return some;
    }

    @Override
    public Optional<Instant> nextDue(StoreTransaction transaction) {
      return Optional.ofNullable(next);
    }

    @Override
    public void finish() {
      seen.add("finishes");
    }
  }

  private EngineContext engine(EngineOptions options, EngineModule... modules) {
    List<EngineModule.Factory> factories =
        Arrays.stream(modules).map(one -> (EngineModule.Factory) context -> one).toList();
    return new EngineContext(
        new EngineContext.HostComponents(
            store,
            EngineClock.of(() -> NOW),
            Handlers.actions(List.of(new Picky()), List.of()),
            TenantDirectory.open(),
            ActorDirectory.open(),
            new Access(null),
            new FieldRights(null),
            SecretSource.none(),
            tenant -> BusinessDays.weekdays(),
            new EngineContext.Catalogs(EventCatalog.builtIn(), tenant -> null),
            new Listeners(List.of()),
            options,
            TaskSettings.defaults(),
            null),
        factories);
  }

  private Workers workers(EngineModule... modules) {
    return new Workers(engine(EngineOptions.defaults(), modules), Runnable::run, Runnable::run);
  }

  private static void publish(Workers workers, String document) {
    Transactions transactions = workers.transactions();
    transactions.transact(
        transaction ->
            new DefinitionService(transactions)
                .insert(transaction, TENANT, WorkflowDefinition.parse(document), ANN));
  }

  private static InstanceKey start(Workers workers) {
    return workers
        .transactions()
        .change(
            work ->
                new InstanceKey(
                    TENANT,
                    work.accept(Event.of(TENANT, "go", SubjectRef.of("lead", "1"), Json.object()))
                        .started()
                        .get(0)
                        .instance()));
  }

  private InstanceState state(InstanceKey key) {
    return InstanceState.valueOf(
        store
            .transact(transaction -> transaction.instances().rows(List.of(key)))
            .get(0)
            .progress()
            .state());
  }

  @Nested
  class Work_on_instances {

    @Test
    void an_event_passes_the_steps_of_the_modules_that_it_concerns() {
      Probe one = new Probe("one");
      Probe other = new Probe("other");

      workers(one, other)
          .transactions()
          .change(work -> work.accept(Event.of(TENANT, "other", null, Json.object())));

      assertThat(one.seen).isEmpty();
      assertThat(other.seen).containsExactly("accepts other");
    }

    @Test
    void rows_of_all_modules_are_written_with_the_change() {
      Workers workers = workers(new Probe("one"), new Probe("other"));
      publish(
          workers,
          """
          {"key": "w", "name": "W", "triggers": [{"event": "go"}], "steps": [{"id": "a", "action": "picky"}]}
          """);
      InstanceKey key = start(workers);

      for (int i = 0; i < 2; i++) {
        String name = i == 0 ? "one" : "other";
        String place = "c:" + i;
        List<EventSubscriptionRow> rows =
            store.transact(
                transaction ->
                    transaction
                        .instances()
                        .subscriptions(
                            List.of(new EventSubscriptionLookup(TENANT, name, place)), null, 10));
        assertThat(rows).extracting(EventSubscriptionRow::instance).containsExactly(key);
      }
    }

    @Test
    void what_a_module_knows_of_blocks_a_step_and_anything_else_fails_it() {
      Workers knowing = workers(new Probe("other"), new Probe("not ready"));
      publish(
          knowing,
          """
          {"key": "w", "name": "W", "triggers": [{"event": "go"}], "steps": [{"id": "a", "action": "picky"}]}
          """);
      InstanceKey blocked = start(knowing);
      knowing.runUntilIdle();
      assertThat(state(blocked)).isEqualTo(InstanceState.ACTIVE);

      Workers ignorant = workers(new Probe("other"));
      InstanceKey failed = start(ignorant);
      ignorant.runUntilIdle();
      ignorant.runUntilIdle();
      List<String> journals =
          store.transact(
              transaction ->
                  transaction.instances().read(List.of(blocked, failed)).stream()
                      .map(one -> one.journal().toString())
                      .toList());
      assertThat(journals)
          .satisfiesExactlyInAnyOrder(
              one -> assertThat(one).contains("waits for not ready"),
              one ->
                  assertThat(one)
                      .contains("IllegalStateException: not ready")
                      .doesNotContain("waits for"));
    }

    @Test
    void a_pause_holds_and_the_end_of_it_releases() {
      Probe probe = new Probe("one");
      Workers workers = workers(probe);
      publish(
          workers,
          """
          {"key": "w", "name": "W", "triggers": [{"event": "go"}], "steps": [{"id": "a", "wait": {"event": "back"}}]}
          """);
      InstanceKey key = start(workers);

      workers
          .transactions()
          .change(work -> work.lock(TENANT, key.id()).handle(new InstanceInput.Pause(ANN, null)));
      assertThat(probe.seen).containsExactly("holds");
      workers.transactions().change(work -> work.lock(TENANT, key.id()).resume(ANN));

      assertThat(probe.seen).containsExactly("holds", "releases");
    }

    @Test
    void a_kind_of_a_module_is_set_aside_cancelled_and_deleted() {
      Probe probe = new Probe("THING");
      EngineContext engine = engine(EngineOptions.defaults(), new Probe("OTHER"), probe);
      Transactions transactions = new Workers(engine, Runnable::run, Runnable::run).transactions();
      SetAsideRow.Key key = new SetAsideRow.Key(TENANT, "THING", new UUID(1, 1));
      for (int i = 0; i < 3; i++) {
        store.transact(
            transaction -> {
              engine.setAsides().note(transaction, key, new IllegalStateException("odd"), null);
              return key;
            });
        if (i == 0) {
          String text = store.transact(transaction -> engine.setAsides().stored(transaction, key));
          assertThat(text).isEqualTo("as stored");
          assertThat(engine.setAsides().retry(transactions, key)).isTrue();
        } else if (i == 1) {
          engine.setAsides().cancel(transactions, key, ANN, null);
        } else {
          engine.setAsides().delete(transactions, key);
        }
      }

      assertThat(probe.seen).containsExactly("goes on", "cancelled by ann", "deleted");
    }
  }

  @Nested
  class Work_in_the_background {

    @Test
    void all_that_is_due_runs_and_what_comes_of_looking_runs_too() {
      Probe one = new Probe("one");
      Probe other = new Probe("other");
      one.due = 2;
      one.late = 5;
      other.due = 3;
      other.late = 7;

      assertThat(workers(one, other).runUntilIdle()).isEqualTo(2 + 3 + 5 + 7);
    }

    @Test
    void the_earliest_of_all_is_due_next() {
      Probe one = new Probe("one");
      Probe other = new Probe("other");
      Workers workers = workers(one, other);
      assertThat(workers.nextDue()).isEmpty();

      one.next = NOW.plusSeconds(2);
      other.next = NOW.plusSeconds(1);

      assertThat(workers.nextDue()).contains(NOW.plusSeconds(1));
    }

    @Test
    void a_thread_of_a_module_runs_while_the_engine_does() throws InterruptedException {
      CountDownLatch rounds = new CountDownLatch(2);
      Probe probe =
          new Probe("one") {
            private final PollingThread thread =
                new PollingThread(
                    "probe",
                    Duration.ofHours(1),
                    () -> {
                      rounds.countDown();
                      return rounds.getCount() > 0;
                    });

            @Override
            public List<PollingThread> threads() {
              return List.of(thread);
            }
          };
      Workers workers = workers(probe);
      workers.start();

      assertThat(rounds.await(1, TimeUnit.MINUTES)).isTrue();
      workers.close(Duration.ofSeconds(10));

      assertThat(probe.seen).endsWith("finishes");
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .doesNotContain("probe");
    }

    @Test
    void a_module_that_fails_keeps_no_other_from_renewing() throws InterruptedException {
      CountDownLatch renewed = new CountDownLatch(2);
      Probe failing =
          new Probe("one") {
            @Override
            public void renew() {
              throw new IllegalStateException("cannot renew");
            }
          };
      Probe other =
          new Probe("other") {
            @Override
            public void renew() {
              renewed.countDown();
            }
          };
      Workers workers =
          new Workers(
              engine(EngineOptions.defaults().withLease(Duration.ofSeconds(1)), failing, other),
              Runnable::run,
              Runnable::run);
      workers.start();
      try {
        assertThat(renewed.await(1, TimeUnit.MINUTES)).isTrue();
      } finally {
        workers.close(Duration.ofSeconds(10));
      }
    }

    @Test
    void waking_the_engine_wakes_its_modules() {
      Probe one = new Probe("one");
      Probe other = new Probe("other");

      workers(one, other).wake();

      assertThat(one.seen).containsExactly("woken");
      assertThat(other.seen).containsExactly("woken");
    }
  }

  @Test
  void a_module_is_found_by_its_type_and_a_missing_one_is_named() {
    Probe probe = new Probe("one");

    assertThat(engine(EngineOptions.defaults(), probe).module(Probe.class)).isSameAs(probe);
    assertThatThrownBy(() -> engine(EngineOptions.defaults()).module(Probe.class))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("the engine has no " + Probe.class.getName());
  }
}
