package dev.workflow.testkit.simulation.features;

import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import java.time.Duration;

/** A provider, which answers as the message's content says. */
record SimSender(String channel, StageNode node, Calls calls) implements ChannelSender {

  /** What the texts hold that this provider puts off. */
  static final String DEFERS = "(too many at once)";

  @Override
  public SendResult send(OutboundMessage message) {
    node.call();
    int times = calls.sent(message, node.stale());
    SendResult result = result(message, times);
    node.called();
    return result;
  }

  private static SendResult result(OutboundMessage message, int times) {
    if (message.content().has("providerId")) {
      return SendResult.sent(Nasty.text("nasty-" + message.content().get("providerId").asInt()));
    }
    // What a digest is made of is no more than its text.
    boolean defers = message.content().toString().contains(DEFERS);
    return switch (defers ? "defers" : message.text("provider")) {
      case "defers" ->
          times < 3
              ? SendResult.deferred("simulated", Duration.ofSeconds(times == 1 ? 7 : 40))
              : SendResult.sent(providerId(message));
      case "rejects" -> SendResult.rejected("simulated");
      default -> SendResult.sent(providerId(message));
    };
  }

  static String providerId(OutboundMessage message) {
    return "p-" + message.id();
  }
}
