package dev.workflow.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.EngineListener;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkflowObservationsTest {

  private static final String WORK = "[{\"id\": \"a\", \"action\": \"work\"}]";
  private static final Actor OPERATOR = Actor.of("operator");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ObservationRegistry observations = ObservationRegistry.create();
  private final Observed observed = new Observed();
  private Workshop workshop;

  @BeforeEach
  void openWorkshop() {
    observations
        .observationConfig()
        .observationHandler(new DefaultMeterObservationHandler(meters))
        .observationHandler(observed);
    workshop = new Workshop(listener());
  }

  private EngineListener listener() {
    return WorkflowObservations.on(observations)
        .cycleTimes(
            (action, state, time) ->
                Timer.builder("workflow.step.cycle")
                    .tags("action", action, "state", state.name())
                    .publishPercentileHistogram()
                    .register(meters)
                    .record(time));
  }

  @AfterEach
  void closeWorkshop() {
    workshop.close();
    assertThat(observed.open()).as("observations that were not stopped").isZero();
    assertThat(observed.scopes).as("threads with an open scope").isEmpty();
  }

  private long count(String name, String... tags) {
    return meters.find(name).tags(tags).timers().stream().mapToLong(Timer::count).sum();
  }

  @Test
  void counts_events_by_what_they_did() {
    workshop.publish(
        "\"concurrency\": {\"key\": \"{{subject.id}}\", \"policy\": \"skip\"}, \"exit\": [{\"event\": \"bye\"}],",
        "[{\"id\": \"reply\", \"wait\": {\"event\": \"reply\"}}, {\"id\": \"last\", \"wait\": {\"event\": \"never\"}}]");
    workshop.event("go", "1");
    workshop.event("go", "1");
    workshop.event("go", "2");
    workshop.engine.runUntilIdle();
    workshop.event("reply", "3");
    workshop.event("bye", "4");
    workshop.event("bye", "5");
    assertThat(count("workflow.event", "effect", "started")).isEqualTo(1);
    assertThat(count("workflow.event", "effect", "repeated")).isEqualTo(1);
    assertThat(count("workflow.event", "effect", "suppressed")).isEqualTo(1);
    assertThat(count("workflow.event", "effect", "answered")).isEqualTo(1);
    assertThat(count("workflow.event", "effect", "exited")).isEqualTo(1);
    assertThat(count("workflow.event", "effect", "none")).isEqualTo(1);
    assertThat(observed.named("workflow.event"))
        .extracting(
            context -> Observed.high(context, "event.type"),
            context -> Observed.high(context, "event.id"))
        .containsExactly(
            tuple("go", "1"),
            tuple("go", "1"),
            tuple("go", "2"),
            tuple("reply", "3"),
            tuple("bye", "4"),
            tuple("bye", "5"));
  }

  @Test
  void counts_an_event_that_a_step_publishes() {
    workshop.publish(
        "",
        "[{\"id\": \"tell\", \"action\": \"publish_event\", \"config\": {\"event\": \"told\"}}]");
    workshop.go();
    workshop.engine.runUntilIdle();
    assertThat(observed.named("workflow.event"))
        .extracting(context -> Observed.high(context, "event.type"))
        .containsExactly("go", "told");
  }

  @Test
  void counts_starts_and_ends_of_instances_by_outcome() {
    workshop.publish("", WORK);
    workshop.event("go", "1");
    workshop.engine.runUntilIdle();
    workshop.behaviour = context -> ActionResult.failed("no", false);
    workshop.event("go", "2");
    workshop.engine.runUntilIdle();
    InstanceId canceled = workshop.event("go", "3").started().get(0).instance();
    workshop.engine.instances().cancel(Workshop.TENANT, canceled, OPERATOR, null);
    assertThat(count("workflow.instance", "from", "DRAFT", "to", "ACTIVE")).isEqualTo(3);
    assertThat(count("workflow.instance", "to", "COMPLETED", "outcome", "completed")).isEqualTo(1);
    assertThat(count("workflow.instance", "to", "FAILED", "outcome", "failed")).isEqualTo(1);
    assertThat(count("workflow.instance", "to", "CANCELED", "outcome", "canceled")).isEqualTo(1);
    assertThat(count("workflow.instance", "outcome", "none")).isEqualTo(3);
  }

  @Test
  void counts_what_happens_in_a_transaction_of_the_host_once_it_commits_and_never_otherwise() {
    var store = new InMemoryWorkflowStore();
    try (WorkflowEngine engine =
        WorkflowEngine.builder().store(store).listener(listener()).build()) {
      engine
          .definitions()
          .publish(
              Workshop.TENANT,
              WorkflowDefinition.parse(
                  "{\"key\": \"w\", \"name\": \"W\", \"triggers\": [{\"event\": \"go\"}], \"steps\": [{\"id\": \"p\", \"delay\": \"PT1H\"}]}"));
      var event = Event.of(Workshop.TENANT, "go", null, Json.object());
      assertThatThrownBy(
              () ->
                  store.transact(
                      transaction -> {
                        engine.in(transaction).events().publish(event);
                        throw new IllegalStateException("the host changed its mind");
                      }))
          .hasMessage("the host changed its mind");
      assertThat(count("workflow.event")).isZero();
      long before =
          store.transact(
              transaction -> {
                engine.in(transaction).events().publish(event);
                return count("workflow.event");
              });
      assertThat(before).isZero();
      assertThat(count("workflow.event", "effect", "started")).isEqualTo(1);
      assertThat(count("workflow.instance", "to", "ACTIVE")).isEqualTo(1);
    }
  }

  @Test
  void counts_steps_and_measures_how_long_they_were_open_by_the_engines_clock() {
    workshop.publish(
        "",
        """
        [{"id": "a", "action": "work"},
         {"id": "b", "action": "work", "when": {"field": "x", "operator": "eq", "value": 1}},
         {"id": "ask", "action": "approval"}]
        """);
    InstanceId id = workshop.go();
    workshop.advance(Duration.ofDays(3));
    workshop.engine.tasks().complete(Workshop.TENANT, id, "ask", OPERATOR, approved());
    assertThat(count("workflow.step", "action", "work", "state", "COMPLETED")).isEqualTo(1);
    assertThat(count("workflow.step", "action", "work", "state", "SKIPPED")).isEqualTo(1);
    assertThat(count("workflow.step", "action", "approval", "state", "COMPLETED")).isEqualTo(1);
    Timer approval =
        meters.get("workflow.step.cycle").tags("action", "approval", "state", "COMPLETED").timer();
    assertThat(approval.totalTime(TimeUnit.DAYS)).isEqualTo(3);
    assertThat(approval.count()).isEqualTo(1);
  }

  private static ObjectNode approved() {
    return Json.object().put("approved", true);
  }

  @Test
  void measures_attempts_and_tells_retries_apart() {
    workshop.behaviour =
        context ->
            context.attempt() < 3
                ? ActionResult.failed("the line is busy", true)
                : ActionResult.completed();
    workshop.publish("", WORK);
    workshop.go();
    workshop.advance(Duration.ofHours(1));
    workshop.advance(Duration.ofHours(1));
    assertThat(count("workflow.attempt", "retry", "false", "result", "failed")).isEqualTo(1);
    assertThat(count("workflow.attempt", "retry", "true", "result", "failed")).isEqualTo(1);
    assertThat(count("workflow.attempt", "retry", "true", "result", "completed")).isEqualTo(1);
    assertThat(observed.named("workflow.attempt").get(0).getError()).hasMessage("the line is busy");
    assertThat(count("workflow.step")).as("a step ends once").isEqualTo(1);
  }

  @Test
  void an_attempt_is_current_while_its_handler_runs_and_lies_inside_the_instances_run() {
    List<@Nullable String> current = new ArrayList<>();
    workshop.behaviour =
        context -> {
          Observation now = observations.getCurrentObservation();
          current.add(now == null ? null : now.getContext().getContextualName());
          Observation.createNotStarted("host.call", observations).observe(() -> {});
          return ActionResult.completed();
        };
    workshop.publish("", WORK);
    InstanceId id = workshop.go();
    workshop.engine.runUntilIdle();
    assertThat(current).containsExactly("work");
    assertThat(observations.getCurrentObservation()).isNull();
    assertThat(observed.named("host.call"))
        .extracting(Observed::parent)
        .containsExactly("workflow.attempt");
    assertThat(observed.named("workflow.attempt"))
        .singleElement()
        .satisfies(
            attempt -> {
              assertThat(Observed.parent(attempt)).isEqualTo("workflow.run");
              assertThat(Observed.high(attempt, "instance")).isEqualTo(id.toString());
              assertThat(Observed.high(attempt, "workflow")).isEqualTo("w v1");
              assertThat(Observed.high(attempt, "step")).isEqualTo("a");
              assertThat(Observed.high(attempt, "attempt")).isEqualTo("1");
              assertThat(Observed.high(attempt, "tenant")).isEqualTo("test");
            });
    assertThat(observed.named("workflow.run"))
        .singleElement()
        .satisfies(run -> assertThat(Observed.high(run, "instance")).isEqualTo(id.toString()));
  }

  @Test
  void counts_messages_by_channel_and_result() {
    workshop.close();
    workshop =
        new Workshop(
            builder ->
                builder.messaging(
                    m ->
                        m.sender(
                            new ChannelSender() {
                              @Override
                              public String channel() {
                                return "email";
                              }

                              @Override
                              public SendResult send(OutboundMessage message) {
                                return SendResult.rejected("no such mailbox");
                              }
                            })),
            listener());
    workshop.publish(
        "",
        "[{\"id\": \"mail\", \"action\": \"send_email\", \"config\": {\"to\": \"a@example.org\", \"subject\": \"s\", \"text\": \"t\"}}]");
    workshop.go();
    workshop.engine.runUntilIdle();
    assertThat(count("workflow.message", "channel", "email", "result", "rejected")).isEqualTo(1);
  }

  @Test
  void an_attempt_that_takes_too_long_is_counted_as_failed_when_its_handler_gives_up()
      throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    workshop.behaviour = context -> hang(gone);
    workshop.publish(
        "",
        "[{\"id\": \"a\", \"action\": \"work\", \"timeout\": \"PT0.1S\", \"retry\": {\"maxAttempts\": 1}}]");
    workshop.engine.start();
    workshop.go();
    assertThat(gone.await(60, TimeUnit.SECONDS)).isTrue();
    workshop.close();
    assertThat(count("workflow.attempt", "result", "failed")).isEqualTo(1);
    assertThat(observed.named("workflow.attempt").get(0).getError())
        .hasMessage("timed out after PT0.1S");
  }

  @Test
  void an_attempt_whose_instance_is_cancelled_counts_as_cut_off() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    workshop.behaviour =
        context -> {
          began.countDown();
          return hang(gone);
        };
    workshop.publish("", WORK);
    workshop.engine.start();
    InstanceId id = workshop.go();
    assertThat(began.await(60, TimeUnit.SECONDS)).isTrue();
    workshop.engine.instances().cancel(Workshop.TENANT, id, OPERATOR, null);
    assertThat(gone.await(60, TimeUnit.SECONDS)).isTrue();
    workshop.close();
    assertThat(count("workflow.attempt", "result", "cut_off")).isEqualTo(1);
    assertThat(observed.named("workflow.attempt").get(0).getError()).isNull();
  }

  private static ActionResult hang(CountDownLatch gone) throws InterruptedException {
    try {
      new CountDownLatch(1).await();
      return ActionResult.completed();
    } finally {
      gone.countDown();
    }
  }

  @Test
  void tags_have_few_values_and_nothing_of_a_tenant_reaches_a_meter() {
    workshop.publish("", WORK);
    workshop.go();
    workshop.engine.runUntilIdle();
    assertThat(meters.getMeters())
        .allSatisfy(
            meter ->
                assertThat(meter.getId().getTags())
                    .extracting(Tag::getKey)
                    .doesNotContain("tenant", "workflow", "instance", "step", "event.type"));
  }
}
