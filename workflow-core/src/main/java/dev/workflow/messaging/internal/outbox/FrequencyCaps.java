package dev.workflow.messaging.internal.outbox;

import dev.workflow.TenantId;
import dev.workflow.messaging.internal.context.AddressDoor;
import dev.workflow.messaging.internal.context.Setting;
import dev.workflow.spi.FrequencyCap;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.store.LimitRows.LimitKey;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Postpones messages to recipients who have reached a cap. Must be the last check: what it lets
 * pass is sent.
 *
 * <p>What a person was sent is in one row, locked from this look until the claim is committed, so
 * nodes that claim messages to one person at the same time count one after the other. The rows are
 * locked in the order of their keys. Of messages to one person that are due together, the more
 * urgent have the room, and of those the earlier. Nothing is booked for what is postponed: it comes
 * again when there is room, and then what is most urgent at that time goes first.
 *
 * <p>Thread-safe.
 */
final class FrequencyCaps implements SendCheck {

  /** How many rows of others, of no use any more, are removed in passing. */
  private static final int FORGOTTEN = 20;

  private final Function<TenantId, Setting<List<FrequencyCap>>> caps;
  private final AddressDoor door;

  /**
   * @param caps those of a tenant
   */
  FrequencyCaps(Function<TenantId, Setting<List<FrequencyCap>>> caps, AddressDoor door) {
    this.caps = caps;
    this.door = door;
  }

  @Override
  public List<Verdict> check(StoreTransaction transaction, List<MessageRow> claimed, Instant now) {
    return verdicts(transaction, claimed, now, true);
  }

  /** The same of what is only thought of: nothing is booked. */
  List<Verdict> look(StoreTransaction transaction, List<MessageRow> rows, Instant now) {
    return verdicts(transaction, rows, now, false);
  }

  private List<Verdict> verdicts(
      StoreTransaction transaction, List<MessageRow> claimed, Instant now, boolean books) {
    List<Verdict> verdicts = new ArrayList<>(Collections.nCopies(claimed.size(), SEND));
    Map<LimitKey, List<Integer>> places = places(claimed);
    if (places.isEmpty()) {
      return verdicts;
    }
    Map<LimitKey, String> logs = transaction.limits().lock(places.keySet());
    Map<LimitKey, String> changed = new HashMap<>();
    places.forEach(
        (key, some) -> {
          SentLog log = SentLog.read(logs.getOrDefault(key, ""));
          boolean sends = false;
          for (int place : some) {
            Verdict verdict = verdict(log, claimed.get(place), caps.apply(key.tenant()), now);
            verdicts.set(place, verdict);
            sends |= verdict instanceof Send;
          }
          if (sends) {
            changed.put(key, log.text());
          }
        });
    if (books) {
      transaction.limits().put(changed, now.plus(longest(places.keySet())));
      transaction.limits().forget(now, FORGOTTEN);
    }
    return verdicts;
  }

  private Duration longest(Set<LimitKey> people) {
    return people.stream()
        .map(LimitKey::tenant)
        .distinct()
        .flatMap(tenant -> caps.apply(tenant).value().stream())
        .map(FrequencyCap::per)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** Who is sent what is capped: the places among the claimed, the most urgent first. */
  private Map<LimitKey, List<Integer>> places(List<MessageRow> claimed) {
    Map<LimitKey, List<Integer>> places = new TreeMap<>();
    for (int i = 0; i < claimed.size(); i++) {
      MessageRow row = claimed.get(i);
      List<FrequencyCap> own = caps.apply(row.tenant()).value();
      if (own.stream().anyMatch(cap -> cap.covers(DigestParts.counted(row)))) {
        places.computeIfAbsent(key(row), person -> new ArrayList<>()).add(i);
      }
    }
    places
        .values()
        .forEach(
            some ->
                some.sort(Comparator.comparing(place -> claimed.get(place).purpose().category())));
    return places;
  }

  private LimitKey key(MessageRow row) {
    String person = row.purpose().person();
    return new LimitKey(
        row.tenant(),
        "person:"
            + MessageRowMapper.fingerprint(
                person == null ? row.channel() + "\n" + door.of(row).address() : person));
  }

  private static Verdict verdict(
      SentLog log, MessageRow row, Setting<List<FrequencyCap>> caps, Instant now) {
    Category category = row.purpose().category();
    Instant until = now;
    FrequencyCap reached = null;
    for (FrequencyCap cap : caps.value()) {
      Instant room = cap.covers(category) ? log.roomAt(cap, row.id(), now) : now;
      if (room.isAfter(until)) {
        until = room;
        reached = cap;
      }
    }
    if (reached != null) {
      return new Postpone(until, reason(reached) + caps.source());
    }
    log.add(row.id(), DigestParts.counted(row), now, caps.value());
    return SEND;
  }

  private static String reason(FrequencyCap cap) {
    String which =
        Arrays.stream(Category.values())
            .filter(cap::covers)
            .map(Category::name)
            .reduce((one, other) -> one + ", " + other)
            .orElseThrow();
    return "at most %d of %s in %s to one person".formatted(cap.most(), which, cap.per());
  }
}
