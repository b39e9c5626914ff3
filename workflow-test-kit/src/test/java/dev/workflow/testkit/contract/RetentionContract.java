package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import dev.workflow.instance.InstanceState;
import dev.workflow.messaging.MessageTemplate;
import dev.workflow.messaging.Messages;
import dev.workflow.spi.MessageState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is old can be removed, and nothing that something else still needs. */
public abstract class RetentionContract extends EngineContract {

  private static final String DAY = "[{\"id\": \"pause\", \"delay\": \"P1D\"}]";

  @Test
  void instances_that_ended_before_a_time_can_be_purged() {
    publish("patient", "", DAY);
    InstanceId old = started("1");
    kit.advance(Duration.ofDays(10));
    InstanceId young = started("2");
    kit.advance(Duration.ofDays(1));
    InstanceId open = started("3");

    Instant before = kit.clock().instant().minus(Duration.ofDays(2));
    assertThat(kit.engine().instances().purge(TENANT, before, soFar -> {})).isEqualTo(1);
    assertThatThrownBy(() -> instance(old)).isInstanceOf(NotFoundException.class);
    assertThat(instance(young).state()).isEqualTo(InstanceState.COMPLETED);
    assertThat(instance(open).state()).isEqualTo(InstanceState.ACTIVE);
  }

  private InstanceId started(String subject) {
    return kit.event("lead.created", SubjectRef.of("lead", subject), "{}")
        .started()
        .get(0)
        .instance();
  }

  @Test
  void events_can_be_purged_unless_an_instance_that_is_there_reads_them() {
    publish("patient", "\"concurrency\": {\"key\": \"all\", \"policy\": \"queue\"},", DAY);
    event("e-1", "lead.created");
    event("e-2", "lead.created");
    event("e-3", "nobody.cares");
    kit.advance(Duration.ofDays(1));
    event("e-4", "nobody.cares");
    Instant now = kit.clock().instant();

    List<Long> progress = new ArrayList<>();
    assertThat(kit.engine().events().purge(TENANT, now, progress::add)).isEqualTo(1);
    assertThat(progress).containsExactly(1L);
    assertThat(eventIds()).containsExactly("e-4", "e-2", "e-1");

    assertThat(kit.engine().instances().purge(TENANT, now.plusSeconds(1), gone -> {})).isOne();
    assertThat(kit.engine().events().purge(TENANT, now, gone -> {})).isEqualTo(1);
    assertThat(eventIds()).containsExactly("e-4", "e-2");
    kit.advance(Duration.ofDays(2));
    assertThat(states("patient")).containsExactly(InstanceState.COMPLETED);
    assertThat(event("e-1", "lead.created").repeated()).isFalse();
  }

  @Test
  void more_events_than_fit_into_one_transaction_are_purged_in_several() {
    publish("patient", "", DAY);
    for (int n = 1; n <= 1_100; n++) {
      event("e-" + n, n % 500 == 0 ? "lead.created" : "nobody.cares");
    }
    List<Long> progress = new ArrayList<>();
    Instant later = kit.clock().instant().plusSeconds(1);
    assertThat(kit.engine().events().purge(TENANT, later, progress::add)).isEqualTo(1_098);
    assertThat(progress).hasSizeGreaterThan(1).isSorted().endsWith(1_098L);
    assertThat(eventIds()).containsExactlyInAnyOrder("e-500", "e-1000");
  }

  @Test
  void windows_of_dedupe_that_have_ended_go_with_the_events() {
    kit.publish(
        """
        {"key": "patient",
         "triggers": [{"event": "lead.created", "dedupe": {"key": "{{subject.id}}", "window": "PT1H"}}],
         "steps": %s}
        """
            .formatted(DAY));
    event("e-1", "lead.created");
    kit.engine().events().purge(TENANT, kit.clock().instant().plusSeconds(1), gone -> {});
    assertThat(event("e-2", "lead.created").suppressed()).hasSize(1);
    kit.advance(Duration.ofHours(2));
    kit.engine().events().purge(TENANT, kit.clock().instant(), gone -> {});
    assertThat(event("e-3", "lead.created").started()).hasSize(1);
  }

  @Test
  void messages_of_no_instance_are_purged_by_themselves_and_others_with_theirs() {
    publish(
        "mailing",
        "",
        "[{\"id\": \"mail\", \"action\": \"send_email\", \"config\": {\"to\": \"a@x.nl\", \"text\": \"Hi\"}}]");
    event("e-1", "lead.created");
    UUID old = testMessage();
    kit.advance(Duration.ofDays(2));
    UUID young = testMessage();
    Messages messages = kit.engine().messaging().messages();
    List<Long> progress = new ArrayList<>();

    Instant before = kit.clock().instant().minus(Duration.ofDays(1));
    assertThat(messages.purge(TENANT, before, progress::add)).isOne();
    assertThat(progress).containsExactly(1L);
    assertThatThrownBy(() -> messages.get(TENANT, old)).isInstanceOf(NotFoundException.class);
    assertThat(messages.get(TENANT, young).state()).isEqualTo(MessageState.SENT);
    assertThat(messages.list(TENANT, LEAD, MessageState.SENT, null, 10).items()).hasSize(1);
  }

  private UUID testMessage() {
    MessageTemplate template =
        MessageTemplate.parse(
            """
            {"name": "hi", "fallbackLanguage": "en",
             "variants": {"en": {"email": {"subject": "Hi", "text": "Hi"}}}}
            """);
    kit.engine().messaging().templates().publish(TENANT, template, Actor.of("anna"));
    UUID id =
        kit.engine()
            .messaging()
            .templates()
            .testSend(TENANT, "hi", "email", null, "me@x.nl", Json.object(), Actor.of("anna"));
    kit.run();
    return id;
  }

  private PublishReceipt event(String id, String type) {
    PublishReceipt receipt =
        kit.engine().events().publish(Event.of(TENANT, type, LEAD, Json.object()).withId(id));
    kit.run();
    return receipt;
  }

  private List<String> eventIds() {
    return kit.engine().events().list(TENANT, null, 10).items().stream()
        .map(one -> one.receipt().eventId())
        .toList();
  }
}
