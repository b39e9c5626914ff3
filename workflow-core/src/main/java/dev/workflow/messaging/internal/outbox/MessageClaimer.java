package dev.workflow.messaging.internal.outbox;

import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.log.Log;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRows;
import dev.workflow.spi.store.MessageRows.DueLanes;
import dev.workflow.spi.store.MessageRows.Lane;
import dev.workflow.spi.store.StoreException;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Claims due messages for a node. As long as few are under way and a claim takes all that is due,
 * the earliest. Once one comes back full, messages wait, perhaps all of one tenant; or many are
 * under way, perhaps all of a channel that hangs. From then on claims go round the channels and
 * their tenants, an equal share for each and no more than {@link SendCapacity} has places for,
 * until a whole round has left nothing behind and met nothing that is stopped.
 *
 * <p>Thread-safe.
 */
final class MessageClaimer {

  private static final Log log = Log.of(MessageClaimer.class);
  private static final int TIMES_OF_RICH = 8;

  private final EngineContext engine;
  private final SendCapacity room;
  private final CircuitBreakers stops;
  private final SendChecks checks;
  private boolean goesRound;
  private boolean leftBehind;
  private List<Lane> rich = List.of();
  private int againOfRich;
  private @Nullable Lane last;

  MessageClaimer(
      EngineContext engine, SendCapacity room, CircuitBreakers stops, SendChecks checks) {
    this.engine = engine;
    this.room = room;
    this.stops = stops;
    this.checks = checks;
  }

  /**
   * What one claim took.
   *
   * @param last where the round continues; null: it came to its end
   * @param rich lanes that gave as many as were asked for
   * @param more whether something may be left that was due
   */
  private record Taken(
      List<MessageRow> claimed, @Nullable Lane last, List<Lane> rich, boolean more) {

    Taken leavingMore() {
      return new Taken(claimed, last, rich, true);
    }
  }

  /**
   * What was due.
   *
   * @param count how many
   * @param toSend those that are to be sent; what is to become of the others is recorded
   */
  record Due(int count, List<MessageRow> toSend) {}

  /** What becomes of due messages that are stopped. */
  enum Stopped {
    /** They are left where they are, as long as claims go round. */
    LEFT,
    /** They are put off until their stop is looked at again, so that none is due any more. */
    PUT_OFF
  }

  /** Claims up to {@code limit}; none only if there is nothing that may be taken now. */
  synchronized Due claim(int limit, Stopped stopped) {
    while (true) {
      goesRound |= room.anywhere() == 0;
      Instant now = engine.now();
      Checked checked = claimed(now, limit, stopped);
      took(checked.taken());
      int count = checked.taken().claimed().size();
      if (count > 0 || roundOver()) {
        return new Due(count, checked.toSend());
      }
    }
  }

  private Checked claimed(Instant now, int limit, Stopped stopped) {
    try {
      return engine.store().transact(transaction -> checked(transaction, now, limit, stopped));
    } catch (RuntimeException e) {
      if (e instanceof StoreException) {
        throw e;
      }
      log.debug("A claim failed; its messages are looked at one by one", e);
      return oneByOne(now, limit, stopped);
    }
  }

  /** Something about one of the messages cannot be read: that one is set aside. */
  private Checked oneByOne(Instant now, int limit, Stopped stopped) {
    Taken taken = engine.store().transact(transaction -> taken(transaction, now, limit, stopped));
    List<MessageRow> going =
        engine.store().transact(transaction -> going(transaction, taken.claimed()));
    List<MessageRow> toSend = new ArrayList<>();
    for (MessageRow row : going) {
      try {
        toSend.addAll(
            engine.store().transact(transaction -> checks.pass(transaction, List.of(row), now)));
      } catch (StoreException e) {
        throw e;
      } catch (RuntimeException e) {
        SetAsideMessages.setAside(engine, row, e, true);
      }
    }
    return new Checked(taken.leavingMore(), toSend);
  }

  /** Those of tenants that stand are put off until their host is asked again. */
  private List<MessageRow> going(StoreTransaction transaction, List<MessageRow> claimed) {
    List<MessageRow> standing =
        claimed.stream().filter(row -> engine.tenants().isHalted(row.tenant())).toList();
    if (standing.isEmpty()) {
      return claimed;
    }
    transaction
        .messages()
        .update(
            standing.stream()
                .map(
                    row ->
                        row.with(row.status().pendingAt(engine.tenants().askAgainAt(row.tenant()))))
                .toList());
    return claimed.stream().filter(row -> !standing.contains(row)).toList();
  }

  private record Checked(Taken taken, List<MessageRow> toSend) {}

  private Checked checked(StoreTransaction transaction, Instant now, int limit, Stopped stopped) {
    Taken taken = taken(transaction, now, limit, stopped);
    List<MessageRow> toSend = checks.pass(transaction, going(transaction, taken.claimed()), now);
    return new Checked(
        toSend.size() < taken.claimed().size() ? taken.leavingMore() : taken, toSend);
  }

  private Taken taken(StoreTransaction transaction, Instant now, int limit, Stopped stopped) {
    return goesRound
        ? round(transaction, now, limit, stopped)
        : earliest(transaction.messages(), now, limit);
  }

  private Instant leaseUntil(Instant now) {
    return now.plus(engine.options().lease());
  }

  private Taken earliest(MessageRows rows, Instant now, int limit) {
    int most = Math.min(limit, room.anywhere());
    List<MessageRow> claimed = rows.claim(now, leaseUntil(now), most);
    return new Taken(claimed, null, List.of(), claimed.size() == most);
  }

  /**
   * The lanes that gave all they were asked for are asked again, for a few times without a look at
   * the others.
   */
  private Taken round(StoreTransaction transaction, Instant now, int limit, Stopped stopped) {
    MessageRows rows = transaction.messages();
    DueLanes part = rich.isEmpty() ? rows.dueLanes(now, last) : new DueLanes(rich, last);
    CircuitBreakers.OpenBreakers closed =
        stopped == Stopped.LEFT
            ? stops.closed(transaction, part.due(), now)
            : CircuitBreakers.OpenBreakers.NONE;
    SendCapacity.Shares shares = room.shares(part.due(), limit, closed);
    List<MessageRow> claimed =
        shares.most().isEmpty() ? List.of() : rows.claim(now, leaseUntil(now), shares.most());
    List<Lane> exhausted = shares.exhausted(claimed);
    return new Taken(
        claimed,
        shares.reached(part.due()) ? part.last() : shares.last(),
        exhausted,
        shares.full() || closed.any() || !exhausted.isEmpty());
  }

  /** The transaction was committed. */
  private void took(Taken taken) {
    last = taken.last();
    leftBehind |= taken.more();
    againOfRich = rich.isEmpty() ? 0 : againOfRich + 1;
    rich = againOfRich < TIMES_OF_RICH ? taken.rich() : List.of();
    if (roundOver()) {
      goesRound = leftBehind;
      leftBehind = false;
    }
  }

  private boolean roundOver() {
    return last == null && rich.isEmpty();
  }
}
