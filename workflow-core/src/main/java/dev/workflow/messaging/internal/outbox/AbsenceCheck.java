package dev.workflow.messaging.internal.outbox;

import dev.workflow.messaging.internal.context.AddressDoor;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.store.AbsenceRows.AbsenceRow;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What goes to somebody who is away waits until they are back, unless they wait for it. One read
 * for all addresses. Immutable and thread-safe.
 */
public final class AbsenceCheck implements SendCheck {

  /** The result of a message that waits. */
  public static final String AWAY = "the recipient is away";

  /**
   * Whether a message waits for its recipient to be back. Of a digest that is not closed yet each
   * part does.
   */
  public static boolean concerns(MessageRow row) {
    return row.purpose().category() != Category.TRANSACTIONAL && !DigestEntry.isOpenCarrier(row);
  }

  private final AddressDoor door;

  AbsenceCheck(AddressDoor door) {
    this.door = door;
  }

  @Override
  public List<Verdict> check(StoreTransaction transaction, List<MessageRow> claimed, Instant now) {
    Set<AddressKey> addresses =
        claimed.stream().filter(AbsenceCheck::concerns).map(door::of).collect(Collectors.toSet());
    Map<AddressKey, Instant> away =
        transaction.absences().away(addresses, now).stream()
            .collect(Collectors.toMap(AbsenceRow::key, AbsenceRow::endsAt));
    return claimed.stream().map(row -> verdict(row, away)).toList();
  }

  private Verdict verdict(MessageRow row, Map<AddressKey, Instant> away) {
    Instant until = away.isEmpty() || !concerns(row) ? null : away.get(door.of(row));
    return until == null ? SEND : new Postpone(until, AWAY);
  }
}
