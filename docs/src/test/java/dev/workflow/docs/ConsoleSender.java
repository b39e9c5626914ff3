package dev.workflow.docs;

import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import java.io.PrintStream;

// snippet: sender
/** Prints e-mails instead of sending them. */
final class ConsoleSender implements ChannelSender {

  private final PrintStream out;

  ConsoleSender(PrintStream out) {
    this.out = out;
  }

  @Override
  public String channel() {
    return "email";
  }

  @Override
  public SendResult send(OutboundMessage message) {
    out.println("To " + message.recipient() + ": " + message.text("subject"));
    return SendResult.sent(null);
  }
}
// end
