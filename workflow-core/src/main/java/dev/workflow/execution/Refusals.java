package dev.workflow.execution;

import dev.workflow.Actor;
import dev.workflow.Suppressions.Reason;
import dev.workflow.Suppressions.Scope;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Refusal;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import dev.workflow.spi.store.SuppressionRows.SuppressionRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that senders found to refuse everything, kept until the outcome is recorded, so that
 * both become durable together. Thread-safe.
 */
final class Refusals {

  private final Map<UUID, Refusal> heard = new ConcurrentHashMap<>();

  /** Remembers what a sender said about the address of a message. */
  void note(MessageRow row, SendResult result) {
    if (result instanceof SendResult.Rejected rejected && rejected.refusal() != null) {
      heard.put(row.id(), rejected.refusal());
    }
  }

  /** Suppresses the addresses of messages whose outcome is recorded in this transaction. */
  void record(StoreTransaction transaction, List<MessageRow> done, Instant now) {
    List<SuppressionRow> rows = new ArrayList<>();
    for (MessageRow row : done) {
      Refusal refusal = heard.get(row.id());
      if (refusal != null) {
        rows.add(suppression(ReachCheck.key(row), refusal, now, row.id()));
      }
    }
    if (!rows.isEmpty()) {
      transaction.suppressions().put(rows);
    }
  }

  /** Forgets it: the outcome is recorded, or lost. */
  void forget(MessageRow row) {
    heard.remove(row.id());
  }

  /** The suppression that follows from a refusal. */
  static SuppressionRow suppression(
      AddressKey key, Refusal refusal, Instant now, @Nullable UUID message) {
    Scope scope = refusal == Refusal.MARKETING_OPT_OUT ? Scope.MARKETING : Scope.EVERYTHING;
    Reason reason =
        switch (refusal) {
          case HARD_BOUNCE -> Reason.HARD_BOUNCE;
          case COMPLAINT -> Reason.COMPLAINT;
          case OPT_OUT, MARKETING_OPT_OUT -> Reason.OPT_OUT;
        };
    return SuppressionRow.of(key, reason.name(), scope.name(), now, Actor.ENGINE.id(), message);
  }
}
