package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import dev.workflow.messaging.Route;
import dev.workflow.spi.HostNotification;
import dev.workflow.spi.HostPath;
import dev.workflow.spi.SendResult;
import dev.workflow.testkit.WorkflowTestKit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoutingTest {

  private static final SubjectRef QUOTE = SubjectRef.of("quote", "7");
  private static final String ANN = "{\"consumer_email\": \"ann@example.org\"}";

  private static final List<String> OLD_MAILS = new ArrayList<>();

  private static void sendOldMail(Event event, String audience, String key) {
    OLD_MAILS.add(event.type() + " to " + audience + " " + key);
  }

  // snippet: path
  static final class OldMails implements HostPath {

    @Override
    public Set<Notification> notifications() { // what it can send
      return Set.of(
          Notification.of("quote.sent", "email", "customer"),
          Notification.of("quote.sent", "email", "agent"));
    }

    @Override
    public SendResult send(HostNotification one) {
      sendOldMail(one.event(), one.audience(), one.idempotencyKey());
      return SendResult.sent(null);
    }
  }

  // end

  @Test
  void a_path_moves_over_to_a_workflow() {
    OLD_MAILS.clear();
    // snippet: build
    WorkflowTestKit kit =
        WorkflowTestKit.inMemory(builder -> builder.messaging(m -> m.hostPath(new OldMails())));
    // end
    kit.event("quote.sent", QUOTE, ANN);
    assertThat(OLD_MAILS).hasSize(2);
    // snippet: publish
    kit.publish(
        """
        {"key": "quote-mail", "triggers": [{"event": "quote.sent"}],
         "steps": [{"id": "mail", "action": "send_email", "config": {
           "to": "{{consumer_email}}", "audience": "customer",
           "subject": "Your quote", "text": "Here it is."}}]}
        """);
    PublishReceipt receipt = kit.event("quote.sent", QUOTE, ANN);
    Route agent = receipt.routes().get(0); // by channel and audience
    Route customer = receipt.routes().get(1);
    // end
    assertThat(agent.decision()).isEqualTo(Route.Decision.FALLBACK);
    // snippet: printed
    String printed =
        """
        quote.sent by email to customer: WORKFLOW quote-mail v1
          quote-mail v1: SENDS, its trigger matches; step "mail" sends
        """;
    // end
    assertThat(customer).hasToString(printed.strip());
    assertThat(OLD_MAILS).hasSize(3);
    assertThat(kit.messages()).hasSize(1);
    // snippet: ask
    Event event = Event.of(WorkflowTestKit.TENANT, "quote.sent", QUOTE, Json.object());
    Route route = kit.engine().messaging().routing().route(event, "email", "customer");
    List<Route> all =
        kit.engine().messaging().routing().routes(event); // all that paths of the host cover
    // end
    assertThat(route.decision()).isEqualTo(Route.Decision.WORKFLOW);
    assertThat(all).hasSize(2);
    kit.close();
  }
}
