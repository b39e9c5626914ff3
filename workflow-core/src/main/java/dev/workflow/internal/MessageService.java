package dev.workflow.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.Messages;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.execution.Gate;
import dev.workflow.spi.store.MessageRow;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class MessageService implements Messages {

  private final Gate gate;

  MessageService(Gate gate) {
    this.gate = gate;
  }

  @Override
  public Message get(TenantId tenant, UUID id) {
    gate.wiring().tenant(tenant);
    return gate.query(transaction -> transaction.messages().find(tenant, id))
        .map(MessageService::message)
        .orElseThrow(() -> new NotFoundException("tenant " + tenant + " has no message " + id));
  }

  @Override
  public Page<Message> list(
      TenantId tenant,
      @Nullable SubjectRef subject,
      @Nullable String state,
      @Nullable String cursor,
      int limit) {
    gate.wiring().tenant(tenant);
    return gate.query(
        transaction -> {
          MessageRow after =
              cursor == null
                  ? null
                  : transaction.messages().find(tenant, UUID.fromString(cursor)).orElse(null);
          List<MessageRow> rows =
              transaction.messages().list(tenant, subject, state, after, Cursors.limit(limit));
          return new Page<>(
              rows.stream().map(MessageService::message).toList(),
              Cursors.next(rows, limit, row -> row.id().toString()));
        });
  }

  @Override
  public int cancel(TenantId tenant, SubjectRef subject) {
    gate.wiring().tenant(tenant);
    return gate.query(
        transaction -> transaction.messages().cancel(tenant, subject, gate.wiring().now()));
  }

  private static Message message(MessageRow row) {
    InstanceId instance = row.instance() == null ? null : row.instance().id();
    return new Message(
        row.id(),
        instance,
        row.step(),
        row.subject(),
        row.channel(),
        row.recipient(),
        (ObjectNode) Json.read(row.body()),
        row.state(),
        row.attempts(),
        row.createdAt(),
        row.endedAt(),
        row.result());
  }
}
