package dev.workflow.testkit;

import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Keeps every message it is handed, and answers as it is told: sent by default. Thread-safe. */
public final class RecordingSender implements ChannelSender {

  private final String channel;
  private final List<OutboundMessage> messages;
  private volatile Function<OutboundMessage, SendResult> answer =
      message -> SendResult.sent("recorded-" + message.id());

  /**
   * @param messages where messages of several channels come together, in the order they were sent
   */
  RecordingSender(String channel, List<OutboundMessage> messages) {
    this.channel = channel;
    this.messages = messages;
  }

  public static RecordingSender of(String channel) {
    return new RecordingSender(channel, new CopyOnWriteArrayList<>());
  }

  @Override
  public String channel() {
    return channel;
  }

  /** What the sender answers from now on. */
  public void answers(Function<OutboundMessage, SendResult> answer) {
    this.answer = answer;
  }

  @Override
  public SendResult send(OutboundMessage message) {
    SendResult result = answer.apply(message);
    if (result instanceof SendResult.Sent) {
      messages.add(message);
    }
    return result;
  }

  /** The messages it sent, in order. */
  public List<OutboundMessage> messages() {
    return List.copyOf(messages);
  }
}
