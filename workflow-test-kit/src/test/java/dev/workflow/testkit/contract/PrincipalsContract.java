package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowRef;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.Migration;
import dev.workflow.schedule.Schedule;
import dev.workflow.schedule.ScheduledTask;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.Handling;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.RecordGateway;
import dev.workflow.testkit.RecordedRecords;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** As whom actions act. */
public abstract class PrincipalsContract extends EngineContract {

  private static final Actor ANN = Actor.of("ann");
  private static final Actor BOB = Actor.of("bob");
  private static final Actor EVE = Actor.of("eve");
  private static final String WORK = "[{\"id\": \"a\", \"action\": \"work\"}]";

  private final List<String> acted = new CopyOnWriteArrayList<>();

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).records(noting(new RecordedRecords()));
  }

  private RecordGateway noting(RecordGateway records) {
    return (RecordGateway)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {RecordGateway.class},
            (proxy, method, arguments) -> {
              acted.add(method.getName() + " " + ((RecordGateway.Call) arguments[0]).principal());
              return method.invoke(records, arguments);
            });
  }

  @BeforeEach
  void note() {
    answer =
        context -> {
          acted.add(context.workflow() + " " + context.principal());
          return ActionResult.completed(json("{}"));
        };
  }

  private void publish(String key, String keys, String steps, Actor by) {
    kit.engine()
        .definitions()
        .publish(
            TENANT,
            WorkflowDefinition.parse(
                "{\"key\": \"%s\", \"triggers\": [{\"event\": \"%s.created\"}], %s \"steps\": %s}"
                    .formatted(key, key, keys, steps)),
            by);
  }

  private InstanceId start(Actor by) {
    InstanceId id = kit.engine().instances().start(TENANT, "w", LEAD, json("{}"), by).orElseThrow();
    kit.run();
    return id;
  }

  @Test
  void what_somebody_starts_acts_as_them() {
    publish("w", "", WORK, BOB);
    start(ANN);
    kit.engine().instances().startVersion(TENANT, WorkflowRef.of("w", 1), LEAD, json("{}"), EVE);
    kit.run();
    assertThat(acted).containsExactly("w v1 ann", "w v1 eve");
  }

  @Test
  void what_an_event_starts_acts_as_who_published_its_version() {
    publish("w", "", WORK, ANN);
    kit.event("w.created", LEAD, "{}");
    publish("w", "", WORK, BOB);
    kit.event("w.created", LEAD, "{}");
    kit.publish(
        "{\"key\": \"w\", \"triggers\": [{\"event\": \"w.created\"}], \"steps\": " + WORK + "}");
    kit.event("w.created", LEAD, "{}");
    assertThat(acted).containsExactly("w v1 ann", "w v2 bob", "w v3 engine");
  }

  @Test
  void a_draft_acts_as_who_made_it_whoever_begins_it() {
    publish("w", "", WORK, BOB);
    InstanceId id =
        kit.engine().instances().draft(TENANT, WorkflowRef.of("w", 1), LEAD, json("{}"), ANN);
    kit.engine().instances().begin(TENANT, id, EVE);
    kit.run();
    assertThat(acted).containsExactly("w v1 ann");
  }

  @Test
  void a_sub_workflow_acts_as_what_started_it() {
    publish("child", "", WORK, BOB);
    publish("w", "", "[{\"id\": \"sub\", \"workflow\": {\"key\": \"child\"}}]", EVE);
    start(ANN);
    kit.event("w.created", LEAD, "{}");
    assertThat(acted).containsExactly("child v1 ann", "child v1 eve");
  }

  @Test
  void what_a_handler_starts_acts_as_it() {
    publish("child", "", WORK, BOB);
    publish("w", "", WORK, EVE);
    answer =
        context -> {
          acted.add(context.workflow() + " " + context.principal());
          if (context.workflow().key().equals("w")) {
            context.startWorkflow("child", json("{}"));
          }
          return ActionResult.completed(json("{}"));
        };
    start(ANN);
    assertThat(acted).containsExactly("w v1 ann", "child v1 ann");
  }

  @Test
  void who_retries_or_restarts_is_not_who_it_acts_as() {
    publish(
        "w", "", "[{\"id\": \"a\", \"action\": \"work\", \"retry\": {\"maxAttempts\": 1}}]", BOB);
    answer =
        context -> {
          acted.add(context.workflow() + " " + context.principal());
          return acted.size() == 1
              ? ActionResult.failed("no", false)
              : ActionResult.completed(json("{}"));
        };
    InstanceId id = start(ANN);
    kit.engine().instances().retry(TENANT, id, EVE);
    kit.run();
    publish("w", "", WORK, EVE);
    InstanceId again = kit.engine().instances().restart(TENANT, id, BOB).orElseThrow();
    kit.run();
    kit.engine().instances().restart(TENANT, again, BOB);
    kit.run();
    assertThat(acted).containsExactly("w v1 ann", "w v1 ann", "w v2 ann", "w v2 ann");
  }

  @Test
  void a_restart_of_what_an_event_started_acts_as_who_published_what_that_was() {
    publish("w", "", WORK, ANN);
    InstanceId id = kit.event("w.created", LEAD, "{}").started().get(0).instance();
    publish("w", "", WORK, EVE);
    kit.engine().instances().restart(TENANT, id, BOB);
    kit.run();
    assertThat(acted).containsExactly("w v1 ann", "w v2 ann");
  }

  @Test
  void what_waited_for_its_turn_acts_as_who_started_it() {
    publish("w", "\"concurrency\": {\"key\": \"all\", \"policy\": \"queue\"},", delayedWork(), BOB);
    start(ANN);
    start(EVE);
    kit.advance(Duration.ofHours(2));
    assertThat(acted).containsExactly("w v1 ann", "w v1 eve");
  }

  private static String delayedWork() {
    return "[{\"id\": \"a\", \"action\": \"work\", \"delay\": \"PT1H\"}]";
  }

  @Test
  void after_a_migration_what_an_event_started_acts_as_who_published_the_new_version() {
    publish("w", "", delayedWork(), ANN);
    InstanceId by = kit.event("w.created", LEAD, "{}").started().get(0).instance();
    InstanceId hand = start(EVE);
    publish("w", "\"name\": \"other\",", delayedWork(), BOB);
    kit.engine().instances().migrate(TENANT, by, Migration.to(2), EVE);
    kit.engine().instances().migrate(TENANT, hand, Migration.to(2), BOB);
    kit.advance(Duration.ofHours(2));
    assertThat(acted).containsExactlyInAnyOrder("w v2 bob", "w v2 eve");
  }

  @Test
  void a_trigger_by_time_acts_as_who_published_it() {
    kit.engine()
        .definitions()
        .publish(
            TENANT,
            WorkflowDefinition.parse(
                "{\"key\": \"w\", \"triggers\": [{\"every\": \"PT1H\"}], \"steps\": " + WORK + "}"),
            ANN);
    kit.advance(Duration.ofHours(1));
    Schedule schedule = kit.engine().schedules().list(TENANT, "w", null, 1).items().get(0);
    kit.engine().schedules().runNow(TENANT, schedule.id(), false, EVE);
    kit.run();
    assertThat(acted).containsExactly("w v1 ann", "w v1 ann");
  }

  @Test
  void a_scheduled_task_acts_as_who_created_it_and_then_as_who_changed_it() {
    publish("w", "", WORK, BOB);
    Schedule schedule =
        kit.engine().schedules().create(TENANT, task("{\"workflow_id\": \"w\"}"), ANN);
    kit.advance(Duration.ofHours(1));
    kit.engine()
        .schedules()
        .update(TENANT, schedule.id(), task("{\"workflow_id\": \"w\", \"input\": {}}"), EVE);
    kit.engine().schedules().runNow(TENANT, schedule.id(), false, BOB);
    kit.run();
    kit.engine().schedules().pause(TENANT, schedule.id(), BOB);
    kit.engine().schedules().resume(TENANT, schedule.id(), BOB);
    kit.advance(Duration.ofHours(1));
    assertThat(acted).containsExactly("w v1 ann", "w v1 eve", "w v1 eve");
    assertThat(kit.engine().schedules().get(TENANT, schedule.id()).createdBy()).isEqualTo(ANN);
  }

  private static ScheduledTask task(String config) {
    return ScheduledTask.parse(
        "{\"name\": \"t\", \"type\": \"workflow\", \"config\": %s, \"every\": \"PT1H\"}"
            .formatted(config));
  }

  @Test
  void an_action_of_a_scheduled_task_acts_as_who_created_it() {
    kit.engine()
        .schedules()
        .create(
            TENANT,
            ScheduledTask.parse(
                "{\"name\": \"t\", \"type\": \"action\", \"config\": {\"action\": \"work\"},"
                    + " \"every\": \"PT1H\"}"),
            ANN);
    kit.advance(Duration.ofHours(1));
    assertThat(acted).hasSize(1).allMatch(one -> one.endsWith(" ann"));
  }

  @Test
  void a_sender_knows_as_whom_it_sends() {
    publish("w", "", WORK, BOB);
    answer =
        context -> {
          context.send(
              OutboundMessage.draft(context, "sms", "+31612345678", json("{\"text\": \"t\"}")));
          context.send(
              OutboundMessage.draft(context, "email", "a@example.org", json("{\"text\": \"t\"}"))
                  .withHandling(
                      Handling.NONE.withFallback(
                          new Handling.Fallback(
                              List.of(
                                  new Handling.Alternative(
                                      "sms", "+31612345679", json("{\"text\": \"t\"}"))),
                              Duration.ofHours(1),
                              false))));
          return ActionResult.completed(json("{}"));
        };
    start(ANN);
    kit.event("w.created", LEAD, "{}");
    kit.advance(Duration.ofHours(2));
    assertThat(kit.messages())
        .extracting(one -> one.channel() + " " + one.recipient() + " " + one.principal())
        .containsExactlyInAnyOrder(
            "sms +31612345678 ann",
            "email a@example.org ann",
            "sms +31612345679 ann",
            "sms +31612345678 bob",
            "email a@example.org bob",
            "sms +31612345679 bob");
  }

  @Test
  void the_records_of_the_host_know_as_whom_they_are_written() {
    publish(
        "w", "", "[{\"id\": \"a\", \"action\": \"add_tag\", \"config\": {\"tag\": \"hot\"}}]", BOB);
    start(ANN);
    assertThat(acted).containsExactly("addTag ann");
  }
}
