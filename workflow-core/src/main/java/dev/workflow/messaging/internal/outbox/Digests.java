package dev.workflow.messaging.internal.outbox;

import dev.workflow.messaging.internal.outbox.Bundle.State;
import dev.workflow.spi.Handling.Digest;
import dev.workflow.spi.store.MessageLinks.Gathering;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Lets messages of one digest key to one address go out as one.
 *
 * <p>Each of them, an <i>item</i>, is a row of its own, and fares as it would alone until the
 * digest closes: the last looks are taken at the items, and only those that pass go out together.
 * Beside the first of a digest stands a <i>carrier</i>, see {@link DigestEntry}. It falls due when
 * the digest closes. In the transaction that claims it, it takes up all items that are there, which
 * become MERGED, and from then on it is a message like any other: sent again after a crash, it has
 * the same content.
 *
 * <p>Items fall due a little after the closing, for what the carrier could not take up: an item
 * whose transaction committed late, or all of them if the carrier was cancelled. Such an item goes
 * out itself if it is alone; several get a carrier, which takes them up at once and is claimed the
 * next time. So what carries the messages of others is of nobody alone, and no ending of an
 * instance takes it away. What has carried has no digest key any more and is not taken up again.
 *
 * <p>Items are taken with locks, and those that somebody else has locked are passed over, so that
 * an item is in one message only, and nodes do not wait for each other. Thread-safe.
 */
final class Digests {

  /** How many messages go into one digest at most; the rest goes into the next. */
  static final int MOST = 100;

  private final DigestTexts texts;
  private final long maxBytes;

  /**
   * @param maxBytes how large the items of one digest may be together
   */
  Digests(DigestTexts texts, long maxBytes) {
    this.texts = texts;
    this.maxBytes = maxBytes;
  }

  static boolean isCarrier(MessageRow row) {
    return row.isCarrier();
  }

  /** Whether it is an item that nobody has moved to another time. */
  private static boolean waits(MessageRow row) {
    Digest digest = isCarrier(row) ? null : HandlingJson.read(row).digest();
    return digest != null
        && DigestEntry.closing(digest).plus(DigestEntry.GRACE).equals(row.status().plannedAt());
  }

  /** With what it brings to a template. */
  private static long size(MessageRow row) {
    String handling = row.plan().handling();
    return (long) row.body().length() + (handling == null ? 0 : handling.length());
  }

  /** Finds out which items claimed carriers can take up. Nothing is changed yet. */
  Bundles gather(StoreTransaction transaction, List<MessageRow> claimed, Instant now) {
    List<MessageRow> alone = new ArrayList<>(claimed.size());
    List<Bundle> bundles = new ArrayList<>();
    Map<Gathering, List<MessageRow>> groups = new LinkedHashMap<>();
    for (MessageRow row : claimed) {
      String key = row.plan().digestKey();
      if (key != null) {
        groups
            .computeIfAbsent(DigestEntry.gathering(row, key), gathering -> new ArrayList<>())
            .add(row);
      } else if (DigestParts.has(row)) {
        bundles.add(Bundle.again(row));
      } else {
        alone.add(row);
      }
    }
    groups.forEach(
        (gathering, rows) -> new Group(transaction, gathering, rows).gather(now, bundles::add));
    return new Bundles(texts, transaction, now, alone, bundles);
  }

  /** The claimed messages of one digest. */
  private final class Group {

    private final Deque<MessageRow> carriers = new ArrayDeque<>();
    private final Deque<MessageRow> items = new ArrayDeque<>();
    private final Deque<MessageRow> more = new ArrayDeque<>();

    Group(StoreTransaction transaction, Gathering gathering, List<MessageRow> rows) {
      rows.stream()
          .sorted(Comparator.comparing(MessageRow::id))
          .forEach(row -> (isCarrier(row) ? carriers : items).add(row));
      transaction.messageLinks().gather(gathering, MOST).stream()
          .filter(Digests::waits)
          .forEach(more::add);
    }

    void gather(Instant now, Consumer<Bundle> bundles) {
      while (!carriers.isEmpty() || !items.isEmpty()) {
        MessageRow carrier = carriers.poll();
        Set<UUID> claimed = new HashSet<>();
        List<MessageRow> parts = new ArrayList<>();
        long bytes = take(items, parts, 0);
        parts.forEach(part -> claimed.add(part.id()));
        take(more, parts, bytes);
        parts.sort(Comparator.comparing(MessageRow::id));
        bundles.accept(
            carrier == null && parts.size() > 1
                ? new Bundle(DigestEntry.carrier(parts.get(0), now), parts, claimed, State.NEW)
                : new Bundle(carrier, parts, claimed, State.CLAIMED));
      }
    }

    /** As many as fit, and at least one if there is none yet. */
    private long take(Deque<MessageRow> from, List<MessageRow> into, long before) {
      long bytes = before;
      Iterator<MessageRow> rows = from.iterator();
      while (rows.hasNext() && into.size() < MOST) {
        MessageRow row = rows.next();
        if (!into.isEmpty() && bytes + size(row) > maxBytes) {
          break;
        }
        if (into.isEmpty() || Envelope.of(row).equals(Envelope.of(into.get(0)))) {
          bytes += size(row);
          into.add(row);
          rows.remove();
        }
      }
      return bytes;
    }
  }
}
