package dev.workflow.channels.email;

import static dev.workflow.channels.email.Smtp.HELLO;
import static dev.workflow.channels.email.Smtp.mail;
import static dev.workflow.channels.email.Smtp.settings;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.workflow.channels.server.SmtpServer;
import dev.workflow.spi.SendResult.Deferred;
import dev.workflow.spi.SendResult.Scope;
import dev.workflow.spi.SendResult.Sent;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** How the sender says who it is. */
class SmtpGreetingTest {

  private static final UnaryOperator<String> WITH_TOKENS =
      line -> {
        if (line.startsWith("EHLO")) {
          return "250-mail.example.com\r\n250 AUTH LOGIN PLAIN XOAUTH2";
        }
        return line.startsWith("AUTH") ? "235 2.7.0 welcome" : null;
      };

  @Test
  void the_name_is_a_setting() throws Exception {
    try (SmtpServer server = SmtpServer.start(line -> null);
        SmtpSender sender =
            SmtpSender.create(settings(server.port()).helloName("out.portal.example").build())) {
      assertThat(sender.send(mail(HELLO))).isInstanceOf(Sent.class);
      assertThat(server.commands("EHLO")).containsExactly("EHLO out.portal.example");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(25).helloName("a b").build())
        .withMessage(
            "expected a host name such as mail.example.com, or an address in brackets, for EHLO,"
                + " found \"a b\"");
  }

  @Test
  void a_token_is_asked_for_with_every_connection() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (SmtpServer server = SmtpServer.start(WITH_TOKENS);
        SmtpSender sender =
            SmtpSender.create(
                settings(server.port())
                    .oauth2("sales@portal.example", () -> "token-" + asked.incrementAndGet())
                    .build())) {
      assertThat(sender.send(mail(HELLO))).isInstanceOf(Sent.class);
      assertThat(sender.send(mail(HELLO))).isInstanceOf(Sent.class);
      String expected = "user=sales@portal.example\u0001auth=Bearer token-1\u0001\u0001";
      assertThat(server.commands("AUTH"))
          .containsExactly(
              "AUTH XOAUTH2 " + Base64.getEncoder().encodeToString(expected.getBytes(UTF_8)));
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void mails_wait_while_there_is_no_token() throws Exception {
    try (SmtpServer server = SmtpServer.start(WITH_TOKENS);
        SmtpSender sender =
            SmtpSender.create(
                settings(server.port())
                    .oauth2(
                        "sales@portal.example",
                        () -> {
                          throw new IllegalStateException("the issuer is away");
                        })
                    .build())) {
      assertThat(sender.send(mail(HELLO)))
          .isEqualTo(
              new Deferred(
                  "there is no token for the login: the issuer is away",
                  null,
                  Scope.ACCOUNT,
                  null));
      assertThat(server.commands("AUTH")).isEmpty();
    }
  }

  @Test
  void password_and_token_exclude_each_other_and_are_not_shown() {
    SmtpSettings.Builder both = settings(25).login("sales", "secret").oauth2("sales", () -> "t");
    assertThatIllegalArgumentException()
        .isThrownBy(both::build)
        .withMessage("a mail server takes a password or a token; login and oauth2 are both set");
    assertThat(settings(25).oauth2("sales", () -> "t").build().toString())
        .contains("OAuth2[user=sales]");
  }
}
