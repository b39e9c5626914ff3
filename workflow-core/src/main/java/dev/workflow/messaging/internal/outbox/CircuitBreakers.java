package dev.workflow.messaging.internal.outbox;

import dev.workflow.spi.SendResult;
import dev.workflow.spi.store.BreakerRow;
import dev.workflow.spi.store.BreakerRow.Key;
import dev.workflow.spi.store.BreakerRows;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRows.Lane;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stops what would fail in the same way: after a failure that is about a template, the messages
 * made from it; about the sender or the account, all of a tenant on a channel. What is stopped
 * stays queued without being tried. When the stop's time has come, one message is sent as a trial:
 * if that fails likewise, the stop continues for longer; otherwise it is over.
 *
 * <p>Stops are kept in the store, so that they hold for all nodes. Thread-safe.
 */
final class CircuitBreakers implements SendCheck {

  private static final Duration TRIAL = Duration.ofSeconds(30);

  /** Messages that this node sends as probes, or may. */
  private final Set<UUID> probes = ConcurrentHashMap.newKeySet();

  /**
   * What has changed.
   *
   * @param begun stops that there were not before
   * @param over stops that have ended
   * @param probed messages that were probes when this was written
   */
  record Changes(List<BreakerRow> begun, List<BreakerRow> over, Set<UUID> probed) {

    static final Changes NONE = new Changes(List.of(), List.of(), Set.of());
  }

  /** Lanes of which nothing may be taken now, and those of which one message may. */
  record OpenBreakers(Set<Lane> open, Set<Lane> halfOpen) {

    static final OpenBreakers NONE = new OpenBreakers(Set.of(), Set.of());

    boolean any() {
      return !open.isEmpty() || !halfOpen.isEmpty();
    }

    /** How many of {@code share} may be taken. */
    int most(Lane lane, int share) {
      return open.contains(lane) ? 0 : halfOpen.contains(lane) ? 1 : share;
    }
  }

  OpenBreakers closed(StoreTransaction transaction, Collection<Lane> lanes, Instant now) {
    Map<Boolean, Set<Lane>> isShut =
        stops(transaction, lanes).values().stream()
            .filter(stop -> stop.key().template() == null)
            .collect(
                Collectors.partitioningBy(
                    stop -> stop.byHand() || stop.retryAt().isAfter(now),
                    Collectors.mapping(stop -> stop.key().lane(), Collectors.toSet())));
    return new OpenBreakers(
        isShut.getOrDefault(true, Set.of()), isShut.getOrDefault(false, Set.of()));
  }

  private static Map<Key, BreakerRow> stops(StoreTransaction transaction, Collection<Lane> lanes) {
    Map<Key, BreakerRow> stops = new LinkedHashMap<>();
    if (!lanes.isEmpty()) {
      transaction.breakers().of(lanes).forEach(stop -> stops.put(stop.key(), stop));
    }
    return stops;
  }

  /** The stops as they are once nobody else can change them. */
  private static Map<Key, BreakerRow> locked(StoreTransaction transaction, Collection<Lane> lanes) {
    transaction.limits().lock(lanes.stream().map(BreakerRows::lock).toList());
    return stops(transaction, lanes);
  }

  /**
   * {@inheritDoc}
   *
   * <p>What it puts off because of a stop is committed before anybody can end that stop, so that
   * whoever ends it finds all that waits for it.
   */
  @Override
  public List<Verdict> check(StoreTransaction transaction, List<MessageRow> claimed, Instant now) {
    Set<Lane> lanes = claimed.stream().map(Lane::of).collect(Collectors.toSet());
    if (stops(transaction, lanes).isEmpty()) {
      return claimed.stream().map(row -> SEND).toList();
    }
    Look look = new Look(locked(transaction, lanes), transaction.breakers(), now);
    return claimed.stream().map(look::verdict).toList();
  }

  /**
   * A look at messages that were claimed together: the first that a due stop concerns is its trial.
   */
  private final class Look {

    private final Map<Key, BreakerRow> stops;
    private final BreakerRows rows;
    private final Instant now;

    Look(Map<Key, BreakerRow> stops, BreakerRows rows, Instant now) {
      this.stops = stops;
      this.rows = rows;
      this.now = now;
    }

    Verdict verdict(MessageRow row) {
      List<BreakerRow> due = new ArrayList<>(2);
      for (Key key : BreakerRules.keys(row)) {
        BreakerRow stop = stops.get(key);
        if (stop != null && stop.byHand() && !stop.retryAt().isAfter(now)) {
          stop = put(stop.withRetryAt(BreakerRules.nextLook(now)));
        }
        if (stop != null && stop.retryAt().isAfter(now)) {
          return new Postpone(stop.retryAt(), why(stop));
        } else if (stop != null) {
          due.add(stop);
        }
      }
      if (!due.isEmpty()) {
        probes.add(row.id());
        due.forEach(stop -> put(stop.withTrial(row.id(), now.plus(TRIAL))));
      }
      return SEND;
    }

    private BreakerRow put(BreakerRow stop) {
      stops.put(stop.key(), stop);
      rows.put(stop);
      return stop;
    }
  }

  private static String why(BreakerRow stop) {
    String template = stop.key().template();
    String what = template == null ? "channel " + stop.key().channel() : "template " + template;
    return "held back: " + what + " is stopped: " + stop.cause().reason();
  }

  /** Writes down what outcomes say about stops, in the transaction that records them. */
  Changes record(StoreTransaction transaction, List<SendAttempt> outcomes, Instant now) {
    List<SendAttempt> telling = outcomes.stream().filter(this::tells).toList();
    if (telling.isEmpty()) {
      return Changes.NONE;
    }
    Set<Lane> lanes = telling.stream().map(sent -> Lane.of(sent.row())).collect(Collectors.toSet());
    Verdicts verdicts = new Verdicts(locked(transaction, lanes), transaction.breakers(), now);
    telling.forEach(verdicts::hear);
    Set<UUID> probed =
        telling.stream()
            .map(sent -> sent.row().id())
            .filter(probes::contains)
            .collect(Collectors.toSet());
    return new Changes(verdicts.begun, verdicts.over, probed);
  }

  private boolean tells(SendAttempt sent) {
    return sent.result() != null
        && (probes.contains(sent.row().id())
            || BreakerRules.failed(sent.row(), sent.result()) != null);
  }

  /** They are committed. What has become a trial since then remains one. */
  void recorded(Changes changes) {
    probes.removeAll(changes.probed());
  }

  /** Their outcomes are lost. */
  void lost(List<SendAttempt> outcomes) {
    outcomes.forEach(sent -> probes.remove(sent.row().id()));
  }

  /** What outcomes that are recorded together make of stops. */
  private static final class Verdicts {

    private final Map<Key, BreakerRow> stops;
    private final BreakerRows rows;
    private final Instant now;
    private final List<BreakerRow> begun = new ArrayList<>();
    private final List<BreakerRow> over = new ArrayList<>();

    Verdicts(Map<Key, BreakerRow> stops, BreakerRows rows, Instant now) {
      this.stops = stops;
      this.rows = rows;
      this.now = now;
    }

    void hear(SendAttempt sent) {
      if (sent.result() == null) {
        return;
      }
      Key failed = BreakerRules.failed(sent.row(), sent.result());
      for (Key key : BreakerRules.keys(sent.row())) {
        BreakerRow stop = stops.get(key);
        boolean trial = stop != null && !stop.byHand() && sent.row().id().equals(stop.trial());
        if (key.equals(failed) && (stop == null || trial)) {
          begin(BreakerRules.after(key, stop, sent.result(), now), stop);
        } else if (stop != null && trial) {
          tried(stop, sent.result());
        }
      }
    }

    private void tried(BreakerRow stop, SendResult result) {
      if (BreakerRules.conclusive(result)) {
        end(stop);
      } else {
        put(BreakerRules.again(stop, now));
      }
    }

    private void begin(BreakerRow stop, @Nullable BreakerRow before) {
      put(stop);
      if (before == null) {
        begun.add(stop);
      }
    }

    private void put(BreakerRow stop) {
      stops.put(stop.key(), stop);
      rows.put(stop);
    }

    private void end(BreakerRow stop) {
      stops.remove(stop.key());
      rows.remove(stop.key());
      over.add(stop);
    }
  }
}
