package dev.workflow.examples.reliability;

import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import java.sql.SQLException;
import java.time.Duration;

/** Writes down the key of every message it is handed. Thread-safe. */
final class LogSender implements ChannelSender {

  static final String CHANNEL = "log";

  private final CallLog log;

  LogSender(CallLog log) {
    this.log = log;
  }

  @Override
  public String channel() {
    return CHANNEL;
  }

  @Override
  public SendResult send(OutboundMessage message) {
    try {
      log.sent(message.idempotencyKey());
      return SendResult.sent(null);
    } catch (SQLException e) {
      return SendResult.deferred("the log is away: " + e.getMessage(), Duration.ofSeconds(1));
    }
  }
}
