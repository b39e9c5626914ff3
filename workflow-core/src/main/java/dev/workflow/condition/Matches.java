package dev.workflow.condition;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The rules an event met, a rule perhaps several times. Used again for the next event. */
final class Matches {

  private static final int ROOM = 64;
  private static final int KEPT_ROOM = 1 << 16;

  /** So many are put in order faster by insertion than by digits. */
  private static final int FEW = 32;

  private static final int DIGIT_BITS = 9;
  private static final int DIGITS = 1 << DIGIT_BITS;

  private final int[] ends = new int[DIGITS];
  private @Nullable Entry[] met = new Entry[ROOM];
  private int metCount;

  /** A rule's order, above the position where it was met. */
  private long[] order = new long[ROOM];

  private long[] spare = new long[ROOM];
  private int size;

  void add(Entry entry) {
    if (metCount == met.length) {
      met = Arrays.copyOf(met, 2 * metCount);
      order = new long[2 * metCount];
      spare = new long[2 * metCount];
    }
    met[metCount++] = entry;
  }

  /**
   * Keeps those that hold for the event, each once, in the order in which the rules were added.
   *
   * @param horizon above the order of all that can hold
   */
  @SuppressWarnings("NullAway") // as many are not null as were met
  void settle(EventVector probe, int horizon) {
    int held = 0;
    for (int i = 0; i < metCount; i++) {
      if (probe.holds(met[i])) {
        order[held++] = (long) met[i].order << Integer.SIZE | i;
      }
    }
    if (held <= FEW) {
      sortByInsertion(held);
    } else {
      sortByDigits(held, horizon);
    }
    dropRepeated(held);
  }

  private void sortByInsertion(int length) {
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

  /** The lowest digit first; of many several times faster than comparing. */
  private void sortByDigits(int length, int horizon) {
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

  private void dropRepeated(int length) {
    int kept = 0;
    for (int i = 0; i < length; i++) {
      if (i == 0 || order[i] >>> Integer.SIZE != order[i - 1] >>> Integer.SIZE) {
        spare[kept++] = order[i];
      }
    }
    long[] distinct = spare;
    spare = order;
    order = distinct;
    size = kept;
  }

  /** How many are left. */
  int size() {
    return size;
  }

  @SuppressWarnings("NullAway") // as many are not null as were met
  Object key(int index) {
    return met[(int) order[index]].key;
  }

  /** Lets go of the rules. */
  void clear() {
    if (met.length > KEPT_ROOM) {
      met = new Entry[ROOM];
      order = new long[ROOM];
      spare = new long[ROOM];
    } else {
      Arrays.fill(met, 0, metCount, null);
    }
    metCount = 0;
    size = 0;
  }
}
