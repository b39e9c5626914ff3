package dev.workflow.messaging.internal.outbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.spi.Doubt;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.WorkflowStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The facts about a claimed message in doubt. */
final class MessageDoubt implements Doubt {

  private static final int MOST = 200;

  /** By how much the clocks of nodes may differ. */
  private static final Duration CLOCKS = Duration.ofMinutes(5);

  private final WorkflowStore store;
  private final MessageRow row;

  MessageDoubt(WorkflowStore store, MessageRow row) {
    this.store = store;
    this.row = row;
  }

  @Override
  public Instant since() {
    return row.createdAt();
  }

  @Override
  public int attempts() {
    return row.attempts();
  }

  @Override
  public List<Other> others() {
    String address = ChannelAddress.normal(row.channel(), row.recipient().address());
    Instant since = row.createdAt().minus(CLOCKS);
    List<MessageRow> rows =
        store.transact(
            transaction -> transaction.recipients().since(row.channel(), address, since, MOST + 2));
    if (rows.size() > MOST + 1) {
      throw new IllegalStateException(
          "more than " + MOST + " other messages may have gone to the same address");
    }
    return rows.stream()
        .filter(other -> !other.id().equals(row.id()) && mayHaveGoneOut(other))
        .map(MessageDoubt::other)
        .toList();
  }

  /** One that was cancelled may have been with its sender at that moment. */
  private static boolean mayHaveGoneOut(MessageRow other) {
    MessageRow.Status status = other.status();
    return status.is(MessageState.SENT)
        || status.is(MessageState.CANCELED)
        || status.inDoubt()
        || leased(status);
  }

  private static boolean leased(MessageRow.Status status) {
    Instant due = status.dueAt();
    Instant planned = status.plannedAt();
    return due != null && planned != null && due.isAfter(planned);
  }

  private static Other other(MessageRow other) {
    return new Other(providerId(other), (ObjectNode) Json.read(other.body()));
  }

  /** After several attempts the provider may have it under other ids, too. */
  private static @Nullable String providerId(MessageRow other) {
    return other.attempts() > 1 ? null : other.delivery().providerId();
  }
}
