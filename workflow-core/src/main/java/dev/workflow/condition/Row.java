package dev.workflow.condition;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry with its bounds, as the writer handles it. In a bucket a row is a header, with the
 * number of bounds and their slots, followed by low and high of each as the bits of a double.
 */
record Row(Entry entry, List<Bound> bounds) {

  static final int SLOT_BITS = 15;
  private static final int COUNT_SHIFT = 4 * SLOT_BITS;

  /** A slot's value must lie from low to high. */
  record Bound(int slot, double low, double high) {
    boolean isPoint() {
      return low == high;
    }
  }

  int length() {
    return 1 + 2 * bounds.size();
  }

  @Nullable Bound at(int slot) {
    for (int i = 0; i < bounds.size(); i++) {
      if (bounds.get(i).slot == slot) {
        return bounds.get(i);
      }
    }
    return null;
  }

  Row with(Bound bound) {
    List<Bound> more = new ArrayList<>(bounds);
    more.add(bound);
    return new Row(entry, more);
  }

  Row without(int slot) {
    List<Bound> fewer = new ArrayList<>(bounds);
    fewer.removeIf(bound -> bound.slot == slot);
    return new Row(entry, fewer);
  }

  void write(long[] rows, int at) {
    long header = (long) bounds.size() << COUNT_SHIFT;
    for (int i = 0; i < bounds.size(); i++) {
      Bound bound = bounds.get(i);
      header |= (long) bound.slot << i * SLOT_BITS;
      rows[at + 1 + 2 * i] = Double.doubleToLongBits(bound.low);
      rows[at + 2 + 2 * i] = Double.doubleToLongBits(bound.high);
    }
    rows[at] = header;
  }

  static Row read(Entry entry, long[] rows, int at) {
    long header = rows[at];
    Bound[] bounds = new Bound[terms(header)];
    for (int i = 0; i < bounds.length; i++) {
      double low = Double.longBitsToDouble(rows[at + 1 + 2 * i]);
      double high = Double.longBitsToDouble(rows[at + 2 + 2 * i]);
      bounds[i] = new Bound(slot(header >>> i * SLOT_BITS), low, high);
    }
    return new Row(entry, List.of(bounds));
  }

  static int terms(long header) {
    return (int) (header >>> COUNT_SHIFT);
  }

  /** The slot of the first bound; the header shifted right by {@link #SLOT_BITS} has the next. */
  static int slot(long header) {
    return (int) header & (1 << SLOT_BITS) - 1;
  }
}
