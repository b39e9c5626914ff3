package dev.workflow.channels.email;

import static dev.workflow.channels.email.Smtp.FROM;
import static dev.workflow.channels.email.Smtp.HELLO;
import static dev.workflow.channels.email.Smtp.KIND;
import static dev.workflow.channels.email.Smtp.mail;
import static dev.workflow.channels.email.Smtp.send;
import static dev.workflow.channels.email.Smtp.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.workflow.channels.TestMessages;
import dev.workflow.channels.server.SmtpServer;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Rejected;
import dev.workflow.spi.SendResult.Scope;
import dev.workflow.spi.SendResult.Sent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of which no mail can be made. */
class MailInputTest {

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
