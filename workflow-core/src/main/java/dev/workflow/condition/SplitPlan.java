package dev.workflow.condition;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the split that spares an event the most rows. */
final class SplitPlan {

  /** Looking into a split costs an event about as much as so many rows. */
  private static final double COST = 5;

  private static final int MAX_BITS = 10;

  private final int slot;
  private final Set<Double> points = new HashSet<>();
  private int pointRows;
  private double[] middles = new double[8];
  private int ranges;

  private SplitPlan(int slot) {
    this.slot = slot;
  }

  /** The best split of some rows, or null if none is worth its cost. */
  static @Nullable Split best(List<Row> rows, int depth) {
    Map<Integer, SplitPlan> plans = new HashMap<>();
    for (Row row : rows) {
      for (Row.Bound bound : row.bounds()) {
        plans.computeIfAbsent(bound.slot(), SplitPlan::new).add(bound);
      }
    }
    Split best = null;
    double most = COST;
    for (SplitPlan plan : plans.values()) {
      double byPoint = plan.pointRows - (double) plan.pointRows / Math.max(1, plan.points.size());
      if (byPoint > most) {
        most = byPoint;
        best = plan.byPoint(depth);
      }
      double byRange = plan.ranges > most ? plan.sparedByRange(rows) : 0;
      if (byRange > most) {
        most = byRange;
        best = plan.byRange(depth);
      }
    }
    return best;
  }

  private void add(Row.Bound bound) {
    if (bound.isPoint()) {
      pointRows++;
      points.add(bound.low());
    }
    if (ranges == middles.length) {
      middles = Arrays.copyOf(middles, 2 * ranges);
    }
    middles[ranges++] = middle(bound.low(), bound.high());
  }

  private static double middle(double low, double high) {
    if (low <= -Double.MAX_VALUE) {
      return high;
    }
    return high >= Double.MAX_VALUE ? low : Math.max(low, Math.min(high, low / 2 + high / 2));
  }

  /**
   * Values that repeat are worth a bucket of their own; of values that do not, each may be the only
   * one of its kind, and a bucket takes more room than a row.
   */
  private Split byPoint(int depth) {
    boolean repeated = points.size() < pointRows;
    int buckets = repeated ? 4 * points.size() : points.size() / 4;
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(buckets);
    return new Split.ByPoint(slot, Math.max(1, Math.min(MAX_BITS, bits)), depth);
  }

  private Split byRange(int depth) {
    return new Split.ByRange(slot, pivot(), depth);
  }

  private double pivot() {
    Arrays.sort(middles, 0, ranges);
    return middles[ranges / 2];
  }

  /** Half of what lies aside of the pivot: an event is on one side. */
  private double sparedByRange(List<Row> rows) {
    double pivot = pivot();
    int aside = 0;
    for (Row row : rows) {
      Row.Bound bound = row.at(slot);
      if (bound != null && Split.ByRange.side(bound, pivot) >= 0) {
        aside++;
      }
    }
    return aside / 2.0;
  }
}
