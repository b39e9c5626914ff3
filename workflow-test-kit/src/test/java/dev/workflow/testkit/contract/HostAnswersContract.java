package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.WorkflowEngine;
import dev.workflow.expression.BusinessDays;
import dev.workflow.messaging.Messages.Message;
import dev.workflow.messaging.Messages.Query;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Code of the host that fails when it is asked about a message keeps that one back, and no other.
 */
public abstract class HostAnswersContract extends EngineContract {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private volatile boolean fails;
  private volatile boolean broken;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .holidays(
            tenant -> {
              failIfWanted();
              return BusinessDays.weekdays();
            })
        .messaging(
            m ->
                m.consent(
                    tenant -> {
                      failIfWanted();
                      return false;
                    }));
  }

  private void failIfWanted() {
    if (fails && broken) {
      throw new NoClassDefFoundError("host/Calendar");
    } else if (fails) {
      throw new IllegalStateException("no answer");
    }
  }

  /** Sends one message of which the host is asked something, from then on in vain, and another. */
  private void send(Handling asked) {
    answer =
        context -> {
          OutboundMessage mail =
              OutboundMessage.draft(context, "email", "a@x.nl", json("{\"text\": \"a\"}"));
          context.send(mail.withHandling(asked));
          context.send(
              OutboundMessage.draft(context, "email", "b@x.nl", json("{\"text\": \"b\"}")));
          fails = true;
          return ActionResult.completed();
        };
    run("[{\"id\": \"a\", \"action\": \"work\"}]", "{}");
  }

  private static Window open() {
    return new Window(
        EnumSet.allOf(DayOfWeek.class), LocalTime.of(8, 0), LocalTime.of(17, 0), null);
  }

  private List<String> recipients() {
    return kit.messages().stream().map(OutboundMessage::recipient).toList();
  }

  private void assertOnlyThatOneWaits(Handling asked, String reason) {
    send(asked);
    assertThat(recipients()).containsExactly("b@x.nl");
    kit.advance(MINUTE);
    assertThat(recipients()).containsExactly("b@x.nl");
    Message waiting =
        kit.engine().messaging().messages().upcoming(Query.of(TENANT), null, 10).items().get(0);
    assertThat(waiting.recipient()).isEqualTo("a@x.nl");
    assertThat(waiting.attempts()).isZero();
    assertThat(waiting.result()).isEqualTo(reason);
    fails = false;
    kit.advance(MINUTE);
    assertThat(recipients()).containsExactly("b@x.nl", "a@x.nl");
  }

  @Test
  void a_calendar_that_fails() {
    assertOnlyThatOneWaits(
        Handling.NONE.withWindow(open()),
        "whether its window is open could not be found out: java.lang.IllegalStateException: no"
            + " answer");
  }

  @Test
  void a_policy_of_consent_that_fails() {
    assertOnlyThatOneWaits(
        Handling.NONE.withPurpose(Handling.Purpose.NONE.withCategory(Category.MARKETING)),
        "whether it needs consent could not be found out: java.lang.IllegalStateException: no"
            + " answer");
  }

  @Test
  void a_calendar_and_a_policy_of_which_a_class_is_missing() {
    broken = true;
    String missing = " could not be found out: java.lang.NoClassDefFoundError: host/Calendar";
    assertOnlyThatOneWaits(
        Handling.NONE
            .withWindow(open())
            .withPurpose(Handling.Purpose.NONE.withCategory(Category.MARKETING)),
        "whether it needs consent" + missing);
  }
}
