package dev.workflow.examples.host.senders;

import dev.workflow.Json;
import dev.workflow.spi.OutboundMessage;
import java.time.Clock;
import java.time.ZoneOffset;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What the demo has sent. Thread-safe. */
@Component
class SentTable {

  private final JdbcTemplate jdbc;
  private final Clock clock;

  SentTable(JdbcTemplate jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Writes a message down; one that was handed over before stays as it is. */
  void add(OutboundMessage message) {
    try {
      jdbc.update(
          "INSERT INTO host_sent (idempotency_key, tenant, channel, recipient, content, sent_at)"
              + " VALUES (?, ?, ?, ?, ?, ?)",
          message.idempotencyKey(),
          message.tenant().value(),
          message.channel(),
          message.recipient(),
          Json.write(message.content()),
          clock.instant().atOffset(ZoneOffset.UTC));
    } catch (DuplicateKeyException e) {
      // It was sent before.
    }
  }

  /** Whether a message was sent. */
  boolean has(String idempotencyKey) {
    Integer found =
        jdbc.queryForObject(
            "SELECT count(*) FROM host_sent WHERE idempotency_key = ?",
            Integer.class,
            idempotencyKey);
    return found != null && found > 0;
  }
}
