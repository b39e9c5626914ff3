package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.WorkflowEngine;
import dev.workflow.expression.BusinessDays;
import dev.workflow.instance.StepState;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.messaging.Messages.BulkOperation;
import dev.workflow.messaging.Messages.Message;
import dev.workflow.messaging.Messages.Query;
import dev.workflow.messaging.Suppressions;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Holidays;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Steps and messages that wait for the hours in which they may begin or be sent. */
public abstract class WindowsContract extends EngineContract {

  private static final Actor ANNA = Actor.of("anna");
  private static final Holidays EPIPHANY =
      Holidays.of("test", List.of("2026-01-06 Epiphany", "2026-01-07 A bridge"));

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .holidays(tenant -> tenant.equals(TENANT) ? EPIPHANY : BusinessDays.weekdays());
  }

  private static String step(String window) {
    return "[{\"id\": \"a\", \"action\": \"work\", \"delay\": {\"for\": \"PT12H\", \"window\": "
        + window
        + "}}]";
  }

  /** When the step of a workflow that was started on Monday at 9:00 UTC is due. */
  private Instant due(String window, String payload) {
    return instance(run(step(window), payload)).step("a").dueAt();
  }

  @Test
  void a_window_that_skips_holidays_waits_for_a_day_that_the_tenant_works() {
    String window = "{\"days\": \"MON-FRI\", \"from\": \"09:00\", \"to\": \"17:00\"%s}";
    assertThat(due(window.formatted(""), "{}")).isEqualTo("2026-01-06T09:00:00Z");
    assertThat(due(window.formatted(", \"holidays\": \"skip\""), "{}"))
        .isEqualTo("2026-01-08T09:00:00Z");
    kit.advance(Duration.ofDays(4));
    assertThat(calls).containsExactly("a/1", "a/1");
  }

  @Test
  void the_calendar_of_a_tenant_counts_in_expressions_too() {
    answer = context -> ActionResult.completed(context.config().deepCopy());
    var id =
        run(
            "[{\"id\": \"a\", \"action\": \"work\", \"config\": {\"day\": \"{{today+1b}}\"}}]",
            "{}");
    assertThat(instance(id).step("a").output().path("day").asText()).isEqualTo("2026-01-08");
  }

  @Test
  void quiet_hours_are_the_window_the_other_way_round() {
    String window = "{\"quiet\": {\"from\": \"20:00\", \"to\": \"08:30\"}}";
    assertThat(due(window, "{}")).isEqualTo("2026-01-06T08:30:00Z");
  }

  @Test
  void the_hours_are_the_recipients_where_the_data_tell_their_zone() {
    String window = "{\"from\": \"09:00\", \"to\": \"17:00\", \"timezone\": \"recipient\"}";
    assertThat(due(window, "{\"lead\": {\"timezone\": \"Asia/Tokyo\"}}"))
        .isEqualTo("2026-01-06T00:00:00Z");
    assertThat(due(window, "{\"consumer_timezone\": \"America/New_York\"}"))
        .isEqualTo("2026-01-05T21:00:00Z");
    assertThat(due(window, "{\"lead\": {\"timezone\": \"the moon\"}}"))
        .isEqualTo("2026-01-06T09:00:00Z");
    assertThat(due(window, "{}")).isEqualTo("2026-01-06T09:00:00Z");
  }

  @Test
  void a_window_that_never_opens_fails_the_step_and_says_so() {
    var id = run(step("{\"days\": \"SAT\", \"holidays\": \"skip\"}"), "{}");
    assertInstance(id).hasFailed().step("a", StepState.FAILED);
    assertThat(instance(id).step("a").reason())
        .isEqualTo("its window does not open within a year of 2026-01-05T21:00:00Z");
  }

  private void sendWithin(Window window) {
    answer =
        context -> {
          OutboundMessage mail =
              OutboundMessage.draft(
                  context, "email", "a@example.org", json("{\"subject\": \"s\"}"));
          context.send(mail.withHandling(Handling.NONE.withWindow(window)));
          return ActionResult.completed();
        };
    run("[{\"id\": \"a\", \"action\": \"work\"}]", "{}");
  }

  private static Window daily(int from, int to) {
    return new Window(
        EnumSet.allOf(DayOfWeek.class), LocalTime.of(from, 0), LocalTime.of(to, 0), null);
  }

  private Message message() {
    UUID id =
        kit.engine().messaging().messages().list(TENANT, null, null, null, 10).items().get(0).id();
    return kit.engine().messaging().messages().get(TENANT, id);
  }

  @Test
  void a_message_outside_its_hours_waits_for_the_next_opening_without_an_attempt() {
    sendWithin(daily(12, 17));
    assertThat(kit.messages()).isEmpty();
    Message waiting = message();
    assertThat(waiting.state()).isEqualTo(MessageState.PENDING);
    assertThat(waiting.times().dueAt()).isEqualTo("2026-01-05T12:00:00Z");
    assertThat(waiting.attempts()).isZero();
    assertThat(waiting.result()).isEqualTo("its window is closed until 2026-01-05T12:00:00Z");
    kit.advance(Duration.ofHours(3));
    assertThat(kit.messages()).hasSize(1);
  }

  @Test
  void a_message_that_failed_in_the_evening_is_not_tried_again_in_the_night() {
    kit.sender("email").answers(mail -> SendResult.deferred("busy", Duration.ofHours(10)));
    sendWithin(daily(9, 17));
    assertThat(message().times().dueAt()).isEqualTo("2026-01-05T19:00:00Z");
    kit.sender("email").answers(mail -> SendResult.sent("1"));
    kit.advance(Duration.ofHours(11));
    assertThat(kit.messages()).isEmpty();
    assertThat(message().times().dueAt()).isEqualTo("2026-01-06T09:00:00Z");
    assertThat(message().attempts()).isEqualTo(1);
    kit.advance(Duration.ofDays(1));
    assertThat(kit.messages()).hasSize(1);
    assertThat(message().attempts()).isEqualTo(2);
  }

  @Test
  void a_message_whose_window_never_opens_is_held() {
    sendWithin(
        new Window(EnumSet.of(DayOfWeek.SUNDAY), LocalTime.MIN, LocalTime.MIN, null, false, true));
    assertThat(message().state()).isEqualTo(MessageState.HELD);
    assertThat(message().result())
        .isEqualTo("its window does not open within a year of 2026-01-05T09:00:00Z");
  }

  private void sendNow() {
    kit.engine().messaging().messages().sendNow(TENANT, message().id(), ANNA);
  }

  @Test
  void a_message_that_a_person_sends_now_does_not_wait_for_its_hours() {
    sendWithin(daily(12, 17));
    sendNow();
    kit.run();
    assertThat(message().state()).isEqualTo(MessageState.SENT);
    assertThat(message().attempts()).isEqualTo(1);
    assertThat(kit.messages()).hasSize(1);
  }

  @Test
  void many_that_are_sent_now_and_one_whose_window_never_opens_do_not_wait_either() {
    sendWithin(daily(12, 17));
    sendWithin(
        new Window(EnumSet.of(DayOfWeek.SUNDAY), LocalTime.MIN, LocalTime.MIN, null, false, true));
    assertThat(message().state()).isEqualTo(MessageState.HELD);
    var report =
        kit.engine()
            .messaging()
            .messages()
            .bulk(Query.of(TENANT), BulkOperation.SEND_NOW, ANNA, progress -> {});
    assertThat(report.done()).isEqualTo(2);
    kit.run();
    assertThat(kit.messages()).hasSize(2);
  }

  @Test
  void sent_now_it_is_tried_again_within_the_hour_and_then_keeps_to_its_hours_again() {
    sendWithin(daily(12, 17));
    kit.sender("email").answers(mail -> SendResult.deferred("busy", Duration.ofMinutes(50)));
    sendNow();
    kit.run();
    kit.advance(Duration.ofMinutes(50));
    assertThat(message().attempts()).isEqualTo(2);
    kit.sender("email").answers(mail -> SendResult.sent("1"));
    kit.advance(Duration.ofMinutes(50));
    assertThat(kit.messages()).isEmpty();
    assertThat(message().result()).isEqualTo("its window is closed until 2026-01-05T12:00:00Z");
    kit.advance(Duration.ofHours(2));
    assertThat(kit.messages()).hasSize(1);
    assertThat(message().attempts()).isEqualTo(3);
  }

  @Test
  void sent_now_it_is_sent_by_the_next_node_if_one_dies_with_it() {
    sendWithin(daily(12, 17));
    sendNow();
    Instant now = kit.clock().instant();
    store.transact(transaction -> transaction.messages().claim(now, now.plusSeconds(15), 10));
    kit.advance(Duration.ofSeconds(15));
    assertThat(kit.messages()).hasSize(1);
  }

  @Test
  void sent_now_it_is_not_sent_to_who_is_suppressed_nor_past_a_stop() {
    sendWithin(daily(12, 17));
    kit.engine().messaging().messages().stop(TENANT, "email", null, ANNA, "wrong prices");
    sendNow();
    kit.run();
    assertThat(message().state()).isEqualTo(MessageState.PENDING);
    assertThat(message().result()).isEqualTo("held back: channel email is stopped: wrong prices");
    kit.engine()
        .messaging()
        .suppressions()
        .suppress(
            TENANT,
            ChannelAddress.of("email", "a@example.org"),
            Suppressions.Reason.MANUAL,
            Suppressions.Scope.EVERYTHING,
            ANNA,
            "asked");
    sendNow();
    kit.run();
    assertThat(message().state()).isEqualTo(MessageState.SKIPPED);
    assertThat(kit.messages()).isEmpty();
  }
}
