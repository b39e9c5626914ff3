package dev.workflow.messaging.internal.outbox;

import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.Effect;
import dev.workflow.internal.engine.InstanceUpdate;
import dev.workflow.internal.engine.SideRowWriter;
import dev.workflow.spi.store.InstanceChange.SideRows;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The messages that enter the outbox, or are cancelled, with a change of their instance. */
public final class MessageSideRows implements SideRowWriter {

  private final DigestEntry digests;

  public MessageSideRows(StoreTransaction transaction) {
    this.digests = new DigestEntry(transaction);
  }

  /** What is sent and then cancelled in one change enters as cancelled. */
  @Override
  public SideRows add(SideRows rows, InstanceUpdate change, Instant now) {
    if (change.sideEffects().isEmpty()) {
      return rows;
    }
    List<MessageRow> messages = new ArrayList<>();
    Instant canceledAt = null;
    for (Effect effect : change.sideEffects()) {
      if (effect instanceof Effect.Send send) {
        messages.addAll(
            digests.rows(MessageRowMapper.queued(change.snapshot().identity(), send, now)));
      } else if (effect instanceof Effect.CancelMessages) {
        messages.replaceAll(row -> MessageRowMapper.canceled(row, now));
        canceledAt = now;
      }
    }
    if (change.snapshot().state() == InstanceState.PAUSED) {
      messages.replaceAll(row -> row.status().open() ? Pauses.entering(row) : row);
    }
    return rows.withMessages(messages, canceledAt);
  }
}
