package dev.workflow.messaging.internal.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.TenantId;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.AddressInput;
import dev.workflow.internal.input.Cursors;
import dev.workflow.messaging.Deliveries;
import dev.workflow.messaging.Notifications;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.RecipientRows;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public final class NotificationService implements Notifications {

  private static final int MAX_RECIPIENT = 1_000;

  private final Transactions transactions;

  public NotificationService(Transactions transactions) {
    this.transactions = transactions;
  }

  private void check(TenantId tenant, String recipient) {
    transactions.engine().tenant(tenant);
    AddressInput.text("The recipient", recipient, MAX_RECIPIENT);
  }

  @Override
  public Page<Notification> list(
      TenantId tenant, String recipient, boolean unreadOnly, @Nullable String cursor, int limit) {
    check(tenant, recipient);
    UUID after = MessageViews.id(cursor);
    List<MessageRow> rows =
        transactions.transact(
            transaction ->
                transaction
                    .recipients()
                    .inbox(tenant, recipient, unreadOnly, after, Cursors.limit(limit)));
    return new Page<>(
        rows.stream().map(NotificationService::notification).toList(),
        Cursors.next(rows, limit, row -> row.id().toString()));
  }

  private static Notification notification(MessageRow row) {
    boolean read = Deliveries.State.READ.name().equals(row.delivery().state());
    return new Notification(
        row.id(),
        (ObjectNode) Json.read(row.body()),
        row.subject(),
        row.createdAt(),
        read ? row.delivery().at() : null);
  }

  @Override
  public long unreadCount(TenantId tenant, String recipient) {
    check(tenant, recipient);
    return transactions.transact(transaction -> transaction.recipients().unread(tenant, recipient));
  }

  @Override
  public void markRead(TenantId tenant, String recipient, UUID id) {
    check(tenant, recipient);
    transactions.transact(
        transaction -> {
          RecipientRows rows = transaction.recipients();
          int marked = rows.markRead(tenant, recipient, id, transactions.engine().now());
          if (marked == 0 && !rows.isInInbox(tenant, recipient, id)) {
            throw new NotFoundException(
                "recipient " + recipient + " of tenant " + tenant + " has no notification " + id);
          }
          return marked;
        });
  }

  @Override
  public int markAllRead(TenantId tenant, String recipient) {
    check(tenant, recipient);
    return transactions.transact(
        transaction ->
            transaction
                .recipients()
                .markRead(tenant, recipient, null, transactions.engine().now()));
  }
}
