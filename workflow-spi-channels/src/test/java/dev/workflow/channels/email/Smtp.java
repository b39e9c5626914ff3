package dev.workflow.channels.email;

import dev.workflow.channels.TestMessages;
import dev.workflow.channels.server.SmtpServer;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import java.util.function.UnaryOperator;

/** What the tests of the sender have in common. */
final class Smtp {

  private Smtp() {}

  static final String FROM = "Sales <sales@portal.example>";
  static final String HELLO = "{\"subject\": \"Welcome\", \"text\": \"Hello\"}";
  static final UnaryOperator<String> KIND = line -> null;

  static SmtpSettings.Builder settings(int port) {
    return SmtpSettings.builder("127.0.0.1", FROM).port(port).tls(SmtpSettings.Tls.NONE);
  }

  static OutboundMessage mail(String content) {
    return TestMessages.of("email", "ann@example.com", content);
  }

  static SendResult send(SmtpServer server, OutboundMessage message) throws Exception {
    try (SmtpSender sender = SmtpSender.create(settings(server.port()).build())) {
      return sender.send(message);
    }
  }
}
