package dev.workflow.messaging.internal.outbox;

import dev.workflow.definition.RateLimit;
import dev.workflow.internal.decide.StartLimits;
import dev.workflow.internal.engine.RateWindow;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.store.LimitRows.LimitKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one limit on a channel remembers: the messages that went to the sender, which alone decide,
 * and the times that those were given that wait, by category.
 *
 * <p>Each message that waits has a time of its own, behind those of its category and of the more
 * urgent ones. So however long the backlog is, a message is looked at once when it is queued and
 * once when its time has come. One that then finds no room, because something more urgent took it,
 * gets a new time at the end.
 *
 * <p>Used by one thread.
 */
final class ChannelWindow {

  private static final String SENT = ":sent";

  private final LimitKey key;
  private final RateLimit rate;
  private final RateWindow sent;
  private final List<RateWindow> planned = new ArrayList<>();

  /**
   * @param states what is stored of {@link #keys}
   */
  ChannelWindow(LimitKey key, RateLimit rate, Map<LimitKey, String> states) {
    this.key = key;
    this.rate = rate;
    this.sent = RateWindow.read(states.getOrDefault(part(key, SENT), ""));
    for (Category category : Category.values()) {
      planned.add(RateWindow.read(states.getOrDefault(part(key, category), "")));
    }
  }

  /** All under which something is stored of a limit. */
  static List<LimitKey> keys(LimitKey key) {
    List<LimitKey> keys = new ArrayList<>();
    keys.add(part(key, SENT));
    for (Category category : Category.values()) {
      keys.add(part(key, category));
    }
    return keys;
  }

  private static LimitKey part(LimitKey key, Category category) {
    return part(key, ":" + category.ordinal());
  }

  private static LimitKey part(LimitKey key, String name) {
    return new LimitKey(key.tenant(), key.name() + name);
  }

  /** What is to be stored. */
  void putInto(Map<LimitKey, String> states) {
    states.put(part(key, SENT), sent.text());
    for (Category category : Category.values()) {
      states.put(part(key, category), planned.get(category.ordinal()).text());
    }
  }

  /** When nothing of it matters any more. */
  Instant until() {
    Instant last = sent.last();
    for (RateWindow window : planned) {
      last = window.last().isAfter(last) ? window.last() : last;
    }
    return last.plus(rate.per());
  }

  /**
   * Lets a message go now, which is counted, or gives it a time.
   *
   * @param permit the time that this limit has given it; null: it has none
   * @return when it is to be looked at again; null: it goes now
   */
  @Nullable Instant ask(Category category, @Nullable Instant permit, Instant now) {
    Instant free = sent.next(rate, now);
    RateWindow own = planned.get(category.ordinal());
    boolean mayGo = permit != null || !own.last().isAfter(now);
    if (mayGo && !free.isAfter(now)) {
      Instant counted = permit != null && !isMissed(permit, now) ? permit : now;
      sent.give(rate, counted);
      if (permit == null) {
        note(category, now);
      }
      return null;
    }
    Instant next = own.give(rate, free);
    noteForLessUrgent(category, next);
    if (!next.isAfter(now)) {
      sent.give(rate, now);
      return null;
    }
    return next;
  }

  /** A node takes a message up a moment after its time: that moment delays no other. */
  private static boolean isMissed(Instant permit, Instant now) {
    return permit.isAfter(now) || permit.plus(StartLimits.PATIENCE).isBefore(now);
  }

  private void note(Category category, Instant time) {
    planned.get(category.ordinal()).note(rate, time);
    noteForLessUrgent(category, time);
  }

  private void noteForLessUrgent(Category category, Instant time) {
    for (int i = category.ordinal() + 1; i < planned.size(); i++) {
      planned.get(i).note(rate, time);
    }
  }
}
