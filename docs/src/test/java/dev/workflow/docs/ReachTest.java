package dev.workflow.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.channels.email.InboundMail;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.messaging.Consents;
import dev.workflow.messaging.Deliveries;
import dev.workflow.messaging.Deliveries.Report;
import dev.workflow.messaging.Deliveries.State;
import dev.workflow.messaging.Inbound;
import dev.workflow.messaging.InboundClassifier;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.Messages;
import dev.workflow.messaging.Notifications;
import dev.workflow.messaging.Suppressions;
import dev.workflow.messaging.UnsubscribeEndpoint;
import dev.workflow.messaging.UnsubscribeLinks;
import dev.workflow.messaging.internal.inbound.StandardClassifier;
import dev.workflow.spi.ConsentPolicy;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.SendResult;
import dev.workflow.testkit.RecordingSender;
import dev.workflow.testkit.WorkflowTestKit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whom messages reach, and what comes back. */
class ReachTest {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final SubjectRef LEAD = SubjectRef.of("lead", "7");

  private static Messages.Message newest(WorkflowEngine engine) {
    return engine.messaging().messages().list(TENANT, null, null, null, 1).items().get(0);
  }

  private static void start(WorkflowEngine engine, String lead) {
    engine
        .events()
        .publish(Event.of(TENANT, "lead.created", SubjectRef.of("lead", lead), Json.object()));
    engine.runUntilIdle();
  }

  private static void publish(WorkflowTestKit kit, String keys, String config) {
    kit.publish(mail(keys, config));
  }

  private static String mail(String keys, String config) {
    return """
        {"key": "w", "name": "W", "triggers": [{"event": "lead.created"}], %s "steps": [
          {"id": "mail", "action": "send_email", "config": {"to": "ann@example.com",
           "subject": "Hello", "text": "Hello", %s}}, {"id": "call", "wait": {"event": "lead.called"}}]}
        """
        .formatted(keys, config);
  }

  @Test
  void a_suppressed_address_gets_nothing() {
    try (WorkflowTestKit kit = WorkflowTestKit.inMemory()) {
      publish(kit, "", "\"category\": \"transactional\"");
      WorkflowEngine engine = kit.engine();
      // snippet: suppress
      ChannelAddress ann = ChannelAddress.of("email", "Ann <ann@example.com>");
      engine
          .messaging()
          .suppressions()
          .suppress(
              TENANT,
              ann,
              Suppressions.Reason.MANUAL,
              Suppressions.Scope.EVERYTHING,
              Actor.of("anna"),
              "asked by telephone");
      // end
      kit.event("lead.created", LEAD, "{}");
      Messages.Message message = newest(engine);
      assertThat(message.state()).isEqualTo(MessageState.SKIPPED);
      assertThat(message.result()).isEqualTo("suppressed: manual of 2026-01-05T09:00:00Z");
    }
  }

  @Test
  void marketing_needs_consent_and_has_a_link() throws Exception {
    String key = "0123456789abcdef0123456789abcdef";
    // snippet: unsubscribe
    UnsubscribeLinks links =
        UnsubscribeLinks.of(URI.create("https://portal.example/unsubscribe"), key);
    // end
    RecordingSender email = RecordingSender.of("email");
    // snippet: consent-policy
    WorkflowEngine engine =
        WorkflowEngine.builder()
            .messaging(
                m ->
                    m.sender(email)
                        .consent(ConsentPolicy.REQUIRED_FOR_MARKETING)
                        .unsubscribe(links))
            .build();
    // end
    try (engine) {
      engine
          .definitions()
          .publish(TENANT, WorkflowDefinition.parse(mail("", "\"category\": \"marketing\"")));
      start(engine, "7");
      assertThat(newest(engine).result()).isEqualTo("no consent to \"marketing\"");
      ChannelAddress ann = ChannelAddress.of("email", "ann@example.com");
      // snippet: consent
      engine
          .messaging()
          .consents()
          .grant(TENANT, ann, Consents.MARKETING, Actor.of("web form"), "form 12 of 2026-01-05");
      // end
      start(engine, "8");
      String link = email.messages().get(0).text("list_unsubscribe");
      HttpServer server =
          server(
              UnsubscribeEndpoint.of(
                  engine.messaging().suppressions(), engine.messaging().consents(), links));
      try {
        URI page =
            URI.create(
                "http://127.0.0.1:"
                    + server.getAddress().getPort()
                    + "/?"
                    + URI.create(link).getRawQuery());
        assertThat(status(HttpRequest.newBuilder(page).GET())).isEqualTo(200);
        assertThat(engine.messaging().suppressions().of(TENANT, ann)).isEmpty();
        assertThat(
                status(
                    HttpRequest.newBuilder(page)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("List-Unsubscribe=One-Click"))))
            .isEqualTo(200);
        assertThat(engine.messaging().suppressions().of(TENANT, ann)).hasSize(1);
      } finally {
        server.stop(0);
      }
    }
  }

  @Test
  void who_is_away_gets_nothing() {
    try (WorkflowTestKit kit = WorkflowTestKit.inMemory()) {
      WorkflowEngine engine = kit.engine();
      engine
          .messaging()
          .inbound()
          .receive(
              InboundMessage.of(TENANT, "email", "ann@example.com", "I am away until 2026-01-12")
                  .withHeaders(Map.of("Auto-Submitted", "auto-replied")));
      publish(kit, "", "\"category\": \"follow_up\"");
      kit.event("lead.created", LEAD, "{}");
      assertThat(newest(engine).result()).isEqualTo("the recipient is away");
      // snippet: absence
      Page<Suppressions.Absence> away =
          engine.messaging().suppressions().absences(TENANT, "email", null, 100);
      ChannelAddress ann = away.items().get(0).address();
      Instant until = away.items().get(0).until();
      boolean ended = engine.messaging().suppressions().endAbsence(TENANT, ann);
      // end
      assertThat(until).isEqualTo("2026-01-13T00:00:00Z");
      assertThat(ended).isTrue();
    }
  }

  private static int status(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static HttpServer server(UnsubscribeEndpoint endpoint) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
    HttpServer server = HttpServer.create(address, 0);
    // snippet: unsubscribe-page
    server.createContext(
        "/",
        exchange -> {
          UnsubscribeEndpoint.Answer answer =
              endpoint.handle(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().getRawQuery(),
                  exchange.getRequestHeaders().getFirst("Content-Type"),
                  exchange.getRequestBody().readAllBytes());
          byte[] body = answer.body().getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", answer.contentType());
          exchange.sendResponseHeaders(answer.status(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    // end
    server.start();
    return server;
  }

  @Test
  void a_message_shows_how_far_it_came() {
    try (WorkflowTestKit kit = WorkflowTestKit.inMemory()) {
      publish(kit, "", "\"category\": \"follow_up\"");
      WorkflowEngine engine = kit.engine();
      kit.event("lead.created", LEAD, "{}");
      String providerId = newest(engine).delivery().providerId();
      // snippet: record
      Deliveries.Receipt receipt =
          engine
              .messaging()
              .deliveries()
              .record(TENANT, "email", List.of(Report.of("event-17", providerId, State.DELIVERED)));
      // end
      assertThat(receipt).isEqualTo(new Deliveries.Receipt(1, 0, 0, 0));
      UUID id = newest(engine).id();
      // snippet: heard
      State state = engine.messaging().messages().get(TENANT, id).delivery().state();
      List<Deliveries.ReceivedReport> heard = engine.messaging().deliveries().of(TENANT, id);
      // end
      assertThat(state).isEqualTo(State.DELIVERED);
      assertThat(heard).extracting(Deliveries.ReceivedReport::eventKey).containsExactly("event-17");
    }
  }

  @Test
  void a_reply_ends_the_workflow() {
    try (WorkflowTestKit kit = WorkflowTestKit.inMemory()) {
      publish(kit, "\"exit\": [{\"event\": \"message.received\"}],", "\"category\": \"follow_up\"");
      WorkflowEngine engine = kit.engine();
      InstanceId instance = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
      byte[] mail =
          """
          From: Ann <ann@example.com>\r
          To: hello@portal.example\r
          Message-ID: <1@example.com>\r
          \r
          Yes, please call me.\r
          """
              .getBytes(UTF_8);
      String envelopeTo = "hello@portal.example";
      // snippet: receive
      InboundMessage message = InboundMail.read(TENANT, mail, envelopeTo);
      Inbound.Receipt receipt = engine.messaging().inbound().receive(message);
      // end
      assertThat(receipt.kind()).isEqualTo(Inbound.Kind.HUMAN);
      assertThat(receipt.subject()).isEqualTo(LEAD);
      assertThat(receipt.event().exited()).containsExactly(instance);
    }
  }

  @Test
  void the_host_may_know_better_what_a_message_is() {
    // snippet: classifier
    InboundClassifier standard = new StandardClassifier();
    InboundClassifier own =
        message ->
            message.text().toLowerCase(Locale.ROOT).contains("do not write to me")
                ? new InboundClassifier.OptOut(Suppressions.Scope.EVERYTHING)
                : standard.classify(message);
    WorkflowEngine engine =
        WorkflowEngine.builder().messaging(m -> m.inboundClassifier(own)).build();
    // end
    try (engine) {
      InboundMessage message =
          InboundMessage.of(TENANT, "email", "ann@example.com", "Do not write to me again!");
      assertThat(engine.messaging().inbound().receive(message).suppressed()).isTrue();
    }
  }

  @Test
  void a_workflow_for_messages_that_are_lost() {
    try (WorkflowTestKit kit = WorkflowTestKit.inMemory()) {
      kit.publish(
          // snippet: lost
          """
          {"key": "call-instead", "name": "Call instead", "triggers": [{"event": "message.failed"}], "steps": [
            {"id": "tell", "action": "send_notification", "config": {
              "recipient": "sales", "title": "Please call", "message": "No {{channel}} to {{recipient}}: {{reason}}"}}]}
          """
          // end
          );
      kit.publish(
          """
          {"key": "hello", "name": "Hello", "triggers": [{"event": "lead.created"}], "steps": [
            {"id": "mail", "action": "send_email", "config":
              {"to": "ann@example.com", "subject": "Hello", "text": "Hello"}}]}
          """);
      kit.sender("email").answers(mail -> SendResult.rejected("no such user"));
      kit.event("lead.created", LEAD, "{}");
      assertThat(
              kit.engine()
                  .messaging()
                  .notifications()
                  .list(TENANT, "sales", false, null, 20)
                  .items())
          .extracting(notification -> notification.content().path("text").asText())
          .containsExactly("No email to ann@example.com: no such user");
    }
  }

  @Test
  void a_list_inside_the_application() {
    try (WorkflowTestKit kit = WorkflowTestKit.inMemory()) {
      kit.publish(
          // snippet: in-app-step
          """
          {"key": "tell", "name": "Tell the owner", "triggers": [{"event": "lead.created"}], "steps": [
            {"id": "tell", "action": "send_notification", "config": {
              "recipient": "user-7", "title": "A new lead", "message": "It is yours.", "link": "/leads/7"}}]}
          """
          // end
          );
      WorkflowEngine engine = kit.engine();
      kit.event("lead.created", LEAD, "{}");
      String user = "user-7";
      // snippet: in-app
      Notifications notifications = engine.messaging().notifications();
      long unread = notifications.unreadCount(TENANT, user);
      var page = notifications.list(TENANT, user, false, null, 20);
      notifications.markRead(TENANT, user, page.items().get(0).id());
      // end
      assertThat(unread).isOne();
      assertThat(notifications.unreadCount(TENANT, user)).isZero();
    }
  }
}
