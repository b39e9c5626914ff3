package dev.workflow.channels;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.OutboundMessage;

/** Messages as the outbox hands them over. */
public final class TestMessages {

  private TestMessages() {}

  public static OutboundMessage of(String channel, String recipient, String contentJson) {
    return of(channel, recipient, contentJson, "instance-1/welcome");
  }

  public static OutboundMessage of(
      String channel, String recipient, String contentJson, String idempotencyKey) {
    return new OutboundMessage(
        "0190a1b2-0000-7000-8000-000000000001",
        TenantId.of("acme"),
        SubjectRef.of("lead", "42"),
        idempotencyKey,
        channel,
        recipient,
        (ObjectNode) Json.read(contentJson));
  }
}
