package dev.workflow.condition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
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
final class Probe {

  private static final ThreadLocal<Probe> OF_THREAD = ThreadLocal.withInitial(Probe::new);
  private static final int KEPT_HITS = 1 << 16;
  private static final int FEW = 32;
  private static final int DIGIT_BITS = 9;
  private static final int DIGITS = 1 << DIGIT_BITS;

  private double[] point = new double[16];
  private double[] low = new double[16];
  private double[] high = new double[16];
  private @Nullable Entry[] hits = new Entry[64];
  private long[] order = new long[64];
  private long[] spare = new long[64];
  private final int[] ends = new int[DIGITS];
  private int hitCount;
  private boolean loose;
  private int horizon;
  private JsonNode data;
  private EvaluationContext context;

  @SuppressWarnings("NullAway.Init")
  private Probe() {}

  static Probe ofThread() {
    return OF_THREAD.get();
  }

  /** Starts an event; rules from the horizon on are not there for it. */
  void start(JsonNode data, EvaluationContext context, int horizon) {
    this.data = data;
    this.context = context;
    this.horizon = horizon;
    this.loose = false;
    this.hitCount = 0;
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
        meet(Entry.read(entries, i));
      }
      at = end;
    }
  }

  private void meet(@Nullable Entry entry) {
    if (entry != null) {
      if (hitCount == hits.length) {
        hits = Arrays.copyOf(hits, 2 * hitCount);
        order = new long[2 * hitCount];
        spare = new long[2 * hitCount];
      }
      hits[hitCount++] = entry;
    }
  }

  private boolean holds(Entry entry) {
    if (entry.order >= horizon) {
      return false;
    }
    return loose
        ? entry.condition.test(data, context)
        : entry.rest == null || entry.rest.test(data, context);
  }

  /** The keys of the rules that were met, each once, in the order the rules were added. */
  Object[] keys() {
    int held = 0;
    for (int i = 0; i < hitCount; i++) {
      Entry entry = hits[i];
      if (holds(entry)) {
        order[held++] = (long) entry.order << Integer.SIZE | i;
      }
    }
    if (held <= FEW) {
      insertInOrder(held);
    } else {
      sortByDigits(held);
    }
    Object[] keys = new Object[held];
    int count = 0;
    long last = -1;
    for (int i = 0; i < held; i++) {
      if (order[i] >>> Integer.SIZE != last) {
        last = order[i] >>> Integer.SIZE;
        keys[count++] = hits[(int) order[i]].key;
      }
    }
    return count == held ? keys : Arrays.copyOf(keys, count);
  }

  private void insertInOrder(int length) {
    for (int i = 1; i < length; i++) {
      long next = order[i];
      int at = i;
      while (at > 0 && order[at - 1] > next) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = next;
    }
  }

  /** By digits of the order, the lowest first; of many, several times faster than comparing. */
  private void sortByDigits(int length) {
    for (int shift = Integer.SIZE; horizon >>> shift - Integer.SIZE > 0; shift += DIGIT_BITS) {
      Arrays.fill(ends, 0);
      for (int i = 0; i < length; i++) {
        ends[(int) (order[i] >>> shift) & DIGITS - 1]++;
      }
      for (int digit = 1; digit < DIGITS; digit++) {
        ends[digit] += ends[digit - 1];
      }
      for (int i = length - 1; i >= 0; i--) {
        spare[--ends[(int) (order[i] >>> shift) & DIGITS - 1]] = order[i];
      }
      long[] sorted = spare;
      spare = order;
      order = sorted;
    }
  }

  /** Lets go of the event and its rules. */
  @SuppressWarnings("NullAway")
  void finish() {
    if (hits.length > KEPT_HITS) {
      hits = new Entry[64];
      order = new long[64];
      spare = new long[64];
    } else {
      Arrays.fill(hits, 0, hitCount, null);
    }
    data = null;
    context = null;
  }
}
