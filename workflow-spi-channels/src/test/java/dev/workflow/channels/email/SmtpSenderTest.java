package dev.workflow.channels.email;

import static dev.workflow.channels.server.SmtpServer.HANG_UP;
import static dev.workflow.channels.server.SmtpServer.STALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.workflow.channels.TestMessages;
import dev.workflow.channels.server.SmtpServer;
import dev.workflow.channels.server.TestTls;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Deferred;
import dev.workflow.spi.SendResult.Rejected;
import dev.workflow.spi.SendResult.Scope;
import dev.workflow.spi.SendResult.Sent;
import dev.workflow.spi.SendResult.Unknown;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpSenderTest {

  private static final String FROM = "Sales <sales@portal.example>";
  private static final String HELLO = "{\"subject\": \"Welcome\", \"text\": \"Hello\"}";
  private static final UnaryOperator<String> KIND = line -> null;

  private static SmtpSettings.Builder settings(int port) {
    return SmtpSettings.builder("127.0.0.1", FROM).port(port).tls(SmtpSettings.Tls.NONE);
  }

  private static OutboundMessage mail(String content) {
    return TestMessages.of("email", "ann@example.com", content);
  }

  private static SendResult send(SmtpServer server, OutboundMessage message) throws Exception {
    try (SmtpSender sender = SmtpSender.create(settings(server.port()).build())) {
      return sender.send(message);
    }
  }

  @Nested
  class Content {

    private final GreenMail greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));

    @AfterEach
    void stop() {
      greenMail.stop();
    }

    private MimeMessage received(OutboundMessage message) throws Exception {
      greenMail.start();
      int port = greenMail.getSmtp().getPort();
      Instant now = Instant.parse("2026-01-05T09:00:00Z");
      try (SmtpSender sender = SmtpSender.create(settings(port).build(), () -> now)) {
        assertThat(sender.channel()).isEqualTo("email");
        assertThat(sender.send(message)).isInstanceOf(Sent.class);
      }
      return greenMail.getReceivedMessages()[0];
    }

    @Test
    void a_text_arrives_with_the_headers_of_an_automatic_mail() throws Exception {
      MimeMessage mail =
          received(
              TestMessages.of(
                  "email",
                  "Änne <ann@bücher.example>",
                  """
                  {"subject": "Grüße ✓", "text": "Hallo Jörg\\nbis bald",
                   "reply_to": "agent@portal.example"}"""));
      assertThat(mail.getSubject()).isEqualTo("Grüße ✓");
      assertThat(mail.getContent()).isEqualTo("Hallo Jörg\r\nbis bald");
      assertThat(mail.getContentType()).isEqualTo("text/plain; charset=UTF-8");
      assertThat(mail.getFrom()[0]).hasToString(FROM);
      assertThat(MimeUtility.decodeText(mail.getHeader("To", null)))
          .isEqualTo("Änne <ann@xn--bcher-kva.example>");
      assertThat(mail.getHeader("Reply-To", null)).isEqualTo("agent@portal.example");
      assertThat(mail.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
      assertThat(mail.getSentDate()).isEqualTo(Instant.parse("2026-01-05T09:00:00Z"));
      assertThat(mail.getHeader("List-Unsubscribe")).isNull();
    }

    @Test
    void html_with_a_text_is_an_alternative_and_files_come_beside_it() throws Exception {
      MimeMessage mail =
          received(
              mail(
                  """
                  {"subject": "Offer", "text": "plain", "html": "<p>rich €</p>",
                   "attachments": [
                     {"name": "Angebot für Jörg.pdf", "type": "application/pdf",
                      "base64": "JVBERg=="},
                     {"name": "terms.txt", "text": "14 days"}]}"""));
      MimeMultipart mixed = (MimeMultipart) mail.getContent();
      assertThat(mixed.getContentType()).startsWith("multipart/mixed");
      MimeMultipart alternative = (MimeMultipart) mixed.getBodyPart(0).getContent();
      assertThat(alternative.getContentType()).startsWith("multipart/alternative");
      assertThat(alternative.getBodyPart(0).getContent()).isEqualTo("plain");
      assertThat(alternative.getBodyPart(1).getContent()).isEqualTo("<p>rich €</p>");
      assertThat(alternative.getBodyPart(1).getContentType()).isEqualTo("text/html; charset=UTF-8");
      BodyPart pdf = mixed.getBodyPart(1);
      assertThat(MimeUtility.decodeText(pdf.getFileName())).isEqualTo("Angebot für Jörg.pdf");
      assertThat(pdf.getContentType()).startsWith("application/pdf");
      assertThat(pdf.getInputStream().readAllBytes()).asString().isEqualTo("%PDF");
      assertThat(mixed.getBodyPart(2).getContent()).isEqualTo("14 days");
    }

    @Test
    void html_alone_and_html_with_text_need_no_more_parts() throws Exception {
      assertThat(received(mail("{\"html\": \"<p>x</p>\"}")).getContentType())
          .isEqualTo("text/html; charset=UTF-8");
      greenMail.reset();
      assertThat(received(mail("{\"html\": \"<p>x</p>\", \"text\": \"x\"}")).getContentType())
          .startsWith("multipart/alternative");
    }

    @Test
    void one_click_unsubscription_has_both_headers() throws Exception {
      MimeMessage mail =
          received(
              mail(
                  """
                  {"text": "x", "list_unsubscribe":
                    ["https://portal.example/u/8f2c", "mailto:u@portal.example?subject=8f2c"]}"""));
      assertThat(mail.getHeader("List-Unsubscribe", null))
          .isEqualTo("<https://portal.example/u/8f2c>,\r\n <mailto:u@portal.example?subject=8f2c>");
      assertThat(mail.getHeader("List-Unsubscribe-Post", null))
          .isEqualTo("List-Unsubscribe=One-Click");
    }

    @Test
    void copies_get_the_mail_and_blind_ones_are_not_named() throws Exception {
      received(
          mail(
              """
              {"text": "x", "cc": ["bob@example.com"], "bcc": "eve@example.com"}"""));
      MimeMessage[] all = greenMail.getReceivedMessages();
      assertThat(all).hasSize(3);
      for (MimeMessage each : all) {
        assertThat(each.getHeader("Cc", null)).isEqualTo("bob@example.com");
        assertThat(GreenMailUtil.getWholeMessage(each)).doesNotContain("eve@example.com");
      }
    }

    @Test
    void the_message_id_depends_on_the_tenant_and_the_idempotency_key_only() throws Exception {
      greenMail.start();
      Set<String> ids = new TreeSet<>();
      try (SmtpSender sender = SmtpSender.create(settings(greenMail.getSmtp().getPort()).build())) {
        OutboundMessage other =
            TestMessages.of("email", "ann@example.com", HELLO, "instance-1/second");
        for (OutboundMessage message : List.of(mail(HELLO), mail("{\"text\": \"2\"}"), other)) {
          ids.add(((Sent) sender.send(message)).providerId());
        }
      }
      assertThat(ids).hasSize(2).allMatch(id -> id.matches("<[0-9a-f]{40}@portal\\.example>"));
      Set<String> received = new TreeSet<>();
      for (MimeMessage message : greenMail.getReceivedMessages()) {
        received.add(message.getMessageID());
      }
      assertThat(received).isEqualTo(ids);
    }
  }

  @Nested
  class Input {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            {"text": "x", "subject": "a\\r\\nBcc: eve@example.com"} | the subject holds a line break or another control character
            {"text": "x", "reply_to": "a@example.com\\nX: y"} | the address holds a line break or another control character
            {"text": "x", "cc": ["a@example.com\\r\\n"]} | the address holds a line break or another control character
            {"text": "x", "list_unsubscribe": "http://a.example"} | list_unsubscribe holds neither an https: nor a mailto: URL
            {"text": "x", "list_unsubscribe": "https://a.example/\\r\\nX: y"} | list_unsubscribe holds neither an https: nor a mailto: URL
            {"text": "x", "attachments": [{"name": "a\\r\\nb", "text": ""}]} | the name of attachment 1 holds a line break or another control character
            {"text": "x", "attachments": [{"name": "a"}]} | attachment 1 needs a name, and base64 or text
            {"text": "x", "attachments": [{"name": "a", "type": "x", "text": ""}]} | the type of attachment 1 is no media type
            {"text": "x", "attachments": [{"name": "a", "base64": "x"}]} | attachment 1 is not base64
            {"subject": "x"} | the mail has neither text nor html
            {"template": "welcome"} | the template "welcome" was not rendered
            """)
    void that_no_mail_can_be_made_of_is_rejected(String content, String reason) throws Exception {
      try (SmtpServer server = SmtpServer.start(KIND)) {
        assertThat(send(server, mail(content))).isEqualTo(new Rejected(reason));
        assertThat(server.connections()).isZero();
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "ann",
          "ann@",
          "@example.com",
          "a b@example.com",
          "a@example.com, b@example.com",
          "friends: a@example.com;",
          "ann@exa mple.com"
        })
    void that_is_no_address_is_rejected(String recipient) throws Exception {
      try (SmtpServer server = SmtpServer.start(KIND)) {
        assertThat(send(server, TestMessages.of("email", recipient, HELLO)))
            .isEqualTo(
                new Rejected("\"" + recipient + "\" is no e-mail address", Scope.RECIPIENT, null));
        assertThat(server.connections()).isZero();
      }
    }

    @Test
    void with_a_line_break_in_the_recipient_is_rejected() throws Exception {
      try (SmtpServer server = SmtpServer.start(KIND)) {
        assertThat(
                send(
                    server,
                    TestMessages.of("email", "a@example.com>\r\nRCPT TO:<b@example.com", HELLO)))
            .isEqualTo(
                new Rejected(
                    "the address holds a line break or another control character",
                    Scope.RECIPIENT,
                    null));
        assertThat(send(server, TestMessages.of("email", "jörg@example.com", HELLO)))
            .isEqualTo(
                new Rejected(
                    "\"jörg@example.com\" has letters outside ASCII before the @",
                    Scope.RECIPIENT,
                    null));
      }
    }

    @Test
    void with_a_copy_that_is_no_address_is_not_about_the_recipient() throws Exception {
      try (SmtpServer server = SmtpServer.start(KIND)) {
        assertThat(send(server, mail("{\"text\": \"x\", \"cc\": [\"bob\"]}")))
            .isEqualTo(new Rejected("\"bob\" is no e-mail address"));
      }
    }

    @Test
    void that_is_too_large_is_rejected() throws Exception {
      try (SmtpServer server = SmtpServer.start(KIND);
          SmtpSender sender =
              SmtpSender.create(settings(server.port()).maxMessageBytes(1000).build())) {
        SendResult result = sender.send(mail("{\"text\": \"" + "x".repeat(1000) + "\"}"));
        assertThat(((Rejected) result).reason())
            .matches("the mail has 1\\d{3} bytes; at most 1000 are sent");
        assertThat(server.connections()).isZero();
      }
    }

    @Test
    void a_line_with_a_dot_alone_does_not_end_the_mail() throws Exception {
      try (SmtpServer server = SmtpServer.start(KIND)) {
        assertThat(send(server, mail("{\"text\": \"a\\n.\\nQUIT\\nb\"}"))).isInstanceOf(Sent.class);
        assertThat(server.mails()).hasSize(1);
        assertThat(server.mails().get(0)).contains("\n..\nQUIT\nb\n");
      }
    }

    @Test
    void of_the_settings_is_checked_at_once() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SmtpSettings.builder("mail.example.com", "sales").build())
          .withMessage("the sender's address: \"sales\" is no e-mail address");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SmtpSettings.builder("", FROM).build())
          .withMessage(
              "expected a mail server's name and a port from 1 to 65535, found \"\" and 587");
      assertThat(SmtpSettings.builder("mail.example.com", FROM).login("sales", "secret").build())
          .asString()
          .doesNotContain("secret");
    }
  }

  @Nested
  class Answers {

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
            MAIL | 550 5.7.1 not yours | REJECTED | SENDER | 5.7.1
            MAIL | 552 5.3.4 too large | REJECTED | MESSAGE | 5.3.4
            RCPT | 450 4.2.0 greylisted | DEFERRED | RECIPIENT | 4.2.0
            RCPT | 451 busy | DEFERRED | RECIPIENT | 451
            RCPT | 452 4.2.2 full | DEFERRED | RECIPIENT | 4.2.2
            RCPT | 421 closing | DEFERRED | ACCOUNT | 421
            RCPT | 550 5.1.1 nobody here | REJECTED | RECIPIENT | 5.1.1
            RCPT | 550 nobody here | REJECTED | RECIPIENT | 550
            RCPT | 552 5.2.2 full | REJECTED | RECIPIENT | 5.2.2
            RCPT | 554 5.7.1 blocked | REJECTED | MESSAGE | 5.7.1
            RCPT | 556 no mail here | REJECTED | RECIPIENT | 556
            DATA | 451 4.3.0 later | DEFERRED | MESSAGE | 4.3.0
            DATA | 554 5.5.1 no | REJECTED | MESSAGE | 5.5.1
            . | 451 4.7.1 later | DEFERRED | MESSAGE | 4.7.1
            . | 421 closing | DEFERRED | ACCOUNT | 421
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
              : new Rejected(reason, scope, code);
      assertThat(answering(start, reply)).isEqualTo(expected);
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
    void about_a_copy_that_is_refused_do_not_stop_the_recipients_mail() throws Exception {
      String content = "{\"text\": \"x\", \"cc\": [\"gone@example.com\", \"bob@example.com\"]}";
      try (SmtpServer server =
          SmtpServer.start(line -> line.contains("gone@") ? "550 5.1.1 nobody here" : null)) {
        assertThat(send(server, mail(content))).isInstanceOf(Sent.class);
        assertThat(server.mails()).hasSize(1);
        assertThat(server.commands("RCPT").subList(3, 5))
            .containsExactly("RCPT TO:<ann@example.com>", "RCPT TO:<bob@example.com>");
      }
    }

    @Test
    void about_a_copy_that_is_refused_do_not_hide_that_another_must_wait() throws Exception {
      String content = "{\"text\": \"x\", \"cc\": [\"gone@example.com\", \"bob@example.com\"]}";
      UnaryOperator<String> script =
          line -> {
            if (line.contains("gone@")) {
              return "550 5.1.1 nobody here";
            }
            return line.contains("bob@") ? "450 4.2.0 greylisted" : null;
          };
      try (SmtpServer server = SmtpServer.start(script)) {
        assertThat(send(server, mail(content)))
            .isEqualTo(new Deferred("450 4.2.0 greylisted (RCPT)", null, Scope.MESSAGE, "4.2.0"));
        assertThat(server.mails()).isEmpty();
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
            .isEqualTo(new Rejected("550 5.1.1 nobody here (RCPT)", Scope.RECIPIENT, "5.1.1"));
        assertThat(server.mails()).isEmpty();
      }
    }

    @Test
    void about_a_copy_that_must_wait_hold_all_of_it_back() throws Exception {
      String content = "{\"text\": \"x\", \"cc\": [\"bob@example.com\"]}";
      try (SmtpServer server =
          SmtpServer.start(line -> line.contains("bob@") ? "450 4.2.0 greylisted" : null)) {
        assertThat(send(server, mail(content)))
            .isEqualTo(new Deferred("450 4.2.0 greylisted (RCPT)", null, Scope.MESSAGE, "4.2.0"));
        assertThat(server.mails()).isEmpty();
      }
    }
  }

  @Nested
  class Connections {

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
          SmtpSender sender =
              SmtpSender.create(settings(server.port()).maxConnections(2).build())) {
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
                    "all connections to the mail server are in use", null, Scope.ACCOUNT, null));
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

  @Nested
  class Tls {

    @Test
    void from_the_first_byte_on_carries_the_mail() throws Exception {
      SSLContext context = TestTls.of("localhost");
      try (SmtpServer server = SmtpServer.startTls(context, KIND);
          SmtpSender sender =
              SmtpSender.create(
                  settings(server.port())
                      .tls(SmtpSettings.Tls.IMPLICIT)
                      .sslContext(context)
                      .build())) {
        assertThat(sender.send(mail(HELLO))).isInstanceOf(Sent.class);
        assertThat(server.mails()).hasSize(1);
      }
    }

    @Test
    void with_a_certificate_for_another_name_or_of_nobody_known_sends_nothing() throws Exception {
      SSLContext other = TestTls.of("hooks.example.com");
      try (SmtpServer server = SmtpServer.startTls(other, KIND)) {
        for (SmtpSettings.Builder each :
            List.of(settings(server.port()).sslContext(other), settings(server.port()))) {
          try (SmtpSender sender = SmtpSender.create(each.tls(SmtpSettings.Tls.IMPLICIT).build())) {
            Deferred result = (Deferred) sender.send(mail(HELLO));
            assertThat(result.scope()).isEqualTo(Scope.ACCOUNT);
          }
        }
        assertThat(server.commands("")).isEmpty();
      }
    }

    private static String offering(String line) {
      if (line.startsWith("EHLO")) {
        return "250-mail\r\n250-AUTH PLAIN\r\n250 STARTTLS";
      }
      if (line.equals("STARTTLS")) {
        return "220 go ahead";
      }
      return line.startsWith("AUTH") ? "235 welcome" : null;
    }

    private static SmtpSettings startTls(SmtpServer server, SSLContext context) {
      return settings(server.port())
          .tls(SmtpSettings.Tls.STARTTLS)
          .login("sales", "secret")
          .sslContext(context)
          .build();
    }

    @Test
    void begins_before_the_login_and_the_mail_when_the_server_offers_it() throws Exception {
      SSLContext context = TestTls.of("localhost");
      try (SmtpServer server = SmtpServer.startOffering(context, Tls::offering);
          SmtpSender sender = SmtpSender.create(startTls(server, context))) {
        assertThat(sender.send(mail(HELLO))).isInstanceOf(Sent.class);
        assertThat(server.mails()).hasSize(1);
        assertThat(server.commands("AUTH")).isEmpty();
        assertThat(server.commands("TLS AUTH PLAIN")).hasSize(1);
        assertThat(server.commands("TLS MAIL FROM:<sales@portal.example>")).hasSize(1);
      }
    }

    @Test
    void with_another_certificate_after_starttls_sends_no_password() throws Exception {
      SSLContext other = TestTls.of("hooks.example.com");
      try (SmtpServer server = SmtpServer.startOffering(other, Tls::offering);
          SmtpSender sender = SmtpSender.create(startTls(server, other))) {
        assertThat(((Deferred) sender.send(mail(HELLO))).scope()).isEqualTo(Scope.ACCOUNT);
        assertThat(server.commands("STARTTLS")).hasSize(1);
        assertThat(server.commands("AUTH")).isEmpty();
        assertThat(server.commands("TLS ")).isEmpty();
      }
    }

    @Test
    void that_the_server_does_not_offer_sends_nothing() throws Exception {
      try (SmtpServer server = SmtpServer.start(KIND);
          SmtpSender sender =
              SmtpSender.create(
                  settings(server.port()).tls(SmtpSettings.Tls.STARTTLS).login("a", "b").build())) {
        assertThat(sender.send(mail(HELLO)))
            .isEqualTo(
                new Deferred(
                    "STARTTLS is required but host does not support STARTTLS (connecting)",
                    null,
                    Scope.ACCOUNT,
                    null));
        assertThat(server.commands("AUTH")).isEmpty();
        assertThat(server.commands("MAIL")).isEmpty();
      }
    }
  }
}
