package dev.workflow.messaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The messages of the channel {@code in_app}, as their recipients see them in the host's
 * application: those that were sent, not those that are planned, held or cancelled. Thread-safe.
 *
 * <p>The host says who asks: give the recipient from its own session, never from a request.
 */
public interface Notifications {

  /**
   * @param content as the step gave it: {@code subject}, {@code text}, …
   * @param subject what it is about
   * @param readAt null: not read
   */
  record Notification(
      UUID id,
      ObjectNode content,
      @Nullable SubjectRef subject,
      Instant createdAt,
      @Nullable Instant readAt) {

    public boolean read() {
      return readAt != null;
    }
  }

  /**
   * One page, newest first.
   *
   * @param limit 1 to 1,000
   */
  Page<Notification> list(
      TenantId tenant, String recipient, boolean unreadOnly, @Nullable String cursor, int limit);

  /** How many are not read. */
  long unreadCount(TenantId tenant, String recipient);

  /**
   * Notes that one was read; nothing changes if it was before.
   *
   * @throws NotFoundException if the recipient has no such notification
   */
  void markRead(TenantId tenant, String recipient, UUID id);

  /**
   * Notes that all were read.
   *
   * @return how many were not
   */
  int markAllRead(TenantId tenant, String recipient);
}
