package dev.workflow.execution.outbox;

import dev.workflow.spi.Handling.Digest;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageTies.Gathering;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets messages of one digest key to one address go out as one.
 *
 * <p>Each of them, an <i>item</i>, is a row of its own. Beside the first of a digest stands a
 * <i>carrier</i>, see {@link DigestEntry}. It falls due when the digest closes. In the transaction
 * that claims it, it takes up all items that are there, which become MERGED, and from then on it is
 * a message like any other: sent again after a crash, it has the same content.
 *
 * <p>Items fall due a little after the closing, for what the carrier could not take up: an item
 * whose transaction committed late, or all of them if the carrier was cancelled. Such an item
 * becomes a carrier itself. Whoever carries has no digest key any more and is not taken up by
 * another one.
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
    return row.idempotencyKey().startsWith(DigestEntry.CARRIER);
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

  /**
   * Lets claimed carriers take up their items.
   *
   * @return what is to be sent: the other messages as they are, and carriers with their content
   */
  List<MessageRow> gather(StoreTransaction transaction, List<MessageRow> claimed, Instant now) {
    List<MessageRow> toSend = new ArrayList<>(claimed.size());
    Map<Gathering, List<MessageRow>> groups = new LinkedHashMap<>();
    for (MessageRow row : claimed) {
      String key = row.plan().digestKey();
      if (key == null) {
        toSend.add(row);
      } else {
        groups
            .computeIfAbsent(DigestEntry.gathering(row, key), gathering -> new ArrayList<>())
            .add(row);
      }
    }
    groups.forEach(
        (gathering, rows) -> new Group(transaction, gathering, rows, now).gather(toSend));
    return toSend;
  }

  /** The claimed messages of one digest. */
  private final class Group {

    private final StoreTransaction transaction;
    private final Gathering gathering;
    private final Instant now;
    private final Deque<MessageRow> carriers = new ArrayDeque<>();
    private final Deque<MessageRow> items = new ArrayDeque<>();

    Group(StoreTransaction transaction, Gathering gathering, List<MessageRow> rows, Instant now) {
      this.transaction = transaction;
      this.gathering = gathering;
      this.now = now;
      rows.stream()
          .sorted(Comparator.comparing(MessageRow::id))
          .forEach(row -> (isCarrier(row) ? carriers : items).add(row));
    }

    void gather(List<MessageRow> toSend) {
      while (!carriers.isEmpty() || !items.isEmpty()) {
        MessageRow carrier = carriers.isEmpty() ? items.remove() : carriers.remove();
        List<MessageRow> content = new ArrayList<>();
        if (!isCarrier(carrier)) {
          content.add(carrier);
        }
        content.addAll(takenUp(carrier, content));
        if (content.isEmpty()) {
          end(carrier);
        } else {
          toSend.add(filled(carrier, content));
        }
      }
    }

    /** Takes items up, as many as fit. */
    private List<MessageRow> takenUp(MessageRow carrier, List<MessageRow> already) {
      long bytes = already.stream().mapToLong(Digests::size).sum();
      Deque<MessageRow> more = new ArrayDeque<>();
      transaction.messageTies().gather(gathering, MOST).stream()
          .filter(Digests::waits)
          .forEach(more::add);
      List<MessageRow> taken = new ArrayList<>();
      for (Deque<MessageRow> from : List.of(items, more)) {
        while (!from.isEmpty()
            && already.size() + taken.size() < MOST
            && bytes + size(from.element()) <= maxBytes) {
          bytes += size(from.element());
          taken.add(from.remove());
        }
      }
      return merged(carrier, taken);
    }

    private List<MessageRow> merged(MessageRow carrier, List<MessageRow> taken) {
      String reason = "went out with message " + carrier.id();
      List<MessageRow> merged =
          taken.stream()
              .map(row -> row.with(row.status().result(reason).ended("MERGED", now)))
              .toList();
      Set<MessageRow> fenced = new HashSet<>(transaction.messages().update(merged));
      return merged.stream().filter(row -> !fenced.contains(row)).toList();
    }

    private MessageRow filled(MessageRow carrier, List<MessageRow> content) {
      MessageRow filled = texts.filled(transaction, carrier, content);
      transaction.messageTies().rewrite(List.of(filled));
      return filled;
    }

    private void end(MessageRow carrier) {
      transaction
          .messages()
          .update(
              List.of(
                  carrier.with(
                      carrier.status().result("nothing was left to send").ended("SKIPPED", now))));
    }
  }
}
