package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.TenantId;
import dev.workflow.messaging.Deliveries;
import dev.workflow.messaging.Messages;
import dev.workflow.messaging.Notifications;
import dev.workflow.messaging.Notifications.Notification;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.SendResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Everybody sees their own messages inside the application, and no one else's. */
public abstract class NotificationsContract extends ReachContract {

  private Notifications notifications() {
    return kit.engine().messaging().notifications();
  }

  private Messages.Message notify(String recipient, String text) {
    return sent(Category.FOLLOW_UP, "in_app", recipient, "{\"text\": \"" + text + "\"}");
  }

  private Page<Notification> page(boolean unreadOnly, String cursor, int limit) {
    return notifications().list(TENANT, "ann", unreadOnly, cursor, limit);
  }

  @Test
  void what_was_sent_is_listed_newest_first_page_by_page() {
    Messages.Message first = notify("ann", "one");
    Messages.Message second = notify("ann", "two");
    notify("bob", "three");
    sent(Category.FOLLOW_UP, "email", "ann", "{\"text\": \"t\"}");
    Page<Notification> newest = page(false, null, 1);
    assertThat(newest.items())
        .containsExactly(
            new Notification(
                second.id(), json("{\"text\": \"two\"}"), second.subject(), START, null));
    Page<Notification> rest = page(false, newest.next().orElseThrow(), 2);
    assertThat(rest.items()).extracting(Notification::id).containsExactly(first.id());
    assertThat(rest.next()).isEmpty();
    assertThat(notifications().unreadCount(TENANT, "ann")).isEqualTo(2);
  }

  @Test
  void what_is_not_sent_is_not_shown() {
    kit.sender("in_app").answers(message -> SendResult.deferred("later", Duration.ofDays(1)));
    Messages.Message waiting = notify("ann", "one");
    assertThat(page(false, null, 10).items()).isEmpty();
    assertThat(notifications().unreadCount(TENANT, "ann")).isZero();
    kit.engine()
        .messaging()
        .messages()
        .cancel(TENANT, waiting.subject(), dev.workflow.Actor.of("anna"));
    kit.advance(Duration.ofDays(2));
    assertThat(page(false, null, 10).items()).isEmpty();
  }

  @Test
  void what_is_read_stays_read_and_counts_no_more() {
    Messages.Message first = notify("ann", "one");
    Messages.Message second = notify("ann", "two");
    kit.advance(Duration.ofHours(1));
    notifications().markRead(TENANT, "ann", first.id());
    kit.advance(Duration.ofHours(1));
    notifications().markRead(TENANT, "ann", first.id());
    assertThat(page(true, null, 10).items())
        .extracting(Notification::id)
        .containsExactly(second.id());
    assertThat(page(false, null, 10).items().get(1).readAt())
        .isEqualTo(START.plus(Duration.ofHours(1)));
    assertThat(message(first.id()).delivery().state()).isEqualTo(Deliveries.State.READ);
    assertThat(notifications().unreadCount(TENANT, "ann")).isOne();
    assertThat(notifications().markAllRead(TENANT, "ann")).isOne();
    assertThat(notifications().markAllRead(TENANT, "ann")).isZero();
    assertThat(page(false, null, 10).items()).allMatch(Notification::read);
    Messages.Message third = notify("ann", "three");
    assertThat(page(true, null, 10).items())
        .extracting(Notification::id)
        .containsExactly(third.id());
  }

  @Test
  void another_recipients_notification_is_not_found() {
    Messages.Message anns = notify("ann", "one");
    assertThatThrownBy(() -> notifications().markRead(TENANT, "bob", anns.id()))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("recipient bob of tenant test has no notification " + anns.id());
    assertThatThrownBy(() -> notifications().markRead(TenantId.of("other"), "ann", anns.id()))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("recipient ann of tenant other has no notification " + anns.id());
    assertThat(notifications().markAllRead(TENANT, "bob")).isZero();
    assertThat(notifications().list(TENANT, "bob", false, null, 10).items()).isEmpty();
    assertThat(notifications().unreadCount(TENANT, "ann")).isOne();
  }
}
