package dev.workflow.testkit.contract;

import static dev.workflow.instance.InstanceState.ACTIVE;
import static dev.workflow.instance.InstanceState.COMPLETED;
import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.Instances.BulkOperation;
import dev.workflow.Json;
import dev.workflow.PublishReceipt;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.messaging.Deliveries;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.Messages;
import dev.workflow.messaging.Messages.Message;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Alternative;
import dev.workflow.spi.Handling.Fallback;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * An ending reaches everything that is still to happen: also messages of instances that have ended,
 * failed instances, and what sub-workflows have left behind.
 */
public abstract class EndingsContract extends EngineContract {

  private static final Actor ANNA = Actor.of("anna");
  private static final String EXIT =
      "\"exit\": [{\"event\": \"lead.converted\"}, {\"event\": \"message.received\"}],";
  private static final String WORK = "[{\"id\": \"a\", \"action\": \"work\"}]";
  private static final String REPLACE =
      "\"concurrency\": {\"key\": \"{{subject.id}}\", \"policy\": \"replace\"},";
  private static final Window TUESDAY =
      new Window(EnumSet.of(DayOfWeek.TUESDAY), LocalTime.of(9, 0), LocalTime.of(17, 0), null);
  private static final Handling LATER = Handling.NONE.withWindow(TUESDAY);
  private static final Duration WEEK = Duration.ofDays(7);

  private void sending(Handling handling) {
    answer =
        context -> {
          context.send(mail(context, handling));
          return ActionResult.completed();
        };
  }

  private static OutboundMessage mail(dev.workflow.spi.ActionContext context, Handling handling) {
    return OutboundMessage.draft(
            context, "email", "ann@x.nl", Json.object().put("subject", "s").put("text", "t"))
        .withHandling(handling);
  }

  private Instances instances() {
    return kit.engine().instances();
  }

  private Messages outbox() {
    return kit.engine().messaging().messages();
  }

  /** All messages, the oldest first. */
  private List<Message> messages() {
    return outbox().list(TENANT, null, null, null, 500).items().stream()
        .sorted(Comparator.comparing(Message::id))
        .toList();
  }

  private List<String> messageStates() {
    return messages().stream().map(message -> message.channel() + " " + message.state()).toList();
  }

  private PublishReceipt converted() {
    return kit.event("lead.converted", LEAD, "{}");
  }

  private void nothingIsSent() {
    kit.advance(WEEK.multipliedBy(2));
    assertThat(kit.messages()).isEmpty();
  }

  private InstanceId completedWithWaitingMessage(String keys) {
    sending(LATER);
    InstanceId id = run(keys, WORK, "{}");
    assertInstance(id).isCompleted().hasOutcome(InstanceOutcome.COMPLETED);
    assertThat(messageStates()).containsExactly("email PENDING");
    return id;
  }

  @Test
  void an_exit_event_cancels_the_waiting_message_of_a_completed_instance() {
    InstanceId id = completedWithWaitingMessage(EXIT);
    PublishReceipt receipt = converted();
    assertThat(messageStates()).containsExactly("email CANCELED");
    assertInstance(id).isCompleted().hasOutcome(InstanceOutcome.COMPLETED);
    assertThat(instance(id).endedAt()).isEqualTo(START);
    assertThat(receipt.exited()).containsExactly(id);
    assertThat(receipt.hadEffect()).isTrue();
    assertThat(kit.story(id))
        .contains(
            "instance COMPLETED -> COMPLETED (exited): event lead.converted ("
                + receipt.eventId()
                + ")");
    assertThat(converted().exited()).isEmpty();
    nothingIsSent();
  }

  @Test
  void an_exit_whose_condition_does_not_hold_cancels_nothing() {
    completedWithWaitingMessage(
        """
        "exit": [{"event": "lead.converted",
                  "when": {"field": "event.payload.sure", "operator": "eq", "value": true}}],
        """);
    assertThat(converted().hadEffect()).isFalse();
    assertThat(messageStates()).containsExactly("email PENDING");
    kit.event("lead.converted", LEAD, "{\"sure\": true}");
    assertThat(messageStates()).containsExactly("email CANCELED");
  }

  @Test
  void an_instance_with_nothing_left_to_happen_is_not_touched_by_an_exit_event() {
    sending(Handling.NONE);
    InstanceId id = run(EXIT, WORK, "{}");
    assertThat(messageStates()).containsExactly("email SENT");
    assertThat(converted().hadEffect()).isFalse();
    assertThat(kit.story(id)).doesNotContain("exited");
    assertThatThrownBy(() -> instances().cancel(TENANT, id, ANNA, null))
        .isExactlyInstanceOf(IllegalTransitionException.class)
        .hasMessage("instance %s cannot go from COMPLETED to CANCELED; COMPLETED is final", id);
  }

  @Test
  void a_held_message_is_cancelled_too() {
    completedWithWaitingMessage(EXIT);
    outbox().hold(TENANT, messages().get(0).id(), ANNA, "looked at first");
    converted();
    assertThat(messageStates()).containsExactly("email CANCELED");
  }

  @Test
  void a_message_that_its_provider_has_put_off_is_cancelled_too() {
    kit.sender("email").answers(message -> SendResult.deferred("busy", Duration.ofHours(1)));
    sending(Handling.NONE);
    run(EXIT, WORK, "{}");
    converted();
    assertThat(messageStates()).containsExactly("email CANCELED");
    kit.sender("email").answers(message -> SendResult.sent("p"));
    nothingIsSent();
  }

  @Test
  void an_alternative_that_waits_for_its_turn_is_cancelled_too() {
    Alternative sms = new Alternative("sms", "+31612345678", Json.object().put("text", "t"));
    sending(Handling.NONE.withFallback(new Fallback(List.of(sms), Duration.ofHours(4), true)));
    run(EXIT, WORK, "{}");
    converted();
    assertThat(messageStates()).containsExactly("email SENT", "sms CANCELED");
    kit.advance(WEEK);
    assertThat(kit.messages("sms")).isEmpty();
  }

  @Test
  void a_reply_cancels_the_waiting_message_where_the_exit_names_it() {
    completedWithWaitingMessage(EXIT);
    kit.engine()
        .messaging()
        .inbound()
        .receive(InboundMessage.of(TENANT, "email", "ann@x.nl", "Yes.").withSubject(LEAD));
    assertThat(messageStates()).containsExactly("email CANCELED");
    nothingIsSent();
  }

  @Test
  void cancel_cancels_the_waiting_message_of_a_completed_instance_once() {
    InstanceId id = completedWithWaitingMessage("");
    instances().cancel(TENANT, id, ANNA, "she called");
    assertThat(messageStates()).containsExactly("email CANCELED");
    assertInstance(id).isCompleted().hasOutcome(InstanceOutcome.COMPLETED);
    assertThat(kit.story(id))
        .contains("instance COMPLETED -> COMPLETED (canceled) by anna: she called");
    assertThatThrownBy(() -> instances().cancel(TENANT, id, ANNA, null))
        .isExactlyInstanceOf(IllegalTransitionException.class);
    nothingIsSent();
  }

  @Test
  void cancelling_in_bulk_reaches_ended_instances_with_waiting_messages() {
    completedWithWaitingMessage("");
    var query = Instances.Query.of(TENANT);
    var report = instances().bulk(query, BulkOperation.CANCEL, ANNA, progress -> {});
    assertThat(report.done()).isOne();
    assertThat(messageStates()).containsExactly("email CANCELED");
    assertThat(instances().bulk(query, BulkOperation.CANCEL, ANNA, progress -> {}).refused())
        .isOne();
  }

  @Test
  void one_that_is_replaced_leaves_no_message_behind() {
    InstanceId first = completedWithWaitingMessage(REPLACE);
    kit.event("lead.created", LEAD, "{}");
    assertInstance(first).isCompleted();
    assertThat(messageStates()).containsExactly("email CANCELED", "email PENDING");
    assertThat(kit.story(first)).contains("replaced by a newer instance with the same key");
  }

  @Test
  void a_message_that_was_given_up_is_not_sent_again_after_the_exit() {
    kit.sender("email").answers(message -> SendResult.rejected("no"));
    sending(Handling.NONE);
    InstanceId id = run(EXIT, WORK, "{}");
    kit.sender("email").answers(message -> SendResult.sent("p"));
    PublishReceipt receipt = converted();
    UUID message = messages().get(0).id();
    assertThatThrownBy(() -> outbox().resend(TENANT, message, ANNA))
        .isExactlyInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "message %s cannot be sent again: instance %s has exited since: event lead.converted (%s)",
            message, id, receipt.eventId());
    var report =
        outbox()
            .bulk(Messages.Query.of(TENANT), Messages.BulkOperation.RESEND, ANNA, progress -> {});
    assertThat(report.done()).isZero();
    assertThat(report.refused()).isOne();
    nothingIsSent();
  }

  private InstanceId failedWithWaitingMessage(String keys) {
    answer =
        context -> {
          if (context.step().equals("a")) {
            context.send(mail(context, LATER));
            return ActionResult.completed();
          }
          return ActionResult.failed("no", false);
        };
    InstanceId id =
        run(
            keys,
            "[{\"id\": \"a\", \"action\": \"work\"}, {\"id\": \"b\", \"action\": \"work\"}]",
            "{}");
    assertInstance(id).hasFailed().hasOutcome(InstanceOutcome.FAILED);
    return id;
  }

  @Test
  void an_exit_event_ends_a_failed_instance_for_good() {
    InstanceId id = failedWithWaitingMessage(EXIT);
    PublishReceipt receipt = converted();
    assertThat(receipt.exited()).containsExactly(id);
    assertThat(messageStates()).containsExactly("email CANCELED");
    assertInstance(id).hasFailed().hasOutcome(InstanceOutcome.EXITED);
    answer = context -> ActionResult.completed();
    calls.clear();
    assertThatThrownBy(() -> instances().retry(TENANT, id, ANNA))
        .isExactlyInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "instance %s cannot be retried: it is FAILED and has exited since: event lead.converted (%s)",
            id, receipt.eventId());
    var failed = Instances.Query.of(TENANT).in(InstanceState.FAILED);
    var report = instances().bulk(failed, BulkOperation.RETRY, ANNA, progress -> {});
    assertThat(report.refused()).isOne();
    nothingIsSent();
    assertThat(calls).isEmpty();
    assertThat(converted().exited()).isEmpty();
  }

  @Test
  void a_failed_instance_can_be_given_up() {
    InstanceId id = failedWithWaitingMessage("");
    instances().cancel(TENANT, id, ANNA, "not wanted");
    assertThat(messageStates()).containsExactly("email CANCELED");
    assertInstance(id).hasFailed().hasOutcome(InstanceOutcome.CANCELED);
    assertThatThrownBy(() -> instances().retry(TENANT, id, ANNA))
        .isExactlyInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "instance %s cannot be retried: it is FAILED and was cancelled since: not wanted", id);
  }

  @Test
  void a_failed_instance_that_is_replaced_is_not_retried() {
    InstanceId first = failedWithWaitingMessage(REPLACE);
    sending(LATER);
    kit.event("lead.created", LEAD, "{}");
    assertThatThrownBy(() -> instances().retry(TENANT, first, ANNA))
        .isExactlyInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "instance %s cannot be retried: it is FAILED and was cancelled since: "
                + "replaced by a newer instance with the same key",
            first);
  }

  @Test
  void a_failed_instance_whose_exit_has_not_come_is_retried() {
    InstanceId id = failedWithWaitingMessage(EXIT);
    kit.event("lead.called", LEAD, "{}");
    answer = context -> ActionResult.completed();
    instances().retry(TENANT, id, ANNA);
    kit.run();
    assertInstance(id).isCompleted();
  }

  private static final String SUB = "[{\"id\": \"sub\", \"workflow\": \"%s\"}%s]";

  private void publishChildren() {
    kit.publish("{\"key\": \"grandchild\", \"name\": \"G\", \"steps\": %s}".formatted(WORK));
    kit.publish(
        "{\"key\": \"child\", \"name\": \"C\", \"steps\": %s}"
            .formatted(SUB.formatted("grandchild", "")));
  }

  @Test
  void the_exit_of_a_completed_parent_reaches_the_messages_of_its_sub_workflows() {
    publishChildren();
    sending(LATER);
    InstanceId id = run(EXIT, SUB.formatted("child", ""), "{}");
    assertInstance(id).isCompleted();
    PublishReceipt receipt = converted();
    assertThat(messageStates()).containsExactly("email CANCELED");
    assertThat(receipt.exited()).containsExactly(id);
    nothingIsSent();
  }

  @Test
  void the_exit_of_a_running_parent_reaches_the_messages_of_its_sub_workflows() {
    publishChildren();
    sending(LATER);
    InstanceId id =
        run(EXIT, SUB.formatted("child", ", {\"id\": \"wait\", \"delay\": \"P9D\"}"), "{}");
    assertInstance(id).isActive();
    converted();
    assertInstance(id).isCompleted().hasOutcome(InstanceOutcome.EXITED);
    assertThat(messageStates()).containsExactly("email CANCELED");
    nothingIsSent();
  }

  @Test
  void cancel_of_a_completed_parent_reaches_the_messages_of_its_sub_workflows() {
    publishChildren();
    sending(LATER);
    InstanceId id = run(SUB.formatted("child", ""), "{}");
    assertInstance(id).isCompleted();
    instances().cancel(TENANT, id, ANNA, "not wanted");
    assertThat(messageStates()).containsExactly("email CANCELED");
    assertThatThrownBy(() -> instances().cancel(TENANT, id, ANNA, "not wanted"))
        .isExactlyInstanceOf(IllegalTransitionException.class);
  }

  @Test
  void a_failed_sub_workflow_of_a_parent_that_has_exited_is_not_retried() {
    publishChildren();
    answer = context -> ActionResult.failed("no", false);
    InstanceId id = run(EXIT, SUB.formatted("child", ""), "{}");
    assertInstance(id).hasFailed();
    converted();
    for (var one : instances().list(Instances.Query.of(TENANT), null, 10).items()) {
      assertThat(one.state()).isEqualTo(InstanceState.FAILED);
      assertThatThrownBy(() -> instances().retry(TENANT, one.id(), ANNA))
          .isExactlyInstanceOf(IllegalTransitionException.class)
          .hasMessageContaining("cannot be retried: it is FAILED and");
    }
    calls.clear();
    kit.advance(WEEK);
    assertThat(calls).isEmpty();
  }

  @Test
  void a_sub_workflow_that_nobody_waits_for_keeps_its_messages_and_has_its_own_exit() {
    kit.publish("{\"key\": \"child\", \"name\": \"C\", \"steps\": %s}".formatted(WORK));
    sending(LATER);
    InstanceId id =
        run(
            EXIT,
            """
            [{"id": "sub", "workflow": {"key": "child", "wait": false}}, {"id": "wait", "delay": "P9D"}]
            """,
            "{}");
    converted();
    assertInstance(id).hasOutcome(InstanceOutcome.EXITED);
    assertThat(messageStates()).containsExactly("email PENDING");
  }

  @Test
  void a_queued_instance_ends_by_one_move() {
    publish(
        "w",
        "\"concurrency\": {\"key\": \"k\", \"policy\": \"queue\"}," + EXIT,
        "[{\"id\": \"a\", \"action\": \"work\", \"delay\": \"PT1H\"}]");
    kit.event("lead.created", dev.workflow.SubjectRef.of("lead", "1"), "{}");
    InstanceId cancelled = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    InstanceId exited = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    instances().cancel(TENANT, cancelled, ANNA, "not wanted");
    converted();
    assertThat(kit.engine().history().of(TENANT, cancelled)).hasSize(1);
    assertThat(kit.story(cancelled))
        .contains("instance DRAFT -> CANCELED (canceled) by anna: not wanted");
    assertThat(kit.engine().history().of(TENANT, exited)).hasSize(1);
    assertThat(kit.story(exited)).contains("instance DRAFT -> COMPLETED (exited)");
  }

  @Test
  void an_answer_to_a_message_counts_as_read() {
    Alternative mail = new Alternative("email", "ann@x.nl", Json.object().put("text", "t"));
    answer =
        context -> {
          context.send(
              OutboundMessage.draft(
                      context, "sms", "+31612345678", Json.object().put("text", "by sms"))
                  .withHandling(
                      Handling.NONE.withFallback(
                          new Fallback(List.of(mail), Duration.ofHours(4), true))));
          return ActionResult.completed();
        };
    run(WORK, "{}");
    kit.engine()
        .messaging()
        .inbound()
        .receive(InboundMessage.of(TENANT, "sms", "+31612345678", "Yes, call me.").withId("in-1"));
    assertThat(messages().get(0).delivery().state()).isEqualTo(Deliveries.State.READ);
    kit.advance(WEEK);
    assertThat(messageStates()).containsExactly("sms SENT", "email SKIPPED");
    assertThat(messages().get(1).result())
        .isEqualTo("message " + messages().get(0).id() + " by sms has arrived: READ");
  }

  @Test
  void the_messages_of_a_paused_instance_are_held_until_it_is_resumed() {
    sending(LATER);
    InstanceId id =
        run("[{\"id\": \"a\", \"action\": \"work\"}, {\"id\": \"w\", \"delay\": \"P30D\"}]", "{}");
    instances().pause(TENANT, id, ANNA, null);
    assertThat(messageStates()).containsExactly("email HELD");
    assertThat(messages().get(0).result()).isEqualTo("its instance is paused");
    nothingIsSent();
    instances().resume(TENANT, id, ANNA);
    assertThat(messageStates()).containsExactly("email PENDING");
    kit.advance(WEEK);
    assertThat(messageStates()).containsExactly("email SENT");
  }

  @Test
  void what_people_hold_stays_held_when_the_instance_is_resumed() {
    sending(LATER);
    InstanceId id =
        run("[{\"id\": \"a\", \"action\": \"work\"}, {\"id\": \"w\", \"delay\": \"P30D\"}]", "{}");
    outbox().hold(TENANT, messages().get(0).id(), ANNA, "looked at first");
    instances().pause(TENANT, id, ANNA, null);
    instances().resume(TENANT, id, ANNA);
    assertThat(messageStates()).containsExactly("email HELD");
    assertThat(messages().get(0).result()).isEqualTo("looked at first");
  }

  @Test
  void an_exit_cancels_what_a_pause_holds() {
    sending(LATER);
    InstanceId id =
        run(
            EXIT,
            "[{\"id\": \"a\", \"action\": \"work\"}, {\"id\": \"w\", \"delay\": \"P30D\"}]",
            "{}");
    instances().pause(TENANT, id, ANNA, null);
    converted();
    assertThat(messageStates()).containsExactly("email CANCELED");
  }

  @Test
  void what_a_sender_puts_off_during_the_pause_is_held_when_its_time_comes() {
    sending(Handling.NONE);
    kit.sender("email")
        .answers(
            message -> {
              instances().pause(TENANT, kit.lastStarted().id(), ANNA, null);
              return SendResult.deferred("busy", Duration.ofHours(1));
            });
    publish(
        "w",
        "",
        "[{\"id\": \"w\", \"delay\": \"PT1S\"}, {\"id\": \"a\", \"action\": \"work\"}, {\"id\": \"z\", \"delay\": \"P30D\"}]");
    kit.event("lead.created", LEAD, "{}");
    kit.advance(Duration.ofSeconds(2));
    kit.sender("email").answers(message -> SendResult.sent("p"));
    assertThat(messageStates()).containsExactly("email PENDING");
    kit.advance(Duration.ofHours(2));
    assertThat(messageStates()).containsExactly("email HELD");
    instances().resume(TENANT, kit.lastStarted().id(), ANNA);
    kit.run();
    assertThat(messageStates()).containsExactly("email SENT");
  }

  @Test
  void
      what_a_sender_puts_off_is_held_though_somebody_has_moved_it_and_sent_if_somebody_wants_that() {
    sending(Handling.NONE);
    kit.sender("email").answers(message -> SendResult.deferred("busy", Duration.ofDays(1)));
    InstanceId id =
        run("[{\"id\": \"a\", \"action\": \"work\"}, {\"id\": \"z\", \"delay\": \"P30D\"}]", "{}");
    UUID message = messages().get(0).id();
    outbox().move(TENANT, message, kit.clock().instant().plusSeconds(60), ANNA);
    kit.sender("email")
        .answers(
            sent -> {
              instances().pause(TENANT, id, ANNA, null);
              return SendResult.deferred("busy", Duration.ofHours(1));
            });
    kit.advance(Duration.ofMinutes(2));
    outbox().move(TENANT, message, kit.clock().instant().plusSeconds(60), ANNA);
    kit.sender("email").answers(sent -> SendResult.sent("p"));
    kit.advance(Duration.ofHours(2));
    assertThat(messageStates()).containsExactly("email HELD");
    kit.sender("email").answers(sent -> SendResult.deferred("busy", Duration.ofHours(1)));
    outbox().sendNow(TENANT, message, ANNA);
    kit.run();
    kit.sender("email").answers(sent -> SendResult.sent("p"));
    kit.advance(Duration.ofHours(2));
    assertThat(messageStates()).containsExactly("email SENT");
  }

  @Test
  void
      what_a_sender_puts_off_of_a_sub_workflow_that_has_ended_is_held_while_its_parent_is_paused() {
    sending(Handling.NONE);
    kit.publish(
        "{\"key\": \"sub\", \"name\": \"Sub\", \"steps\": [{\"id\": \"a\", \"action\": \"work\"}]}");
    publish(
        "w",
        "",
        "[{\"id\": \"s\", \"workflow\": {\"key\": \"sub\"}}, {\"id\": \"z\", \"delay\": \"P30D\"}]");
    kit.sender("email").answers(message -> SendResult.deferred("busy", Duration.ofHours(1)));
    InstanceId parent = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    kit.run();
    assertThat(messageStates()).containsExactly("email PENDING");
    kit.sender("email")
        .answers(
            message -> {
              instances().pause(TENANT, parent, ANNA, null);
              return SendResult.deferred("busy", Duration.ofHours(1));
            });
    kit.advance(Duration.ofHours(1));
    kit.sender("email").answers(message -> SendResult.sent("p"));
    kit.advance(Duration.ofHours(2));
    assertThat(messageStates()).containsExactly("email HELD");
    instances().resume(TENANT, parent, ANNA);
    kit.run();
    assertThat(messageStates()).containsExactly("email SENT");
  }

  @Test
  void a_message_that_a_handler_sends_during_the_pause_is_held() {
    answer =
        context -> {
          instances().pause(TENANT, context.instance(), ANNA, null);
          context.send(mail(context, Handling.NONE));
          return ActionResult.completed();
        };
    InstanceId id =
        run("[{\"id\": \"a\", \"action\": \"work\"}, {\"id\": \"w\", \"delay\": \"P30D\"}]", "{}");
    assertInstance(id).is(InstanceState.PAUSED);
    assertThat(messageStates()).containsExactly("email HELD");
    instances().resume(TENANT, id, ANNA);
    kit.advance(WEEK);
    assertThat(messageStates()).containsExactly("email SENT");
  }

  private List<InstanceState> family() {
    return instances().list(Instances.Query.of(TENANT), null, 10).items().stream()
        .map(Instances.Summary::state)
        .toList();
  }

  private InstanceId child() {
    return instances()
        .list(Instances.Query.of(TENANT).workflow("child"), null, 10)
        .items()
        .get(0)
        .id();
  }

  @Test
  void sub_workflows_pause_and_resume_with_the_one_that_waits_for_them() {
    kit.publish(
        "{\"key\": \"grandchild\", \"name\": \"G\", \"steps\": [{\"id\": \"d\", \"delay\": \"PT1H\"}, {\"id\": \"a\", \"action\": \"work\"}]}");
    kit.publish(
        "{\"key\": \"child\", \"name\": \"C\", \"steps\": %s}"
            .formatted(SUB.formatted("grandchild", "")));
    InstanceId id = run(SUB.formatted("child", ""), "{}");
    instances().pause(TENANT, id, ANNA, null);
    assertThat(family()).containsOnly(InstanceState.PAUSED).hasSize(3);
    kit.advance(WEEK);
    assertThat(calls).isEmpty();
    instances().resume(TENANT, id, ANNA);
    kit.run();
    assertThat(family()).containsOnly(InstanceState.COMPLETED).hasSize(3);
    assertThat(calls).containsExactly("a/1");
  }

  @Test
  void a_sub_workflow_that_was_paused_by_itself_stays_paused() {
    kit.publish(
        "{\"key\": \"child\", \"name\": \"C\", \"steps\": [{\"id\": \"d\", \"delay\": \"PT1H\"}]}");
    InstanceId id = run(SUB.formatted("child", ""), "{}");
    InstanceId child = child();
    instances().pause(TENANT, child, ANNA, "looked at");
    instances().pause(TENANT, id, ANNA, null);
    instances().resume(TENANT, id, ANNA);
    assertInstance(child).is(InstanceState.PAUSED);
    assertInstance(id).isActive();
  }

  @Test
  void what_sub_workflows_that_have_ended_left_behind_is_held_while_the_one_above_is_paused() {
    kit.publish("{\"key\": \"grandchild\", \"name\": \"G\", \"steps\": %s}".formatted(WORK));
    kit.publish(
        "{\"key\": \"child\", \"name\": \"C\", \"steps\": %s}"
            .formatted(SUB.formatted("grandchild", "")));
    sending(LATER);
    InstanceId id =
        run(
            """
            [{"id": "sub", "workflow": {"key": "child"}}, {"id": "w", "delay": "P30D"}]
            """,
            "{}");
    assertThat(family()).containsExactlyInAnyOrder(ACTIVE, COMPLETED, COMPLETED);
    instances().pause(TENANT, id, ANNA, null);
    assertThat(messageStates()).containsExactly("email HELD");
    assertThat(messages().get(0).result()).isEqualTo("its instance is paused");
    nothingIsSent();
    instances().resume(TENANT, id, ANNA);
    kit.advance(WEEK);
    assertThat(messageStates()).containsExactly("email SENT");
  }

  @Test
  void a_sub_workflow_is_not_resumed_before_the_one_that_waits_for_it() {
    kit.publish("{\"key\": \"child\", \"name\": \"C\", \"steps\": %s}".formatted(WORK));
    answer = context -> ActionResult.waiting("k");
    InstanceId id = run(SUB.formatted("child", ""), "{}");
    InstanceId child = child();
    instances().pause(TENANT, id, ANNA, null);
    assertThatThrownBy(() -> instances().resume(TENANT, child, ANNA))
        .isExactlyInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "instance %s cannot be resumed: it is a sub-workflow of %s, which is PAUSED; resume that first",
            child, id);
    instances()
        .bulk(Instances.Query.of(TENANT).workflow("child"), BulkOperation.RESUME, ANNA, done -> {});
    assertThat(family()).containsOnly(InstanceState.PAUSED).hasSize(2);
    instances().bulk(Instances.Query.of(TENANT), BulkOperation.RESUME, ANNA, done -> {});
    assertThat(family()).containsOnly(ACTIVE).hasSize(2);
  }

  @Test
  void a_queued_workflow_that_nobody_waits_for_starts_whether_its_starter_is_paused_or_not() {
    kit.publish(
        """
        {"key": "child", "name": "C", "concurrency": {"key": "k", "policy": "queue"},
         "steps": [{"id": "d", "delay": "PT1H"}, {"id": "a", "action": "work"}]}
        """);
    publish(
        "w",
        "",
        """
        [{"id": "sub", "workflow": {"key": "child", "wait": false}}, {"id": "w", "delay": "P30D"}]
        """);
    kit.event("lead.created", dev.workflow.SubjectRef.of("lead", "1"), "{}");
    InstanceId second = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    instances().pause(TENANT, second, ANNA, null);
    kit.advance(WEEK);
    assertThat(calls).containsExactly("a/1", "a/1");
  }

  @Test
  void purge_passes_over_instances_with_messages_that_are_still_to_be_sent() {
    InstanceId id = completedWithWaitingMessage("");
    java.time.Instant later = START.plus(Duration.ofHours(1));
    assertThat(instances().purge(TENANT, later, gone -> {})).isZero();
    outbox().hold(TENANT, messages().get(0).id(), ANNA, null);
    assertThat(instances().purge(TENANT, later, gone -> {})).isZero();
    assertThat(messageStates()).containsExactly("email HELD");
    instances().cancel(TENANT, id, ANNA, null);
    assertThat(instances().purge(TENANT, later, gone -> {})).isOne();
    assertThat(messages()).isEmpty();
  }

  @Test
  void deleting_a_workflow_cancels_its_waiting_messages_and_keeps_them() {
    completedWithWaitingMessage("");
    failedWithWaitingMessage("");
    outbox().hold(TENANT, messages().get(0).id(), ANNA, null);
    kit.engine().definitions().delete(TENANT, "w", dev.workflow.Definitions.KeptHistory.NONE, ANNA);
    assertThat(family()).isEmpty();
    assertThat(messageStates()).containsExactly("email CANCELED", "email CANCELED");
    assertThat(messages().get(0).origin().instance()).isNull();
    assertThat(messages().get(0).origin().workflow()).isEqualTo("w");
    kit.advance(WEEK);
    assertThat(kit.messages()).isEmpty();
    assertThat(outbox().purge(TENANT, kit.clock().instant(), gone -> {})).isEqualTo(2);
  }

  @Test
  void a_failed_instance_of_a_deleted_workflow_is_not_retried() {
    InstanceId id = failedWithWaitingMessage("");
    kit.engine().definitions().delete(TENANT, "w", dev.workflow.Definitions.KeptHistory.ALL, ANNA);
    assertThat(messageStates()).containsExactly("email CANCELED");
    assertThatThrownBy(() -> instances().retry(TENANT, id, ANNA))
        .isExactlyInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "instance %s cannot be retried: it is FAILED and was cancelled since: its workflow was deleted",
            id);
  }

  @Test
  void what_people_take_out_of_a_pause_is_no_longer_held_for_it() {
    sending(LATER);
    InstanceId id =
        run("[{\"id\": \"a\", \"action\": \"work\"}, {\"id\": \"w\", \"delay\": \"P30D\"}]", "{}");
    instances().pause(TENANT, id, ANNA, null);
    outbox().release(TENANT, messages().get(0).id(), ANNA);
    outbox().hold(TENANT, messages().get(0).id(), ANNA, null);
    instances().resume(TENANT, id, ANNA);
    assertThat(messageStates()).containsExactly("email HELD");
    outbox().sendNow(TENANT, messages().get(0).id(), ANNA);
    kit.run();
    assertThat(messageStates()).containsExactly("email SENT");
  }

  @Test
  void a_queued_sub_workflow_does_not_start_while_the_one_that_waits_for_it_is_paused() {
    kit.publish(
        """
        {"key": "child", "name": "C", "concurrency": {"key": "k", "policy": "queue"},
         "steps": [{"id": "d", "delay": "PT1H"}, {"id": "a", "action": "work"}]}
        """);
    publish("w", "", SUB.formatted("child", ""));
    kit.event("lead.created", dev.workflow.SubjectRef.of("lead", "1"), "{}");
    InstanceId second = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    instances().pause(TENANT, second, ANNA, null);
    kit.advance(WEEK);
    assertThat(calls).containsExactly("a/1");
    instances().resume(TENANT, second, ANNA);
    kit.advance(WEEK);
    assertThat(calls).containsExactly("a/1", "a/1");
    assertInstance(second).isCompleted();
  }

  private InstanceId digested(String lead, String text) {
    answer =
        context -> {
          context.send(
              OutboundMessage.draft(
                      context,
                      "email",
                      "ann@x.nl",
                      Json.object()
                          .put("subject", text)
                          .put("text", text + " of " + context.workflow().key()))
                  .withHandling(
                      Handling.NONE.withDigest(
                          new Handling.Digest("news", START.plus(Duration.ofHours(1))))));
          return ActionResult.completed();
        };
    return kit.event("lead.created", dev.workflow.SubjectRef.of("lead", lead), "{}")
        .started()
        .get(0)
        .instance();
  }

  @Test
  void a_part_of_a_digest_that_is_put_off_is_left_out_when_its_instance_exits() {
    publish("w", EXIT, WORK);
    InstanceId first = digested("1", "one");
    digested("2", "two");
    kit.sender("email").answers(message -> SendResult.deferred("busy", Duration.ofHours(1)));
    kit.advance(Duration.ofHours(1));
    PublishReceipt receipt =
        kit.event("lead.converted", dev.workflow.SubjectRef.of("lead", "1"), "{}");
    assertThat(receipt.exited()).containsExactly(first);
    kit.sender("email").answers(message -> SendResult.sent("p"));
    kit.advance(Duration.ofHours(2));
    assertThat(kit.messages()).hasSize(1);
    assertThat(kit.messages().get(0).content().path("items")).hasSize(1);
    assertThat(kit.messages().get(0).text("text")).contains("two").doesNotContain("one");
  }

  @Test
  void an_exit_before_the_closing_leaves_the_other_parts_of_the_digest() {
    publish("w", EXIT, WORK);
    digested("1", "one");
    digested("2", "two");
    kit.event("lead.converted", dev.workflow.SubjectRef.of("lead", "1"), "{}");
    kit.advance(Duration.ofHours(2));
    assertThat(kit.messages()).hasSize(1);
    assertThat(kit.messages().get(0).text("text")).contains("two").doesNotContain("one");
  }

  @Test
  void a_workflow_whose_instance_opened_a_digest_is_deleted_and_the_digest_keeps_what_others_say() {
    publish("w", EXIT, WORK);
    publish("v", EXIT, WORK);
    digested("1", "one");
    kit.engine().definitions().delete(TENANT, "w", dev.workflow.Definitions.KeptHistory.NONE, ANNA);
    kit.advance(Duration.ofHours(2));
    assertThat(kit.messages()).hasSize(1);
    assertThat(kit.messages().get(0).text("text")).contains("of v").doesNotContain("of w");
  }

  @Test
  void a_workflow_is_deleted_with_what_is_in_a_digest_that_is_put_off() {
    publish("w", EXIT, WORK);
    publish("v", EXIT, WORK);
    digested("1", "one");
    kit.sender("email").answers(message -> SendResult.deferred("busy", Duration.ofHours(1)));
    kit.advance(Duration.ofHours(1));
    kit.engine().definitions().delete(TENANT, "w", dev.workflow.Definitions.KeptHistory.NONE, ANNA);
    kit.sender("email").answers(message -> SendResult.sent("p"));
    kit.advance(Duration.ofHours(2));
    assertThat(kit.messages()).hasSize(1);
    assertThat(kit.messages().get(0).text("text")).contains("of v").doesNotContain("of w");
  }

  @Test
  void an_instance_with_a_message_in_a_digest_that_is_put_off_is_not_purged() {
    publish("w", "", WORK);
    InstanceId first = digested("1", "one");
    digested("2", "two");
    kit.sender("email").answers(message -> SendResult.deferred("busy", Duration.ofHours(1)));
    kit.advance(Duration.ofHours(1));
    java.time.Instant all = kit.clock().instant().plusSeconds(1);
    assertThat(kit.engine().instances().purge(TENANT, all, gone -> {})).isZero();
    kit.engine().instances().cancel(TENANT, first, ANNA, null);
    assertThat(kit.engine().instances().purge(TENANT, all, gone -> {})).isZero();
    kit.sender("email").answers(message -> SendResult.sent("p"));
    kit.advance(Duration.ofHours(2));
    assertThat(kit.messages()).hasSize(1);
    assertThat(kit.messages().get(0).text("text")).contains("two").doesNotContain("one");
    assertThat(kit.engine().instances().purge(TENANT, all, gone -> {})).isEqualTo(2);
  }

  private void resend(java.util.UUID message) {
    outbox().resend(TENANT, message, ANNA);
    kit.run();
  }

  @Test
  void a_digest_is_sent_again_without_what_an_instance_has_sent_that_has_exited() {
    publish("w", EXIT, WORK);
    digested("1", "one");
    digested("2", "two");
    kit.sender("email").answers(message -> SendResult.rejected("no"));
    kit.advance(Duration.ofHours(1));
    Message digest =
        messages().stream()
            .filter(one -> one.state() == MessageState.FAILED)
            .findFirst()
            .orElseThrow();
    kit.event("lead.converted", dev.workflow.SubjectRef.of("lead", "1"), "{}");
    kit.sender("email").answers(message -> SendResult.sent("p"));
    resend(digest.id());
    assertThat(kit.messages()).hasSize(1);
    assertThat(kit.messages().get(0).text("text")).contains("two").doesNotContain("one");
  }

  @Test
  void a_part_of_a_digest_that_is_put_off_is_held_while_its_instance_is_paused() {
    publish(
        "w", "", "[{\"id\": \"a\", \"action\": \"work\"}, {\"id\": \"z\", \"delay\": \"P30D\"}]");
    InstanceId first = digested("1", "one");
    digested("2", "two");
    InstanceId third = digested("3", "three");
    kit.sender("email").answers(message -> SendResult.deferred("busy", Duration.ofHours(1)));
    kit.advance(Duration.ofHours(1));
    instances().pause(TENANT, first, ANNA, null);
    instances().pause(TENANT, third, ANNA, null);
    kit.sender("email").answers(message -> SendResult.sent("p"));
    kit.advance(Duration.ofHours(3));
    assertThat(kit.messages()).hasSize(1);
    assertThat(kit.messages().get(0).text("text"))
        .contains("two")
        .doesNotContain("one")
        .doesNotContain("three");
    assertThat(messageStates()).filteredOn("email HELD"::equals).hasSize(2);
    instances().resume(TENANT, first, ANNA);
    kit.run();
    assertThat(kit.messages()).hasSize(2);
    assertThat(kit.messages().get(1).text("text")).contains("one");
    instances().cancel(TENANT, third, ANNA, null);
    nothingMore(2);
    assertThat(messageStates()).filteredOn("email CANCELED"::equals).hasSize(1);
  }

  @Test
  void an_open_digest_that_comes_due_during_a_pause_waits_for_the_end_of_the_pause() {
    publish(
        "w", "", "[{\"id\": \"a\", \"action\": \"work\"}, {\"id\": \"z\", \"delay\": \"P30D\"}]");
    InstanceId first = digested("1", "one");
    instances().pause(TENANT, first, ANNA, null);
    nothingMore(0);
    instances().resume(TENANT, first, ANNA);
    kit.advance(Duration.ofHours(1));
    assertThat(kit.messages()).hasSize(1);
    assertThat(kit.messages().get(0).text("text")).contains("one");
  }

  private void nothingMore(int messages) {
    kit.advance(WEEK);
    assertThat(kit.messages()).hasSize(messages);
  }

  @Test
  void what_a_sub_workflow_that_was_edited_in_has_left_behind_is_sent_and_held_with_a_pause() {
    sending(Handling.NONE);
    kit.publish("{\"key\": \"sub\", \"steps\": [{\"id\": \"a\", \"action\": \"work\"}]}");
    InstanceId parent =
        run(
            "[{\"id\": \"first\", \"action\": \"approval\"}, {\"id\": \"z\", \"delay\": \"P30D\"}]",
            "{}");
    instances()
        .edit(TENANT, parent, ANNA)
        .add(
            Json.read("{\"id\": \"s\", \"workflow\": \"sub\"}"),
            dev.workflow.InstanceEdit.Place.after("first"))
        .apply();
    kit.sender("email").answers(message -> SendResult.deferred("busy", Duration.ofHours(1)));
    kit.engine()
        .tasks()
        .complete(TENANT, parent, "first", ANNA, Json.object().put("approved", true));
    kit.run();
    assertThat(messageStates()).containsExactly("email PENDING");
    instances().pause(TENANT, parent, ANNA, null);
    assertThat(messageStates()).containsExactly("email HELD");
    instances().resume(TENANT, parent, ANNA);
    kit.sender("email").answers(message -> SendResult.sent("p"));
    kit.advance(Duration.ofHours(2));
    assertThat(messageStates()).containsExactly("email SENT");
  }

  @Test
  void an_ending_reaches_what_a_sub_workflow_has_started_that_was_edited() {
    sending(LATER);
    kit.publish("{\"key\": \"inner\", \"steps\": [{\"id\": \"a\", \"action\": \"work\"}]}");
    kit.publish(
        "{\"key\": \"middle\", \"steps\": [{\"id\": \"first\", \"action\": \"approval\"}]}");
    InstanceId outer =
        run(
            "[{\"id\": \"m\", \"workflow\": \"middle\"}, {\"id\": \"z\", \"delay\": \"P30D\"}]",
            "{}");
    InstanceId middle =
        instances()
            .list(Instances.Query.of(TENANT).workflow("middle"), null, 1)
            .items()
            .get(0)
            .id();
    instances()
        .edit(TENANT, middle, ANNA)
        .add(
            Json.read("{\"id\": \"s\", \"workflow\": \"inner\"}"),
            dev.workflow.InstanceEdit.Place.after("first"))
        .apply();
    kit.engine()
        .tasks()
        .complete(TENANT, middle, "first", ANNA, Json.object().put("approved", true));
    kit.run();
    assertInstance(middle).isCompleted();
    assertThat(messageStates()).containsExactly("email PENDING");
    instances().pause(TENANT, outer, ANNA, null);
    assertThat(messageStates()).containsExactly("email HELD");
    instances().resume(TENANT, outer, ANNA);
    assertThat(messageStates()).containsExactly("email PENDING");
    instances().cancel(TENANT, outer, ANNA, null);
    assertThat(messageStates()).containsExactly("email CANCELED");
  }

  @Test
  void sub_workflows_that_are_too_many_end_in_portions_and_nothing_more_happens_to_them() {
    sending(LATER);
    kit.publish(
        """
        {"key": "child", "steps": [{"id": "a", "action": "work"}, {"id": "go", "wait": {"event": "go"}}]}
        """);
    List<Integer> numbers = IntStream.range(0, 205).boxed().toList();
    InstanceId id =
        run(
            """
            [{"id": "all", "each": {"items": "{{numbers}}", "maxConcurrent": 500, "steps": [
               {"id": "sub", "workflow": "child"}]}}]
            """,
            "{\"numbers\": " + numbers + "}");
    assertThat(calls).hasSize(205);
    instances().cancel(TENANT, id, ANNA, null);
    var children = Instances.Query.of(TENANT).workflow("child");
    var left = instances().list(children.in(ACTIVE), null, 300).items();
    assertThat(left).hasSize(5);
    assertThat(messageStates()).hasSize(205).containsOnly("email CANCELED");
    InstanceId one = left.get(0).id();
    assertThatThrownBy(() -> instances().pause(TENANT, one, ANNA, null))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessageContaining("cannot go from CANCELED to PAUSED");
    assertThat(kit.event("go", LEAD, "{}").answered()).isEmpty();
    assertThat(instances().list(children.in(InstanceState.CANCELED), null, 300).items())
        .hasSize(205);
    assertThat(instance(one).reason())
        .startsWith("step \"sub[")
        .endsWith("\" of instance " + id + " has ended");
    assertThat(calls).hasSize(205);
  }

  @Test
  void an_exit_of_too_many_ends_them_in_portions_and_nothing_more_happens_to_them() {
    sending(LATER);
    publish(
        "w",
        EXIT,
        "[{\"id\": \"a\", \"action\": \"work\"}, {\"id\": \"go\", \"wait\": {\"event\": \"go\"}}]");
    for (int i = 0; i < 203; i++) {
      kit.engine().instances().start(TENANT, "w", LEAD, Json.object(), ANNA);
    }
    kit.run();
    kit.engine()
        .events()
        .publish(Event.of(TENANT, "lead.converted", LEAD, Json.object()).withId("yes"));
    var left = instances().list(Instances.Query.of(TENANT).in(ACTIVE), null, 300).items();
    assertThat(left).hasSize(3);
    assertThat(kit.engine().events().receipt(TENANT, "yes").orElseThrow().exited()).hasSize(203);
    assertThat(messageStates()).hasSize(203).containsOnly("email CANCELED");
    assertThat(kit.event("go", LEAD, "{}").answered()).isEmpty();
    assertThat(instances().list(Instances.Query.of(TENANT).in(COMPLETED), null, 300).items())
        .hasSize(203)
        .allMatch(one -> one.outcome() == InstanceOutcome.EXITED);
    assertThat(instance(left.get(0).id()).reason()).isEqualTo("event lead.converted (yes)");
    assertThat(calls).hasSize(203);
  }
}
