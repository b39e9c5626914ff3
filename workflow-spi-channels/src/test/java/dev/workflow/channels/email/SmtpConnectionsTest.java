package dev.workflow.channels.email;

import static dev.workflow.channels.email.Smtp.HELLO;
import static dev.workflow.channels.email.Smtp.KIND;
import static dev.workflow.channels.email.Smtp.mail;
import static dev.workflow.channels.email.Smtp.settings;
import static dev.workflow.channels.server.SmtpServer.HANG_UP;
import static dev.workflow.channels.server.SmtpServer.STALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.workflow.channels.TestMessages;
import dev.workflow.channels.server.SmtpServer;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Deferred;
import dev.workflow.spi.SendResult.Rejected;
import dev.workflow.spi.SendResult.Scope;
import dev.workflow.spi.SendResult.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** How connections are used. */
class SmtpConnectionsTest {

  @Test
  void are_used_again_also_after_a_refusal() throws Exception {
    try (SmtpServer server =
            SmtpServer.start(line -> line.contains("gone@") ? "550 5.1.1 nobody here" : null);
        SmtpSender sender = SmtpSender.create(settings(server.port()).build())) {
      assertThat(sender.send(mail(HELLO))).isInstanceOf(Sent.class);
      assertThat(sender.send(TestMessages.of("email", "gone@example.com", HELLO)))
          .isInstanceOf(Rejected.class);
      assertThat(sender.send(mail(HELLO))).isInstanceOf(Sent.class);
      assertThat(server.connections()).isEqualTo(1);
      assertThat(server.mails()).hasSize(2);
    }
  }

  @Test
  void that_the_server_closed_are_replaced() throws Exception {
    try (SmtpServer server = SmtpServer.start(line -> line.equals("NOOP") ? HANG_UP : null);
        SmtpSender sender = SmtpSender.create(settings(server.port()).build())) {
      for (int i = 0; i < 3; i++) {
        assertThat(sender.send(mail(HELLO))).isInstanceOf(Sent.class);
      }
      assertThat(server.connections()).isEqualTo(3);
    }
  }

  @Test
  void are_no_more_than_the_settings_say() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (SmtpServer server = SmtpServer.start(KIND);
        SmtpSender sender = SmtpSender.create(settings(server.port()).maxConnections(2).build())) {
      List<Future<SendResult>> results = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        results.add(threads.submit(() -> sender.send(mail(HELLO))));
      }
      for (Future<SendResult> result : results) {
        assertThat(result.get()).isInstanceOf(Sent.class);
      }
      assertThat(server.connections()).isLessThanOrEqualTo(2);
      assertThat(server.mails()).hasSize(40);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void that_are_all_busy_defer_the_mail() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    CountDownLatch busy = new CountDownLatch(1);
    UnaryOperator<String> stalling =
        line -> {
          if (line.equals("DATA")) {
            busy.countDown();
            return STALL;
          }
          return null;
        };
    try (SmtpServer server = SmtpServer.start(stalling);
        SmtpSender sender =
            SmtpSender.create(
                settings(server.port())
                    .maxConnections(1)
                    .connectTimeout(Duration.ofMillis(200))
                    .build())) {
      threads.submit(() -> sender.send(mail(HELLO)));
      busy.await();
      SendResult result = sender.send(mail(HELLO));
      assertThat(result)
          .isEqualTo(
              new Deferred(
                  "all connections to the mail server are in use",
                  Duration.ofSeconds(1),
                  Scope.ACCOUNT,
                  null));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void are_closed_with_the_sender() throws Exception {
    try (SmtpServer server = SmtpServer.start(KIND)) {
      SmtpSender sender = SmtpSender.create(settings(server.port()).build());
      sender.send(mail(HELLO));
      sender.close();
      sender.close();
      assertThatIllegalStateException()
          .isThrownBy(() -> sender.send(mail(HELLO)))
          .withMessage("the sender is closed");
    }
  }

  @Test
  void name_the_message_in_the_envelope_when_they_are_told_to() throws Exception {
    try (SmtpServer server = SmtpServer.start(KIND);
        SmtpSender sender =
            SmtpSender.create(
                settings(server.port()).envelopeFrom("bounces+{id}@portal.example").build())) {
      sender.send(mail(HELLO));
      assertThat(server.commands("MAIL").get(0))
          .isEqualTo("MAIL FROM:<bounces+0190a1b2-0000-7000-8000-000000000001@portal.example>");
    }
  }
}
