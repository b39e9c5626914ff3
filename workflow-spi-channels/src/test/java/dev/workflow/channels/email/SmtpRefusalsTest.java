package dev.workflow.channels.email;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.SubjectRef;
import dev.workflow.channels.server.SmtpServer;
import dev.workflow.messaging.Messages;
import dev.workflow.messaging.Messages.Message;
import dev.workflow.spi.MessageState;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A mail server that refuses us for an hour, and one that refuses one recipient. */
class SmtpRefusalsTest {

  private static final Actor ANNA = Actor.of("anna");
  private static final String WELCOME =
      """
      {"key": "welcome", "triggers": [{"event": "lead.created"}], "steps": [
        {"id": "mail", "action": "send_email",
         "config": {"to": "{{lead.email}}", "subject": "Welcome", "text": "Hello"}}]}
      """;

  private final AtomicBoolean refuses = new AtomicBoolean(true);

  private String answer(String line) {
    if (!line.startsWith("RCPT")) {
      return null;
    } else if (line.contains("closed-group@")) {
      return "550 5.7.124 not in the group's list of senders";
    }
    return refuses.get() ? "550 5.7.26 not authenticated" : null;
  }

  private static void write(WorkflowTestKit kit, String to) {
    kit.event("lead.created", SubjectRef.of("lead", to), "{\"lead\": {\"email\": \"" + to + "\"}}");
  }

  private static List<Message> in(WorkflowTestKit kit, MessageState state) {
    return kit.engine().messaging().messages().list(TENANT, null, state, null, 100).items();
  }

  @Test
  void after_an_hour_of_refusals_every_mail_arrives_once() throws Exception {
    try (SmtpServer server = SmtpServer.start(this::answer);
        SmtpSender sender = SmtpSender.create(Smtp.settings(server.port()).build());
        WorkflowTestKit kit =
            WorkflowTestKit.inMemory(builder -> builder.messaging(m -> m.sender(sender)))) {
      kit.publish(WELCOME);
      for (int minute = 0; minute < 60; minute++) {
        write(kit, "lead" + minute + "@example.com");
        kit.advance(Duration.ofMinutes(1));
      }
      assertThat(server.mails()).isEmpty();
      assertThat(in(kit, MessageState.PENDING)).hasSize(60);
      assertThat(server.connections()).isLessThan(20);
      refuses.set(false);
      kit.advance(Duration.ofHours(1));
      assertThat(in(kit, MessageState.SENT)).hasSize(60);
      assertThat(server.mails()).hasSize(60);
    }
  }

  @Test
  void a_closed_group_fails_its_own_mail_alone() throws Exception {
    refuses.set(false);
    try (SmtpServer server = SmtpServer.start(this::answer);
        SmtpSender sender = SmtpSender.create(Smtp.settings(server.port()).build());
        WorkflowTestKit kit =
            WorkflowTestKit.inMemory(builder -> builder.messaging(m -> m.sender(sender)))) {
      kit.publish(WELCOME);
      write(kit, "closed-group@example.com");
      write(kit, "ann@example.com");
      kit.run();
      assertThat(in(kit, MessageState.FAILED)).hasSize(1);
      assertThat(in(kit, MessageState.SENT)).hasSize(1);
      assertThat(kit.engine().messaging().messages().stops(TENANT)).isEmpty();
    }
  }

  private static List<String> messageIds(SmtpServer server) {
    return server.mails().stream()
        .map(mail -> mail.lines().filter(line -> line.startsWith("Message-ID:")).findFirst())
        .map(line -> line.orElseThrow())
        .toList();
  }

  @Test
  void a_mail_keeps_its_id_when_it_is_sent_again_and_has_another_for_another_address()
      throws Exception {
    try (SmtpServer server =
            SmtpServer.start(line -> line.equals(".") ? "554 5.6.0 bad content" : null);
        SmtpSender sender = SmtpSender.create(Smtp.settings(server.port()).build());
        WorkflowTestKit kit =
            WorkflowTestKit.inMemory(builder -> builder.messaging(m -> m.sender(sender)))) {
      kit.publish(WELCOME);
      write(kit, "ann@example.com");
      kit.run();
      Messages messages = kit.engine().messaging().messages();
      UUID id = in(kit, MessageState.FAILED).get(0).id();
      for (String to :
          List.of("ann@example.com", "bob@example.com", "bob@example.com", "ann@example.com")) {
        messages.readdress(TENANT, id, to, ANNA);
        messages.resend(TENANT, id, ANNA);
        kit.run();
      }
      List<String> ids = messageIds(server);
      assertThat(ids).hasSize(5);
      assertThat(ids.get(1)).isEqualTo(ids.get(0)).isEqualTo(ids.get(4));
      assertThat(ids.get(2)).isEqualTo(ids.get(3)).isNotEqualTo(ids.get(0));
    }
  }
}
