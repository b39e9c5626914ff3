package dev.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The messages that steps have sent or will send. Thread-safe. */
public interface Messages {

  /**
   * @param state {@code PENDING}, {@code SENT}, {@code FAILED} or {@code CANCELED}
   * @param result the provider's id when SENT, the reason when FAILED or deferred
   */
  record Message(
      UUID id,
      @Nullable InstanceId instance,
      @Nullable String step,
      @Nullable SubjectRef subject,
      String channel,
      String recipient,
      ObjectNode content,
      String state,
      int attempts,
      Instant createdAt,
      @Nullable Instant endedAt,
      @Nullable String result) {}

  /**
   * @throws NotFoundException if the tenant has no such message
   */
  Message get(TenantId tenant, UUID id);

  /** The messages of a tenant, newest first; null parts do not filter. */
  Page<Message> list(
      TenantId tenant,
      @Nullable SubjectRef subject,
      @Nullable String state,
      @Nullable String cursor,
      int limit);

  /** Cancels everything that is still to be sent about a subject; returns how many. */
  int cancel(TenantId tenant, SubjectRef subject);
}
