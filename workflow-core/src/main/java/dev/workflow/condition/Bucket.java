package dev.workflow.condition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are scanned one after the other, and the {@link Split}s of the other rows of the same
 * place.
 *
 * <p>Written by one thread, read by any: a row is written before the size that includes it. A full
 * bucket is not changed but replaced as a whole in its owner, by one that has more room, more
 * splits and no removed rows.
 */
final class Bucket {

  /** Where a bucket hangs. */
  interface Owner {
    /** The number of splits above the bucket. */
    int depth();

    /** Puts another bucket in the place of the one that is there. */
    void replace(int place, Bucket bucket);
  }

  private static final int SPLIT_FROM = 16;

  /** Below so many splits rows are only scanned: rules in an order that suits no split go deep. */
  private static final int MAX_DEPTH = 64;

  private static final Split[] NO_SPLITS = new Split[0];

  private final Owner owner;
  private final int place;
  private final double point;
  private final Split[] splits;
  private final long[] rows;
  private final @Nullable Entry[] entries;
  private int used;
  private volatile int size;

  private Bucket(Owner owner, int place, double point, List<Split> splits, List<Row> rows) {
    this.owner = owner;
    this.place = place;
    this.point = point;
    this.splits = splits.toArray(NO_SPLITS);
    int count = rows.size() + rows.size() / 4;
    int length = rows.stream().mapToInt(Row::length).sum();
    this.rows = new long[rows.isEmpty() ? 0 : (int) ((long) length * count / rows.size())];
    this.entries = new Entry[count];
    rows.forEach(this::append);
  }

  static Bucket empty(Owner owner, int place) {
    return new Bucket(owner, place, Double.NaN, List.of(), List.of());
  }

  /**
   * A bucket with some rows, divided as far as it pays. It is not yet known to its owner.
   *
   * @param point the value of the owner's slot that all rows ask for and none says any more; NaN if
   *     the rows speak for themselves
   */
  static Bucket of(Owner owner, int place, double point, List<Split> splits, List<Row> rows) {
    List<Split> more = new ArrayList<>(splits);
    List<Row> rest = new ArrayList<>(rows);
    while (rest.size() >= SPLIT_FROM && owner.depth() < MAX_DEPTH) {
      Split split = SplitPlan.best(rest, owner.depth() + 1);
      if (split == null) {
        break;
      }
      more.add(split);
      rest.removeIf(row -> moved(row, split));
    }
    return new Bucket(owner, place, point, more, rest);
  }

  private static boolean moved(Row row, Split split) {
    int place = split.place(row);
    if (place >= 0) {
      split.add(place, row);
    }
    return place >= 0;
  }

  double point() {
    return point;
  }

  @Nullable Entry[] entries() {
    return entries;
  }

  void collect(EventVector probe) {
    int count = size;
    probe.scan(rows, entries, count);
    for (Split split : splits) {
      split.collect(probe);
    }
  }

  void add(Row row) {
    Split best = null;
    int to = -1;
    for (Split split : splits) {
      int at = split.place(row);
      if (at >= 0 && (best == null || split.size() > best.size())) {
        best = split;
        to = at;
      }
    }
    if (best != null) {
      best.add(to, row);
    } else if (size == entries.length || used + row.length() > rows.length) {
      replaceWith(row);
    } else {
      append(row);
    }
  }

  private void append(Row row) {
    int at = size;
    row.write(rows, used);
    entries[at] = row.entry();
    row.entry().moveTo(this, at);
    used += row.length();
    size = at + 1;
  }

  private void replaceWith(Row row) {
    List<Row> all = live();
    all.add(row);
    owner.replace(place, of(owner, place, point, Arrays.asList(splits), all));
  }

  /** How many splits lie below each other at most. */
  int height() {
    int height = 0;
    for (Split split : splits) {
      height = Math.max(height, 1 + split.height());
    }
    return height;
  }

  /** Gives out the rows of this bucket and of all below it, each with all its bounds below it. */
  List<Row> all() {
    List<Row> all = live();
    for (Split split : splits) {
      split.addAllTo(all);
    }
    return all;
  }

  private List<Row> live() {
    List<Row> live = new ArrayList<>(size + 1);
    int at = 0;
    for (int i = 0; i < size; i++) {
      Entry entry = entries[i];
      if (entry != null) {
        live.add(Row.read(entry, rows, at));
      }
      at += 1 + 2 * Row.terms(rows[at]);
    }
    return live;
  }
}
