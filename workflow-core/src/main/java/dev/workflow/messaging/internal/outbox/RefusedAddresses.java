package dev.workflow.messaging.internal.outbox;

import dev.workflow.Actor;
import dev.workflow.messaging.Suppressions.Reason;
import dev.workflow.messaging.Suppressions.Scope;
import dev.workflow.messaging.internal.context.AddressDoor;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Refusal;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import dev.workflow.spi.store.SuppressionRows.SuppressionRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Suppresses addresses that senders found to refuse everything. */
final class RefusedAddresses {

  private RefusedAddresses() {}

  /** Suppresses the addresses of messages whose outcome is recorded in this transaction. */
  static void record(
      StoreTransaction transaction, AddressDoor door, List<SendAttempt> done, Instant now) {
    List<SuppressionRow> rows = new ArrayList<>();
    for (SendAttempt sent : done) {
      if (sent.result() instanceof SendResult.Rejected rejected && rejected.refusal() != null) {
        MessageRow row = sent.row();
        rows.add(suppression(door.of(row), rejected.refusal(), now, row.id()));
      }
    }
    if (!rows.isEmpty()) {
      transaction.suppressions().put(rows);
    }
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
