package dev.workflow.examples.host.sales;

import dev.workflow.TenantId;
import dev.workflow.spi.HostNotification;
import dev.workflow.spi.HostPath;
import dev.workflow.spi.SendResult;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * How the portal notified people before there were workflows: called where no rule governs. The
 * demo writes down that it would have sent; yours sends.
 */
@Component
class OldNotifications implements HostPath {

  private static final List<String> EVENTS =
      List.of("lead.created", "quote.sent", "quote.accepted", "quote.rejected");

  private final JdbcTemplate jdbc;

  OldNotifications(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Set<Notification> notifications() {
    Set<Notification> all = new HashSet<>();
    for (String event : EVENTS) {
      for (String audience : List.of("customer", "agent")) {
        all.add(Notification.of(event, "email", audience));
      }
    }
    return all;
  }

  @Override
  public SendResult send(HostNotification one) {
    try {
      jdbc.update(
          "INSERT INTO host_old_notification"
              + " (idempotency_key, tenant, event_id, channel, audience) VALUES (?, ?, ?, ?, ?)",
          one.idempotencyKey(),
          one.event().tenant().value(),
          one.event().id(),
          one.channel(),
          one.audience());
    } catch (DuplicateKeyException e) {
      // It was handed over before.
    }
    return SendResult.sent(one.idempotencyKey());
  }

  /** Whether a notification was sent in this way. */
  boolean sent(TenantId tenant, String eventId, String channel, String audience) {
    Integer found =
        jdbc.queryForObject(
            "SELECT count(*) FROM host_old_notification"
                + " WHERE tenant = ? AND event_id = ? AND channel = ? AND audience = ?",
            Integer.class,
            tenant.value(),
            eventId,
            channel,
            audience);
    return found != null && found > 0;
  }
}
