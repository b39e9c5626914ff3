package dev.workflow.messaging.internal.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.internal.input.Cursors;
import dev.workflow.internal.text.Limits;
import dev.workflow.messaging.Deliveries;
import dev.workflow.messaging.Messages.Delivery;
import dev.workflow.messaging.Messages.Failure;
import dev.workflow.messaging.Messages.Links;
import dev.workflow.messaging.Messages.Message;
import dev.workflow.messaging.Messages.Origin;
import dev.workflow.messaging.Messages.Query;
import dev.workflow.messaging.Messages.Times;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.messaging.internal.outbox.MessageRowMapper;
import dev.workflow.spi.Channels;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.store.MessageFilter;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRows.Cursor;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Maps stored messages to what callers see. */
public final class MessageViews {

  private MessageViews() {}

  static Message message(MessageRow row) {
    MessageRow.Status status = row.status();
    return new Message(
        row.id(),
        origin(row.origin()),
        row.channel(),
        row.recipient().address(),
        row.recipient().original(),
        content(row),
        row.purpose(),
        MessageState.of(row.state()),
        row.attempts(),
        new Times(row.createdAt(), status.plannedAt(), status.endedAt()),
        status.result(),
        failure(status.failure()),
        delivery(row.delivery()),
        new Links(row.plan().fallbackFor(), MessageRowMapper.digestKey(row)),
        status.changedBy() == null ? null : Actor.of(status.changedBy()));
  }

  /** One that cannot be read is shown as it stands, so that the list it is in can be. */
  private static ObjectNode content(MessageRow row) {
    try {
      return (ObjectNode) Json.read(row.body());
    } catch (UncheckedIOException | ClassCastException e) {
      return Json.object().put("unreadable", Limits.storable(row.body(), Limits.REASON));
    }
  }

  private static Origin origin(MessageRow.Origin origin) {
    return new Origin(
        origin.instance() == null ? null : origin.instance().id(),
        origin.workflow(),
        origin.concurrencyKey(),
        origin.step(),
        origin.subject());
  }

  private static Delivery delivery(MessageRow.Delivery delivery) {
    String state = delivery.state();
    return new Delivery(
        delivery.providerId(), state == null ? null : Deliveries.State.of(state), delivery.at());
  }

  private static @Nullable Failure failure(MessageRow.@Nullable Failure failure) {
    return failure == null
        ? null
        : new Failure(SendResult.Scope.valueOf(failure.scope()), failure.code());
  }

  /**
   * @param messaging knows in which forms an address is kept
   */
  static MessageFilter filter(MessagingContext messaging, Query query, Set<MessageState> states) {
    Query.From from = query.from();
    Limits.sought("The workflow", from.workflow());
    Limits.sought("The concurrency key", from.concurrencyKey());
    Limits.sought("The template", from.template());
    Limits.sought("The channel", query.to().channel());
    Limits.sought("The recipient", query.to().recipient());
    Limits.sought("The code", query.failedFor().code());
    SendResult.Scope scope = query.failedFor().scope();
    return new MessageFilter(
        query.tenant(),
        new MessageFilter.From(
            from.subject(), from.workflow(), from.concurrencyKey(), from.template()),
        new MessageFilter.To(query.to().channel(), addresses(messaging, query)),
        states,
        new MessageFilter.Failed(scope == null ? null : scope.name(), query.failedFor().code()),
        query.dueBefore());
  }

  /** The forms that an address has on the channel, or on any. */
  private static Set<String> addresses(MessagingContext messaging, Query query) {
    String written = query.to().recipient();
    if (written == null) {
      return Set.of();
    }
    String channel = query.to().channel();
    Set<String> channels = new HashSet<>(Channels.TO_PEOPLE);
    channels.addAll(messaging.senders().all().keySet());
    Set<String> addresses = new HashSet<>();
    for (String one : channel == null ? channels : Set.of(channel)) {
      addresses.add(messaging.addresses().of(query.tenant(), one, written).address());
    }
    return addresses;
  }

  /** The cursor of a list by id. */
  public static @Nullable UUID id(@Nullable String cursor) {
    try {
      return cursor == null ? null : UUID.fromString(cursor);
    } catch (IllegalArgumentException e) {
      throw unknownCursor();
    }
  }

  static String cursor(MessageRow row) {
    Instant planned = Objects.requireNonNull(row.status().plannedAt(), "it is upcoming");
    return planned + "/" + row.id();
  }

  /** What {@link #cursor} gave. */
  static @Nullable Cursor place(@Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    int slash = cursor.indexOf('/');
    try {
      return new Cursor(
          Cursors.time(cursor.substring(0, Math.max(slash, 0))),
          UUID.fromString(cursor.substring(slash + 1)));
    } catch (DateTimeParseException | IllegalArgumentException e) {
      throw unknownCursor();
    }
  }

  private static InvalidInputException unknownCursor() {
    return new InvalidInputException(
        "The cursor", List.of(new Problem("", "is not a cursor returned by this list")));
  }
}
