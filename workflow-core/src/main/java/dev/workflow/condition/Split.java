package dev.workflow.condition;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
  abstract void collect(EventVector probe);

  /** The bucket a row belongs to, or -1 if it cannot be divided by this slot. */
  abstract int place(Row row);

  /** Adds a row to the bucket it belongs to. */
  abstract void add(int place, Row row);

  final @Nullable Bucket bucket(int place) {
    return (Bucket) BUCKET.getAcquire(buckets, place);
  }

  final int size() {
    return buckets.length;
  }

  final int height() {
    int height = 0;
    for (Bucket bucket : buckets) {
      height = bucket == null ? height : Math.max(height, bucket.height());
    }
    return height;
  }

  /** Adds the rows of all buckets to a list. */
  final void addAllTo(List<Row> rows) {
    for (Bucket bucket : buckets) {
      if (bucket != null) {
        double point = bucket.point();
        boolean said = Double.isNaN(point);
        for (Row row : bucket.all()) {
          rows.add(said ? row : row.with(new Row.Bound(slot, point, point)));
        }
      }
    }
  }

  @Override
  public final int depth() {
    return depth;
  }

  @Override
  public final void replace(int place, Bucket bucket) {
    BUCKET.setRelease(buckets, place, bucket);
  }

  /**
   * By the hash of the one value that fits a row. While a bucket has rows of one value only, it
   * knows the value and its rows leave it out.
   */
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
    void collect(EventVector probe) {
      double value = probe.point(slot);
      Bucket bucket = Double.isNaN(value) ? null : bucket(place(value));
      if (bucket != null && (bucket.point() == value || Double.isNaN(bucket.point()))) {
        bucket.collect(probe);
      }
    }

    @Override
    void add(int place, Row row) {
      Row.Bound bound = Objects.requireNonNull(row.at(slot));
      Bucket bucket = bucket(place);
      if (bucket == null) {
        replace(place, Bucket.of(this, place, bound.low(), List.of(), List.of(row.without(slot))));
      } else if (bucket.point() == bound.low()) {
        bucket.add(row.without(slot));
      } else if (Double.isNaN(bucket.point())) {
        bucket.add(row);
      } else {
        mix(bucket, place, row);
      }
    }

    private void mix(Bucket bucket, int place, Row row) {
      Row.Bound common = new Row.Bound(slot, bucket.point(), bucket.point());
      List<Row> rows = new ArrayList<>();
      bucket.all().forEach(each -> rows.add(each.with(common)));
      rows.add(row);
      replace(place, Bucket.of(this, place, Double.NaN, List.of(), rows));
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
    void collect(EventVector probe) {
      if (probe.low(slot) < pivot) {
        collect(bucket(BELOW), probe);
      }
      if (probe.high(slot) > pivot) {
        collect(bucket(ABOVE), probe);
      }
    }

    private static void collect(@Nullable Bucket bucket, EventVector probe) {
      if (bucket != null) {
        bucket.collect(probe);
      }
    }

    @Override
    void add(int place, Row row) {
      Bucket bucket = bucket(place);
      if (bucket == null) {
        bucket = Bucket.empty(this, place);
        replace(place, bucket);
      }
      bucket.add(row);
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
