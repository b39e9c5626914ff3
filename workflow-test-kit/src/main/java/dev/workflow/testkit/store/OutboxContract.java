package dev.workflow.testkit.store;

import dev.workflow.TenantId;
import dev.workflow.spi.store.MessageFilter;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRow.Recipient;
import dev.workflow.spi.store.MessageRow.Status;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What the contracts about the outbox share. */
abstract class OutboxContract extends StoreContract {

  static final MessageFilter ALL = MessageFilter.of(ACME);

  MessageRow find(int n) {
    return get(transaction -> transaction.messages().find(ACME, uuid(n))).orElseThrow();
  }

  void add(MessageRow... messages) {
    run(transaction -> transaction.messages().insert(List.of(messages)));
  }

  List<MessageRow> claim(Instant now, int limit) {
    return get(transaction -> transaction.messages().claim(now, LATER, limit));
  }

  List<MessageRow> update(MessageRow row) {
    return get(transaction -> transaction.messages().update(List.of(row)));
  }

  static MessageRow with(
      MessageRow row,
      String state,
      int attempts,
      long revision,
      Instant due,
      Instant end,
      String result) {
    return row.at(revision, new Status(state, attempts, due, due, end, result, null, null));
  }

  static MessageRow due(int n, Instant at) {
    return with(message(ACME, n, key(1)), "PENDING", 0, 0, at, null, null);
  }

  static MessageRow bare(TenantId tenant, int n, String key) {
    return MessageRow.builder(tenant, uuid(n), key)
        .channel("sms")
        .recipient(Recipient.of("+31"))
        .body("{}")
        .createdAt(NOW)
        .revision(0)
        .status(Status.pending(NOW))
        .build();
  }

  static MessageFilter filter(
      String workflow, String key, String channel, String scope, String code) {
    return ALL.from(new MessageFilter.From(null, workflow, key, null))
        .to(new MessageFilter.To(channel, Set.of()))
        .failed(new MessageFilter.Failed(scope, code));
  }
}
