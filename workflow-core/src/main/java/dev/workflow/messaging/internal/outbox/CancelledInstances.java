package dev.workflow.messaging.internal.outbox;

import dev.workflow.instance.InstanceState;
import dev.workflow.internal.engine.EndMark;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.InstanceEnds;
import dev.workflow.internal.engine.PausesAbove;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Skips messages of instances that were cancelled or have exited, and holds those of paused ones.
 *
 * <p>An instance that ends or is paused takes the messages with it that wait in the outbox at that
 * moment. This finds those that may have come later: a fallback that entered when another message
 * failed, one that was on its way to a sender, and one that somebody has sent again. It asks about
 * no others. Thread-safe.
 */
final class CancelledInstances implements SendCheck {

  static final String OVER = "its instance was cancelled or has exited";

  private final EngineContext engine;

  CancelledInstances(EngineContext engine) {
    this.engine = engine;
  }

  @Override
  public List<Verdict> check(StoreTransaction transaction, List<MessageRow> claimed, Instant now) {
    Map<InstanceKey, InstanceRow> rows = rows(transaction, claimed);
    if (rows.isEmpty()) {
      return claimed.stream().map(row -> SEND).toList();
    }
    InstanceEnds.Ends ends =
        InstanceEnds.of(
            transaction,
            claimed.stream()
                .filter(row -> !row.isCarrier() && mayComeLate(row))
                .map(row -> rows.get(row.instance()))
                .filter(Objects::nonNull)
                .distinct()
                .toList());
    return claimed.stream()
        .map(row -> verdict(transaction, row, rows.get(row.instance()), ends, now))
        .toList();
  }

  private static Map<InstanceKey, InstanceRow> rows(
      StoreTransaction transaction, List<MessageRow> claimed) {
    Set<InstanceKey> asked =
        claimed.stream()
            .filter(row -> !row.isCarrier() && (mayComeLate(row) || mayHaveBeenUnderWay(row)))
            .map(MessageRow::instance)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    Map<InstanceKey, InstanceRow> rows = new HashMap<>();
    if (!asked.isEmpty()) {
      transaction.instances().rows(asked).forEach(row -> rows.put(row.key(), row));
    }
    return rows;
  }

  private static boolean mayComeLate(MessageRow row) {
    return row.plan().fallbackFor() != null || row.status().changedBy() != null;
  }

  private static boolean mayHaveBeenUnderWay(MessageRow row) {
    return row.attempts() > 0 || row.status().inDoubt();
  }

  private Verdict verdict(
      StoreTransaction transaction,
      MessageRow row,
      @Nullable InstanceRow instance,
      InstanceEnds.Ends ends,
      Instant now) {
    if (instance == null || row.isCarrier()) {
      return SEND;
    }
    if (mayComeLate(row)) {
      RuntimeException unreadable = ends.unreadable().get(instance.key());
      if (unreadable != null) {
        return HostCallFailed.about(row, "whether its instance has exited", unreadable, now);
      } else if (ends.over().containsKey(instance.key())) {
        return new Needless(OVER);
      }
    }
    return !HandlingJson.isByHand(row)
            && (EndMark.state(instance) == InstanceState.PAUSED
                || (mayHaveBeenUnderWay(row) && PausesAbove.any(engine, transaction, instance)))
        ? new Hold(Pauses.REASON)
        : SEND;
  }
}
