package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.Definitions;
import dev.workflow.Definitions.EnabledChange;
import dev.workflow.Definitions.KeptHistory;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.WorkflowRef;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.schedule.Schedule;
import dev.workflow.schedule.ScheduledTask;
import dev.workflow.schedule.Tick;
import dev.workflow.spi.ActionResult;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Workflows that are enabled and disabled without a new version. */
public abstract class EnablingContract extends EngineContract {

  private static final Actor ANN = Actor.of("ann");
  private static final Actor BOB = Actor.of("bob");
  private static final String WORK = "[{\"id\": \"a\", \"action\": \"work\"}]";

  private Definitions definitions() {
    return kit.engine().definitions();
  }

  private boolean disable(String key) {
    return definitions().disable(TENANT, key, ANN, null);
  }

  private boolean startsByEvent() {
    return !kit.event("lead.created", LEAD, "{}").started().isEmpty();
  }

  @Test
  void an_event_starts_nothing_while_the_workflow_is_disabled() {
    publish("w", "", WORK);
    assertThat(disable("w")).isTrue();
    assertThat(startsByEvent()).isFalse();

    assertThat(definitions().enable(TENANT, "w", BOB, null)).isTrue();
    assertThat(startsByEvent()).isTrue();
    assertThat(definitions().get(TENANT, "w").version()).isEqualTo(1);
  }

  @Test
  void whoever_enabled_and_disabled_it_is_known_with_when_and_why() {
    publish("w", "", WORK);
    definitions().disable(TENANT, "w", ANN, "it sends nonsense");
    kit.advance(Duration.ofHours(1));
    assertThat(disable("w")).isFalse();
    definitions().enable(TENANT, "w", BOB, null);

    Instant later = START.plus(Duration.ofHours(1));
    assertThat(definitions().enabledChanges(TENANT, "w"))
        .containsExactly(
            new EnabledChange(true, later, BOB, null),
            new EnabledChange(false, START, ANN, "it sends nonsense"));
    assertThatThrownBy(() -> definitions().disable(TENANT, "w", ANN, "x".repeat(1_001)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The reason has a problem:\n  (document): is 1001 characters long; at most 1000");
  }

  @Test
  void a_workflow_whose_document_disables_it_can_be_enabled_and_shows_so_in_the_list() {
    publish("w", "\"enabled\": false,", WORK);
    assertThat(startsByEvent()).isFalse();
    definitions().enable(TENANT, "w", ANN, null);
    assertThat(startsByEvent()).isTrue();
    assertThat(definitions().list(TENANT, null, null, 10).items())
        .extracting(Definitions.Listed::key, Definitions.Listed::enabled)
        .containsExactly(tuple("w", true));
    assertThat(definitions().get(TENANT, "w").enabled())
        .as("what its document says stays as it was published")
        .isFalse();
    disable("w");
    assertThat(definitions().list(TENANT, null, null, 10).items().get(0).enabled()).isFalse();
  }

  @Test
  void it_stays_disabled_when_another_version_is_published() {
    publish("w", "", WORK);
    disable("w");
    publish("w", "\"priority\": 1,", WORK);
    assertThat(startsByEvent()).isFalse();
    definitions().rollback(TENANT, WorkflowRef.of("w", 1), ANN);
    assertThat(startsByEvent()).isFalse();
  }

  @Test
  void nobody_starts_it_by_hand() {
    publish("w", "", WORK);
    WorkflowRef first = WorkflowRef.of("w", 1);
    InstanceId draft = kit.engine().instances().draft(TENANT, first, LEAD, json("{}"), ANN);
    disable("w");

    assertThatThrownBy(() -> kit.engine().instances().start(TENANT, "w", LEAD, json("{}"), ANN))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("tenant test has no published and enabled workflow \"w\"");
    String disabled = "the workflow \"w\" of tenant test is disabled; enable it first";
    assertThatThrownBy(
            () -> kit.engine().instances().startVersion(TENANT, first, LEAD, json("{}"), ANN))
        .isInstanceOf(ConflictException.class)
        .hasMessage(disabled);
    assertThatThrownBy(() -> kit.engine().instances().draft(TENANT, first, LEAD, json("{}"), ANN))
        .isInstanceOf(ConflictException.class)
        .hasMessage(disabled);
    assertThatThrownBy(() -> kit.engine().instances().begin(TENANT, draft, ANN))
        .isInstanceOf(ConflictException.class)
        .hasMessage(disabled);

    definitions().enable(TENANT, "w", ANN, null);
    kit.engine().instances().begin(TENANT, draft, ANN);
    kit.run();
    assertInstance(draft).isCompleted();
  }

  @Test
  void a_step_that_starts_it_fails_whichever_version_it_names() {
    kit.publish("{\"key\": \"child\", \"steps\": " + WORK + "}");
    disable("child");
    for (String target : List.of("\"child\"", "{\"key\": \"child\", \"version\": 1}")) {
      InstanceId parent = run("[{\"id\": \"sub\", \"workflow\": %s}]".formatted(target), "{}");
      assertThat(instance(parent).step("sub").reason())
          .isEqualTo("there is no published and enabled workflow \"child\"");
    }
    InstanceId starter =
        run(
            "[{\"id\": \"s\", \"action\": \"start_workflow\", \"config\": {\"workflow\": \"child\"},"
                + " \"retry\": {\"maxAttempts\": 1}}]",
            "{}");
    assertThat(instance(starter).step("s").reason())
        .contains("there is no published and enabled workflow \"child\"");
    assertThat(calls).isEmpty();
  }

  @Test
  void its_schedules_stop_and_tick_anew_from_the_moment_it_is_enabled() {
    kit.publish(
        "{\"key\": \"w\", \"triggers\": [{\"every\": \"PT1H\"}], \"steps\": %s}".formatted(WORK));
    kit.advance(Duration.ofHours(1));
    assertThat(calls).hasSize(1);
    disable("w");
    kit.advance(Duration.ofHours(10));
    assertThat(calls).hasSize(1);
    Schedule schedule = kit.engine().schedules().list(TENANT, "w", null, 10).items().get(0);
    assertThat(schedule.state()).isEqualTo(Schedule.State.ENDED);

    definitions().enable(TENANT, "w", ANN, null);
    kit.advance(Duration.ofHours(2));
    assertThat(calls).hasSize(3);
    assertThat(kit.engine().schedules().list(TENANT, "w", null, 10).items())
        .extracting(Schedule::id)
        .containsExactly(schedule.id());
  }

  @Test
  void a_scheduled_task_that_starts_it_skips_its_ticks() {
    publish("w", "", WORK);
    Schedule task =
        kit.engine()
            .schedules()
            .create(
                TENANT,
                ScheduledTask.parse(
                    "{\"name\": \"nightly\", \"type\": \"workflow\", \"config\": {\"workflow_id\":"
                        + " \"w\"}, \"every\": \"PT1H\"}"),
                ANN);
    disable("w");
    kit.advance(Duration.ofHours(1));
    assertThat(kit.engine().schedules().history(TENANT, task.id(), null, 10).items())
        .extracting(Tick::state, Tick::reason)
        .containsExactly(tuple(Tick.State.SKIPPED, "the workflow \"w\" is disabled"));
  }

  @Test
  void what_runs_waits_in_a_queue_or_is_retried_goes_on() {
    answer = context -> ActionResult.failed("not today", false);
    publish(
        "w",
        "\"concurrency\": {\"key\": \"{{subject.id}}\", \"policy\": \"queue\"},",
        "[{\"id\": \"pause\", \"delay\": \"PT1H\"},"
            + " {\"id\": \"a\", \"action\": \"work\", \"retry\": {\"maxAttempts\": 1}}]");
    InstanceId first = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    InstanceId queued = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    disable("w");
    kit.advance(Duration.ofHours(1));
    assertThat(instance(first).state()).isEqualTo(InstanceState.FAILED);
    assertThat(instance(queued).state()).isEqualTo(InstanceState.ACTIVE);

    answer = context -> ActionResult.completed();
    kit.advance(Duration.ofHours(1));
    assertInstance(queued).isCompleted();
    kit.engine().instances().retry(TENANT, first, ANN);
    kit.run();
    assertInstance(first).isCompleted();
  }

  @Test
  void it_counts_at_once_on_another_node_which_has_just_looked() {
    publish("w", "", WORK);
    try (WorkflowTestKit other = WorkflowTestKit.on(store, this::customize)) {
      assertThat(other.event("lead.created", LEAD, "{}").started()).hasSize(1);
      disable("w");
      assertThat(other.event("lead.created", LEAD, "{}").started()).isEmpty();
      definitions().enable(TENANT, "w", ANN, null);
      assertThat(other.event("lead.created", LEAD, "{}").started()).hasSize(1);
    }
  }

  @Test
  void in_a_transaction_of_the_host_it_counts_there_and_for_nobody_else_until_the_commit() {
    publish("w", "", WORK);
    Event event = Event.of(TENANT, "lead.created", LEAD, json("{}"));
    assertThatThrownBy(
            () ->
                store.transact(
                    transaction -> {
                      var joined = kit.engine().in(transaction);
                      joined.definitions().disable(TENANT, "w", ANN, null);
                      assertThat(joined.events().publish(event).started()).isEmpty();
                      throw new IllegalStateException("rolled back");
                    }))
        .hasMessage("rolled back");
    assertThat(startsByEvent()).isTrue();
    assertThat(definitions().enabledChanges(TENANT, "w")).isEmpty();
  }

  @Test
  void a_workflow_that_was_deleted_and_is_published_again_is_as_its_document_says() {
    publish("w", "", WORK);
    disable("w");
    definitions().delete(TENANT, "w", KeptHistory.ALL, BOB);
    assertThatThrownBy(() -> definitions().enable(TENANT, "w", ANN, null))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("tenant test has no published workflow \"w\"");
    publish("w", "", WORK);
    assertThat(startsByEvent()).isTrue();
    assertThat(definitions().enabledChanges(TENANT, "w"))
        .extracting(EnabledChange::enabled, EnabledChange::by, EnabledChange::reason)
        .containsExactly(tuple(null, BOB, "deleted"), tuple(false, ANN, null));

    definitions().delete(TENANT, "w", KeptHistory.NONE, BOB);
    assertThat(definitions().enabledChanges(TENANT, "w")).isEmpty();
    assertThat(definitions().list(TENANT)).extracting(WorkflowDefinition::key).isEmpty();
  }
}
