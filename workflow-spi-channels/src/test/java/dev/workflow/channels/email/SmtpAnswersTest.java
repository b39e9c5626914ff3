package dev.workflow.channels.email;

import static dev.workflow.channels.email.Smtp.HELLO;
import static dev.workflow.channels.email.Smtp.mail;
import static dev.workflow.channels.email.Smtp.send;
import static dev.workflow.channels.email.Smtp.settings;
import static dev.workflow.channels.server.SmtpServer.HANG_UP;
import static dev.workflow.channels.server.SmtpServer.STALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.channels.TestMessages;
import dev.workflow.channels.server.SmtpServer;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Deferred;
import dev.workflow.spi.SendResult.MissedCopy;
import dev.workflow.spi.SendResult.Refusal;
import dev.workflow.spi.SendResult.Rejected;
import dev.workflow.spi.SendResult.Scope;
import dev.workflow.spi.SendResult.Sent;
import dev.workflow.spi.SendResult.Unknown;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the answers of a server mean. */
class SmtpAnswersTest {

  private SendResult answering(String start, String reply) throws Exception {
    try (SmtpServer server = SmtpServer.start(line -> line.startsWith(start) ? reply : null)) {
      return send(server, mail(HELLO));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MAIL | 451 4.3.0 try later | DEFERRED | SENDER | 4.3.0
          MAIL | 452 4.3.1 full | DEFERRED | MESSAGE | 4.3.1
          MAIL | 421 4.7.0 too many | DEFERRED | ACCOUNT | 4.7.0
          MAIL | 550 5.7.1 not yours | DEFERRED | SENDER | 5.7.1
          MAIL | 550 5.1.8 your domain is unknown | DEFERRED | SENDER | 5.1.8
          MAIL | 530 5.7.0 authentication required | DEFERRED | ACCOUNT | 5.7.0
          MAIL | 552 5.3.4 too large | REJECTED | MESSAGE | 5.3.4
          RCPT | 450 4.2.0 greylisted | DEFERRED | RECIPIENT | 4.2.0
          RCPT | 451 busy | DEFERRED | RECIPIENT | 451
          RCPT | 452 4.2.2 full | DEFERRED | RECIPIENT | 4.2.2
          RCPT | 421 closing | DEFERRED | ACCOUNT | 421
          RCPT | 550 5.1.1 nobody here | REJECTED | RECIPIENT | 5.1.1
          RCPT | 550 nobody here | REJECTED | RECIPIENT | 550
          RCPT | 552 5.2.2 full | REJECTED | RECIPIENT | 5.2.2
          RCPT | 504 5.5.2 <x>: Helo command rejected: need a full name | DEFERRED | SENDER | 5.5.2
          RCPT | 504 need a full name | DEFERRED | SENDER | 504
          RCPT | 554 5.7.1 blocked | DEFERRED | SENDER | 5.7.1
          RCPT | 554 blocked | DEFERRED | SENDER | 554
          RCPT | 550 5.7.1 access denied | DEFERRED | SENDER | 5.7.1
          RCPT | 550 5.7.26 not authenticated | DEFERRED | SENDER | 5.7.26
          RCPT | 550 5.7.606 Access denied, banned sending IP | DEFERRED | SENDER | 5.7.606
          RCPT | 550 relaying denied | DEFERRED | SENDER | 550
          RCPT | 550 5.7.124 not in the group's list of senders | REJECTED | MESSAGE | 5.7.124
          RCPT | 530 5.7.0 must issue STARTTLS first | DEFERRED | ACCOUNT | 5.7.0
          RCPT | 550 5.1.7 bad sender address | DEFERRED | SENDER | 5.1.7
          RCPT | 501 5.1.3 bad recipient address | REJECTED | RECIPIENT | 5.1.3
          RCPT | 450 4.7.1 Client host rejected: cannot find your hostname | DEFERRED | SENDER | 4.7.1
          RCPT | 450 4.7.1 greylisted | DEFERRED | RECIPIENT | 4.7.1
          RCPT | 556 no mail here | REJECTED | RECIPIENT | 556
          DATA | 451 4.3.0 later | DEFERRED | MESSAGE | 4.3.0
          DATA | 554 5.5.1 no | REJECTED | MESSAGE | 5.5.1
          . | 451 4.7.1 later | DEFERRED | MESSAGE | 4.7.1
          . | 421 closing | DEFERRED | ACCOUNT | 421
          . | 550 5.7.26 SPF and DKIM do not pass | DEFERRED | SENDER | 5.7.26
          . | 550 5.7.1 looks like spam | REJECTED | MESSAGE | 5.7.1
          . | 554 5.6.0 bad content | REJECTED | MESSAGE | 5.6.0
          CONNECT | 554 5.7.1 go away | DEFERRED | ACCOUNT | 5.7.1
          CONNECT | 421 busy | DEFERRED | ACCOUNT | 421
          """)
  void of_the_server_decide(String start, String reply, String kind, Scope scope, String code)
      throws Exception {
    String command =
        switch (start) {
          case "." -> "the end of the mail";
          case "CONNECT" -> "connecting";
          default -> start;
        };
    String reason = reply + " (" + command + ")";
    SendResult expected =
        kind.equals("DEFERRED")
            ? new Deferred(reason, null, scope, code)
            : new Rejected(reason, scope, code, "5.1.1".equals(code) ? Refusal.HARD_BOUNCE : null);
    assertThat(answering(start, reply)).isEqualTo(expected);
  }

  @Test
  void refusing_one_recipient_by_policy_are_about_that_mail_alone() throws Exception {
    try (SmtpServer server =
            SmtpServer.start(line -> line.contains("ann@") ? "550 5.7.1 members only" : null);
        SmtpSender sender = SmtpSender.create(settings(server.port()).build())) {
      assertThat(sender.send(mail(HELLO)))
          .isEqualTo(new Rejected("550 5.7.1 members only (RCPT)", Scope.MESSAGE, "5.7.1", null));
      assertThat(server.commands("RCPT"))
          .containsExactly("RCPT TO:<ann@example.com>", "RCPT TO:<sales@portal.example>");
      assertThat(sender.send(TestMessages.of("email", "bob@example.com", HELLO)))
          .isInstanceOf(Sent.class);
      assertThat(server.connections()).isOne();
    }
  }

  @Test
  void refusing_the_sender_hold_all_mails_back_and_lose_none() throws Exception {
    AtomicBoolean blocked = new AtomicBoolean(true);
    try (SmtpServer server =
            SmtpServer.start(
                line ->
                    blocked.get() && line.startsWith("RCPT")
                        ? "554 5.7.1 Client host [192.0.2.1] blocked using zen.example"
                        : null);
        SmtpSender sender = SmtpSender.create(settings(server.port()).build())) {
      for (int i = 0; i < 20; i++) {
        assertThat(((Deferred) sender.send(mail(HELLO))).scope()).isEqualTo(Scope.SENDER);
      }
      blocked.set(false);
      assertThat(sender.send(mail(HELLO))).isInstanceOf(Sent.class);
    }
  }

  @Test
  void that_blame_the_sender_for_one_recipient_only_are_about_that_recipient_in_the_end()
      throws Exception {
    try (SmtpServer server =
            SmtpServer.start(line -> line.contains("<ann@") ? "550 5.7.1 relaying denied" : null);
        SmtpSender sender = SmtpSender.create(settings(server.port()).build())) {
      OutboundMessage bobs = TestMessages.of("email", "bob@example.com", HELLO);
      for (int i = 0; i < 3; i++) {
        assertThat(((Deferred) sender.send(mail(HELLO))).scope()).isEqualTo(Scope.SENDER);
        assertThat(((Deferred) sender.send(mail(HELLO))).scope()).isEqualTo(Scope.SENDER);
        assertThat(sender.send(bobs)).isInstanceOf(Sent.class);
      }
      assertThat(sender.send(mail(HELLO)))
          .isEqualTo(
              new Rejected("550 5.7.1 relaying denied (RCPT)", Scope.MESSAGE, "5.7.1", null));
    }
  }

  @Test
  void of_a_server_that_hangs_up_after_a_refusal_are_about_the_sender() throws Exception {
    UnaryOperator<String> script =
        line -> {
          if (line.startsWith("RSET")) {
            return HANG_UP;
          }
          return line.startsWith("RCPT") ? "554 5.7.1 go away" : null;
        };
    try (SmtpServer server = SmtpServer.start(script)) {
      assertThat(((Deferred) send(server, mail(HELLO))).scope()).isEqualTo(Scope.SENDER);
    }
  }

  @ParameterizedTest
  @CsvSource({"CONNECT,ACCOUNT", "EHLO,ACCOUNT", "MAIL,MESSAGE", "RCPT,MESSAGE", "DATA,MESSAGE"})
  void that_do_not_come_before_the_end_of_the_mail_defer_it(String start, Scope scope)
      throws Exception {
    SendResult result = answering(start, HANG_UP);
    assertThat(result).isInstanceOf(Deferred.class);
    assertThat(((Deferred) result).scope()).isEqualTo(scope);
  }

  @Test
  void that_do_not_come_after_the_final_dot_leave_it_unknown() throws Exception {
    try (SmtpServer server = SmtpServer.start(line -> line.equals(".") ? HANG_UP : null)) {
      assertThat(send(server, mail(HELLO)))
          .isEqualTo(new Unknown("the line broke at the end of the mail: [EOF]"));
      assertThat(server.mails()).hasSize(1);
    }
  }

  @Test
  void that_come_too_late_after_the_final_dot_leave_it_unknown() throws Exception {
    try (SmtpServer server = SmtpServer.start(line -> line.equals(".") ? STALL : null);
        SmtpSender sender =
            SmtpSender.create(settings(server.port()).timeout(Duration.ofMillis(300)).build())) {
      assertThat(sender.send(mail(HELLO)))
          .isEqualTo(new Unknown("the line broke at the end of the mail: Read timed out"));
    }
  }

  @Test
  void that_are_garbage_after_the_final_dot_leave_it_unknown() throws Exception {
    assertThat(answering(".", "<html>")).isInstanceOf(Unknown.class);
  }

  @Test
  void refusing_the_login_defer_it_and_are_about_the_account() throws Exception {
    try (SmtpServer server =
            SmtpServer.start(
                line -> {
                  if (line.startsWith("EHLO")) {
                    return "250-mail.example.com\r\n250 AUTH PLAIN";
                  }
                  return line.startsWith("AUTH") ? "535 5.7.8 wrong password" : null;
                });
        SmtpSender sender =
            SmtpSender.create(settings(server.port()).login("sales", "secret").build())) {
      assertThat(sender.send(mail(HELLO)))
          .isEqualTo(
              new Deferred(
                  "the mail server refuses the login: 535 5.7.8 wrong password",
                  null,
                  Scope.ACCOUNT,
                  "535"));
    }
  }

  @Test
  void nobody_there_defers_it() throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0)) {
      port = taken.getLocalPort();
    }
    try (SmtpSender sender = SmtpSender.create(settings(port).build())) {
      Deferred result = (Deferred) sender.send(mail(HELLO));
      assertThat(result.scope()).isEqualTo(Scope.ACCOUNT);
      assertThat(result.reason()).isEqualTo("Connection refused (connecting)");
    }
  }

  @Test
  void about_copies_stop_nobody_elses_mail_and_are_reported_of_them_alone() throws Exception {
    String content =
        "{\"text\": \"x\", \"cc\": [\"gone@example.com\", \"bob@example.com\"], \"bcc\": [\"full@example.com\"]}";
    UnaryOperator<String> script =
        line -> {
          if (line.contains("gone@")) {
            return "550 5.1.1 nobody here";
          }
          return line.contains("full@") ? "452 4.2.2 mailbox full" : null;
        };
    try (SmtpServer server = SmtpServer.start(script)) {
      Sent sent = (Sent) send(server, mail(content));
      assertThat(sent.missed())
          .containsExactly(
              new MissedCopy(
                  "gone@example.com",
                  new Rejected(
                      "550 5.1.1 nobody here (RCPT)",
                      Scope.RECIPIENT,
                      "5.1.1",
                      Refusal.HARD_BOUNCE)),
              new MissedCopy(
                  "full@example.com",
                  new Deferred("452 4.2.2 mailbox full (RCPT)", null, Scope.RECIPIENT, "4.2.2")));
      assertThat(server.mails()).hasSize(1);
      assertThat(server.commands("RCPT").subList(4, 6))
          .containsExactly("RCPT TO:<ann@example.com>", "RCPT TO:<bob@example.com>");
    }
  }

  @Test
  void are_asked_of_a_copy_alone_when_it_is_tried_again() throws Exception {
    String content =
        "{\"text\": \"x\", \"copy_of\": {\"to\": \"Ann <ann@example.com>\", \"cc\": [\"bob@example.com\"]}}";
    try (SmtpServer server = SmtpServer.start(line -> null);
        SmtpSender sender = SmtpSender.create(settings(server.port()).build())) {
      assertThat(sender.send(TestMessages.of("email", "bob@example.com", content)))
          .isInstanceOf(Sent.class);
      assertThat(server.commands("RCPT")).containsExactly("RCPT TO:<bob@example.com>");
      assertThat(server.mails().get(0))
          .contains("To: Ann <ann@example.com>")
          .contains("Cc: bob@example.com");
    }
  }

  @Test
  void about_the_recipient_count_whatever_is_said_of_copies() throws Exception {
    String content = "{\"text\": \"x\", \"cc\": [\"bob@example.com\"]}";
    UnaryOperator<String> script =
        line -> {
          if (line.contains("ann@")) {
            return "550 5.1.1 nobody here";
          }
          return line.contains("bob@") ? "450 4.2.0 greylisted" : null;
        };
    try (SmtpServer server = SmtpServer.start(script)) {
      assertThat(send(server, mail(content)))
          .isEqualTo(
              new Rejected(
                  "550 5.1.1 nobody here (RCPT)", Scope.RECIPIENT, "5.1.1", Refusal.HARD_BOUNCE));
      assertThat(server.mails()).isEmpty();
    }
  }
}
