package dev.workflow.channels.email;

import static dev.workflow.channels.email.Smtp.HELLO;
import static dev.workflow.channels.email.Smtp.KIND;
import static dev.workflow.channels.email.Smtp.mail;
import static dev.workflow.channels.email.Smtp.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.channels.server.SmtpServer;
import dev.workflow.channels.server.TestTls;
import dev.workflow.spi.SendResult.Deferred;
import dev.workflow.spi.SendResult.Scope;
import dev.workflow.spi.SendResult.Sent;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** Mails over TLS. */
class SmtpTlsTest {

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
    try (SmtpServer server = SmtpServer.startOffering(context, SmtpTlsTest::offering);
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
    try (SmtpServer server = SmtpServer.startOffering(other, SmtpTlsTest::offering);
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
