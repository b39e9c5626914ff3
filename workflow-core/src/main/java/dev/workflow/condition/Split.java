package dev.workflow.condition;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Divides the rows that have a bound in a slot among buckets, of which an event visits few. Written
 * by one thread, read by any.
 */
abstract sealed class Split implements Bucket.Owner {

  private static final VarHandle BUCKET = MethodHandles.arrayElementVarHandle(Bucket[].class);

  final int slot;
  private final int depth;
  private final @Nullable Bucket[] buckets;

  private Split(int slot, int buckets, int depth) {
    this.slot = slot;
    this.depth = depth;
    this.buckets = new Bucket[buckets];
  }

  /** Visits the buckets that can hold rows for the event. */
  abstract void collect(Probe probe);

  /** The bucket a row belongs to, or -1 if it cannot be divided by this slot. */
  abstract int place(Row row);

  /** Visits a bucket. */
  final void collect(int place, Probe probe) {
    Bucket bucket = (Bucket) BUCKET.getAcquire(buckets, place);
    if (bucket != null) {
      bucket.collect(probe);
    }
  }

  final int size() {
    return buckets.length;
  }

  final void add(int place, Row row) {
    Bucket bucket = buckets[place];
    if (bucket == null) {
      bucket = Bucket.empty(this, place);
      BUCKET.setRelease(buckets, place, bucket);
    }
    bucket.add(row);
  }

  @Override
  public final int depth() {
    return depth;
  }

  @Override
  public final void replace(int place, Bucket bucket) {
    BUCKET.setRelease(buckets, place, bucket);
  }

  /** By the hash of the one value that fits a row. */
  static final class ByPoint extends Split {

    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final long salt;
    private final int shift;

    /**
     * @param bits of the number of buckets
     * @param depth makes the hash another than that of the splits above, so that values that met
     *     there part here
     */
    ByPoint(int slot, int bits, int depth) {
      super(slot, 1 << bits, depth);
      this.salt = MIX * depth;
      this.shift = Long.SIZE - bits;
    }

    @Override
    void collect(Probe probe) {
      double value = probe.point(slot);
      if (!Double.isNaN(value)) {
        collect(place(value), probe);
      }
    }

    @Override
    int place(Row row) {
      Row.Bound bound = row.at(slot);
      return bound != null && bound.isPoint() ? place(bound.low()) : -1;
    }

    private int place(double value) {
      long hash = Double.doubleToRawLongBits(value) + salt;
      hash = (hash ^ hash >>> 32) * MIX;
      return (int) ((hash ^ hash >>> 32) * MIX >>> shift);
    }
  }

  /** By the side of a value on which the whole range of a row lies. */
  static final class ByRange extends Split {

    private static final int BELOW = 0;
    private static final int ABOVE = 1;

    private final double pivot;

    ByRange(int slot, double pivot, int depth) {
      super(slot, 2, depth);
      this.pivot = pivot;
    }

    @Override
    void collect(Probe probe) {
      if (probe.low(slot) < pivot) {
        collect(BELOW, probe);
      }
      if (probe.high(slot) > pivot) {
        collect(ABOVE, probe);
      }
    }

    @Override
    int place(Row row) {
      Row.Bound bound = row.at(slot);
      return bound == null ? -1 : side(bound, pivot);
    }

    /**
     * The side of the pivot on which all that fits lies, or -1 if on both; also if nothing fits.
     */
    static int side(Row.Bound bound, double pivot) {
      if (bound.low() > bound.high()) {
        return -1;
      }
      return bound.high() < pivot ? BELOW : bound.low() > pivot ? ABOVE : -1;
    }
  }
}
