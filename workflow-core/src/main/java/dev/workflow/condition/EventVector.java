package dev.workflow.condition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way through an index: its value in every slot, and the rules it met. Belongs to
 * a thread and is used again for the next event.
 *
 * <p>A slot holds three doubles: the value, and the ends of where it can lie; they differ only for
 * a number that is not plain ({@link Numbers}). NaN where the event has no such value. The arrays
 * are as long as a power of two, so that a slot of a rule that came after the event was read, which
 * no hit can come from, still lies within them.
 */
final class EventVector {

  private static final ThreadLocal<EventVector> OF_THREAD =
      ThreadLocal.withInitial(EventVector::new);

  private double[] point = new double[16];
  private double[] low = new double[16];
  private double[] high = new double[16];
  private final Matches hits = new Matches();
  private boolean busy;
  private boolean loose;
  private final List<Object> notEvaluable = new ArrayList<>(0);
  private @Nullable NotEvaluableException why;
  private int horizon;
  private JsonNode data;
  private EvaluationContext context;

  @SuppressWarnings("NullAway.Init")
  private EventVector() {}

  /** The thread's own, or another while that is in use; it is in use until it is finished. */
  static EventVector take(JsonNode data, EvaluationContext context) {
    EventVector own = OF_THREAD.get();
    EventVector probe = own.busy ? new EventVector() : own;
    probe.busy = true;
    probe.data = data;
    probe.context = context;
    return probe;
  }

  /** Starts to look for rules, from the beginning; those from the horizon on are not there. */
  void start(int horizon) {
    this.horizon = horizon;
    this.loose = false;
    Effort.beginTogether();
    notEvaluable.clear();
    why = null;
    hits.clear();
  }

  JsonNode data() {
    return data;
  }

  void clear(int slots) {
    if (slots > point.length) {
      int length = Integer.highestOneBit(slots - 1) * 2;
      point = new double[length];
      low = new double[length];
      high = new double[length];
    }
    Arrays.fill(point, 0, slots, Double.NaN);
    Arrays.fill(low, 0, slots, Double.NaN);
    Arrays.fill(high, 0, slots, Double.NaN);
  }

  void code(int slot, int code) {
    if (code >= 0) {
      set(slot, code, code, code);
    }
  }

  void number(int slot, double nearest, boolean plain) {
    if (plain) {
      set(slot, nearest, nearest, nearest);
    } else {
      loose = true;
      set(slot, Range.finite(nearest), Math.nextDown(nearest), Math.nextUp(nearest));
    }
  }

  private void set(int slot, double value, double from, double to) {
    int i = slot & point.length - 1;
    point[i] = value;
    low[i] = from;
    high[i] = to;
  }

  double point(int slot) {
    return point[slot & point.length - 1];
  }

  double low(int slot) {
    return low[slot & low.length - 1];
  }

  double high(int slot) {
    return high[slot & high.length - 1];
  }

  /** Walks the rows of a bucket and keeps the entries of those that fit. */
  void scan(long[] rows, @Nullable Entry[] entries, int count) {
    double[] from = low;
    double[] to = high;
    int mask = from.length - 1;
    int at = 0;
    for (int i = 0; i < count; i++) {
      long header = rows[at++];
      int end = at + 2 * Row.terms(header);
      while (at < end) {
        int slot = Row.slot(header) & mask;
        boolean fits =
            Double.longBitsToDouble(rows[at]) <= to[slot]
                && from[slot] <= Double.longBitsToDouble(rows[at + 1]);
        if (!fits) {
          break;
        }
        header >>>= Row.SLOT_BITS;
        at += 2;
      }
      if (at == end) {
        Entry entry = Entry.read(entries, i);
        if (entry != null) {
          hits.add(entry);
        }
      }
      at = end;
    }
  }

  /** Whether what the bounds of a rule do not say holds too. */
  boolean holds(Entry entry) {
    if (entry.order >= horizon) {
      return false;
    }
    Condition condition = loose ? entry.condition : entry.rest;
    if (condition == null) {
      return true;
    }
    return condition.isCostly()
        ? holdsAtCost(entry, condition)
        : condition.testShared(data, context);
  }

  private boolean holdsAtCost(Entry entry, Condition condition) {
    try {
      return condition.testTogether(data, context);
    } catch (NotEvaluableException e) {
      notEvaluable.add(entry.key);
      why = e;
      return false;
    }
  }

  /** The keys of the rules of which nobody knows whether they hold. */
  List<Object> notEvaluable() {
    return notEvaluable;
  }

  /** Throws if there are such. */
  void failIfNotEvaluable() {
    NotEvaluableException reason = why;
    if (reason != null) {
      throw reason;
    }
  }

  /** Finds out which of the rules it met hold. */
  void settle() {
    hits.settle(this, horizon);
  }

  Matches hits() {
    return hits;
  }

  /** Lets go of the event. */
  @SuppressWarnings("NullAway")
  void finish() {
    why = null;
    hits.clear();
    notEvaluable.clear();
    data = null;
    context = null;
    busy = false;
  }
}
