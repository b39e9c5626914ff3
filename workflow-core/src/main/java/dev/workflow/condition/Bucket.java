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
  private static final Split[] NO_SPLITS = new Split[0];

  private final Owner owner;
  private final int place;
  private final Split[] splits;
  private final long[] rows;
  private final @Nullable Entry[] entries;
  private int used;
  private volatile int size;

  private Bucket(Owner owner, int place, Split[] splits, long[] rows, Entry[] entries) {
    this.owner = owner;
    this.place = place;
    this.splits = splits;
    this.rows = rows;
    this.entries = entries;
  }

  static Bucket empty(Owner owner, int place) {
    return new Bucket(owner, place, NO_SPLITS, new long[0], new Entry[0]);
  }

  @Nullable Entry[] entries() {
    return entries;
  }

  void collect(Probe probe) {
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
    List<Split> more = new ArrayList<>(Arrays.asList(splits));
    while (all.size() >= SPLIT_FROM) {
      Split split = SplitPlan.best(all, owner.depth() + 1);
      if (split == null) {
        break;
      }
      more.add(split);
      all.removeIf(each -> moved(each, split));
    }
    Bucket bucket = withRoom(all, more.toArray(NO_SPLITS));
    all.forEach(bucket::append);
    owner.replace(place, bucket);
  }

  private static boolean moved(Row row, Split split) {
    int place = split.place(row);
    if (place >= 0) {
      split.add(place, row);
    }
    return place >= 0;
  }

  private Bucket withRoom(List<Row> all, Split[] splits) {
    int length = all.stream().mapToInt(Row::length).sum();
    int count = all.size() + all.size() / 4 + 1;
    int longs = all.isEmpty() ? 0 : (int) ((long) length * count / all.size());
    return new Bucket(owner, place, splits, new long[longs], new Entry[count]);
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
